#pragma once

#include "server/services/Actor.h"
#include "server/services/InviteService.h"
#include "server/services/MemberWrites.h"
#include "shared/models/Integration.h"
#include "shared/protocol/requests/GuildRequests.h"

namespace server {

/**
 * Guilds as a whole. Publishes GUILD_CREATE, GUILD_UPDATE, GUILD_DELETE in the guild's stream; whoever comes or goes
 * hears of it in their own stream (see Outbox.h). Blocking calls, for workers.
 */
class GuildService {
 public:
    /** @param online may be null: then nobody counts as online */
    explicit GuildService(ServiceParts parts, OnlineCounter* online = nullptr)
        : m_parts(parts), m_memberWrites(parts), m_online(online) {}

    /** With @everyone, two categories and a text and a voice channel, as Discord makes them. MaxGuilds at 100. */
    shared::Result<shared::Guild> create(const Actor& actor, const shared::CreateGuild& body);
    /** For members. @param withCounts adds the approximate numbers */
    shared::Result<shared::Guild> get(const Actor& actor, shared::GuildId guild, bool withCounts);
    /** For members, and for anybody where the guild is DISCOVERABLE. */
    shared::Result<shared::GuildPreview> preview(const Actor& actor, shared::GuildId guild);
    /** The actor's guilds by id. @param before, after null: unset @param limit 1 to 200 */
    shared::Result<QList<shared::UserGuild>> listOwn(const Actor& actor, shared::GuildId before, shared::GuildId after,
                                                     int limit, bool withCounts);
    /** Bots of the guild. Needs MANAGE_GUILD. */
    shared::Result<QList<shared::Integration>> integrations(const Actor& actor, shared::GuildId guild);

    /** Needs MANAGE_GUILD; ADMINISTRATOR to become or cease to be a community; the owner to hand it over. */
    shared::Result<shared::Guild> modify(const Actor& actor, shared::GuildId guild, const shared::ModifyGuild& body);
    /** The owner only. Every member's list of guilds loses it, in pieces; what is left after some is the job's. */
    shared::Result<void> remove(const Actor& actor, shared::GuildId guild);
    /** The part of remove() within a unit on the guild's key; its members and audit log are left to removeRemains(). */
    static shared::Result<void> removeWithin(Transaction& tx, shared::GuildId guild);
    /** A bounded piece of what a removed guild leaves behind: members and audit log. @return true: nothing is left */
    shared::Result<bool> removeRemains(shared::GuildId guild);

 private:
    struct Pictures;
    shared::Result<Pictures> storePictures(shared::GuildId guild, const shared::ModifyGuild& body);
    shared::Result<void> apply(const shared::ModifyGuild& body, const Pictures& pictures, const GuildAccess& access,
                               shared::Guild& guild) const;
    shared::Result<void> handOver(Transaction& tx, const GuildAccess& access, shared::UserId to,
                                  shared::Guild& guild) const;
    shared::Result<void> insertAll(Transaction& tx, const shared::Guild& guild, const QList<shared::Channel>& channels,
                                   const PublicUser& owner) const;

    ServiceParts m_parts;
    MemberWrites m_memberWrites;
    OnlineCounter* m_online;
};

}  // namespace server
