#pragma once

#include "shared/permissions/PermissionCalculator.h"

namespace shared {

/** What decided about one permission of one member in one place. */
enum class PermissionReason : quint8 {
    Owner,              ///< owns the guild
    Administrator,      ///< a role gives ADMINISTRATOR; `source` is that role
    EveryoneRole,       ///< @everyone gives it
    Role,               ///< a role gives it; `source` is the highest that does
    NotGiven,           ///< no role gives it
    EveryoneOverwrite,  ///< the channel's overwrite for @everyone
    RoleOverwrite,      ///< an overwrite for a role; `source` is the highest that says so
    MemberOverwrite,    ///< an overwrite for the member
    NoViewChannel,      ///< who cannot see the channel can do nothing in it
    NoSendMessages,     ///< worth nothing without the permission to send
    NoConnect,          ///< worth nothing without CONNECT
    TimedOut,           ///< the member is timed out
};

struct PermissionDecision {
    Permission permission = Permission::CreateInstantInvite;
    bool isAllowed = false;
    PermissionReason reason = PermissionReason::NotGiven;
    Snowflake source;  ///< the role's id where the reason names one, else null
    /** Roles and overwrites allow it, but the reason (NoViewChannel, TimedOut ...) rules it out. */
    bool wouldBeAllowed = false;

    bool operator==(const PermissionDecision&) const = default;
};

/** Why a member may or may not, for every permission, in the order of the bits; agrees with guildPermissions(). */
QList<PermissionDecision> explainGuildPermissions(const GuildPermissionTable& guild, const PermissionSubject& subject);

/** The same for a channel; agrees with channelPermissions(). */
QList<PermissionDecision> explainChannelPermissions(const GuildPermissionTable& guild,
                                                    const ChannelPermissionTable& channel, ChannelType type,
                                                    const PermissionSubject& subject);

}  // namespace shared
