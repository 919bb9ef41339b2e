#include "shared/protocol/requests/GuildRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateGuild>& guild) {
    v("name", guild.name);
    v("icon", guild.icon);
    v("verification_level", guild.verificationLevel);
    v("default_message_notifications", guild.defaultMessageNotifications);
    v("explicit_content_filter", guild.explicitContentFilter);
    v("preferred_locale", guild.preferredLocale);
    v("afk_timeout", guild.afkTimeout);
    v("system_channel_flags", guild.systemChannelFlags);
    v("guild_template_code", guild.guildTemplateCode);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyGuild>& guild) {
    v("name", guild.name);
    v("description", guild.description);
    v("icon", guild.icon);
    v("splash", guild.splash);
    v("discovery_splash", guild.discoverySplash);
    v("home_header", guild.homeHeader);
    v("banner", guild.banner);
    v("owner_id", guild.ownerId);
    v("verification_level", guild.verificationLevel);
    v("default_message_notifications", guild.defaultMessageNotifications);
    v("explicit_content_filter", guild.explicitContentFilter);
    v("preferred_locale", guild.preferredLocale);
    v("afk_channel_id", guild.afkChannelId);
    v("afk_timeout", guild.afkTimeout);
    v("system_channel_id", guild.systemChannelId);
    v("system_channel_flags", guild.systemChannelFlags);
    v("rules_channel_id", guild.rulesChannelId);
    v("public_updates_channel_id", guild.publicUpdatesChannelId);
    v("safety_alerts_channel_id", guild.safetyAlertsChannelId);
    v("features", guild.features);
    v("premium_progress_bar_enabled", guild.premiumProgressBarEnabled);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateBan>& ban) {
    v("delete_message_days", ban.deleteMessageDays);
    v("delete_message_seconds", ban.deleteMessageSeconds);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, BulkBan>& ban) {
    v("user_ids", ban.userIds);
    v("delete_message_seconds", ban.deleteMessageSeconds);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Prune>& prune) {
    v("days", prune.days);
    v("compute_prune_count", prune.computePruneCount);
    v("include_roles", prune.includeRoles);
    v("reason", prune.reason);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ConfirmWithPassword>& password) {
    v("password", password.password);
    v("code", password.code);
}

}  // namespace

GUILDHALL_DEFINE_JSON(CreateGuild)
GUILDHALL_DEFINE_JSON(ModifyGuild)
GUILDHALL_DEFINE_JSON(CreateBan)
GUILDHALL_DEFINE_JSON(BulkBan)
GUILDHALL_DEFINE_JSON(Prune)
GUILDHALL_DEFINE_JSON(ConfirmWithPassword)

}  // namespace shared
