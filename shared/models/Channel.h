#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/core/Timestamp.h"
#include "shared/json/Field.h"
#include "shared/models/Member.h"
#include "shared/models/Overwrite.h"
#include "shared/models/User.h"

namespace shared {

enum class ChannelType : int {
    GuildText = 0,
    Dm = 1,
    GuildVoice = 2,
    GroupDm = 3,
    GuildCategory = 4,
    GuildAnnouncement = 5,
    AnnouncementThread = 10,
    PublicThread = 11,
    PrivateThread = 12,
    GuildStageVoice = 13,
    GuildDirectory = 14,
    GuildForum = 15,
    GuildMedia = 16,
};

constexpr bool isThread(ChannelType type) {
    return type == ChannelType::AnnouncementThread || type == ChannelType::PublicThread ||
           type == ChannelType::PrivateThread;
}
/** A DM or a group DM. */
constexpr bool isPrivate(ChannelType type) {
    return type == ChannelType::Dm || type == ChannelType::GroupDm;
}
constexpr bool isVoice(ChannelType type) {
    return type == ChannelType::GuildVoice || type == ChannelType::GuildStageVoice;
}
/** A channel that holds only threads. */
constexpr bool isForum(ChannelType type) {
    return type == ChannelType::GuildForum || type == ChannelType::GuildMedia;
}
/** A channel in which messages can be: text, announcement, voice, stage, threads, DMs. */
constexpr bool hasMessages(ChannelType type) {
    return type == ChannelType::GuildText || type == ChannelType::GuildAnnouncement || isVoice(type) ||
           isThread(type) || isPrivate(type);
}

enum class ChannelFlag : quint64 {
    Pinned = 1 << 1,
    RequireTag = 1 << 4,
    HideMediaDownloadOptions = 1 << 15,
    IsSpoilerChannel = 1 << 21,
};
using ChannelFlags = Flags<ChannelFlag>;

enum class VideoQualityMode : int { Auto = 1, Full = 2 };
enum class ForumSortOrder : int { LatestActivity = 0, CreationDate = 1 };
enum class ForumLayout : int { NotSet = 0, ListView = 1, GalleryView = 2 };

struct ThreadMetadata {
    bool archived = false;
    int autoArchiveDuration = 1440;  ///< minutes: 60, 1440, 4320 or 10080
    Timestamp archiveTimestamp;      ///< when `archived` last changed
    bool locked = false;
    Field<bool> invitable;  ///< private threads only
    Field<Timestamp> createTimestamp;

    bool operator==(const ThreadMetadata&) const = default;
};
GUILDHALL_DECLARE_JSON(ThreadMetadata);

struct ThreadMember {
    Field<ChannelId> id;  ///< of the thread; missing in GUILD_CREATE, as is `userId`
    Field<UserId> userId;
    Timestamp joinTimestamp;
    int flags = 0;
    Field<Box<Member>> member;

    bool operator==(const ThreadMember&) const = default;
};
GUILDHALL_DECLARE_JSON(ThreadMember);

/** A tag that posts of a forum can have. At most one of emojiId and emojiName is set. */
struct ForumTag {
    ForumTagId id;
    QString name;
    bool moderated = false;
    std::optional<EmojiId> emojiId;
    std::optional<QString> emojiName;

    bool operator==(const ForumTag&) const = default;
};
GUILDHALL_DECLARE_JSON(ForumTag);

struct DefaultReaction {
    std::optional<EmojiId> emojiId;
    std::optional<QString> emojiName;

    bool operator==(const DefaultReaction&) const = default;
};
GUILDHALL_DECLARE_JSON(DefaultReaction);

/** A channel or thread of any kind; which fields are there depends on its type. Source: "Channel Structure". */
struct Channel {
    ChannelId id;
    ChannelType type = ChannelType::GuildText;
    Field<GuildId> guildId;
    Field<int> position;
    Field<QList<Overwrite>> permissionOverwrites;
    Field<QString> name;
    Field<QString> topic;
    Field<bool> nsfw;
    Field<MessageId> lastMessageId;
    Field<int> bitrate;           ///< bits per second
    Field<int> userLimit;         ///< 0: none
    Field<int> rateLimitPerUser;  ///< seconds
    Field<QList<User>> recipients;
    Field<QString> icon;  ///< hash
    Field<UserId> ownerId;
    Field<ApplicationId> applicationId;
    Field<bool> managed;
    Field<ChannelId> parentId;
    Field<Timestamp> lastPinTimestamp;
    Field<QString> rtcRegion;
    Field<VideoQualityMode> videoQualityMode;
    Field<int> messageCount;  ///< without the first message and deleted ones
    Field<int> memberCount;   ///< stops at 50
    Field<ThreadMetadata> threadMetadata;
    Field<ThreadMember> member;             ///< the asking user's
    Field<int> defaultAutoArchiveDuration;  ///< minutes
    Field<Permissions> permissions;         ///< in the resolved data of an interaction only
    Field<Permissions> appPermissions;      ///< likewise
    ChannelFlags flags;
    Field<int> totalMessageSent;
    Field<QList<ForumTag>> availableTags;
    Field<QList<ForumTagId>> appliedTags;
    Field<DefaultReaction> defaultReactionEmoji;
    Field<int> defaultThreadRateLimitPerUser;  ///< seconds
    Field<ForumSortOrder> defaultSortOrder;
    Field<ForumLayout> defaultForumLayout;

    bool operator==(const Channel&) const = default;
};
GUILDHALL_DECLARE_JSON(Channel);

/** Where the posts of an announcement channel go. */
struct FollowedChannel {
    ChannelId channelId;  ///< source
    WebhookId webhookId;  ///< in the target

    bool operator==(const FollowedChannel&) const = default;
};
GUILDHALL_DECLARE_JSON(FollowedChannel);

}  // namespace shared
