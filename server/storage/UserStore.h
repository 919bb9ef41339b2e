#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** An account, of a person or a bot. Text that may be null on the wire is optional; times are ms since 1970, 0 = never.
 */
struct AccountRow {
    shared::UserId id;
    QString username;  ///< unique by the directory; a bot's is not
    QString discriminator = QStringLiteral("0");
    std::optional<QString> globalName;
    std::optional<QString> avatar;
    std::optional<QString> email;  ///< unique by the directory
    bool isVerified = false;
    QByteArray passwordHash;  ///< empty: cannot log in with a password
    bool isBot = false;
    bool isSystem = false;
    quint64 flags = 0;
    quint64 publicFlags = 0;
    QString locale = QStringLiteral("en-US");
    quint64 version = 0;   ///< rises with every update; copies of the public user elsewhere carry it
    qint64 deletedAt = 0;  ///< the account is gone, its row stays so that its id is never reused
    QByteArray profile;    ///< JSON object of rarely asked parts (bio, banner, accent colour, ...); empty = {}
};

enum class SessionKind : quint8 { User = 1, Bot = 2, Bearer = 3 };

/** A log-in or a bot's token. The token itself is never stored. */
struct SessionRow {
    QByteArray tokenHash;
    shared::UserId userId;
    SessionKind kind = SessionKind::User;
    qint64 createdAt = 0;
    qint64 lastUsedAt = 0;
    qint64 expiresAt = 0;  ///< 0 = never
    QByteArray client;     ///< JSON object: device, system; no address
};

/** One line of a user's list of guilds; written by outbox from the guild. */
struct UserGuildRow {
    shared::GuildId guildId;
    qint64 joinedAt = 0;
};

/** One line of a user's list of DMs; written by outbox from the channel. */
struct UserDmRow {
    shared::ChannelId channelId;
    int type = 1;        ///< Discord's channel type: 1 DM, 3 group DM
    bool isOpen = true;  ///< shown in the list; closing hides it until the next message
    shared::MessageId lastMessageId;
    QList<shared::UserId> recipients;  ///< the others
};

/**
 * Accounts and what a user owns. Key: StreamKey::user(id); every method speaks of the key's user.
 */
class UserStore {
 public:
    virtual ~UserStore() = default;

    virtual shared::Result<void> insert(const AccountRow& account) = 0;
    virtual shared::Result<std::optional<AccountRow>> find() const = 0;
    /** Or UnknownUser. */
    shared::Result<AccountRow> get() const;
    /** Replaces every column and raises `version`; the new version is returned. */
    virtual shared::Result<quint64> update(const AccountRow& account) = 0;

    /** The client settings, a JSON object, or an opaque protobuf in base64: storage does not look. Empty if never set.
     */
    virtual shared::Result<QByteArray> settings(const QString& name) const = 0;
    virtual shared::Result<void> setSettings(const QString& name, const QByteArray& value) = 0;

    virtual shared::Result<void> insertSession(const SessionRow& session) = 0;
    virtual shared::Result<std::optional<SessionRow>> findSession(const QByteArray& tokenHash) const = 0;
    virtual shared::Result<QList<SessionRow>> listSessions() const = 0;
    virtual shared::Result<void> touchSession(const QByteArray& tokenHash, qint64 usedAt) = 0;
    /** True if there was one. */
    virtual shared::Result<bool> removeSession(const QByteArray& tokenHash) = 0;
    /** Those that expired before `now`; returns how many. */
    virtual shared::Result<int> removeExpiredSessions(qint64 now) = 0;
    /** All of a kind but one (empty: none is spared). */
    virtual shared::Result<void> removeSessions(SessionKind kind, const QByteArray& exceptTokenHash) = 0;

    virtual shared::Result<void> putGuild(const UserGuildRow& guild) = 0;
    virtual shared::Result<QList<UserGuildRow>> listGuilds() const = 0;
    virtual shared::Result<void> removeGuild(shared::GuildId guildId) = 0;

    virtual shared::Result<void> putDm(const UserDmRow& dm) = 0;
    virtual shared::Result<std::optional<UserDmRow>> findDm(shared::ChannelId channelId) const = 0;
    /** Newest message first. */
    virtual shared::Result<QList<UserDmRow>> listDms() const = 0;
    virtual shared::Result<void> removeDm(shared::ChannelId channelId) = 0;

    /** A private note about somebody; empty removes it. */
    virtual shared::Result<void> setNote(shared::UserId about, const QString& text) = 0;
    virtual shared::Result<QString> note(shared::UserId about) const = 0;
    virtual shared::Result<QList<std::pair<shared::UserId, QString>>> listNotes() const = 0;
};

}  // namespace server
