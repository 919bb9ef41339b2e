#include "server/storage/sql/SqlDatabase.h"

#include "server/storage/sql/Query.h"

namespace server {
namespace {

using shared::Result;

constexpr int kTrimPiece = 2000;
constexpr int kOutboxPiece = 200;
constexpr qsizetype kMaxCachedChannels = 1'000'000;

}  // namespace

SqlDatabase::SqlDatabase(Parts parts)
    : m_clock(parts.clock),
      m_gate(parts.lane.gate),
      m_readers(std::move(parts.readers)),
      m_lane(
          std::make_unique<Lane>(std::move(parts.writer), parts.bus, parts.ids, parts.clock, std::move(parts.lane))) {}

std::shared_lock<std::shared_mutex> SqlDatabase::readGate() {
    return m_gate != nullptr ? std::shared_lock(*m_gate) : std::shared_lock<std::shared_mutex>();
}

Result<void> SqlDatabase::read(const StreamKey& key, const Storage::Reader& reader) {
    const auto gate = readGate();
    ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
    SqlConnection& sql = *loan->connection;
    loan->stores.context().setKey(key);
    loan->stores.context().now = m_clock.nowMs();
    RETURN_IF_ERROR(execute(sql, "BEGIN"));
    Result<void> result = reader(loan->view);
    sql.setDeadline({});
    if (sql.isInTransaction()) (void)execute(sql, "COMMIT");
    return result;
}

Result<std::optional<StreamKey>> SqlDatabase::lookUp(DirectoryKind kind, const QString& name) {
    const bool isCached = kind == DirectoryKind::Channel;
    if (isCached) {
        const std::shared_lock lock(m_channelMutex);
        if (const auto found = m_channels.constFind(name); found != m_channels.constEnd()) return std::optional(*found);
    }
    std::optional<StreamKey> key;
    {
        const auto gate = readGate();
        ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
        ASSIGN_OR_RETURN(key, lookUpName(*loan->connection, kind, name));
    }
    if (isCached && key) {
        const std::unique_lock lock(m_channelMutex);
        if (m_channels.size() >= kMaxCachedChannels) m_channels.clear();
        m_channels.insert(name, *key);
    }
    return key;
}

Result<bool> SqlDatabase::claim(DirectoryKind kind, const QString& name, const StreamKey& target,
                                std::chrono::milliseconds life) {
    bool isOurs = false;
    const Lane::RawUnit unit = [&](SqlConnection& sql) -> Result<void> {
        const qint64 now = m_clock.nowMs();
        ASSIGN_OR_RETURN(isOurs, claimName(sql, kind, name, target, now, now + life.count()));
        return {};
    };
    RETURN_IF_ERROR(m_lane->runRaw(unit));
    return isOurs;
}

Result<void> SqlDatabase::releaseClaim(DirectoryKind kind, const QString& name, const StreamKey& target) {
    const Lane::RawUnit unit = [&](SqlConnection& sql) { return releaseName(sql, kind, name, target, true); };
    return m_lane->runRaw(unit);
}

void SqlDatabase::setOutboxApplier(const QByteArray& kind, Storage::OutboxApplier applier) {
    m_lane->setApplier(kind, std::move(applier));
}

Result<int> SqlDatabase::repairOutbox() {
    QList<OutboxRow> rows;
    {
        const auto gate = readGate();
        ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
        ASSIGN_OR_RETURN(rows, loan->stores.outbox().list(kOutboxPiece));
    }
    int left = 0;
    for (const OutboxRow& row : rows) {
        if (!m_lane->runOwed(row).has_value()) ++left;
    }
    if (rows.size() < kOutboxPiece) return left;
    const auto gate = readGate();
    ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
    return loan->stores.outbox().count();
}

Result<int> SqlDatabase::trimEventLog(qint64 before) {
    int total = 0;
    while (true) {
        int count = 0;
        const Lane::RawUnit unit = [&](SqlConnection& sql) -> Result<void> {
            SqlContext context{sql, {}, 0, 0};
            ASSIGN_OR_RETURN(count, makeSqlEventLogStore(context)->trim(before, kTrimPiece));
            return {};
        };
        RETURN_IF_ERROR(m_lane->runRaw(unit));
        total += count;
        if (count < kTrimPiece) return total;
    }
}

Result<QList<StreamKey>> SqlDatabase::listKeys(StreamKind kind, quint64 after, int limit) {
    const auto gate = readGate();
    ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
    return collect<StreamKey>(
        *loan->connection,
        [kind](Query& q) {
            return StreamKey{kind, q.bits()};
        },
        "SELECT key FROM stream WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3", kind, after, limit);
}

Result<QList<StreamPosition>> SqlDatabase::positions(const QList<StreamKey>& keys) {
    const auto gate = readGate();
    ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
    QList<StreamPosition> all;
    all.reserve(keys.size());
    const auto readAll = [&]() -> Result<void> {
        for (const StreamKey& key : keys) {
            loan->stores.context().setKey(key);
            ASSIGN_OR_RETURN(const auto position, loan->stores.events().position());
            all.append(position);
        }
        return {};
    };
    if (keys.size() < 2) {
        RETURN_IF_ERROR(readAll());
        return all;
    }
    // One transaction: without it SQLite locks and unlocks for every key.
    RETURN_IF_ERROR(execute(*loan->connection, "BEGIN"));
    const auto done = readAll();
    (void)execute(*loan->connection, "COMMIT");
    RETURN_IF_ERROR(done);
    return all;
}

Result<EventPage> SqlDatabase::readAfter(const StreamKey& key, quint64 seq, int limit) {
    const auto gate = readGate();
    ASSIGN_OR_RETURN(const auto loan, m_readers.borrow());
    SqlConnection& sql = *loan->connection;
    loan->stores.context().setKey(key);
    RETURN_IF_ERROR(execute(sql, "BEGIN"));
    auto page = loan->stores.events().readAfter(seq, limit);
    (void)execute(sql, "COMMIT");
    return page;
}

}  // namespace server
