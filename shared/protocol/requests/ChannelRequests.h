#pragma once

#include "shared/models/Channel.h"
#include "shared/models/Invite.h"
#include "shared/protocol/OneOrMany.h"

namespace shared {

/** One overwrite of a channel that is made or modified. */
struct OverwriteRequest {
    OverwriteId id;
    Field<OverwriteType> type;
    Field<Permissions> allow;
    Field<Permissions> deny;

    bool operator==(const OverwriteRequest&) const = default;
};
GUILDHALL_DECLARE_JSON(OverwriteRequest);

/** A tag of a forum; without an id it is a new one. */
struct ForumTagRequest {
    Field<ForumTagId> id;
    QString name;
    Field<bool> moderated;
    Field<EmojiId> emojiId;
    Field<QString> emojiName;

    bool operator==(const ForumTagRequest&) const = default;
};
GUILDHALL_DECLARE_JSON(ForumTagRequest);

/** POST /guilds/{guild.id}/channels. */
struct CreateChannel {
    QString name;
    Field<ChannelType> type;
    Field<QString> topic;
    Field<int> bitrate;           ///< bits per second
    Field<int> userLimit;         ///< 0: none
    Field<int> rateLimitPerUser;  ///< seconds
    Field<int> position;
    Field<QList<OverwriteRequest>> permissionOverwrites;
    Field<ChannelId> parentId;
    Field<bool> nsfw;
    Field<QString> rtcRegion;
    Field<VideoQualityMode> videoQualityMode;
    Field<int> defaultAutoArchiveDuration;  ///< minutes
    Field<DefaultReaction> defaultReactionEmoji;
    Field<QList<ForumTagRequest>> availableTags;
    Field<ForumSortOrder> defaultSortOrder;
    Field<ForumLayout> defaultForumLayout;
    Field<int> defaultThreadRateLimitPerUser;  ///< seconds

    bool operator==(const CreateChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateChannel);

/** PATCH /channels/{channel.id}: a guild's channel, a thread (the second part) or a group DM (the last). */
struct ModifyChannel {
    Field<QString> name;
    Field<ChannelType> type;
    Field<QString> topic;
    Field<int> bitrate;
    Field<int> userLimit;
    Field<int> rateLimitPerUser;
    Field<int> position;
    Field<QList<OverwriteRequest>> permissionOverwrites;
    Field<ChannelId> parentId;
    Field<bool> nsfw;
    Field<QString> rtcRegion;
    Field<VideoQualityMode> videoQualityMode;
    Field<int> defaultAutoArchiveDuration;
    Field<DefaultReaction> defaultReactionEmoji;
    Field<QList<ForumTagRequest>> availableTags;
    Field<ForumSortOrder> defaultSortOrder;
    Field<ForumLayout> defaultForumLayout;
    Field<int> defaultThreadRateLimitPerUser;
    Field<ChannelFlags> flags;
    Field<bool> archived;
    Field<int> autoArchiveDuration;  ///< minutes
    Field<bool> locked;
    Field<bool> invitable;
    Field<QList<ForumTagId>> appliedTags;
    Field<QString> icon;
    Field<UserId> owner;

    bool operator==(const ModifyChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyChannel);

/** One item of PATCH /guilds/{guild.id}/channels, whose body is a list. */
struct ChannelPosition {
    ChannelId id;
    Field<int> position;
    Field<bool> lockPermissions;  ///< take the overwrites of the new parent
    Field<ChannelId> parentId;

    bool operator==(const ChannelPosition&) const = default;
};
GUILDHALL_DECLARE_JSON(ChannelPosition);

/** PUT /channels/{channel.id}/permissions/{overwrite.id}. */
struct EditOverwrite {
    Field<OverwriteType> type;
    Field<Permissions> allow;
    Field<Permissions> deny;

    bool operator==(const EditOverwrite&) const = default;
};
GUILDHALL_DECLARE_JSON(EditOverwrite);

/** POST /channels/{channel.id}/invites; the body may be empty. */
struct CreateInvite {
    Field<int> maxAge;   ///< seconds; 0: for ever; a day unless given
    Field<int> maxUses;  ///< 0: any number
    Field<bool> temporary;
    Field<bool> unique;
    Field<InviteTargetType> targetType;
    Field<UserId> targetUserId;
    Field<ApplicationId> targetApplicationId;
    Field<OneOrMany<RoleId>> roleIds;

    bool operator==(const CreateInvite&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateInvite);

}  // namespace shared
