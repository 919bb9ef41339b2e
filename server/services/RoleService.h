#pragma once

#include "server/services/Actor.h"
#include "server/services/ServiceParts.h"
#include "shared/protocol/requests/MemberRequests.h"

namespace server {

/**
 * Roles of a guild. Publishes GUILD_ROLE_CREATE, _UPDATE, _DELETE. Changes need MANAGE_ROLES and reach only what is
 * below the actor's highest role; nobody grants what they lack: MissingPermissions. Blocking calls, for workers.
 */
class RoleService {
 public:
    explicit RoleService(ServiceParts parts) : m_parts(parts) {}

    shared::Result<QList<shared::Role>> list(const Actor& actor, shared::GuildId guild);
    /** Or UnknownRole. */
    shared::Result<shared::Role> get(const Actor& actor, shared::GuildId guild, shared::RoleId role);
    /** How many members have each role, without @everyone. Walks over all members. */
    shared::Result<QHash<QString, int>> memberCounts(const Actor& actor, shared::GuildId guild);

    /** At the bottom, above @everyone. MaxRoles at 250. */
    shared::Result<shared::Role> create(const Actor& actor, shared::GuildId guild, const shared::CreateRole& body);
    shared::Result<shared::Role> modify(const Actor& actor, shared::GuildId guild, shared::RoleId role,
                                        const shared::ModifyRole& body);
    /** Puts the named roles where they are wanted; positions become 1, 2, 3 ... from the bottom. @return all roles */
    shared::Result<QList<shared::Role>> setPositions(const Actor& actor, shared::GuildId guild,
                                                     const QList<shared::RolePosition>& positions);
    /** InvalidRole for @everyone and managed roles. */
    shared::Result<void> remove(const Actor& actor, shared::GuildId guild, shared::RoleId role);

    /**
     * In a unit: a role that belongs to a bot, named after it, with what it asked for. For MemberService.
     */
    static shared::Result<shared::Role> insertBotRole(Transaction& tx, shared::GuildId guild, const shared::User& bot,
                                                      shared::Permissions permissions);

 private:
    /** Stores the picture that the body brings; empty when it brings none. */
    shared::Result<std::optional<QString>> storeIcon(const shared::ModifyRole& body, shared::RoleId role);

    ServiceParts m_parts;
};

}  // namespace server
