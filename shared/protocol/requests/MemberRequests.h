#pragma once

#include "shared/models/Member.h"
#include "shared/models/Role.h"

namespace shared {

/** POST /guilds/{guild.id}/roles and PATCH /guilds/{guild.id}/roles/{role.id}. */
struct ModifyRole {
    Field<QString> name;
    Field<Permissions> permissions;
    Field<int> color;  ///< the older form of colors.primary_color
    Field<RoleColors> colors;
    Field<bool> hoist;
    Field<QString> icon;
    Field<QString> unicodeEmoji;
    Field<bool> mentionable;

    bool operator==(const ModifyRole&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyRole);
using CreateRole = ModifyRole;

/** One item of PATCH /guilds/{guild.id}/roles, whose body is a list. */
struct RolePosition {
    RoleId id;
    Field<int> position;

    bool operator==(const RolePosition&) const = default;
};
GUILDHALL_DECLARE_JSON(RolePosition);

/** PATCH /guilds/{guild.id}/members/{user.id}. */
struct ModifyMember {
    Field<QString> nick;
    Field<QList<RoleId>> roles;
    Field<bool> mute;
    Field<bool> deaf;
    Field<ChannelId> channelId;  ///< of the voice channel to move to; null: disconnect
    Field<Timestamp> communicationDisabledUntil;
    Field<MemberFlags> flags;

    bool operator==(const ModifyMember&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyMember);

/** PATCH /guilds/{guild.id}/members/@me. */
struct ModifyCurrentMember {
    Field<QString> nick;
    Field<QString> avatar;
    Field<QString> banner;
    Field<QString> bio;

    bool operator==(const ModifyCurrentMember&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyCurrentMember);

}  // namespace shared
