#pragma once

#include "server/services/Actor.h"
#include "server/services/MemberWrites.h"
#include "shared/models/Ban.h"

namespace server {

/** What POST /guilds/{id}/bulk-ban answers. */
struct BulkBanResult {
    QList<shared::UserId> bannedUsers;
    QList<shared::UserId> failedUsers;
};
/** {"banned_users","failed_users"} */
void writeJson(shared::JsonWriter& writer, const BulkBanResult& result);

/**
 * Bans. Publishes GUILD_BAN_ADD, GUILD_BAN_REMOVE, and with them GUILD_MEMBER_REMOVE and MESSAGE_DELETE_BULK.
 * All need BAN_MEMBERS. Blocking calls, for workers.
 */
class BanService {
 public:
    explicit BanService(ServiceParts parts) : m_parts(parts), m_memberWrites(parts) {}

    /** By user id. `before` wins over `after`; null means unset. @param limit 1 to 1000 */
    shared::Result<QList<shared::Ban>> list(const Actor& actor, shared::GuildId guild, shared::UserId before,
                                            shared::UserId after, int limit);
    /** Or UnknownBan. */
    shared::Result<shared::Ban> get(const Actor& actor, shared::GuildId guild, shared::UserId user);
    /**
     * UnknownUser when there is no such account; MissingPermissions where the user does not stand below the actor.
     * Banning again changes nothing. @param deleteMessageSeconds 0 to 604800: messages of that age go as well
     */
    shared::Result<void> create(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                int deleteMessageSeconds);
    /** Needs MANAGE_GUILD too. Up to 200 users. BanFailed when none could be banned. */
    shared::Result<BulkBanResult> createMany(const Actor& actor, shared::GuildId guild,
                                             const QList<shared::UserId>& users, int deleteMessageSeconds);
    /** Or UnknownBan. */
    shared::Result<void> remove(const Actor& actor, shared::GuildId guild, shared::UserId user);

 private:
    shared::Result<void> ban(const Actor& actor, const GuildAccess& access, shared::UserId user,
                             int deleteMessageSeconds);
    shared::Result<void> deleteRecent(Transaction& tx, const GuildGraph& graph, shared::UserId user, int seconds) const;

    ServiceParts m_parts;
    MemberWrites m_memberWrites;
};

}  // namespace server
