#include "shared/models/Guild.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, WelcomeChannel>& channel) {
    v("channel_id", channel.channelId);
    v.withDefault("description", channel.description);
    v("emoji_id", channel.emojiId);
    v("emoji_name", channel.emojiName);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, WelcomeScreen>& screen) {
    v("description", screen.description);
    v.withDefault("welcome_channels", screen.welcomeChannels);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, IncidentsData>& data) {
    v("invites_disabled_until", data.invitesDisabledUntil);
    v("dms_disabled_until", data.dmsDisabledUntil);
    v("dm_spam_detected_at", data.dmSpamDetectedAt);
    v("raid_detected_at", data.raidDetectedAt);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Guild>& guild) {
    v("id", guild.id);
    v("name", guild.name);
    v("icon", guild.icon);
    v("icon_hash", guild.iconHash);
    v("splash", guild.splash);
    v("discovery_splash", guild.discoverySplash);
    v("home_header", guild.homeHeader);
    v("owner", guild.owner);
    v("permissions", guild.permissions);
    v.withDefault("owner_id", guild.ownerId);
    v.withDefault("region", guild.region);
    v("afk_channel_id", guild.afkChannelId);
    v.withDefault("afk_timeout", guild.afkTimeout);
    v.withDefault("widget_enabled", guild.widgetEnabled);
    v("widget_channel_id", guild.widgetChannelId);
    v.withDefault("verification_level", guild.verificationLevel);
    v.withDefault("default_message_notifications", guild.defaultMessageNotifications);
    v.withDefault("explicit_content_filter", guild.explicitContentFilter);
    v.withDefault("roles", guild.roles);
    v.withDefault("emojis", guild.emojis);
    v.withDefault("features", guild.features);
    v.withDefault("mfa_level", guild.mfaLevel);
    v("application_id", guild.applicationId);
    v("system_channel_id", guild.systemChannelId);
    v.withDefault("system_channel_flags", guild.systemChannelFlags);
    v("rules_channel_id", guild.rulesChannelId);
    v("max_presences", guild.maxPresences);
    v.withDefault("max_members", guild.maxMembers);
    v("vanity_url_code", guild.vanityUrlCode);
    v("description", guild.description);
    v("banner", guild.banner);
    v.withDefault("premium_tier", guild.premiumTier);
    v.withDefault("premium_subscription_count", guild.premiumSubscriptionCount);
    v.withDefault("preferred_locale", guild.preferredLocale);
    v("public_updates_channel_id", guild.publicUpdatesChannelId);
    v.withDefault("max_video_channel_users", guild.maxVideoChannelUsers);
    v.withDefault("max_stage_video_channel_users", guild.maxStageVideoChannelUsers);
    v("approximate_member_count", guild.approximateMemberCount);
    v("approximate_presence_count", guild.approximatePresenceCount);
    v("welcome_screen", guild.welcomeScreen);
    v.withDefault("nsfw_level", guild.nsfwLevel);
    v.withDefault("nsfw", guild.nsfw);
    v.withDefault("stickers", guild.stickers);
    v.withDefault("premium_progress_bar_enabled", guild.premiumProgressBarEnabled);
    v("safety_alerts_channel_id", guild.safetyAlertsChannelId);
    v("incidents_data", guild.incidentsData);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UnavailableGuild>& guild) {
    v("id", guild.id);
    v("unavailable", guild.unavailable);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UserGuild>& guild) {
    v("id", guild.id);
    v("name", guild.name);
    v("icon", guild.icon);
    v("banner", guild.banner);
    v.withDefault("owner", guild.owner);
    v.withDefault("permissions", guild.permissions);
    v.withDefault("features", guild.features);
    v("approximate_member_count", guild.approximateMemberCount);
    v("approximate_presence_count", guild.approximatePresenceCount);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, GuildPreview>& guild) {
    v("id", guild.id);
    v("name", guild.name);
    v("icon", guild.icon);
    v("splash", guild.splash);
    v("discovery_splash", guild.discoverySplash);
    v("home_header", guild.homeHeader);
    v.withDefault("emojis", guild.emojis);
    v.withDefault("features", guild.features);
    v.withDefault("approximate_member_count", guild.approximateMemberCount);
    v.withDefault("approximate_presence_count", guild.approximatePresenceCount);
    v("description", guild.description);
    v.withDefault("stickers", guild.stickers);
}

}  // namespace

GUILDHALL_DEFINE_JSON(WelcomeChannel)
GUILDHALL_DEFINE_JSON(WelcomeScreen)
GUILDHALL_DEFINE_JSON(IncidentsData)
GUILDHALL_DEFINE_JSON(Guild)
GUILDHALL_DEFINE_JSON(UnavailableGuild)
GUILDHALL_DEFINE_JSON(UserGuild)
GUILDHALL_DEFINE_JSON(GuildPreview)

}  // namespace shared
