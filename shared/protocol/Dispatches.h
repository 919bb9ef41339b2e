#pragma once

#include "shared/models/Message.h"
#include "shared/protocol/GatewayEvents.h"
#include "shared/protocol/GatewayPayloads.h"

namespace shared {

/** CHANNEL_PINS_UPDATE. */
struct ChannelPins {
    Field<GuildId> guildId;
    ChannelId channelId;
    Field<Timestamp> lastPinTimestamp;

    bool operator==(const ChannelPins&) const = default;
};
GUILDHALL_DECLARE_JSON(ChannelPins);

/** THREAD_DELETE. */
struct ThreadGone {
    ChannelId id;
    GuildId guildId;
    std::optional<ChannelId> parentId;

    bool operator==(const ThreadGone&) const = default;
};
GUILDHALL_DECLARE_JSON(ThreadGone);

/** THREAD_LIST_SYNC: all active threads of some channels; without `channelIds`, of the guild. */
struct ThreadList {
    GuildId guildId;
    Field<QList<ChannelId>> channelIds;
    QList<Channel> threads;

    bool operator==(const ThreadList&) const = default;
};
GUILDHALL_DECLARE_JSON(ThreadList);

/** CHANNEL_RECIPIENT_ADD and _REMOVE. */
struct ChannelRecipient {
    ChannelId channelId;
    User user;

    bool operator==(const ChannelRecipient&) const = default;
};
GUILDHALL_DECLARE_JSON(ChannelRecipient);

/** GUILD_MEMBER_ADD and _UPDATE. */
struct MemberOfGuild : Member {
    GuildId guildId;

    bool operator==(const MemberOfGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(MemberOfGuild);

/** GUILD_MEMBER_REMOVE, GUILD_BAN_ADD and _REMOVE. */
struct UserOfGuild {
    GuildId guildId;
    User user;

    bool operator==(const UserOfGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(UserOfGuild);

/** GUILD_MEMBERS_CHUNK. */
struct MembersChunk {
    GuildId guildId;
    QList<Member> members;
    int chunkIndex = 0;
    int chunkCount = 1;
    QList<QString> notFound;
    QList<Presence> presences;
    QString nonce;

    bool operator==(const MembersChunk&) const = default;
};
GUILDHALL_DECLARE_JSON(MembersChunk);

/** GUILD_ROLE_CREATE and _UPDATE. */
struct RoleOfGuild {
    GuildId guildId;
    Role role;

    bool operator==(const RoleOfGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(RoleOfGuild);

/** GUILD_ROLE_DELETE. */
struct RoleGone {
    GuildId guildId;
    RoleId roleId;

    bool operator==(const RoleGone&) const = default;
};
GUILDHALL_DECLARE_JSON(RoleGone);

/** GUILD_EMOJIS_UPDATE. */
struct EmojisOfGuild {
    GuildId guildId;
    QList<Emoji> emojis;

    bool operator==(const EmojisOfGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(EmojisOfGuild);

/** MESSAGE_DELETE. */
struct MessageGone {
    MessageId id;
    ChannelId channelId;
    Field<GuildId> guildId;

    bool operator==(const MessageGone&) const = default;
};
GUILDHALL_DECLARE_JSON(MessageGone);

/** MESSAGE_DELETE_BULK. */
struct MessagesGone {
    QList<MessageId> ids;
    ChannelId channelId;
    Field<GuildId> guildId;

    bool operator==(const MessagesGone&) const = default;
};
GUILDHALL_DECLARE_JSON(MessagesGone);

/** MESSAGE_ACK. */
struct MessageAcked {
    ChannelId channelId;
    MessageId messageId;
    Field<int> mentionCount;
    Field<bool> manual;  ///< marked as unread by hand: may go backwards

    bool operator==(const MessageAcked&) const = default;
};
GUILDHALL_DECLARE_JSON(MessageAcked);

/** MESSAGE_REACTION_ADD, _REMOVE, _REMOVE_EMOJI and _REMOVE_ALL; the latter two have no user, the last no emoji. */
struct ReactionOfMessage {
    UserId userId;
    ChannelId channelId;
    MessageId messageId;
    Field<GuildId> guildId;
    PartialEmoji emoji;
    bool burst = false;

    bool operator==(const ReactionOfMessage&) const = default;
};
GUILDHALL_DECLARE_JSON(ReactionOfMessage);

/** TYPING_START. */
struct Typing {
    ChannelId channelId;
    Field<GuildId> guildId;
    UserId userId;
    qint64 timestamp = 0;  ///< seconds since 1970
    Field<Box<Member>> member;

    bool operator==(const Typing&) const = default;
};
GUILDHALL_DECLARE_JSON(Typing);

/** RELATIONSHIP_REMOVE. */
struct RelationshipGone {
    UserId id;
    RelationshipType type = RelationshipType::None;

    bool operator==(const RelationshipGone&) const = default;
};
GUILDHALL_DECLARE_JSON(RelationshipGone);

/** RESUMED: nothing but the news. */
struct EmptyPayload {
    bool operator==(const EmptyPayload&) const = default;
};
GUILDHALL_DECLARE_JSON(EmptyPayload);

/** A dispatch as a receiver sees it: which event, and its payload as a type. */
template <GatewayEvent kWhich, class PayloadType>
struct Dispatch {
    using Payload = PayloadType;
    static constexpr GatewayEvent kEvent = kWhich;

    Payload payload;
};

using ReadyEvent = Dispatch<GatewayEvent::Ready, Ready>;
using ResumedEvent = Dispatch<GatewayEvent::Resumed, EmptyPayload>;
using ChannelCreateEvent = Dispatch<GatewayEvent::ChannelCreate, Channel>;
using ChannelUpdateEvent = Dispatch<GatewayEvent::ChannelUpdate, Channel>;
using ChannelDeleteEvent = Dispatch<GatewayEvent::ChannelDelete, Channel>;
using ChannelPinsUpdateEvent = Dispatch<GatewayEvent::ChannelPinsUpdate, ChannelPins>;
using ChannelRecipientAddEvent = Dispatch<GatewayEvent::ChannelRecipientAdd, ChannelRecipient>;
using ChannelRecipientRemoveEvent = Dispatch<GatewayEvent::ChannelRecipientRemove, ChannelRecipient>;
using ThreadCreateEvent = Dispatch<GatewayEvent::ThreadCreate, Channel>;
using ThreadUpdateEvent = Dispatch<GatewayEvent::ThreadUpdate, Channel>;
using ThreadDeleteEvent = Dispatch<GatewayEvent::ThreadDelete, ThreadGone>;
using ThreadListSyncEvent = Dispatch<GatewayEvent::ThreadListSync, ThreadList>;
using GuildCreateEvent = Dispatch<GatewayEvent::GuildCreate, GatewayGuild>;
using GuildUpdateEvent = Dispatch<GatewayEvent::GuildUpdate, Guild>;
using GuildDeleteEvent = Dispatch<GatewayEvent::GuildDelete, UnavailableGuild>;
using GuildEmojisUpdateEvent = Dispatch<GatewayEvent::GuildEmojisUpdate, EmojisOfGuild>;
using GuildMemberAddEvent = Dispatch<GatewayEvent::GuildMemberAdd, MemberOfGuild>;
using GuildMemberUpdateEvent = Dispatch<GatewayEvent::GuildMemberUpdate, MemberOfGuild>;
using GuildMemberRemoveEvent = Dispatch<GatewayEvent::GuildMemberRemove, UserOfGuild>;
using GuildMembersChunkEvent = Dispatch<GatewayEvent::GuildMembersChunk, MembersChunk>;
using GuildRoleCreateEvent = Dispatch<GatewayEvent::GuildRoleCreate, RoleOfGuild>;
using GuildRoleUpdateEvent = Dispatch<GatewayEvent::GuildRoleUpdate, RoleOfGuild>;
using GuildRoleDeleteEvent = Dispatch<GatewayEvent::GuildRoleDelete, RoleGone>;
using MessageCreateEvent = Dispatch<GatewayEvent::MessageCreate, Message>;
using MessageUpdateEvent = Dispatch<GatewayEvent::MessageUpdate, Message>;
using MessageDeleteEvent = Dispatch<GatewayEvent::MessageDelete, MessageGone>;
using MessageDeleteBulkEvent = Dispatch<GatewayEvent::MessageDeleteBulk, MessagesGone>;
using MessageAckEvent = Dispatch<GatewayEvent::MessageAck, MessageAcked>;
using MessageReactionAddEvent = Dispatch<GatewayEvent::MessageReactionAdd, ReactionOfMessage>;
using MessageReactionRemoveEvent = Dispatch<GatewayEvent::MessageReactionRemove, ReactionOfMessage>;
using MessageReactionRemoveAllEvent = Dispatch<GatewayEvent::MessageReactionRemoveAll, ReactionOfMessage>;
using MessageReactionRemoveEmojiEvent = Dispatch<GatewayEvent::MessageReactionRemoveEmoji, ReactionOfMessage>;
using PresenceUpdateEvent = Dispatch<GatewayEvent::PresenceUpdate, Presence>;
using TypingStartEvent = Dispatch<GatewayEvent::TypingStart, Typing>;
using UserUpdateEvent = Dispatch<GatewayEvent::UserUpdate, CurrentUser>;
using VoiceStateUpdateEvent = Dispatch<GatewayEvent::VoiceStateUpdate, VoiceState>;
using RelationshipAddEvent = Dispatch<GatewayEvent::RelationshipAdd, Relationship>;
using RelationshipUpdateEvent = Dispatch<GatewayEvent::RelationshipUpdate, Relationship>;
using RelationshipRemoveEvent = Dispatch<GatewayEvent::RelationshipRemove, RelationshipGone>;
using UserGuildSettingsUpdateEvent = Dispatch<GatewayEvent::UserGuildSettingsUpdate, UserGuildSettings>;
using UserSettingsUpdateEvent = Dispatch<GatewayEvent::UserSettingsUpdate, QJsonValue>;  ///< only what has changed

}  // namespace shared
