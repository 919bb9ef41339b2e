#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::Result;
using shared::RoleId;

RoleRow readRole(Query& q) {
    RoleRow row;
    row.id = q.id<RoleId>();
    row.name = q.text();
    row.permissions = q.bits();
    row.position = q.number();
    row.color = q.number();
    row.isHoisted = q.flag();
    row.isManaged = q.flag();
    row.isMentionable = q.flag();
    row.icon = q.optionalText();
    row.unicodeEmoji = q.optionalText();
    row.flags = q.bits();
    row.extra = q.bytes();
    return row;
}

class SqlRoleStore final : public RoleStore {
 public:
    explicit SqlRoleStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const RoleRow& r) override {
        return execute(m_c.sql,
                       "INSERT INTO role (partition, guild_id, id, name, permissions, position, color, is_hoisted, "
                       "is_managed, is_mentionable, icon, unicode_emoji, flags, extra) VALUES ($1, $2, $3, $4, $5, $6, "
                       "$7, $8, $9, $10, $11, $12, $13, $14)",
                       m_c.partition, m_c.key.id, r.id, r.name, r.permissions, r.position, r.color, r.isHoisted,
                       r.isManaged, r.isMentionable, r.icon, r.unicodeEmoji, r.flags, orNull(r.extra));
    }
    Result<std::optional<RoleRow>> find(RoleId id) const override {
        return findOne<RoleRow>(m_c.sql, readRole,
                                "SELECT id, name, permissions, position, color, is_hoisted, is_managed, "
                                "is_mentionable, icon, unicode_emoji, flags, extra FROM role WHERE partition = $1 AND "
                                "guild_id = $2 AND id = $3",
                                m_c.partition, m_c.key.id, id);
    }
    Result<QList<RoleRow>> list() const override {
        return collect<RoleRow>(m_c.sql, readRole,
                                "SELECT id, name, permissions, position, color, is_hoisted, is_managed, "
                                "is_mentionable, icon, unicode_emoji, flags, extra FROM role WHERE partition = $1 AND "
                                "guild_id = $2 ORDER BY position, id",
                                m_c.partition, m_c.key.id);
    }
    Result<void> update(const RoleRow& r) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(m_c.sql,
                            "UPDATE role SET name = $4, permissions = $5, position = $6, color = $7, is_hoisted = $8, "
                            "is_managed = $9, is_mentionable = $10, icon = $11, unicode_emoji = $12, flags = $13, "
                            "extra = $14 WHERE partition = $1 AND guild_id = $2 AND id = $3",
                            m_c.partition, m_c.key.id, r.id, r.name, r.permissions, r.position, r.color, r.isHoisted,
                            r.isManaged, r.isMentionable, r.icon, r.unicodeEmoji, r.flags, orNull(r.extra)));
        if (changed == 0) return shared::ErrorCode::UnknownRole;
        return {};
    }
    Result<bool> remove(RoleId id) override {
        return executeCounting(m_c.sql, "DELETE FROM role WHERE partition = $1 AND guild_id = $2 AND id = $3",
                               m_c.partition, m_c.key.id, id)
            .transform([](qint64 count) { return count > 0; });
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<RoleStore> makeSqlRoleStore(SqlContext& context) {
    return std::make_unique<SqlRoleStore>(context);
}

}  // namespace server
