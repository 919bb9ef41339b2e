#include "server/storage/sqlite/SqliteKeeper.h"

#include <QtCore/QLoggingCategory>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace server {
namespace {

Q_LOGGING_CATEGORY(logKeeper, "server.storage.keeper")

}  // namespace

SqliteKeeper::SqliteKeeper(QByteArray uri, QByteArray vfs, std::function<void(const QString&)> onDamage)
    : m_uri(std::move(uri)), m_vfs(std::move(vfs)), m_onDamage(std::move(onDamage)) {
    m_checkpointer = std::thread([this] { checkpointLoop(); });
}

SqliteKeeper::~SqliteKeeper() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_checkConnection) m_checkConnection->interrupt();
    }
    m_wake.notify_one();
    m_checkpointer.join();
    if (m_checker.joinable()) m_checker.join();
}

void SqliteKeeper::requestCheckpoint() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_isWanted) return;
        m_isWanted = true;
    }
    m_wake.notify_one();
}

void SqliteKeeper::startFullCheck() {
    m_isChecking = true;
    m_checker = std::thread([this] { fullCheck(); });
}

void SqliteKeeper::checkpointLoop() {
    std::unique_ptr<SqliteConnection> connection;
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_isWanted || m_stopping; });
            if (m_stopping) return;
            m_isWanted = false;
        }
        if (!connection) {
            auto opened = SqliteConnection::open(m_uri, SqliteConnection::Mode::Write, m_vfs);
            if (!opened.has_value()) continue;
            connection = std::move(opened).value();
        }
        // PASSIVE waits for nobody; what readers still need stays in the log until the next time.
        sqlite3_wal_checkpoint_v2(connection->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    }
}

void SqliteKeeper::fullCheck() {
    auto opened = SqliteConnection::open(m_uri, SqliteConnection::Mode::Read, m_vfs);
    if (opened.has_value()) {
        SqliteConnection* connection = opened->get();
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping) return;
            m_checkConnection = std::move(opened).value();
        }
        const auto answer = connection->ask("PRAGMA integrity_check(1)"_ba);
        bool isStopping = false;
        {
            const std::lock_guard lock(m_mutex);
            isStopping = m_stopping;
            m_checkConnection.reset();
        }
        if (!isStopping && answer.has_value() && *answer != "ok"_L1) {
            m_onDamage(*answer);
        } else if (!isStopping && answer.has_value()) {
            qCInfo(logKeeper) << "the full check after the unclean end found nothing wrong";
        }
    }
    m_isChecking = false;
}

}  // namespace server
