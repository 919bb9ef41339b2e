#include <algorithm>

#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::Result;
using shared::UserId;

BanRow readBan(Query& q) {
    BanRow row;
    row.userId = q.id<UserId>();
    row.user = q.bytes();
    row.reason = q.optionalText();
    row.bannedBy = q.id<UserId>();
    row.at = q.integer();
    return row;
}

class SqlBanStore final : public BanStore {
 public:
    explicit SqlBanStore(SqlContext& context) : m_c(context) {}

    Result<bool> insert(const BanRow& b) override {
        return executeCounting(m_c.sql,
                               "INSERT INTO ban (partition, guild_id, user_id, user_json, reason, banned_by, at) "
                               "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                               m_c.partition, m_c.key.id, b.userId, b.user, b.reason, b.bannedBy, b.at)
            .transform([](qint64 count) { return count > 0; });
    }
    Result<std::optional<BanRow>> find(UserId id) const override {
        return findOne<BanRow>(m_c.sql, readBan,
                               "SELECT user_id, user_json, reason, banned_by, at FROM ban WHERE partition = $1 AND "
                               "guild_id = $2 AND user_id = $3",
                               m_c.partition, m_c.key.id, id);
    }
    Result<QList<BanRow>> listAfter(UserId after, int limit) const override {
        return collect<BanRow>(m_c.sql, readBan,
                               "SELECT user_id, user_json, reason, banned_by, at FROM ban WHERE partition = $1 AND "
                               "guild_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4",
                               m_c.partition, m_c.key.id, after, limit);
    }
    Result<QList<BanRow>> listBefore(UserId before, int limit) const override {
        ASSIGN_OR_RETURN(auto bans, collect<BanRow>(m_c.sql, readBan,
                                                    "SELECT user_id, user_json, reason, banned_by, at FROM ban WHERE "
                                                    "partition = $1 AND guild_id = $2 AND user_id < $3 ORDER BY "
                                                    "user_id DESC LIMIT $4",
                                                    m_c.partition, m_c.key.id, before, limit));
        std::reverse(bans.begin(), bans.end());
        return bans;
    }
    Result<bool> remove(UserId id) override {
        return executeCounting(m_c.sql, "DELETE FROM ban WHERE partition = $1 AND guild_id = $2 AND user_id = $3",
                               m_c.partition, m_c.key.id, id)
            .transform([](qint64 count) { return count > 0; });
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<BanStore> makeSqlBanStore(SqlContext& context) {
    return std::make_unique<SqlBanStore>(context);
}

}  // namespace server
