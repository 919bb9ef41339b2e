#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** How often a message has one emoji. The emoji is "name:id" for a custom one and the character itself otherwise. */
struct ReactionCount {
    shared::MessageId messageId;
    QString emoji;
    int count = 0;
    bool isMine = false;  ///< the asking user is among them
};

/** Key: the channel's guild, or the DM's channel. */
class ReactionStore {
 public:
    virtual ~ReactionStore() = default;

    /** False if the user had reacted so already. */
    virtual shared::Result<bool> insert(shared::ChannelId channelId, shared::MessageId id, const QString& emoji,
                                        shared::UserId user, qint64 at) = 0;
    /**
     * Counts of all messages of the channel with ids from `first` to `last`, by message, and within one in the order
     * in which its emojis came. Ask only when a row of the page has `hasReactions`.
     */
    virtual shared::Result<QList<ReactionCount>> counts(shared::ChannelId channelId, shared::MessageId first,
                                                        shared::MessageId last, shared::UserId viewer) const = 0;
    /** Ascending by user id, after `after`. */
    virtual shared::Result<QList<shared::UserId>> listUsers(shared::ChannelId channelId, shared::MessageId id,
                                                            const QString& emoji, shared::UserId after,
                                                            int limit) const = 0;
    /** How many different emojis the message has. */
    virtual shared::Result<int> countEmojis(shared::ChannelId channelId, shared::MessageId id) const = 0;
    /** True if it was there. */
    virtual shared::Result<bool> remove(shared::ChannelId channelId, shared::MessageId id, const QString& emoji,
                                        shared::UserId user) = 0;
    /** Number of reactions removed. An empty emoji means all. */
    virtual shared::Result<int> removeAll(shared::ChannelId channelId, shared::MessageId id, const QString& emoji) = 0;
};

}  // namespace server
