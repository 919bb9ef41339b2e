#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/core/Timestamp.h"
#include "shared/json/Field.h"
#include "shared/json/RawJson.h"
#include "shared/models/Attachment.h"
#include "shared/models/Channel.h"
#include "shared/models/Embed.h"
#include "shared/models/Member.h"
#include "shared/models/Reaction.h"
#include "shared/models/Sticker.h"
#include "shared/models/User.h"

namespace shared {

enum class MessageType : int {
    Default = 0,
    RecipientAdd = 1,
    RecipientRemove = 2,
    Call = 3,
    ChannelNameChange = 4,
    ChannelIconChange = 5,
    ChannelPinnedMessage = 6,
    UserJoin = 7,
    GuildBoost = 8,
    GuildBoostTier1 = 9,
    GuildBoostTier2 = 10,
    GuildBoostTier3 = 11,
    ChannelFollowAdd = 12,
    GuildDiscoveryDisqualified = 14,
    GuildDiscoveryRequalified = 15,
    GuildDiscoveryGracePeriodInitialWarning = 16,
    GuildDiscoveryGracePeriodFinalWarning = 17,
    ThreadCreated = 18,
    Reply = 19,
    ChatInputCommand = 20,
    ThreadStarterMessage = 21,
    GuildInviteReminder = 22,
    ContextMenuCommand = 23,
    AutoModerationAction = 24,
    RoleSubscriptionPurchase = 25,
    InteractionPremiumUpsell = 26,
    StageStart = 27,
    StageEnd = 28,
    StageSpeaker = 29,
    StageTopic = 31,
    GuildApplicationPremiumSubscription = 32,
    GuildIncidentAlertModeEnabled = 36,
    GuildIncidentAlertModeDisabled = 37,
    GuildIncidentReportRaid = 38,
    GuildIncidentReportFalseAlarm = 39,
    PurchaseNotification = 44,
    PollResult = 46,
};

enum class MessageFlag : quint64 {
    Crossposted = 1 << 0,
    IsCrosspost = 1 << 1,
    SuppressEmbeds = 1 << 2,
    SourceMessageDeleted = 1 << 3,
    Urgent = 1 << 4,
    HasThread = 1 << 5,
    Ephemeral = 1 << 6,
    Loading = 1 << 7,
    FailedToMentionSomeRolesInThread = 1 << 8,
    SuppressNotifications = 1 << 12,
    IsVoiceMessage = 1 << 13,
    HasSnapshot = 1 << 14,
    IsComponentsV2 = 1 << 15,
};
using MessageFlags = Flags<MessageFlag>;
constexpr MessageFlags operator|(MessageFlag a, MessageFlag b) {
    return MessageFlags(a) | MessageFlags(b);
}

/** What the sender gave to know the message again; sent back in the form it came in. */
struct Nonce {
    QString text;  ///< up to 25 characters
    bool isNumber = false;

    bool operator==(const Nonce&) const = default;
};
void readJson(JsonReader& reader, Nonce& value);
void writeJson(JsonWriter& writer, const Nonce& value);

/** A mentioned user; in gateway events with that user's member, which has no user of its own. */
struct MentionedUser : User {
    Field<Box<Member>> member;

    bool operator==(const MentionedUser&) const = default;
};
GUILDHALL_DECLARE_JSON(MentionedUser);

struct ChannelMention {
    ChannelId id;
    GuildId guildId;
    ChannelType type = ChannelType::GuildText;
    QString name;

    bool operator==(const ChannelMention&) const = default;
};
GUILDHALL_DECLARE_JSON(ChannelMention);

enum class MessageReferenceType : int { Default = 0, Forward = 1 };

/** Which message another one answers, forwards, or comes from. */
struct MessageReference {
    MessageReferenceType type = MessageReferenceType::Default;
    Field<MessageId> messageId;
    Field<ChannelId> channelId;
    Field<GuildId> guildId;
    Field<bool> failIfNotExists;  ///< in requests only

    bool operator==(const MessageReference&) const = default;
};
GUILDHALL_DECLARE_JSON(MessageReference);

/** The forwarded part of a message. */
struct SnapshotMessage {
    MessageType type = MessageType::Default;
    QString content;
    QList<Embed> embeds;
    QList<Attachment> attachments;
    Timestamp timestamp;
    std::optional<Timestamp> editedTimestamp;
    MessageFlags flags;
    QList<User> mentions;
    QList<RoleId> mentionRoles;
    QList<StickerItem> stickerItems;
    RawJson components{QByteArrayLiteral("[]")};

    bool operator==(const SnapshotMessage&) const = default;
};
GUILDHALL_DECLARE_JSON(SnapshotMessage);

struct MessageSnapshot {
    SnapshotMessage message;

    bool operator==(const MessageSnapshot&) const = default;
};
GUILDHALL_DECLARE_JSON(MessageSnapshot);

/** A call in a DM. */
struct MessageCall {
    QList<UserId> participants;
    Field<Timestamp> endedTimestamp;

    bool operator==(const MessageCall&) const = default;
};
GUILDHALL_DECLARE_JSON(MessageCall);

struct RoleSubscriptionData {
    SkuId roleSubscriptionListingId;
    QString tierName;
    int totalMonthsSubscribed = 0;
    bool isRenewal = false;

    bool operator==(const RoleSubscriptionData&) const = default;
};
GUILDHALL_DECLARE_JSON(RoleSubscriptionData);

/**
 * A message. Source: "Message Structure", with the fields that MESSAGE_CREATE adds.
 *
 * It is made thousands of times a second: what most messages do not have is one empty pointer here.
 */
struct Message {
    MessageId id;
    ChannelId channelId;
    User author;
    QString content;
    Timestamp timestamp;
    std::optional<Timestamp> editedTimestamp;
    MessageType type = MessageType::Default;
    bool tts = false;
    bool mentionEveryone = false;
    bool pinned = false;
    MessageFlags flags;
    QList<MentionedUser> mentions;
    QList<RoleId> mentionRoles;
    QList<ChannelMention> mentionChannels;  ///< written only when there are some; so are the three lists below
    QList<Attachment> attachments;
    QList<Embed> embeds;
    QList<Reaction> reactions;
    QList<StickerItem> stickerItems;
    QList<MessageSnapshot> messageSnapshots;
    RawJson components{QByteArrayLiteral("[]")};
    Field<Nonce> nonce;
    Field<WebhookId> webhookId;
    Field<ApplicationId> applicationId;
    Field<Box<MessageReference>> messageReference;
    Field<Box<Message>> referencedMessage;  ///< null: it was deleted; missing: not looked up
    Field<RawJson> interactionMetadata;
    Field<RawJson> interaction;
    Field<Box<Channel>> thread;
    Field<int> position;
    Field<RawJson> activity;
    Field<RawJson> application;
    Field<Box<RoleSubscriptionData>> roleSubscriptionData;
    Field<RawJson> resolved;
    Field<RawJson> poll;
    Field<Box<MessageCall>> call;
    Field<RawJson> sharedClientTheme;

    Field<GuildId> guildId;     ///< gateway only
    Field<Box<Member>> member;  ///< gateway only, without its user

    bool operator==(const Message&) const = default;
};
GUILDHALL_DECLARE_JSON(Message);

struct MessagePin {
    Timestamp pinnedAt;
    Message message;

    bool operator==(const MessagePin&) const = default;
};
GUILDHALL_DECLARE_JSON(MessagePin);

}  // namespace shared
