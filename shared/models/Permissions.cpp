#include "shared/models/Permissions.h"

#include <algorithm>
#include <array>
#include <bit>

namespace shared {
namespace {

constexpr auto kNames = std::to_array<PermissionName>({
    {Permission::CreateInstantInvite, QLatin1StringView("CREATE_INSTANT_INVITE")},
    {Permission::KickMembers, QLatin1StringView("KICK_MEMBERS")},
    {Permission::BanMembers, QLatin1StringView("BAN_MEMBERS")},
    {Permission::Administrator, QLatin1StringView("ADMINISTRATOR")},
    {Permission::ManageChannels, QLatin1StringView("MANAGE_CHANNELS")},
    {Permission::ManageGuild, QLatin1StringView("MANAGE_GUILD")},
    {Permission::AddReactions, QLatin1StringView("ADD_REACTIONS")},
    {Permission::ViewAuditLog, QLatin1StringView("VIEW_AUDIT_LOG")},
    {Permission::PrioritySpeaker, QLatin1StringView("PRIORITY_SPEAKER")},
    {Permission::Stream, QLatin1StringView("STREAM")},
    {Permission::ViewChannel, QLatin1StringView("VIEW_CHANNEL")},
    {Permission::SendMessages, QLatin1StringView("SEND_MESSAGES")},
    {Permission::SendTtsMessages, QLatin1StringView("SEND_TTS_MESSAGES")},
    {Permission::ManageMessages, QLatin1StringView("MANAGE_MESSAGES")},
    {Permission::EmbedLinks, QLatin1StringView("EMBED_LINKS")},
    {Permission::AttachFiles, QLatin1StringView("ATTACH_FILES")},
    {Permission::ReadMessageHistory, QLatin1StringView("READ_MESSAGE_HISTORY")},
    {Permission::MentionEveryone, QLatin1StringView("MENTION_EVERYONE")},
    {Permission::UseExternalEmojis, QLatin1StringView("USE_EXTERNAL_EMOJIS")},
    {Permission::ViewGuildInsights, QLatin1StringView("VIEW_GUILD_INSIGHTS")},
    {Permission::Connect, QLatin1StringView("CONNECT")},
    {Permission::Speak, QLatin1StringView("SPEAK")},
    {Permission::MuteMembers, QLatin1StringView("MUTE_MEMBERS")},
    {Permission::DeafenMembers, QLatin1StringView("DEAFEN_MEMBERS")},
    {Permission::MoveMembers, QLatin1StringView("MOVE_MEMBERS")},
    {Permission::UseVad, QLatin1StringView("USE_VAD")},
    {Permission::ChangeNickname, QLatin1StringView("CHANGE_NICKNAME")},
    {Permission::ManageNicknames, QLatin1StringView("MANAGE_NICKNAMES")},
    {Permission::ManageRoles, QLatin1StringView("MANAGE_ROLES")},
    {Permission::ManageWebhooks, QLatin1StringView("MANAGE_WEBHOOKS")},
    {Permission::ManageGuildExpressions, QLatin1StringView("MANAGE_GUILD_EXPRESSIONS")},
    {Permission::UseApplicationCommands, QLatin1StringView("USE_APPLICATION_COMMANDS")},
    {Permission::RequestToSpeak, QLatin1StringView("REQUEST_TO_SPEAK")},
    {Permission::ManageEvents, QLatin1StringView("MANAGE_EVENTS")},
    {Permission::ManageThreads, QLatin1StringView("MANAGE_THREADS")},
    {Permission::CreatePublicThreads, QLatin1StringView("CREATE_PUBLIC_THREADS")},
    {Permission::CreatePrivateThreads, QLatin1StringView("CREATE_PRIVATE_THREADS")},
    {Permission::UseExternalStickers, QLatin1StringView("USE_EXTERNAL_STICKERS")},
    {Permission::SendMessagesInThreads, QLatin1StringView("SEND_MESSAGES_IN_THREADS")},
    {Permission::UseEmbeddedActivities, QLatin1StringView("USE_EMBEDDED_ACTIVITIES")},
    {Permission::ModerateMembers, QLatin1StringView("MODERATE_MEMBERS")},
    {Permission::ViewCreatorMonetizationAnalytics, QLatin1StringView("VIEW_CREATOR_MONETIZATION_ANALYTICS")},
    {Permission::UseSoundboard, QLatin1StringView("USE_SOUNDBOARD")},
    {Permission::CreateGuildExpressions, QLatin1StringView("CREATE_GUILD_EXPRESSIONS")},
    {Permission::CreateEvents, QLatin1StringView("CREATE_EVENTS")},
    {Permission::UseExternalSounds, QLatin1StringView("USE_EXTERNAL_SOUNDS")},
    {Permission::SendVoiceMessages, QLatin1StringView("SEND_VOICE_MESSAGES")},
    {Permission::SetVoiceChannelStatus, QLatin1StringView("SET_VOICE_CHANNEL_STATUS")},
    {Permission::SendPolls, QLatin1StringView("SEND_POLLS")},
    {Permission::UseExternalApps, QLatin1StringView("USE_EXTERNAL_APPS")},
    {Permission::PinMessages, QLatin1StringView("PIN_MESSAGES")},
    {Permission::BypassSlowmode, QLatin1StringView("BYPASS_SLOWMODE")},
});

}  // namespace

std::span<const PermissionName> permissionNames() {
    return kNames;
}

QLatin1StringView nameOf(Permission permission) {
    const auto row = std::ranges::lower_bound(kNames, permission, {}, &PermissionName::permission);
    return row != kNames.end() && row->permission == permission ? row->name : QLatin1StringView();
}

std::optional<Permission> permissionByName(QLatin1StringView name) {
    const auto row = std::ranges::find(kNames, name, &PermissionName::name);
    return row != kNames.end() ? std::optional(row->permission) : std::nullopt;
}

}  // namespace shared
