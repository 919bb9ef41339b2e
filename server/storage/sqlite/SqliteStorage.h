#pragma once

#include <shared_mutex>

#include "server/storage/StorageFactory.h"
#include "server/storage/sql/SqlDatabase.h"
#include "server/storage/sqlite/SqliteKeeper.h"

namespace server {

/** All 256 partitions in one SQLite file: one lane, a read connection per worker, write-ahead log. */
class SqliteStorage final : public Storage, private EventLog {
 public:
    static shared::Result<std::unique_ptr<SqliteStorage>> open(const StorageOptions& options, EventBus& bus,
                                                               shared::SnowflakeGenerator& ids,
                                                               const shared::Clock& clock);
    ~SqliteStorage() override;

    shared::Result<std::optional<StreamKey>> lookUp(DirectoryKind kind, const QString& name) override;
    shared::Result<bool> claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                               std::chrono::milliseconds life) override;
    shared::Result<void> releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) override;
    void setOutboxApplier(const QByteArray& kind, OutboxApplier applier) override;
    shared::Result<int> repairOutbox() override;
    EventLog& eventLog() override { return *this; }
    shared::Result<int> trimEventLog(qint64 before) override;
    shared::Result<QList<StreamKey>> listKeys(StreamKind kind, quint64 after, int limit) override;
    shared::Result<void> backup(const QString& path) override;
    StorageStatus status() const override;

 protected:
    shared::Result<void> runUnit(const StreamKey& key, const Unit& unit) override;
    shared::Result<void> runReader(const StreamKey& key, const Reader& reader) override;

 private:
    struct Opened {
        std::unique_ptr<SqliteConnection> writer;
        quint64 epoch = 0;
        bool wasCleanlyClosed = true;
    };

    SqliteStorage(const StorageOptions& options, QByteArray uri, Opened opened, EventBus& bus,
                  shared::SnowflakeGenerator& ids, const shared::Clock& clock);
    static shared::Result<Opened> openWriter(const StorageOptions& options, const QByteArray& uri, qint64 now);

    shared::Result<StreamPosition> position(const StreamKey& key) override;
    shared::Result<QList<StreamPosition>> positions(const QList<StreamKey>& keys) override;
    shared::Result<EventPage> readAfter(const StreamKey& key, quint64 seq, int limit) override;
    quint64 changeCount() const override { return m_database->lane().changeCount(); }

    bool isInMemory() const { return m_options.folder.isEmpty(); }
    static int onWal(void* self, sqlite3* database, const char* schema, int pages);
    void tendWal();

    const StorageOptions m_options;
    const QByteArray m_uri;
    const shared::Clock& m_clock;
    const bool m_wasCleanlyClosed;
    std::shared_mutex m_gate;     ///< of a database in memory, whose readers block its writer
    sqlite3* m_writer = nullptr;  ///< the lane's connection
    std::atomic<int> m_walPages{0};
    std::unique_ptr<SqliteConnection> m_anchor;  ///< keeps a database in memory alive
    mutable std::mutex m_damageMutex;
    QString m_damage;  ///< what the full check found
    std::unique_ptr<SqliteKeeper> m_keeper;
    std::unique_ptr<SqlDatabase> m_database;
};

}  // namespace server
