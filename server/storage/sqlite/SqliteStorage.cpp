#include "server/storage/sqlite/SqliteStorage.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QLoggingCategory>
#include <sqlite3.h>

#include "server/storage/sql/Meta.h"
#include "server/storage/sql/Migrations.h"
#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

Q_LOGGING_CATEGORY(logSqlite, "server.storage.sqlite")

using shared::Error;
using shared::ErrorCode;
using shared::Result;

/** "GldH", in the file's header: whose database it is. */
constexpr int kApplicationId = 0x476c6448;
/** From this size on the keeper copies the log back; from the second on the lane does so itself, between batches. */
constexpr int kWalPagesForKeeper = 1000;
constexpr int kWalPagesForLane = 8000;
constexpr int kPageSize = 4096;

/** A new database gets its mark; another program's is refused. */
Result<void> checkOwner(SqliteConnection& sql) {
    ASSIGN_OR_RETURN(const QString id, sql.ask("PRAGMA application_id"_ba));
    if (id.toInt() == kApplicationId) return {};
    ASSIGN_OR_RETURN(const QString tables, sql.ask("SELECT COUNT(*) FROM sqlite_schema"_ba));
    if (id.toInt() != 0 || tables.toInt() != 0) {
        return Error::unavailable(
            u"The file guildhall.db in the data folder belongs to another program. Choose another data folder."_s,
            std::chrono::minutes(1));
    }
    return sql.execute("PRAGMA application_id = " + QByteArray::number(kApplicationId));
}

Result<void> quickCheck(SqliteConnection& sql) {
    qCInfo(logSqlite) << "the database was not closed cleanly; checking it";
    ASSIGN_OR_RETURN(const QString answer, sql.ask("PRAGMA quick_check(1)"_ba));
    if (answer == "ok"_L1) return {};
    return Error::unavailable(
        u"The database file is damaged (%1). Keep a copy of the data folder, and restore the newest backup."_s.arg(
            answer),
        std::chrono::minutes(1));
}

QByteArray cacheSize(int mib) {
    return "PRAGMA cache_size = -" + QByteArray::number(qint64(mib) * 1024);
}

Result<std::unique_ptr<SqlConnection>> openReader(const QByteArray& uri, const StorageOptions& options) {
    ASSIGN_OR_RETURN(auto opened, SqliteConnection::open(uri, SqliteConnection::Mode::Read, options.vfs));
    RETURN_IF_ERROR(opened->execute(cacheSize(options.cacheMib)));
    return std::unique_ptr<SqlConnection>(std::move(opened));
}

QByteArray freshMemoryUri() {
    static std::atomic<quint64> next{0};
    return "file:/guildhall-" + QByteArray::number(next.fetch_add(1)) + "?vfs=memdb";
}

}  // namespace

Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(const StorageOptions& options, EventBus& bus,
                                                           shared::SnowflakeGenerator& ids,
                                                           const shared::Clock& clock) {
    const bool isInMemory = options.folder.isEmpty();
    if (!isInMemory && !QDir().mkpath(options.folder)) {
        return Error::unavailable(
            u"The data folder cannot be made. Check its path and the rights of the server's user."_s,
            std::chrono::minutes(1));
    }
    const QByteArray uri = isInMemory ? freshMemoryUri() : QFile::encodeName(databaseFile(options.folder));
    std::unique_ptr<SqliteConnection> anchor;
    if (isInMemory) {
        ASSIGN_OR_RETURN(anchor, SqliteConnection::open(uri, SqliteConnection::Mode::Write, {}));
    }
    ASSIGN_OR_RETURN(Opened opened, openWriter(options, uri, clock.nowMs()));
    std::unique_ptr<SqliteStorage> storage(new SqliteStorage(options, uri, std::move(opened), bus, ids, clock));
    storage->m_anchor = std::move(anchor);
    return storage;
}

Result<SqliteStorage::Opened> SqliteStorage::openWriter(const StorageOptions& options, const QByteArray& uri,
                                                        qint64 now) {
    Opened opened;
    ASSIGN_OR_RETURN(opened.writer, SqliteConnection::open(uri, SqliteConnection::Mode::Write, options.vfs));
    SqliteConnection& sql = *opened.writer;
    RETURN_IF_ERROR(sql.execute("PRAGMA busy_timeout = " + QByteArray::number(options.lockWaitLimit.count())));
    RETURN_IF_ERROR(checkOwner(sql));
    if (!options.folder.isEmpty()) {
        ASSIGN_OR_RETURN(const QString mode, sql.ask("PRAGMA journal_mode = WAL"_ba));
        if (mode != "wal"_L1) {
            return Error::unavailable(
                u"The data folder's file system cannot carry the database (no shared memory). Use a local disk."_s,
                std::chrono::minutes(1));
        }
        RETURN_IF_ERROR(sql.execute("PRAGMA synchronous = " + options.synchronous));
    }
    RETURN_IF_ERROR(sql.execute(cacheSize(options.cacheMib)));
    if (options.maxPages > 0) {
        RETURN_IF_ERROR(sql.execute("PRAGMA max_page_count = " + QByteArray::number(options.maxPages)));
    }
    const auto state = readMeta(sql, u"state"_s);  // a new database has no such table yet
    opened.wasCleanlyClosed = !state.has_value() || *state != "open"_L1;
    if (!opened.wasCleanlyClosed) RETURN_IF_ERROR(quickCheck(sql));
    RETURN_IF_ERROR(migrate(sql, migrations(), now));

    RETURN_IF_ERROR(sql.execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(opened.epoch, settleEpoch(sql, now));
    RETURN_IF_ERROR(writeMeta(sql, u"state"_s, u"open"_s));
    RETURN_IF_ERROR(sql.execute("COMMIT"));
    return opened;
}

SqliteStorage::SqliteStorage(const StorageOptions& options, QByteArray uri, Opened opened, EventBus& bus,
                             shared::SnowflakeGenerator& ids, const shared::Clock& clock)
    : m_options(options),
      m_uri(std::move(uri)),
      m_clock(clock),
      m_wasCleanlyClosed(opened.wasCleanlyClosed),
      m_writer(opened.writer->handle()) {
    Lane::Options lane;
    lane.epoch = opened.epoch;
    lane.waitLimit = options.writeWaitLimit;
    lane.patientCallers = options.patientWriters;
    if (isInMemory()) {
        lane.gate = &m_gate;
    } else {
        m_keeper = std::make_unique<SqliteKeeper>(m_uri, options.vfs, [this](const QString& finding) {
            qCCritical(logSqlite) << "the full check found damage:" << finding;
            const std::lock_guard lock(m_damageMutex);
            m_damage = u"The database file is damaged (%1). Make a backup now, and restore the newest good one."_s.arg(
                finding);
        });
        if (!opened.wasCleanlyClosed) m_keeper->startFullCheck();
        sqlite3_wal_hook(m_writer, &SqliteStorage::onWal, this);
        lane.afterBatch = [this] { tendWal(); };
    }
    SqlReaders::Options readers{[this] { return openReader(m_uri, m_options); }, options.maxReaders,
                                options.readTimeLimit};
    m_database = std::make_unique<SqlDatabase>(
        SqlDatabase::Parts{std::move(opened.writer), std::move(readers), std::move(lane), bus, ids, clock});
}

SqliteStorage::~SqliteStorage() {
    if (!isInMemory()) {
        const Lane::RawUnit close = [](SqlConnection& sql) { return writeMeta(sql, u"state"_s, u"closed"_s); };
        if (!m_database->writeRaw(close).has_value())
            qCWarning(logSqlite) << "the database could not be marked as closed";
    }
    m_database->endWrites();  // before the keeper goes, whom it calls after its last batch
    m_keeper.reset();
    // The last connection that closes, a reader's, copies the log back and removes it.
}

Result<void> SqliteStorage::runUnit(const StreamKey& key, const Unit& unit) {
    return m_database->write(key, unit);
}

Result<void> SqliteStorage::runReader(const StreamKey& key, const Reader& reader) {
    return m_database->read(key, reader);
}

Result<std::optional<StreamKey>> SqliteStorage::lookUp(DirectoryKind kind, const QString& name) {
    return m_database->lookUp(kind, name);
}

Result<bool> SqliteStorage::claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                                  std::chrono::milliseconds life) {
    return m_database->claim(kind, name, target, life);
}

Result<void> SqliteStorage::releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) {
    return m_database->releaseClaim(kind, name, target);
}

void SqliteStorage::setOutboxApplier(const QByteArray& kind, OutboxApplier applier) {
    m_database->setOutboxApplier(kind, std::move(applier));
}

Result<int> SqliteStorage::repairOutbox() {
    return m_database->repairOutbox();
}

Result<int> SqliteStorage::trimEventLog(qint64 before) {
    return m_database->trimEventLog(before);
}

Result<QList<StreamKey>> SqliteStorage::listKeys(StreamKind kind, quint64 after, int limit) {
    return m_database->listKeys(kind, after, limit);
}

Result<StreamPosition> SqliteStorage::position(const StreamKey& key) {
    ASSIGN_OR_RETURN(const auto all, positions({key}));
    return all.first();
}

Result<QList<StreamPosition>> SqliteStorage::positions(const QList<StreamKey>& keys) {
    return m_database->positions(keys);
}

Result<EventPage> SqliteStorage::readAfter(const StreamKey& key, quint64 seq, int limit) {
    return m_database->readAfter(key, seq, limit);
}

StorageStatus SqliteStorage::status() const {
    StorageStatus status;
    status.commits = m_database->lane().commits();
    status.units = m_database->lane().units();
    status.failedUnits = m_database->lane().failedUnits();
    status.trouble = m_database->lane().trouble();
    status.isWritable = status.trouble.isEmpty();
    status.wasCleanlyClosed = m_wasCleanlyClosed;
    status.isCheckRunning = m_keeper != nullptr && m_keeper->isCheckRunning();
    status.walBytes = qint64(m_walPages.load()) * kPageSize;
    const std::lock_guard lock(m_damageMutex);
    if (!m_damage.isEmpty()) status.trouble = m_damage;
    return status;
}

int SqliteStorage::onWal(void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteStorage*>(self)->m_walPages.store(pages, std::memory_order_relaxed);
    return SQLITE_OK;
}

void SqliteStorage::tendWal() {
    const int pages = m_walPages.load(std::memory_order_relaxed);
    if (pages < kWalPagesForKeeper) return;
    if (pages < kWalPagesForLane) {
        m_keeper->requestCheckpoint();
        return;
    }
    // Under load the keeper never catches up, because the log grows while it copies. Here nobody writes.
    sqlite3_wal_checkpoint_v2(m_writer, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace server
