#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::Result;

struct Entry {
    StreamKey target;
    qint64 claimedUntil = 0;
};

Result<std::optional<Entry>> findEntry(SqlConnection& sql, DirectoryKind kind, const QString& name) {
    return findOne<Entry>(
        sql,
        [](Query& q) {
            const quint64 id = q.bits();
            const auto targetKind = static_cast<StreamKind>(q.integer());
            return Entry{{targetKind, id}, q.integer()};
        },
        "SELECT target, target_kind, claimed_until FROM directory WHERE partition = $1 AND kind = $2 AND name = $3",
        partitionOfName(name), kind, name);
}

class SqlDirectoryStore final : public DirectoryStore {
 public:
    explicit SqlDirectoryStore(SqlContext& context) : m_c(context) {}

    Result<void> put(DirectoryKind kind, const QString& name) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(m_c.sql,
                            "INSERT INTO directory (partition, kind, name, target, target_kind, claimed_until) VALUES "
                            "($1, $2, $3, $4, $5, 0) ON CONFLICT (partition, kind, name) DO UPDATE SET target = "
                            "excluded.target, target_kind = excluded.target_kind, claimed_until = 0 WHERE "
                            "(directory.target = excluded.target AND directory.target_kind = excluded.target_kind) OR "
                            "(directory.claimed_until > 0 AND directory.claimed_until < $6)",
                            partitionOfName(name), kind, name, m_c.key.id, m_c.key.kind, m_c.now));
        if (changed == 0) return ErrorCode::BadRequest;
        return {};
    }
    Result<void> remove(DirectoryKind kind, const QString& name) override {
        return releaseName(m_c.sql, kind, name, m_c.key, false);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

int partitionOfName(const QString& name) {
    quint64 hash = 0xcbf29ce484222325ULL;
    for (const char byte : name.toUtf8()) {
        hash ^= static_cast<quint8>(byte);
        hash *= 0x100000001b3ULL;
    }
    return static_cast<int>(placementHash(hash) % kPartitionCount);
}

std::unique_ptr<DirectoryStore> makeSqlDirectoryStore(SqlContext& context) {
    return std::make_unique<SqlDirectoryStore>(context);
}

Result<std::optional<StreamKey>> lookUpName(SqlConnection& sql, DirectoryKind kind, const QString& name) {
    ASSIGN_OR_RETURN(const auto entry, findEntry(sql, kind, name));
    if (!entry || entry->claimedUntil != 0) return std::optional<StreamKey>();
    return std::optional(entry->target);
}

Result<bool> claimName(SqlConnection& sql, DirectoryKind kind, const QString& name, const StreamKey& target, qint64 now,
                       qint64 until) {
    ASSIGN_OR_RETURN(
        const qint64 changed,
        executeCounting(sql,
                        "INSERT INTO directory (partition, kind, name, target, target_kind, claimed_until) VALUES ($1, "
                        "$2, $3, $4, $5, $6) ON CONFLICT (partition, kind, name) DO UPDATE SET target = "
                        "excluded.target, target_kind = excluded.target_kind, claimed_until = excluded.claimed_until "
                        "WHERE directory.claimed_until > 0 AND (directory.claimed_until < $7 OR (directory.target = "
                        "excluded.target AND directory.target_kind = excluded.target_kind))",
                        partitionOfName(name), kind, name, target.id, target.kind, until, now));
    if (changed > 0) return true;
    ASSIGN_OR_RETURN(const auto entry, findEntry(sql, kind, name));
    return entry && entry->claimedUntil == 0 && entry->target == target;
}

Result<void> releaseName(SqlConnection& sql, DirectoryKind kind, const QString& name, const StreamKey& target,
                         bool onlyClaim) {
    return execute(sql,
                   "DELETE FROM directory WHERE partition = $1 AND kind = $2 AND name = $3 AND target = $4 AND "
                   "target_kind = $5 AND claimed_until >= $6",
                   partitionOfName(name), kind, name, target.id, target.kind, onlyClaim ? 1 : 0);
}

}  // namespace server
