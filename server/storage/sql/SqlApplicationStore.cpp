#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ApplicationId;
using shared::Result;

ApplicationRow readApplication(Query& q) {
    ApplicationRow row;
    row.id = q.id<ApplicationId>();
    row.ownerId = q.id<shared::UserId>();
    row.botId = q.id<shared::UserId>();
    row.name = q.text();
    row.description = q.text();
    row.icon = q.optionalText();
    row.isBotPublic = q.flag();
    row.requiresCodeGrant = q.flag();
    row.flags = q.bits();
    row.verifyKey = q.bytes();
    row.extra = q.bytes();
    return row;
}

class SqlApplicationStore final : public ApplicationStore {
 public:
    explicit SqlApplicationStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const ApplicationRow& a) override {
        return execute(m_c.sql,
                       "INSERT INTO application (partition, id, owner_id, bot_id, name, description, icon, "
                       "is_bot_public, requires_code_grant, flags, verify_key, extra) VALUES ($1, $2, $3, $4, $5, $6, "
                       "$7, $8, $9, $10, $11, $12)",
                       m_c.partition, m_c.key.id, a.ownerId, a.botId, a.name, a.description, a.icon, a.isBotPublic,
                       a.requiresCodeGrant, a.flags, a.verifyKey, orNull(a.extra));
    }
    Result<std::optional<ApplicationRow>> find() const override {
        return findOne<ApplicationRow>(
            m_c.sql, readApplication,
            "SELECT id, owner_id, bot_id, name, description, icon, is_bot_public, requires_code_grant, flags, "
            "verify_key, extra FROM application WHERE partition = $1 AND id = $2",
            m_c.partition, m_c.key.id);
    }
    Result<void> update(const ApplicationRow& a) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(m_c.sql,
                            "UPDATE application SET owner_id = $3, bot_id = $4, name = $5, description = $6, icon = "
                            "$7, is_bot_public = $8, requires_code_grant = $9, flags = $10, verify_key = $11, extra = "
                            "$12 WHERE partition = $1 AND id = $2",
                            m_c.partition, m_c.key.id, a.ownerId, a.botId, a.name, a.description, a.icon, a.isBotPublic,
                            a.requiresCodeGrant, a.flags, a.verifyKey, orNull(a.extra)));
        if (changed == 0) return shared::ErrorCode::UnknownApplication;
        return {};
    }
    Result<void> remove() override {
        return execute(m_c.sql, "DELETE FROM application WHERE partition = $1 AND id = $2", m_c.partition, m_c.key.id);
    }

    Result<void> putOwned(ApplicationId id) override {
        return execute(m_c.sql,
                       "INSERT INTO user_application (partition, user_id, application_id) VALUES ($1, $2, $3) ON "
                       "CONFLICT DO NOTHING",
                       m_c.partition, m_c.key.id, id);
    }
    Result<QList<ApplicationId>> listOwned() const override {
        return collect<ApplicationId>(
            m_c.sql, [](Query& q) { return q.id<ApplicationId>(); },
            "SELECT application_id FROM user_application WHERE partition = $1 AND user_id = $2 ORDER BY application_id",
            m_c.partition, m_c.key.id);
    }
    Result<void> removeOwned(ApplicationId id) override {
        return execute(m_c.sql,
                       "DELETE FROM user_application WHERE partition = $1 AND user_id = $2 AND application_id = $3",
                       m_c.partition, m_c.key.id, id);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<ApplicationStore> makeSqlApplicationStore(SqlContext& context) {
    return std::make_unique<SqlApplicationStore>(context);
}

}  // namespace server
