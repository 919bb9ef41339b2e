#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/User.h"

namespace shared {

enum class InviteType : int { Guild = 0, GroupDm = 1, Friend = 2 };
enum class InviteTargetType : int { Stream = 1, EmbeddedApplication = 2 };

enum class InviteFlag : quint64 { IsGuestInvite = 1 << 0 };
using InviteFlags = Flags<InviteFlag>;

/** What an invite shows of its guild. */
struct InviteGuild {
    GuildId id;
    QString name;
    std::optional<QString> splash;
    std::optional<QString> banner;
    std::optional<QString> description;
    std::optional<QString> icon;
    QList<QString> features;
    VerificationLevel verificationLevel = VerificationLevel::None;
    std::optional<QString> vanityUrlCode;
    NsfwLevel nsfwLevel = NsfwLevel::Default;
    bool nsfw = false;
    int premiumSubscriptionCount = 0;
    Field<Box<WelcomeScreen>> welcomeScreen;

    bool operator==(const InviteGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(InviteGuild);

/** What an invite shows of somebody in a group DM. */
struct InviteRecipient {
    Field<UserId> id;
    QString username;
    std::optional<QString> avatar;

    bool operator==(const InviteRecipient&) const = default;
};
GUILDHALL_DECLARE_JSON(InviteRecipient);

/** What an invite shows of its channel. */
struct InviteChannel {
    ChannelId id;
    ChannelType type = ChannelType::GuildText;
    std::optional<QString> name;
    Field<QString> icon;
    Field<QList<InviteRecipient>> recipients;

    bool operator==(const InviteChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(InviteChannel);

/** A role that the invite gives. */
struct InviteRole {
    RoleId id;
    QString name;
    int position = 0;
    int color = 0;
    RoleColors colors;
    std::optional<QString> icon;
    std::optional<QString> unicodeEmoji;

    bool operator==(const InviteRole&) const = default;
};
GUILDHALL_DECLARE_JSON(InviteRole);

/**
 * An invite, with its metadata where the asker may see them. Source: "Invite Structure", "Invite Metadata Structure".
 */
struct Invite {
    InviteType type = InviteType::Guild;
    QString code;
    Field<Box<InviteGuild>> guild;
    Field<GuildId> guildId;
    Box<InviteChannel> channel;  ///< null for friend invites
    Field<Box<User>> inviter;
    Field<InviteTargetType> targetType;
    Field<Box<User>> targetUser;
    Field<RawJson> targetApplication;
    Field<int> approximatePresenceCount;
    Field<int> approximateMemberCount;
    std::optional<Timestamp> expiresAt;
    Field<RawJson> guildScheduledEvent;
    Field<InviteFlags> flags;
    Field<QList<InviteRole>> roles;

    Field<int> uses;     ///< metadata from here on
    Field<int> maxUses;  ///< 0: any number
    Field<int> maxAge;   ///< seconds; 0: for ever
    Field<bool> temporary;
    Field<Timestamp> createdAt;

    bool operator==(const Invite&) const = default;
};
GUILDHALL_DECLARE_JSON(Invite);

}  // namespace shared
