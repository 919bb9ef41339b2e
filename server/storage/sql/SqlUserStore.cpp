#include "server/storage/sql/Packing.h"
#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::Result;
using shared::UserId;

AccountRow readAccount(Query& q) {
    AccountRow row;
    row.id = q.id<UserId>();
    row.username = q.text();
    row.discriminator = q.text();
    row.globalName = q.optionalText();
    row.avatar = q.optionalText();
    row.email = q.optionalText();
    row.isVerified = q.flag();
    row.passwordHash = q.bytes();
    row.isBot = q.flag();
    row.isSystem = q.flag();
    row.flags = q.bits();
    row.publicFlags = q.bits();
    row.locale = q.text();
    row.version = q.bits();
    row.deletedAt = q.integer();
    row.profile = q.bytes();
    return row;
}

SessionRow readSession(Query& q) {
    SessionRow row;
    row.userId = q.id<UserId>();
    row.tokenHash = q.bytes();
    row.kind = static_cast<SessionKind>(q.integer());
    row.createdAt = q.integer();
    row.lastUsedAt = q.integer();
    row.expiresAt = q.integer();
    row.client = q.bytes();
    return row;
}

UserDmRow readDm(Query& q) {
    UserDmRow row;
    row.channelId = q.id<shared::ChannelId>();
    row.type = q.number();
    row.isOpen = q.flag();
    row.lastMessageId = q.id<shared::MessageId>();
    row.recipients = unpackIds<UserId>(q.text());
    return row;
}

class SqlUserStore final : public UserStore {
 public:
    explicit SqlUserStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const AccountRow& a) override {
        return execute(m_c.sql,
                       "INSERT INTO account (partition, id, username, discriminator, global_name, avatar, email, "
                       "is_verified, password_hash, is_bot, is_system, flags, public_flags, locale, version, "
                       "deleted_at, profile) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
                       "$16, $17)",
                       m_c.partition, m_c.key.id, a.username, a.discriminator, a.globalName, a.avatar, a.email,
                       a.isVerified, a.passwordHash, a.isBot, a.isSystem, a.flags, a.publicFlags, a.locale, a.version,
                       a.deletedAt, orNull(a.profile));
    }
    Result<std::optional<AccountRow>> find() const override {
        return findOne<AccountRow>(
            m_c.sql, readAccount,
            "SELECT id, username, discriminator, global_name, avatar, email, is_verified, password_hash, is_bot, "
            "is_system, flags, public_flags, locale, version, deleted_at, profile FROM account WHERE partition = $1 "
            "AND id = $2",
            m_c.partition, m_c.key.id);
    }
    Result<quint64> update(const AccountRow& a) override {
        Query q(m_c.sql,
                "UPDATE account SET username = $3, discriminator = $4, global_name = $5, avatar = $6, email = $7, "
                "is_verified = $8, password_hash = $9, is_bot = $10, is_system = $11, flags = $12, public_flags = $13, "
                "locale = $14, version = version + 1, deleted_at = $15, profile = $16 WHERE partition = $1 AND id = $2 "
                "RETURNING version",
                m_c.partition, m_c.key.id, a.username, a.discriminator, a.globalName, a.avatar, a.email, a.isVerified,
                a.passwordHash, a.isBot, a.isSystem, a.flags, a.publicFlags, a.locale, a.deletedAt, orNull(a.profile));
        ASSIGN_OR_RETURN(const bool isThere, q.next());
        if (!isThere) return ErrorCode::UnknownUser;
        const quint64 version = q.bits();
        RETURN_IF_ERROR(q.run());
        return version;
    }

    Result<QByteArray> settings(const QString& name) const override {
        ASSIGN_OR_RETURN(auto value,
                         findOne<QByteArray>(
                             m_c.sql, [](Query& q) { return q.bytes(); },
                             "SELECT value FROM account_setting WHERE partition = $1 AND user_id = $2 AND name = $3",
                             m_c.partition, m_c.key.id, name));
        return value.value_or(QByteArray());
    }
    Result<void> setSettings(const QString& name, const QByteArray& value) override {
        return execute(m_c.sql,
                       "INSERT INTO account_setting (partition, user_id, name, value) VALUES ($1, $2, $3, $4) ON "
                       "CONFLICT (partition, user_id, name) DO UPDATE SET value = excluded.value",
                       m_c.partition, m_c.key.id, name, value);
    }

    Result<void> insertSession(const SessionRow& s) override {
        return execute(m_c.sql,
                       "INSERT INTO session (partition, user_id, token_hash, kind, created_at, last_used_at, "
                       "expires_at, client) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                       m_c.partition, m_c.key.id, s.tokenHash, s.kind, s.createdAt, s.lastUsedAt, s.expiresAt,
                       orNull(s.client));
    }
    Result<std::optional<SessionRow>> findSession(const QByteArray& tokenHash) const override {
        return findOne<SessionRow>(
            m_c.sql, readSession,
            "SELECT user_id, token_hash, kind, created_at, last_used_at, expires_at, client FROM session WHERE "
            "partition = $1 AND user_id = $2 AND token_hash = $3",
            m_c.partition, m_c.key.id, tokenHash);
    }
    Result<QList<SessionRow>> listSessions() const override {
        return collect<SessionRow>(
            m_c.sql, readSession,
            "SELECT user_id, token_hash, kind, created_at, last_used_at, expires_at, client FROM session WHERE "
            "partition = $1 AND user_id = $2 ORDER BY created_at, token_hash",
            m_c.partition, m_c.key.id);
    }
    Result<int> removeExpiredSessions(qint64 now) override {
        return executeCounting(m_c.sql,
                               "DELETE FROM session WHERE partition = $1 AND user_id = $2 AND expires_at > 0 AND "
                               "expires_at < $3",
                               m_c.partition, m_c.key.id, now)
            .transform([](qint64 count) { return static_cast<int>(count); });
    }
    Result<void> touchSession(const QByteArray& tokenHash, qint64 usedAt) override {
        return execute(m_c.sql,
                       "UPDATE session SET last_used_at = $4 WHERE partition = $1 AND user_id = $2 AND token_hash = "
                       "$3 AND last_used_at < $4",
                       m_c.partition, m_c.key.id, tokenHash, usedAt);
    }
    Result<bool> removeSession(const QByteArray& tokenHash) override {
        return executeCounting(m_c.sql, "DELETE FROM session WHERE partition = $1 AND user_id = $2 AND token_hash = $3",
                               m_c.partition, m_c.key.id, tokenHash)
            .transform([](qint64 count) { return count > 0; });
    }
    Result<void> removeSessions(SessionKind kind, const QByteArray& exceptTokenHash) override {
        return execute(m_c.sql,
                       "DELETE FROM session WHERE partition = $1 AND user_id = $2 AND kind = $3 AND token_hash <> $4",
                       m_c.partition, m_c.key.id, kind, exceptTokenHash);
    }

    Result<void> putGuild(const UserGuildRow& guild) override {
        return execute(m_c.sql,
                       "INSERT INTO user_guild (partition, user_id, guild_id, joined_at) VALUES ($1, $2, $3, $4) ON "
                       "CONFLICT (partition, user_id, guild_id) DO UPDATE SET joined_at = excluded.joined_at",
                       m_c.partition, m_c.key.id, guild.guildId, guild.joinedAt);
    }
    Result<QList<UserGuildRow>> listGuilds() const override {
        return collect<UserGuildRow>(
            m_c.sql,
            [](Query& q) {
                const auto id = q.id<shared::GuildId>();
                return UserGuildRow{id, q.integer()};
            },
            "SELECT guild_id, joined_at FROM user_guild WHERE partition = $1 AND user_id = $2 ORDER BY guild_id",
            m_c.partition, m_c.key.id);
    }
    Result<void> removeGuild(shared::GuildId guildId) override {
        return execute(m_c.sql, "DELETE FROM user_guild WHERE partition = $1 AND user_id = $2 AND guild_id = $3",
                       m_c.partition, m_c.key.id, guildId);
    }

    Result<void> putDm(const UserDmRow& dm) override {
        return execute(m_c.sql,
                       "INSERT INTO user_dm (partition, user_id, channel_id, type, is_open, last_message_id, "
                       "recipients) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (partition, user_id, channel_id) "
                       "DO UPDATE SET type = excluded.type, is_open = excluded.is_open, last_message_id = "
                       "excluded.last_message_id, recipients = excluded.recipients",
                       m_c.partition, m_c.key.id, dm.channelId, dm.type, dm.isOpen, dm.lastMessageId,
                       packIds(dm.recipients));
    }
    Result<std::optional<UserDmRow>> findDm(shared::ChannelId channelId) const override {
        return findOne<UserDmRow>(m_c.sql, readDm,
                                  "SELECT channel_id, type, is_open, last_message_id, recipients FROM user_dm WHERE "
                                  "partition = $1 AND user_id = $2 AND channel_id = $3",
                                  m_c.partition, m_c.key.id, channelId);
    }
    Result<QList<UserDmRow>> listDms() const override {
        return collect<UserDmRow>(m_c.sql, readDm,
                                  "SELECT channel_id, type, is_open, last_message_id, recipients FROM user_dm WHERE "
                                  "partition = $1 AND user_id = $2 ORDER BY last_message_id DESC, channel_id DESC",
                                  m_c.partition, m_c.key.id);
    }
    Result<void> removeDm(shared::ChannelId channelId) override {
        return execute(m_c.sql, "DELETE FROM user_dm WHERE partition = $1 AND user_id = $2 AND channel_id = $3",
                       m_c.partition, m_c.key.id, channelId);
    }

    Result<void> setNote(UserId about, const QString& text) override {
        if (text.isEmpty()) {
            return execute(m_c.sql, "DELETE FROM user_note WHERE partition = $1 AND user_id = $2 AND about = $3",
                           m_c.partition, m_c.key.id, about);
        }
        return execute(m_c.sql,
                       "INSERT INTO user_note (partition, user_id, about, note) VALUES ($1, $2, $3, $4) ON CONFLICT "
                       "(partition, user_id, about) DO UPDATE SET note = excluded.note",
                       m_c.partition, m_c.key.id, about, text);
    }
    Result<QString> note(UserId about) const override {
        ASSIGN_OR_RETURN(auto text, findOne<QString>(
                                        m_c.sql, [](Query& q) { return q.text(); },
                                        "SELECT note FROM user_note WHERE partition = $1 AND user_id = $2 AND about = "
                                        "$3",
                                        m_c.partition, m_c.key.id, about));
        return text.value_or(QString());
    }
    Result<QList<std::pair<UserId, QString>>> listNotes() const override {
        return collect<std::pair<UserId, QString>>(
            m_c.sql,
            [](Query& q) {
                const auto about = q.id<UserId>();
                return std::pair(about, q.text());
            },
            "SELECT about, note FROM user_note WHERE partition = $1 AND user_id = $2 ORDER BY about", m_c.partition,
            m_c.key.id);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<UserStore> makeSqlUserStore(SqlContext& context) {
    return std::make_unique<SqlUserStore>(context);
}

}  // namespace server
