#pragma once

#include "server/services/Actor.h"
#include "server/services/MemberWrites.h"
#include "shared/protocol/requests/GuildRequests.h"
#include "shared/protocol/requests/MemberRequests.h"

namespace server {

class VoiceService;

/**
 * Members of guilds. Publishes GUILD_MEMBER_ADD, _UPDATE, _REMOVE. Whoever acts on somebody must stand above them:
 * MissingPermissions. Blocking calls, for workers.
 */
class MemberService {
 public:
    /** @param voice may be null: then nobody is in a voice channel */
    explicit MemberService(ServiceParts parts, VoiceService* voice = nullptr)
        : m_parts(parts), m_writes(parts), m_voice(voice) {}

    /** Sets the appliers of Outbox.h. Once, before the first write. */
    void attachOutbox();

    /** Or UnknownMember. */
    shared::Result<shared::Member> get(const Actor& actor, shared::GuildId guild, shared::UserId user);
    /** By user id, after `after`. MissingAccess for bots without the GUILD_MEMBERS intent. @param limit 1 to 1000 */
    shared::Result<QList<shared::Member>> list(const Actor& actor, shared::GuildId guild, shared::UserId after,
                                               int limit);
    /** Whose user name, global name or nick begins so, in any casing. @param limit 1 to 1000 */
    shared::Result<QList<shared::Member>> search(const Actor& actor, shared::GuildId guild, const QString& query,
                                                 int limit);

    /**
     * Each field needs its permission: MANAGE_NICKNAMES, MANAGE_ROLES, MODERATE_MEMBERS, MUTE_, DEAFEN_ and
     * MOVE_MEMBERS. The last three act on somebody who is in a voice channel: UserNotInVoice.
     */
    shared::Result<shared::Member> modify(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                          const shared::ModifyMember& body);
    /** A nick needs CHANGE_NICKNAME. */
    shared::Result<shared::Member> modifySelf(const Actor& actor, shared::GuildId guild,
                                              const shared::ModifyCurrentMember& body);
    /** Need MANAGE_ROLES, and a role below the actor's highest. UnknownRole, UnknownMember. */
    shared::Result<void> addRole(const Actor& actor, shared::GuildId guild, shared::UserId user, shared::RoleId role);
    shared::Result<void> removeRole(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                    shared::RoleId role);

    /** Needs KICK_MEMBERS. */
    shared::Result<void> kick(const Actor& actor, shared::GuildId guild, shared::UserId user);
    /** The owner cannot: InvalidGuild. */
    shared::Result<void> leave(const Actor& actor, shared::GuildId guild);
    /**
     * Adds a bot, or changes what it asked for. Needs MANAGE_GUILD, and the actor grants only what they have.
     * With permissions it gets a managed role of its own.
     */
    shared::Result<void> addBot(const Actor& actor, shared::GuildId guild, shared::UserId bot,
                                shared::Permissions permissions);

    /** Takes a bot out, with the role that came with it. Needs MANAGE_GUILD. UnknownIntegration. */
    shared::Result<void> removeIntegration(const Actor& actor, shared::GuildId guild, shared::IntegrationId id);

    /** Need MANAGE_GUILD and KICK_MEMBERS. @param days 1 to 30 */
    shared::Result<int> pruneCount(const Actor& actor, shared::GuildId guild, int days,
                                   const QList<shared::RoleId>& includeRoles);
    shared::Result<int> prune(const Actor& actor, shared::GuildId guild, int days,
                              const QList<shared::RoleId>& includeRoles);
    /** That the user was here, for prune; call it rarely (a log-in to the gateway). */
    void touch(shared::GuildId guild, shared::UserId user);

 private:
    shared::Result<void> changeRole(const Actor& actor, shared::GuildId guild, shared::UserId user, shared::RoleId role,
                                    bool isGiven);
    static shared::Result<shared::Permissions> needed(const shared::ModifyMember& body);
    shared::Result<void> apply(const shared::ModifyMember& body, const GuildAccess& access, const GuildMember& target,
                               shared::Member& changed) const;
    static shared::Result<void> applyRoles(const QList<shared::RoleId>& wanted, const GuildAccess& access,
                                           shared::Member& changed);
    static shared::Result<void> applyMembership(Transaction& tx, const OutboxRow& row);
    shared::Result<void> applyProfile(Transaction& tx, const OutboxRow& row) const;
    shared::Result<void> applyDeparture(Transaction& tx, const OutboxRow& row) const;

    ServiceParts m_parts;
    MemberWrites m_writes;
    VoiceService* m_voice;
};

}  // namespace server
