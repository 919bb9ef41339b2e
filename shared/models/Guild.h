#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Emoji.h"
#include "shared/models/Role.h"
#include "shared/models/Sticker.h"

namespace shared {

enum class VerificationLevel : int { None = 0, Low = 1, Medium = 2, High = 3, VeryHigh = 4 };
enum class MessageNotifications : int { AllMessages = 0, OnlyMentions = 1, Nothing = 2, Inherit = 3 };
enum class ExplicitContentFilter : int { Disabled = 0, MembersWithoutRoles = 1, AllMembers = 2 };
enum class MfaLevel : int { None = 0, Elevated = 1 };
enum class NsfwLevel : int { Default = 0, Explicit = 1, Safe = 2, AgeRestricted = 3 };

enum class SystemChannelFlag : quint64 {
    SuppressJoinNotifications = 1 << 0,
    SuppressPremiumSubscriptions = 1 << 1,
    SuppressGuildReminderNotifications = 1 << 2,
    SuppressJoinNotificationReplies = 1 << 3,
    SuppressRoleSubscriptionPurchaseNotifications = 1 << 4,
    SuppressRoleSubscriptionPurchaseNotificationReplies = 1 << 5,
};
using SystemChannelFlags = Flags<SystemChannelFlag>;

struct WelcomeChannel {
    ChannelId channelId;
    QString description;
    std::optional<EmojiId> emojiId;
    std::optional<QString> emojiName;

    bool operator==(const WelcomeChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(WelcomeChannel);

struct WelcomeScreen {
    std::optional<QString> description;
    QList<WelcomeChannel> welcomeChannels;

    bool operator==(const WelcomeScreen&) const = default;
};
GUILDHALL_DECLARE_JSON(WelcomeScreen);

struct IncidentsData {
    std::optional<Timestamp> invitesDisabledUntil;
    std::optional<Timestamp> dmsDisabledUntil;
    Field<Timestamp> dmSpamDetectedAt;
    Field<Timestamp> raidDetectedAt;

    bool operator==(const IncidentsData&) const = default;
};
GUILDHALL_DECLARE_JSON(IncidentsData);

/** A server, in Discord's words a guild. Source: "Guild Structure". */
struct Guild {
    GuildId id;
    QString name;
    std::optional<QString> icon;  ///< hash; so are splash, discoverySplash, homeHeader and banner
    Field<QString> iconHash;
    std::optional<QString> splash;
    std::optional<QString> discoverySplash;
    std::optional<QString> homeHeader;
    Field<bool> owner;               ///< whether the asking user owns it; in lists of guilds only
    Field<Permissions> permissions;  ///< likewise
    UserId ownerId;
    QString region = QStringLiteral("deprecated");
    std::optional<ChannelId> afkChannelId;
    int afkTimeout = 300;  ///< seconds
    bool widgetEnabled = false;
    std::optional<ChannelId> widgetChannelId;
    VerificationLevel verificationLevel = VerificationLevel::None;
    MessageNotifications defaultMessageNotifications = MessageNotifications::AllMessages;
    ExplicitContentFilter explicitContentFilter = ExplicitContentFilter::Disabled;
    QList<Role> roles;
    QList<Emoji> emojis;
    QList<QString> features;
    MfaLevel mfaLevel = MfaLevel::None;
    std::optional<ApplicationId> applicationId;
    std::optional<ChannelId> systemChannelId;
    SystemChannelFlags systemChannelFlags;
    std::optional<ChannelId> rulesChannelId;
    std::optional<int> maxPresences;
    int maxMembers = 500000;
    std::optional<QString> vanityUrlCode;
    std::optional<QString> description;
    std::optional<QString> banner;
    int premiumTier = 0;
    int premiumSubscriptionCount = 0;
    QString preferredLocale = QStringLiteral("en-US");
    std::optional<ChannelId> publicUpdatesChannelId;
    int maxVideoChannelUsers = 25;
    int maxStageVideoChannelUsers = 50;
    Field<int> approximateMemberCount;
    Field<int> approximatePresenceCount;
    Field<Box<WelcomeScreen>> welcomeScreen;
    NsfwLevel nsfwLevel = NsfwLevel::Default;
    bool nsfw = false;
    QList<Sticker> stickers;
    bool premiumProgressBarEnabled = false;
    std::optional<ChannelId> safetyAlertsChannelId;
    Box<IncidentsData> incidentsData;

    bool operator==(const Guild&) const = default;
};
GUILDHALL_DECLARE_JSON(Guild);

/** A guild that is out of reach; in GUILD_DELETE without `unavailable` when the user has left it. */
struct UnavailableGuild {
    GuildId id;
    Field<bool> unavailable;

    bool operator==(const UnavailableGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(UnavailableGuild);

/** A guild in the list of the asking user's guilds. */
struct UserGuild {
    GuildId id;
    QString name;
    std::optional<QString> icon;
    std::optional<QString> banner;
    bool owner = false;
    Permissions permissions;
    QList<QString> features;
    Field<int> approximateMemberCount;
    Field<int> approximatePresenceCount;

    bool operator==(const UserGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(UserGuild);

/** What anybody may see of a discoverable guild. */
struct GuildPreview {
    GuildId id;
    QString name;
    std::optional<QString> icon;
    std::optional<QString> splash;
    std::optional<QString> discoverySplash;
    std::optional<QString> homeHeader;
    QList<Emoji> emojis;
    QList<QString> features;
    int approximateMemberCount = 0;
    int approximatePresenceCount = 0;
    std::optional<QString> description;
    QList<Sticker> stickers;

    bool operator==(const GuildPreview&) const = default;
};
GUILDHALL_DECLARE_JSON(GuildPreview);

}  // namespace shared
