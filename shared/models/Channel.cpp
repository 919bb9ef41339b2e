#include "shared/models/Channel.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ThreadMetadata>& metadata) {
    v.withDefault("archived", metadata.archived);
    v.withDefault("auto_archive_duration", metadata.autoArchiveDuration);
    v.withDefault("archive_timestamp", metadata.archiveTimestamp);
    v.withDefault("locked", metadata.locked);
    v("invitable", metadata.invitable);
    v("create_timestamp", metadata.createTimestamp);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ThreadMember>& member) {
    v("id", member.id);
    v("user_id", member.userId);
    v.withDefault("join_timestamp", member.joinTimestamp);
    v.withDefault("flags", member.flags);
    v("member", member.member);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ForumTag>& tag) {
    v("id", tag.id);
    v("name", tag.name);
    v.withDefault("moderated", tag.moderated);
    v("emoji_id", tag.emojiId);
    v("emoji_name", tag.emojiName);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, DefaultReaction>& reaction) {
    v("emoji_id", reaction.emojiId);
    v("emoji_name", reaction.emojiName);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Channel>& channel) {
    v("id", channel.id);
    v("type", channel.type);
    v("guild_id", channel.guildId);
    v("position", channel.position);
    v("permission_overwrites", channel.permissionOverwrites);
    v("name", channel.name);
    v("topic", channel.topic);
    v("nsfw", channel.nsfw);
    v("last_message_id", channel.lastMessageId);
    v("bitrate", channel.bitrate);
    v("user_limit", channel.userLimit);
    v("rate_limit_per_user", channel.rateLimitPerUser);
    v("recipients", channel.recipients);
    v("icon", channel.icon);
    v("owner_id", channel.ownerId);
    v("application_id", channel.applicationId);
    v("managed", channel.managed);
    v("parent_id", channel.parentId);
    v("last_pin_timestamp", channel.lastPinTimestamp);
    v("rtc_region", channel.rtcRegion);
    v("video_quality_mode", channel.videoQualityMode);
    v("message_count", channel.messageCount);
    v("member_count", channel.memberCount);
    v("thread_metadata", channel.threadMetadata);
    v("member", channel.member);
    v("default_auto_archive_duration", channel.defaultAutoArchiveDuration);
    v("permissions", channel.permissions);
    v("app_permissions", channel.appPermissions);
    v.withDefault("flags", channel.flags);
    v("total_message_sent", channel.totalMessageSent);
    v("available_tags", channel.availableTags);
    v("applied_tags", channel.appliedTags);
    v("default_reaction_emoji", channel.defaultReactionEmoji);
    v("default_thread_rate_limit_per_user", channel.defaultThreadRateLimitPerUser);
    v("default_sort_order", channel.defaultSortOrder);
    v("default_forum_layout", channel.defaultForumLayout);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, FollowedChannel>& channel) {
    v("channel_id", channel.channelId);
    v("webhook_id", channel.webhookId);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ThreadMetadata)
GUILDHALL_DEFINE_JSON(ThreadMember)
GUILDHALL_DEFINE_JSON(ForumTag)
GUILDHALL_DEFINE_JSON(DefaultReaction)
GUILDHALL_DEFINE_JSON(Channel)
GUILDHALL_DEFINE_JSON(FollowedChannel)

}  // namespace shared
