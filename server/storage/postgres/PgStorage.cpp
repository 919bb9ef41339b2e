#include "server/storage/postgres/PgStorage.h"

#include "server/storage/sql/Meta.h"
#include "server/storage/sql/Migrations.h"
#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {

using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace {

Result<std::unique_ptr<PgConnection>> openSession(const StorageOptions& options, PgConnection::Mode mode) {
    PgConnection::Options session;
    session.conninfo = options.database;
    session.mode = mode;
    session.statementLimit = options.readTimeLimit;
    session.lockLimit = options.lockWaitLimit;
    return PgConnection::open(session);
}

Result<std::unique_ptr<SqlConnection>> openReader(const StorageOptions& options) {
    ASSIGN_OR_RETURN(auto session, openSession(options, PgConnection::Mode::Read));
    return std::unique_ptr<SqlConnection>(std::move(session));
}

/** Brings schema and epoch up to date. @return the epoch */
Result<quint64> prepare(PgConnection& session, qint64 now) {
    RETURN_IF_ERROR(migrate(session, migrations(), now));
    RETURN_IF_ERROR(session.beginSchemaChange());
    auto epoch = settleEpoch(session, now);
    RETURN_IF_ERROR(session.execute(epoch.has_value() ? "COMMIT"_ba : "ROLLBACK"_ba));
    return epoch;
}

}  // namespace

Result<std::unique_ptr<PgStorage>> PgStorage::open(const StorageOptions& options, EventBus& bus,
                                                   shared::SnowflakeGenerator& ids, const shared::Clock& clock) {
    ASSIGN_OR_RETURN(auto writer, openSession(options, PgConnection::Mode::Write));
    ASSIGN_OR_RETURN(const quint64 epoch, prepare(*writer, clock.nowMs()));
    return std::unique_ptr<PgStorage>(new PgStorage(options, std::move(writer), epoch, bus, ids, clock));
}

PgStorage::PgStorage(const StorageOptions& options, std::unique_ptr<SqlConnection> writer, quint64 epoch, EventBus& bus,
                     shared::SnowflakeGenerator& ids, const shared::Clock& clock) {
    Lane::Options lane;
    lane.epoch = epoch;
    lane.waitLimit = options.writeWaitLimit;
    lane.patientCallers = options.patientWriters;
    SqlReaders::Options readers{[options] { return openReader(options); }, options.maxReaders, options.readTimeLimit};
    m_database = std::make_unique<SqlDatabase>(
        SqlDatabase::Parts{std::move(writer), std::move(readers), std::move(lane), bus, ids, clock});
}

Result<void> PgStorage::runUnit(const StreamKey& key, const Unit& unit) {
    return m_database->write(key, unit);
}

Result<void> PgStorage::runReader(const StreamKey& key, const Reader& reader) {
    return m_database->read(key, reader);
}

Result<std::optional<StreamKey>> PgStorage::lookUp(DirectoryKind kind, const QString& name) {
    return m_database->lookUp(kind, name);
}

Result<bool> PgStorage::claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                              std::chrono::milliseconds life) {
    return m_database->claim(kind, name, target, life);
}

Result<void> PgStorage::releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) {
    return m_database->releaseClaim(kind, name, target);
}

void PgStorage::setOutboxApplier(const QByteArray& kind, OutboxApplier applier) {
    m_database->setOutboxApplier(kind, std::move(applier));
}

Result<int> PgStorage::repairOutbox() {
    return m_database->repairOutbox();
}

Result<int> PgStorage::trimEventLog(qint64 before) {
    return m_database->trimEventLog(before);
}

Result<QList<StreamKey>> PgStorage::listKeys(StreamKind kind, quint64 after, int limit) {
    return m_database->listKeys(kind, after, limit);
}

Result<void> PgStorage::backup(const QString&) {
    return Error(ErrorCode::BadRequest, u"Copies of a PostgreSQL database are made by pg_dump or pg_basebackup."_s);
}

Result<StreamPosition> PgStorage::position(const StreamKey& key) {
    ASSIGN_OR_RETURN(const auto all, positions({key}));
    return all.first();
}

Result<QList<StreamPosition>> PgStorage::positions(const QList<StreamKey>& keys) {
    return m_database->positions(keys);
}

Result<EventPage> PgStorage::readAfter(const StreamKey& key, quint64 seq, int limit) {
    return m_database->readAfter(key, seq, limit);
}

StorageStatus PgStorage::status() const {
    const Lane& lane = m_database->lane();
    StorageStatus status;
    status.commits = lane.commits();
    status.units = lane.units();
    status.failedUnits = lane.failedUnits();
    status.trouble = lane.trouble();
    status.isWritable = status.trouble.isEmpty();
    return status;
}

}  // namespace server
