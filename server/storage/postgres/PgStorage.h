#pragma once

#include "server/storage/StorageFactory.h"
#include "server/storage/postgres/PgConnection.h"
#include "server/storage/sql/SqlDatabase.h"

namespace server {

/** All 256 partitions in one PostgreSQL database: one lane, and a pool of read sessions. */
class PgStorage final : public Storage, private EventLog {
 public:
    static shared::Result<std::unique_ptr<PgStorage>> open(const StorageOptions& options, EventBus& bus,
                                                           shared::SnowflakeGenerator& ids, const shared::Clock& clock);

    shared::Result<std::optional<StreamKey>> lookUp(DirectoryKind kind, const QString& name) override;
    shared::Result<bool> claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                               std::chrono::milliseconds life) override;
    shared::Result<void> releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) override;
    void setOutboxApplier(const QByteArray& kind, OutboxApplier applier) override;
    shared::Result<int> repairOutbox() override;
    EventLog& eventLog() override { return *this; }
    shared::Result<int> trimEventLog(qint64 before) override;
    shared::Result<QList<StreamKey>> listKeys(StreamKind kind, quint64 after, int limit) override;
    /** Refused with a sentence: PostgreSQL has its own tools. */
    shared::Result<void> backup(const QString& path) override;
    StorageStatus status() const override;

 protected:
    shared::Result<void> runUnit(const StreamKey& key, const Unit& unit) override;
    shared::Result<void> runReader(const StreamKey& key, const Reader& reader) override;

 private:
    PgStorage(const StorageOptions& options, std::unique_ptr<SqlConnection> writer, quint64 epoch, EventBus& bus,
              shared::SnowflakeGenerator& ids, const shared::Clock& clock);

    shared::Result<StreamPosition> position(const StreamKey& key) override;
    shared::Result<QList<StreamPosition>> positions(const QList<StreamKey>& keys) override;
    shared::Result<EventPage> readAfter(const StreamKey& key, quint64 seq, int limit) override;
    quint64 changeCount() const override { return m_database->lane().changeCount(); }

    std::unique_ptr<SqlDatabase> m_database;
};

}  // namespace server
