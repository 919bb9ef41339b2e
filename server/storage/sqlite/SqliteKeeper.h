#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "server/storage/sqlite/SqliteConnection.h"

namespace server {

/**
 * The housework of an SQLite file, each on a thread and a connection of its own so that no write waits for it:
 * copying the write-ahead log back into the database, and the full integrity check after an unclean end.
 */
class SqliteKeeper {
 public:
    /** @param onDamage is told what the check found, on the keeper's thread */
    SqliteKeeper(QByteArray uri, QByteArray vfs, std::function<void(const QString&)> onDamage);
    /** Interrupts what runs. */
    ~SqliteKeeper();

    /** Any thread: copy back soon. */
    void requestCheckpoint();
    void startFullCheck();
    bool isCheckRunning() const { return m_isChecking; }

 private:
    void checkpointLoop();
    void fullCheck();

    const QByteArray m_uri;
    const QByteArray m_vfs;
    const std::function<void(const QString&)> m_onDamage;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isWanted = false;
    bool m_stopping = false;
    std::unique_ptr<SqliteConnection> m_checkConnection;
    std::atomic<bool> m_isChecking{false};
    std::thread m_checkpointer;
    std::thread m_checker;
};

}  // namespace server
