#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::AuditLogEntryId;
using shared::Result;
using shared::UserId;

AuditLogRow readEntry(Query& q) {
    AuditLogRow row;
    row.id = q.id<AuditLogEntryId>();
    row.userId = q.id<UserId>();
    row.targetId = q.bits();
    row.actionType = q.number();
    row.entry = q.bytes();
    return row;
}

class SqlAuditLogStore final : public AuditLogStore {
 public:
    explicit SqlAuditLogStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const AuditLogRow& row) override {
        return execute(m_c.sql,
                       "INSERT INTO audit_log (partition, guild_id, id, user_id, target_id, action_type, entry) VALUES "
                       "($1, $2, $3, $4, $5, $6, $7)",
                       m_c.partition, m_c.key.id, row.id, row.userId, row.targetId, row.actionType, row.entry);
    }
    Result<QList<AuditLogRow>> list(const AuditLogQuery& query) const override {
        if (query.after) {
            return collect<AuditLogRow>(
                m_c.sql, readEntry,
                "SELECT id, user_id, target_id, action_type, entry FROM audit_log WHERE partition = $1 AND guild_id = "
                "$2 AND id > $3 AND ($4 = 0 OR user_id = $4) AND ($5 = 0 OR target_id = $5) AND ($6 = 0 OR "
                "action_type = $6) ORDER BY id LIMIT $7",
                m_c.partition, m_c.key.id, query.after, query.userId, query.targetId, query.actionType, query.limit);
        }
        const AuditLogEntryId before = query.before ? query.before : AuditLogEntryId(quint64(INT64_MAX));
        return collect<AuditLogRow>(
            m_c.sql, readEntry,
            "SELECT id, user_id, target_id, action_type, entry FROM audit_log WHERE partition = $1 AND guild_id = $2 "
            "AND id < $3 AND ($4 = 0 OR user_id = $4) AND ($5 = 0 OR target_id = $5) AND ($6 = 0 OR action_type = $6) "
            "ORDER BY id DESC LIMIT $7",
            m_c.partition, m_c.key.id, before, query.userId, query.targetId, query.actionType, query.limit);
    }
    Result<int> trim(AuditLogEntryId before, int limit) override {
        return executeCounting(m_c.sql,
                               "DELETE FROM audit_log WHERE partition = $1 AND guild_id = $2 AND id IN (SELECT id FROM "
                               "audit_log WHERE partition = $1 AND guild_id = $2 AND id < $3 ORDER BY id LIMIT $4)",
                               m_c.partition, m_c.key.id, before, limit)
            .transform([](qint64 count) { return static_cast<int>(count); });
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<AuditLogStore> makeSqlAuditLogStore(SqlContext& context) {
    return std::make_unique<SqlAuditLogStore>(context);
}

}  // namespace server
