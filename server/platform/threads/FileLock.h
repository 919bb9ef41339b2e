#pragma once

#include <memory>

#include <QtCore/QString>

#include "shared/core/Result.h"

namespace server {

/**
 * The lock of a data folder, held as long as the object lives: one server per folder.
 *
 * The system lets go of it when the process dies, however it dies.
 */
class FileLock {
 public:
    /**
     * Makes the folder if need be (mode 0700) and takes its lock.
     * Error: ServiceUnavailable, with a sentence that names the folder and, where known, the holder's process id.
     */
    static shared::Result<std::unique_ptr<FileLock>> acquire(const QString& folder);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

 private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

}  // namespace server
