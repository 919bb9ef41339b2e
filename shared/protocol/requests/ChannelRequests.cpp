#include "shared/protocol/requests/ChannelRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, OverwriteRequest>& request) {
    v("id", request.id);
    v("type", request.type);
    v("allow", request.allow);
    v("deny", request.deny);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ForumTagRequest>& request) {
    v("id", request.id);
    v("name", request.name);
    v("moderated", request.moderated);
    v("emoji_id", request.emojiId);
    v("emoji_name", request.emojiName);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateChannel>& channel) {
    v("name", channel.name);
    v("type", channel.type);
    v("topic", channel.topic);
    v("bitrate", channel.bitrate);
    v("user_limit", channel.userLimit);
    v("rate_limit_per_user", channel.rateLimitPerUser);
    v("position", channel.position);
    v("permission_overwrites", channel.permissionOverwrites);
    v("parent_id", channel.parentId);
    v("nsfw", channel.nsfw);
    v("rtc_region", channel.rtcRegion);
    v("video_quality_mode", channel.videoQualityMode);
    v("default_auto_archive_duration", channel.defaultAutoArchiveDuration);
    v("default_reaction_emoji", channel.defaultReactionEmoji);
    v("available_tags", channel.availableTags);
    v("default_sort_order", channel.defaultSortOrder);
    v("default_forum_layout", channel.defaultForumLayout);
    v("default_thread_rate_limit_per_user", channel.defaultThreadRateLimitPerUser);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyChannel>& channel) {
    v("name", channel.name);
    v("type", channel.type);
    v("topic", channel.topic);
    v("bitrate", channel.bitrate);
    v("user_limit", channel.userLimit);
    v("rate_limit_per_user", channel.rateLimitPerUser);
    v("position", channel.position);
    v("permission_overwrites", channel.permissionOverwrites);
    v("parent_id", channel.parentId);
    v("nsfw", channel.nsfw);
    v("rtc_region", channel.rtcRegion);
    v("video_quality_mode", channel.videoQualityMode);
    v("default_auto_archive_duration", channel.defaultAutoArchiveDuration);
    v("default_reaction_emoji", channel.defaultReactionEmoji);
    v("available_tags", channel.availableTags);
    v("default_sort_order", channel.defaultSortOrder);
    v("default_forum_layout", channel.defaultForumLayout);
    v("default_thread_rate_limit_per_user", channel.defaultThreadRateLimitPerUser);
    v("flags", channel.flags);
    v("archived", channel.archived);
    v("auto_archive_duration", channel.autoArchiveDuration);
    v("locked", channel.locked);
    v("invitable", channel.invitable);
    v("applied_tags", channel.appliedTags);
    v("icon", channel.icon);
    v("owner", channel.owner);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ChannelPosition>& position) {
    v("id", position.id);
    v("position", position.position);
    v("lock_permissions", position.lockPermissions);
    v("parent_id", position.parentId);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, EditOverwrite>& overwrite) {
    v("type", overwrite.type);
    v("allow", overwrite.allow);
    v("deny", overwrite.deny);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateInvite>& invite) {
    v("max_age", invite.maxAge);
    v("max_uses", invite.maxUses);
    v("temporary", invite.temporary);
    v("unique", invite.unique);
    v("target_type", invite.targetType);
    v("target_user_id", invite.targetUserId);
    v("target_application_id", invite.targetApplicationId);
    v("role_ids", invite.roleIds);
}

}  // namespace

GUILDHALL_DEFINE_JSON(OverwriteRequest)
GUILDHALL_DEFINE_JSON(ForumTagRequest)
GUILDHALL_DEFINE_JSON(CreateChannel)
GUILDHALL_DEFINE_JSON(ModifyChannel)
GUILDHALL_DEFINE_JSON(ChannelPosition)
GUILDHALL_DEFINE_JSON(EditOverwrite)
GUILDHALL_DEFINE_JSON(CreateInvite)

}  // namespace shared
