#pragma once

#include <memory>

#include <QtCore/QFile>

#include "server/platform/http/HttpResponse.h"

namespace server {

/** How far the file of an answer has been sent. The file itself is read by a file reader, one block at a time. */
struct FileSender {
    /** Of memory for each answer: one block that is being sent and one that is being read. */
    static constexpr qint64 kBlock = 256 * 1024;

    explicit FileSender(const HttpResponse::File& from)
        : file(std::make_shared<QFile>(from.path)), offset(from.offset), left(from.length) {}

    std::shared_ptr<QFile> file;  ///< touched by the reader only
    qint64 offset;
    qint64 left;
    bool reading = false;
    QByteArray head;  ///< goes out with the first block
};

/** Reads up to `size` bytes at `offset`, all of them or none. Blocks. */
QByteArray readFileBlock(QFile& file, qint64 offset, qint64 size);

}  // namespace server
