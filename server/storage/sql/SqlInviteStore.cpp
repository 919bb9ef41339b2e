#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::Result;

InviteRow readInvite(Query& q) {
    InviteRow row;
    row.code = q.text();
    row.channelId = q.id<shared::ChannelId>();
    row.inviterId = q.id<shared::UserId>();
    row.inviter = q.bytes();
    row.maxAge = q.number();
    row.maxUses = q.number();
    row.uses = q.number();
    row.isTemporary = q.flag();
    row.createdAt = q.integer();
    row.expiresAt = q.integer();
    row.extra = q.bytes();
    return row;
}

class SqlInviteStore final : public InviteStore {
 public:
    explicit SqlInviteStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const InviteRow& i) override {
        return execute(m_c.sql,
                       "INSERT INTO invite (partition, home, code, channel_id, inviter_id, inviter_json, max_age, "
                       "max_uses, uses, is_temporary, created_at, expires_at, extra) VALUES ($1, $2, $3, $4, $5, $6, "
                       "$7, $8, $9, $10, $11, $12, $13)",
                       m_c.partition, m_c.key.id, i.code, i.channelId, i.inviterId, orNull(i.inviter), i.maxAge,
                       i.maxUses, i.uses, i.isTemporary, i.createdAt, i.expiresAt, orNull(i.extra));
    }
    Result<std::optional<InviteRow>> find(const QString& code) const override {
        return findOne<InviteRow>(
            m_c.sql, readInvite,
            "SELECT code, channel_id, inviter_id, inviter_json, max_age, max_uses, uses, is_temporary, created_at, "
            "expires_at, extra FROM invite WHERE partition = $1 AND home = $2 AND code = $3",
            m_c.partition, m_c.key.id, code);
    }
    Result<QList<InviteRow>> list() const override {
        return collect<InviteRow>(
            m_c.sql, readInvite,
            "SELECT code, channel_id, inviter_id, inviter_json, max_age, max_uses, uses, is_temporary, created_at, "
            "expires_at, extra FROM invite WHERE partition = $1 AND home = $2 ORDER BY created_at, code",
            m_c.partition, m_c.key.id);
    }
    Result<QList<InviteRow>> listByChannel(shared::ChannelId channelId) const override {
        return collect<InviteRow>(
            m_c.sql, readInvite,
            "SELECT code, channel_id, inviter_id, inviter_json, max_age, max_uses, uses, is_temporary, created_at, "
            "expires_at, extra FROM invite WHERE partition = $1 AND home = $2 AND channel_id = $3 ORDER BY "
            "created_at, code",
            m_c.partition, m_c.key.id, channelId);
    }
    Result<InviteRow> use(const QString& code, qint64 now) override {
        ASSIGN_OR_RETURN(InviteRow invite, get(code));
        const bool hasExpired = invite.expiresAt != 0 && invite.expiresAt <= now;
        const bool isUsedUp = invite.maxUses != 0 && invite.uses >= invite.maxUses;
        if (hasExpired || isUsedUp) return shared::ErrorCode::UnknownInvite;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE invite SET uses = uses + 1 WHERE partition = $1 AND home = $2 AND code = $3",
                                m_c.partition, m_c.key.id, code));
        ++invite.uses;
        return invite;
    }
    Result<bool> remove(const QString& code) override {
        return executeCounting(m_c.sql, "DELETE FROM invite WHERE partition = $1 AND home = $2 AND code = $3",
                               m_c.partition, m_c.key.id, code)
            .transform([](qint64 count) { return count > 0; });
    }
    Result<QList<QString>> removeExpired(qint64 now, int limit) override {
        ASSIGN_OR_RETURN(const QList<QString> codes,
                         collect<QString>(
                             m_c.sql, [](Query& q) { return q.text(); },
                             "SELECT code FROM invite WHERE partition = $1 AND home = $2 AND expires_at > 0 AND "
                             "expires_at <= $3 LIMIT $4",
                             m_c.partition, m_c.key.id, now, limit));
        for (const QString& code : codes) {
            ASSIGN_OR_RETURN(const bool wasThere, remove(code));
            Q_UNUSED(wasThere)
        }
        return codes;
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<InviteStore> makeSqlInviteStore(SqlContext& context) {
    return std::make_unique<SqlInviteStore>(context);
}

}  // namespace server
