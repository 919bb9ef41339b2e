#include "shared/protocol/Dispatches.h"

#include "shared/json/JsonType.h"

namespace shared {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ChannelPins>& pins) {
    v("guild_id", pins.guildId);
    v("channel_id", pins.channelId);
    v("last_pin_timestamp", pins.lastPinTimestamp);
}
GUILDHALL_DEFINE_JSON(ChannelPins)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ThreadGone>& thread) {
    v("id", thread.id);
    v("guild_id", thread.guildId);
    v("parent_id", thread.parentId);
}
GUILDHALL_DEFINE_JSON(ThreadGone)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ThreadList>& list) {
    v("guild_id", list.guildId);
    v("channel_ids", list.channelIds);
    v("threads", list.threads);
}
GUILDHALL_DEFINE_JSON(ThreadList)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ChannelRecipient>& recipient) {
    v("channel_id", recipient.channelId);
    v("user", recipient.user);
}
GUILDHALL_DEFINE_JSON(ChannelRecipient)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MemberOfGuild>& member) {
    v("guild_id", member.guildId);
    v.inlined(static_cast<Described<Visitor, Member>&>(member));
}
GUILDHALL_DEFINE_JSON(MemberOfGuild)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UserOfGuild>& user) {
    v("guild_id", user.guildId);
    v("user", user.user);
}
GUILDHALL_DEFINE_JSON(UserOfGuild)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MembersChunk>& chunk) {
    v("guild_id", chunk.guildId);
    v("members", chunk.members);
    v("chunk_index", chunk.chunkIndex);
    v("chunk_count", chunk.chunkCount);
    v.withDefault("not_found", chunk.notFound);
    v.withDefault("presences", chunk.presences);
    v.withDefault("nonce", chunk.nonce);
}
GUILDHALL_DEFINE_JSON(MembersChunk)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RoleOfGuild>& role) {
    v("guild_id", role.guildId);
    v("role", role.role);
}
GUILDHALL_DEFINE_JSON(RoleOfGuild)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RoleGone>& role) {
    v("guild_id", role.guildId);
    v("role_id", role.roleId);
}
GUILDHALL_DEFINE_JSON(RoleGone)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EmojisOfGuild>& emojis) {
    v("guild_id", emojis.guildId);
    v("emojis", emojis.emojis);
}
GUILDHALL_DEFINE_JSON(EmojisOfGuild)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessageGone>& message) {
    v("id", message.id);
    v("channel_id", message.channelId);
    v("guild_id", message.guildId);
}
GUILDHALL_DEFINE_JSON(MessageGone)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessagesGone>& messages) {
    v("ids", messages.ids);
    v("channel_id", messages.channelId);
    v("guild_id", messages.guildId);
}
GUILDHALL_DEFINE_JSON(MessagesGone)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessageAcked>& ack) {
    v("channel_id", ack.channelId);
    v("message_id", ack.messageId);
    v("mention_count", ack.mentionCount);
    v("manual", ack.manual);
}
GUILDHALL_DEFINE_JSON(MessageAcked)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ReactionOfMessage>& reaction) {
    v.withDefault("user_id", reaction.userId);
    v("channel_id", reaction.channelId);
    v("message_id", reaction.messageId);
    v("guild_id", reaction.guildId);
    v.withDefault("emoji", reaction.emoji);
    v.withDefault("burst", reaction.burst);
}
GUILDHALL_DEFINE_JSON(ReactionOfMessage)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Typing>& typing) {
    v("channel_id", typing.channelId);
    v("guild_id", typing.guildId);
    v("user_id", typing.userId);
    v("timestamp", typing.timestamp);
    v("member", typing.member);
}
GUILDHALL_DEFINE_JSON(Typing)

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RelationshipGone>& relationship) {
    v("id", relationship.id);
    v.withDefault("type", relationship.type);
}
GUILDHALL_DEFINE_JSON(RelationshipGone)

template <class Visitor>
void describe(Visitor&, Described<Visitor, EmptyPayload>&) {}
GUILDHALL_DEFINE_JSON(EmptyPayload)

}  // namespace shared
