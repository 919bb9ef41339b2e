#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** Times are ms since 1970. */
struct InviteRow {
    QString code;
    shared::ChannelId channelId;
    shared::UserId inviterId;  ///< null: made by the server
    QByteArray inviter;        ///< JSON of the public user
    int maxAge = 0;            ///< seconds, 0 = for ever
    int maxUses = 0;           ///< 0 = any number
    int uses = 0;
    bool isTemporary = false;
    qint64 createdAt = 0;
    qint64 expiresAt = 0;  ///< 0 = never
    QByteArray extra;      ///< JSON object of the rest; empty = {}
};

/** Key: the guild (or a group DM's channel). The caller puts the code into the directory. */
class InviteStore {
 public:
    virtual ~InviteStore() = default;

    virtual shared::Result<void> insert(const InviteRow& invite) = 0;
    /** Also one that has expired: the service decides. */
    virtual shared::Result<std::optional<InviteRow>> find(const QString& code) const = 0;
    /** Or UnknownInvite. */
    shared::Result<InviteRow> get(const QString& code) const;
    virtual shared::Result<QList<InviteRow>> list() const = 0;
    virtual shared::Result<QList<InviteRow>> listByChannel(shared::ChannelId channelId) const = 0;
    /** Counts one use. UnknownInvite if it is gone, has expired at `now` or has no use left. */
    virtual shared::Result<InviteRow> use(const QString& code, qint64 now) = 0;
    virtual shared::Result<bool> remove(const QString& code) = 0;
    /** Those that ended before `now`; the removed codes are returned, for the directory. */
    virtual shared::Result<QList<QString>> removeExpired(qint64 now, int limit) = 0;
};

}  // namespace server
