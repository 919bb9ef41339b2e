#include "shared/models/User.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AvatarDecoration>& decoration) {
    v("asset", decoration.asset);
    v("sku_id", decoration.skuId);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PrimaryGuild>& guild) {
    v("identity_guild_id", guild.identityGuildId);
    v("identity_enabled", guild.identityEnabled);
    v("tag", guild.tag);
    v("badge", guild.badge);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, User>& user) {
    v("id", user.id);
    v("username", user.username);
    v.withDefault("discriminator", user.discriminator);
    v("global_name", user.globalName);
    v("avatar", user.avatar);
    v.unlessDefault("bot", user.bot);
    v.unlessDefault("system", user.system);
    v("banner", user.banner);
    v("accent_color", user.accentColor);
    v.withDefault("flags", user.flags);
    v.withDefault("public_flags", user.publicFlags);
    v("primary_guild", user.primaryGuild);
    v("avatar_decoration_data", user.avatarDecorationData);
    v("collectibles", user.collectibles);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UserRef>& user) {
    v("id", user.id);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CurrentUser>& user) {
    describe<Visitor>(v, static_cast<Described<Visitor, User>&>(user));
    v.withDefault("mfa_enabled", user.mfaEnabled);
    v.withDefault("locale", user.locale);
    v.withDefault("premium_type", user.premiumType);
    v("email", user.email);
    v("verified", user.verified);
    v("phone", user.phone);
    v("nsfw_allowed", user.nsfwAllowed);
    v("bio", user.bio);
    v("pronouns", user.pronouns);
    v("token", user.token);
}

}  // namespace

GUILDHALL_DEFINE_JSON(AvatarDecoration)
GUILDHALL_DEFINE_JSON(PrimaryGuild)
GUILDHALL_DEFINE_JSON(User)
GUILDHALL_DEFINE_JSON(UserRef)
GUILDHALL_DEFINE_JSON(CurrentUser)

}  // namespace shared
