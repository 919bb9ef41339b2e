#include "shared/permissions/PermissionCalculator.h"

namespace shared {
namespace {

/** As the roles give it, before any overwrite. */
Permissions fromRoles(const GuildPermissionTable& guild, const PermissionSubject& subject) {
    Permissions permissions = guild.everyone();
    for (const RoleId role : subject.roles) {
        if (const auto* const entry = guild.find(role)) permissions |= entry->permissions;
    }
    return permissions;
}

bool mayAll(const GuildPermissionTable& guild, Permissions permissions, const PermissionSubject& subject) {
    return subject.id == guild.owner() || permissions.has(Permission::Administrator);
}

Permissions applied(Permissions permissions, const ChannelPermissionTable::Entry& overwrite) {
    return permissions.without(overwrite.deny) | overwrite.allow;
}

/** Takes what other permissions, or the lack of them, rule out. */
Permissions withImplied(Permissions permissions, ChannelType type, bool isTimedOut) {
    if (!permissions.has(Permission::ViewChannel)) return {};
    if (isVoice(type) && !permissions.has(Permission::Connect))
        permissions = permissions.without(kConnectedPermissions);
    if (!permissions.has(sendPermission(type)) && type != ChannelType::GuildCategory) {
        permissions = permissions.without(kSendingPermissions);
    }
    return isTimedOut ? permissions & kTimedOutPermissions : permissions;
}

}  // namespace

Permissions guildPermissions(const GuildPermissionTable& guild, const PermissionSubject& subject) {
    const Permissions permissions = fromRoles(guild, subject);
    if (mayAll(guild, permissions, subject)) return kAllPermissions;
    return subject.isTimedOut ? permissions & kTimedOutPermissions : permissions;
}

Permissions channelPermissions(const GuildPermissionTable& guild, const ChannelPermissionTable& channel,
                               ChannelType type, const PermissionSubject& subject) {
    Permissions permissions = fromRoles(guild, subject);
    if (mayAll(guild, permissions, subject)) return kAllPermissions;
    permissions = applied(permissions, channel.everyone());
    if (channel.hasRoles()) {
        ChannelPermissionTable::Entry merged;
        for (const RoleId role : subject.roles) {
            const auto* const overwrite = channel.findRole(role);
            if (!overwrite) continue;
            merged.allow |= overwrite->allow;
            merged.deny |= overwrite->deny;
        }
        permissions = applied(permissions, merged);
    }
    if (const auto* const own = channel.findMember(subject.id)) permissions = applied(permissions, *own);
    return withImplied(permissions, type, subject.isTimedOut);
}

RoleRank highestRole(const GuildPermissionTable& guild, const PermissionSubject& subject) {
    RoleRank highest{0, guild.id().as<RoleId>()};
    for (const RoleId role : subject.roles) {
        const auto* const entry = guild.find(role);
        if (!entry) continue;
        const RoleRank rank{entry->position, role};
        if (rank.isAbove(highest)) highest = rank;
    }
    return highest;
}

bool isRoleBelow(const GuildPermissionTable& guild, const PermissionSubject& actor, RoleId role) {
    const auto* const entry = guild.find(role);
    if (!entry) return false;
    if (actor.id == guild.owner()) return true;
    return highestRole(guild, actor).isAbove({entry->position, role});
}

bool canAssignRole(const GuildPermissionTable& guild, const PermissionSubject& actor, RoleId role) {
    const auto* const entry = guild.find(role);
    if (!entry || entry->isManaged || role == guild.id().as<RoleId>()) return false;
    return isRoleBelow(guild, actor, role);
}

bool canManage(const GuildPermissionTable& guild, const PermissionSubject& actor, const PermissionSubject& target) {
    if (target.id == guild.owner()) return false;
    if (actor.id == guild.owner()) return true;
    return highestRole(guild, actor).isAbove(highestRole(guild, target));
}

}  // namespace shared
