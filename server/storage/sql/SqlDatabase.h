#pragma once

#include <shared_mutex>

#include <QtCore/QHash>

#include "server/storage/Lane.h"
#include "server/storage/sql/SqlReaders.h"

namespace server {

/**
 * One database with its lane and its readers: all of a Storage that is the same for every engine. Blocking calls, any
 * thread.
 */
class SqlDatabase {
 public:
    struct Parts {
        std::unique_ptr<SqlConnection> writer;
        SqlReaders::Options readers;
        Lane::Options lane;
        EventBus& bus;
        shared::SnowflakeGenerator& ids;
        const shared::Clock& clock;
    };
    explicit SqlDatabase(Parts parts);

    shared::Result<void> write(const StreamKey& key, const Storage::Unit& unit) { return m_lane->run(key, unit); }
    shared::Result<void> writeRaw(const Lane::RawUnit& unit) { return m_lane->runRaw(unit); }
    shared::Result<void> read(const StreamKey& key, const Storage::Reader& reader);

    shared::Result<std::optional<StreamKey>> lookUp(DirectoryKind kind, const QString& name);
    shared::Result<bool> claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                               std::chrono::milliseconds life);
    shared::Result<void> releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target);

    void setOutboxApplier(const QByteArray& kind, Storage::OutboxApplier applier);
    shared::Result<int> repairOutbox();
    shared::Result<int> trimEventLog(qint64 before);
    shared::Result<QList<StreamKey>> listKeys(StreamKind kind, quint64 after, int limit);

    /** In the order of the keys. */
    shared::Result<QList<StreamPosition>> positions(const QList<StreamKey>& keys);
    shared::Result<EventPage> readAfter(const StreamKey& key, quint64 seq, int limit);

    const Lane& lane() const { return *m_lane; }
    /** Finishes what waits to be written; nothing can be written afterwards. */
    void endWrites() { m_lane.reset(); }
    /** Where readers would block the writer they take turns with it. */
    std::shared_lock<std::shared_mutex> readGate();

 private:
    const shared::Clock& m_clock;
    std::shared_mutex* const m_gate;
    SqlReaders m_readers;
    std::unique_ptr<Lane> m_lane;
    std::shared_mutex m_channelMutex;
    QHash<QString, StreamKey> m_channels;  ///< the directory's channels: they never change
};

}  // namespace server
