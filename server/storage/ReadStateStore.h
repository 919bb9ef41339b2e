#pragma once

#include <QtCore/QList>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** How far a user has read a channel. */
struct ReadStateRow {
    shared::ChannelId channelId;
    shared::MessageId lastMessageId;
    int mentionCount = 0;
    qint64 lastPinAt = 0;
    int flags = 0;
    int lastViewed = 0;  ///< days since 2015-01-01
};

/** Key: the user. */
class ReadStateStore {
 public:
    virtual ~ReadStateStore() = default;

    virtual shared::Result<std::optional<ReadStateRow>> find(shared::ChannelId channelId) const = 0;
    virtual shared::Result<QList<ReadStateRow>> list() const = 0;
    /** Moves forward only: an older position changes nothing. True if it moved. */
    virtual shared::Result<bool> advance(const ReadStateRow& state) = 0;
    /** A manual acknowledgement ("mark unread"), which may go back. */
    virtual shared::Result<void> put(const ReadStateRow& state) = 0;
    virtual shared::Result<void> remove(shared::ChannelId channelId) = 0;
};

}  // namespace server
