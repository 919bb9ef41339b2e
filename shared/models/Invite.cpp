#include "shared/models/Invite.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, InviteGuild>& guild) {
    v("id", guild.id);
    v("name", guild.name);
    v("splash", guild.splash);
    v("banner", guild.banner);
    v("description", guild.description);
    v("icon", guild.icon);
    v.withDefault("features", guild.features);
    v.withDefault("verification_level", guild.verificationLevel);
    v("vanity_url_code", guild.vanityUrlCode);
    v.withDefault("nsfw_level", guild.nsfwLevel);
    v.withDefault("nsfw", guild.nsfw);
    v.withDefault("premium_subscription_count", guild.premiumSubscriptionCount);
    v("welcome_screen", guild.welcomeScreen);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, InviteRecipient>& recipient) {
    v("id", recipient.id);
    v("username", recipient.username);
    v("avatar", recipient.avatar);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, InviteChannel>& channel) {
    v("id", channel.id);
    v("type", channel.type);
    v("name", channel.name);
    v("icon", channel.icon);
    v("recipients", channel.recipients);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, InviteRole>& role) {
    v("id", role.id);
    v("name", role.name);
    v.withDefault("position", role.position);
    v.withDefault("color", role.color);
    v.withDefault("colors", role.colors);
    v("icon", role.icon);
    v("unicode_emoji", role.unicodeEmoji);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Invite>& invite) {
    v.withDefault("type", invite.type);
    v("code", invite.code);
    v("guild", invite.guild);
    v("guild_id", invite.guildId);
    v("channel", invite.channel);
    v("inviter", invite.inviter);
    v("target_type", invite.targetType);
    v("target_user", invite.targetUser);
    v("target_application", invite.targetApplication);
    v("approximate_presence_count", invite.approximatePresenceCount);
    v("approximate_member_count", invite.approximateMemberCount);
    v("expires_at", invite.expiresAt);
    v("guild_scheduled_event", invite.guildScheduledEvent);
    v("flags", invite.flags);
    v("roles", invite.roles);
    v("uses", invite.uses);
    v("max_uses", invite.maxUses);
    v("max_age", invite.maxAge);
    v("temporary", invite.temporary);
    v("created_at", invite.createdAt);
}

}  // namespace

GUILDHALL_DEFINE_JSON(InviteGuild)
GUILDHALL_DEFINE_JSON(InviteRecipient)
GUILDHALL_DEFINE_JSON(InviteChannel)
GUILDHALL_DEFINE_JSON(InviteRole)
GUILDHALL_DEFINE_JSON(Invite)

}  // namespace shared
