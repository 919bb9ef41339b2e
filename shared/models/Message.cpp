#include "shared/models/Message.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MentionedUser>& user) {
    v.inlined(static_cast<Described<Visitor, User>&>(user));
    v("member", user.member);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ChannelMention>& mention) {
    v("id", mention.id);
    v("guild_id", mention.guildId);
    v.withDefault("type", mention.type);
    v.withDefault("name", mention.name);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessageReference>& reference) {
    v.withDefault("type", reference.type);
    v("message_id", reference.messageId);
    v("channel_id", reference.channelId);
    v("guild_id", reference.guildId);
    v("fail_if_not_exists", reference.failIfNotExists);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, SnapshotMessage>& message) {
    v.withDefault("type", message.type);
    v.withDefault("content", message.content);
    v.withDefault("embeds", message.embeds);
    v.withDefault("attachments", message.attachments);
    v.withDefault("timestamp", message.timestamp);
    v("edited_timestamp", message.editedTimestamp);
    v.withDefault("flags", message.flags);
    v.withDefault("mentions", message.mentions);
    v.withDefault("mention_roles", message.mentionRoles);
    v.unlessDefault("sticker_items", message.stickerItems);
    v.withDefault("components", message.components);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessageSnapshot>& snapshot) {
    v("message", snapshot.message);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessageCall>& call) {
    v.withDefault("participants", call.participants);
    v("ended_timestamp", call.endedTimestamp);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RoleSubscriptionData>& data) {
    v("role_subscription_listing_id", data.roleSubscriptionListingId);
    v.withDefault("tier_name", data.tierName);
    v.withDefault("total_months_subscribed", data.totalMonthsSubscribed);
    v.withDefault("is_renewal", data.isRenewal);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Message>& message) {
    v("id", message.id);
    v("channel_id", message.channelId);
    v("author", message.author);
    v.withDefault("content", message.content);
    v.withDefault("timestamp", message.timestamp);
    v("edited_timestamp", message.editedTimestamp);
    v.withDefault("type", message.type);
    v.withDefault("tts", message.tts);
    v.withDefault("mention_everyone", message.mentionEveryone);
    v.withDefault("pinned", message.pinned);
    v.withDefault("flags", message.flags);
    v.withDefault("mentions", message.mentions);
    v.withDefault("mention_roles", message.mentionRoles);
    v.unlessDefault("mention_channels", message.mentionChannels);
    v.withDefault("attachments", message.attachments);
    v.withDefault("embeds", message.embeds);
    v.unlessDefault("reactions", message.reactions);
    v.unlessDefault("sticker_items", message.stickerItems);
    v.unlessDefault("message_snapshots", message.messageSnapshots);
    v.withDefault("components", message.components);
    v("nonce", message.nonce);
    v("webhook_id", message.webhookId);
    v("application_id", message.applicationId);
    v("message_reference", message.messageReference);
    v("referenced_message", message.referencedMessage);
    v("interaction_metadata", message.interactionMetadata);
    v("interaction", message.interaction);
    v("thread", message.thread);
    v("position", message.position);
    v("activity", message.activity);
    v("application", message.application);
    v("role_subscription_data", message.roleSubscriptionData);
    v("resolved", message.resolved);
    v("poll", message.poll);
    v("call", message.call);
    v("shared_client_theme", message.sharedClientTheme);
    v("guild_id", message.guildId);
    v("member", message.member);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MessagePin>& pin) {
    v("pinned_at", pin.pinnedAt);
    v("message", pin.message);
}

}  // namespace

void readJson(JsonReader& reader, Nonce& value) {
    value.isNumber = reader.value().isDouble();
    if (!value.isNumber) {
        reader.read(value.text);
        return;
    }
    qint64 number = 0;
    if (reader.read(number)) value.text = QString::number(number);
}

void writeJson(JsonWriter& writer, const Nonce& value) {
    if (value.isNumber) {
        writer.raw(value.text.toLatin1());
    } else {
        writer.value(value.text);
    }
}

GUILDHALL_DEFINE_JSON(MentionedUser)
GUILDHALL_DEFINE_JSON(ChannelMention)
GUILDHALL_DEFINE_JSON(MessageReference)
GUILDHALL_DEFINE_JSON(SnapshotMessage)
GUILDHALL_DEFINE_JSON(MessageSnapshot)
GUILDHALL_DEFINE_JSON(MessageCall)
GUILDHALL_DEFINE_JSON(RoleSubscriptionData)
GUILDHALL_DEFINE_JSON(Message)
GUILDHALL_DEFINE_JSON(MessagePin)

}  // namespace shared
