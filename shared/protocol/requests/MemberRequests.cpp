#include "shared/protocol/requests/MemberRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyRole>& role) {
    v("name", role.name);
    v("permissions", role.permissions);
    v("color", role.color);
    v("colors", role.colors);
    v("hoist", role.hoist);
    v("icon", role.icon);
    v("unicode_emoji", role.unicodeEmoji);
    v("mentionable", role.mentionable);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RolePosition>& position) {
    v("id", position.id);
    v("position", position.position);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyMember>& member) {
    v("nick", member.nick);
    v("roles", member.roles);
    v("mute", member.mute);
    v("deaf", member.deaf);
    v("channel_id", member.channelId);
    v("communication_disabled_until", member.communicationDisabledUntil);
    v("flags", member.flags);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyCurrentMember>& member) {
    v("nick", member.nick);
    v("avatar", member.avatar);
    v("banner", member.banner);
    v("bio", member.bio);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ModifyRole)
GUILDHALL_DEFINE_JSON(RolePosition)
GUILDHALL_DEFINE_JSON(ModifyMember)
GUILDHALL_DEFINE_JSON(ModifyCurrentMember)

}  // namespace shared
