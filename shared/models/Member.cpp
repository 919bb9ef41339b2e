#include "shared/models/Member.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Member>& member) {
    v("user", member.user);
    v("nick", member.nick);
    v("avatar", member.avatar);
    v("banner", member.banner);
    v.withDefault("roles", member.roles);
    v("joined_at", member.joinedAt);
    v("premium_since", member.premiumSince);
    v.withDefault("deaf", member.deaf);
    v.withDefault("mute", member.mute);
    v.withDefault("pending", member.pending);
    v.withDefault("flags", member.flags);
    v("permissions", member.permissions);
    v("communication_disabled_until", member.communicationDisabledUntil);
    v("avatar_decoration_data", member.avatarDecorationData);
    v("collectibles", member.collectibles);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Member)

}  // namespace shared
