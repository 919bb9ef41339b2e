#pragma once

#include "server/storage/Storage.h"
#include "shared/models/User.h"

namespace server {

/**
 * What units owe to other keys: kinds, and payloads with both their sides. Appliers are set where the target's owner
 * is: MemberService::attachOutbox sets those of this file.
 */

/** Guild -> user: whether the user is a member. The applier keeps the user's list of guilds and tells the sessions. */
inline const QByteArray kOwedMembership = QByteArrayLiteral("guild.membership");
/** User -> guild: the public user as it is now, for the member's row. */
inline const QByteArray kOwedProfile = QByteArrayLiteral("user.profile");

/** User -> guild: the account has ended, and so has its membership. No payload. */
inline const QByteArray kOwedDeparture = QByteArrayLiteral("user.departure");
/** Owner's account -> application: the owner has ended, and so does the bot. No payload. See AccountRemoval.h. */
inline const QByteArray kOwedRemoval = QByteArrayLiteral("account.removal");
/** User -> server: remember who has gone. No payload. */
inline const QByteArray kOwedRemembrance = QByteArrayLiteral("account.removed");

struct OwedMembership {
    shared::GuildId guildId;
    bool isMember = false;
    qint64 joinedAt = 0;  ///< ms since 1970

    QByteArray toBytes() const;
    static shared::Result<OwedMembership> fromBytes(const QByteArray& bytes);
};

struct OwedProfile {
    shared::User user;
    quint64 version = 0;  ///< AccountRow::version

    QByteArray toBytes() const;
    static shared::Result<OwedProfile> fromBytes(const QByteArray& bytes);
};

/**
 * What the membership's applier emits in the user's own stream, for the gateway alone: GUILD_CREATE with this model
 * and payload, or GUILD_DELETE with Discord's payload ({"id"}).
 *
 * On GUILD_CREATE a gateway session subscribes to the guild's stream, reads its state, sends the full GUILD_CREATE
 * and releases the stream from before `sourceSeq`. The payload must never go to a client as it is.
 */
struct GuildJoined {
    shared::GuildId guildId;
    quint64 sourceSeq = 0;  ///< the guild's first event that a join because of this must not miss
    quint64 sourceEpoch = 0;

    QByteArray toPayload() const;  ///< {"id":"1","source_seq":"2","source_epoch":"3"}
    static shared::Result<GuildJoined> fromPayload(const QByteArray& payload);
};

}  // namespace server
