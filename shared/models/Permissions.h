#pragma once

#include <optional>
#include <span>

#include <QtCore/QLatin1StringView>
#include <QtCore/QtGlobal>

#include "shared/core/Flags.h"
#include "shared/json/JsonModel.h"

namespace shared {

/** What a role or an overwrite can allow. Source: Discord's documents, "Permissions". */
enum class Permission : quint64 {
    CreateInstantInvite = 1ull << 0,
    KickMembers = 1ull << 1,
    BanMembers = 1ull << 2,
    Administrator = 1ull << 3,
    ManageChannels = 1ull << 4,
    ManageGuild = 1ull << 5,
    AddReactions = 1ull << 6,
    ViewAuditLog = 1ull << 7,
    PrioritySpeaker = 1ull << 8,
    Stream = 1ull << 9,
    ViewChannel = 1ull << 10,
    SendMessages = 1ull << 11,
    SendTtsMessages = 1ull << 12,
    ManageMessages = 1ull << 13,
    EmbedLinks = 1ull << 14,
    AttachFiles = 1ull << 15,
    ReadMessageHistory = 1ull << 16,
    MentionEveryone = 1ull << 17,
    UseExternalEmojis = 1ull << 18,
    ViewGuildInsights = 1ull << 19,
    Connect = 1ull << 20,
    Speak = 1ull << 21,
    MuteMembers = 1ull << 22,
    DeafenMembers = 1ull << 23,
    MoveMembers = 1ull << 24,
    UseVad = 1ull << 25,
    ChangeNickname = 1ull << 26,
    ManageNicknames = 1ull << 27,
    ManageRoles = 1ull << 28,
    ManageWebhooks = 1ull << 29,
    ManageGuildExpressions = 1ull << 30,
    UseApplicationCommands = 1ull << 31,
    RequestToSpeak = 1ull << 32,
    ManageEvents = 1ull << 33,
    ManageThreads = 1ull << 34,
    CreatePublicThreads = 1ull << 35,
    CreatePrivateThreads = 1ull << 36,
    UseExternalStickers = 1ull << 37,
    SendMessagesInThreads = 1ull << 38,
    UseEmbeddedActivities = 1ull << 39,
    ModerateMembers = 1ull << 40,
    ViewCreatorMonetizationAnalytics = 1ull << 41,
    UseSoundboard = 1ull << 42,
    CreateGuildExpressions = 1ull << 43,
    CreateEvents = 1ull << 44,
    UseExternalSounds = 1ull << 45,
    SendVoiceMessages = 1ull << 46,
    SetVoiceChannelStatus = 1ull << 48,
    SendPolls = 1ull << 49,
    UseExternalApps = 1ull << 50,
    PinMessages = 1ull << 51,
    BypassSlowmode = 1ull << 52,
};

/** A set of permissions; a decimal string on the wire. */
using Permissions = Flags<Permission>;

constexpr Permissions operator|(Permission a, Permission b) {
    return Permissions(a) | Permissions(b);
}

template <>
inline constexpr bool kFlagsAsString<Permission> = true;

/** A permission and the word for it in Discord's documents. */
struct PermissionName {
    Permission permission;
    QLatin1StringView name;  ///< "MANAGE_CHANNELS"
};

/** Every permission, in the order of its bit. */
std::span<const PermissionName> permissionNames();
/** "MANAGE_CHANNELS"; empty for a bit that is none. */
QLatin1StringView nameOf(Permission permission);
std::optional<Permission> permissionByName(QLatin1StringView name);

/** Bits 0 to 52 without the unused bit 47. */
inline constexpr Permissions kAllPermissions{((1ull << 53) - 1) & ~(1ull << 47)};

/** What @everyone may do in a new guild. Who may put pictures into it (CREATE_GUILD_EXPRESSIONS), its host decides. */
inline constexpr Permissions kDefaultEveryonePermissions =
    Permission::CreateInstantInvite | Permission::AddReactions | Permission::Stream | Permission::ViewChannel |
    Permission::SendMessages | Permission::EmbedLinks | Permission::AttachFiles | Permission::ReadMessageHistory |
    Permission::MentionEveryone | Permission::UseExternalEmojis | Permission::Connect | Permission::Speak |
    Permission::UseVad | Permission::ChangeNickname | Permission::UseApplicationCommands | Permission::RequestToSpeak |
    Permission::CreatePublicThreads | Permission::CreatePrivateThreads | Permission::UseExternalStickers |
    Permission::SendMessagesInThreads | Permission::UseEmbeddedActivities | Permission::UseSoundboard |
    Permission::CreateEvents | Permission::UseExternalSounds | Permission::SendVoiceMessages |
    Permission::SetVoiceChannelStatus | Permission::SendPolls | Permission::UseExternalApps;

}  // namespace shared
