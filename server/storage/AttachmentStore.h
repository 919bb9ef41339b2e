#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** A file of a message: where its bytes are. What clients see of it is also in the message's `extra`. */
struct AttachmentRow {
    shared::AttachmentId id;
    shared::ChannelId channelId;
    shared::MessageId messageId;  ///< null: uploaded, not yet sent
    QString filename;
    QString contentType;
    qint64 size = 0;
    int width = 0;
    int height = 0;
    QString blob;  ///< its name in the BlobStore
    qint64 createdAt = 0;
    qint64 orphanedAt = 0;  ///< since when no message needs it; 0 while one does. Read only: the store keeps it.
};

/** Key: the channel's guild, or the DM's channel. */
class AttachmentStore {
 public:
    virtual ~AttachmentStore() = default;

    virtual shared::Result<void> insert(const AttachmentRow& attachment) = 0;
    virtual shared::Result<std::optional<AttachmentRow>> find(shared::ChannelId channelId,
                                                              shared::AttachmentId id) const = 0;
    virtual shared::Result<QList<AttachmentRow>> listByMessage(shared::ChannelId channelId,
                                                               shared::MessageId messageId) const = 0;
    /** Rows whose message is gone (or never came and are older than `before`), in no order. */
    virtual shared::Result<QList<AttachmentRow>> listOrphans(qint64 before, int limit) const = 0;
    virtual shared::Result<void> setMessage(shared::ChannelId channelId, shared::AttachmentId id,
                                            shared::MessageId messageId) = 0;
    /** The message goes on without it; the file goes as those of deleted messages do. */
    virtual shared::Result<void> orphan(shared::ChannelId channelId, shared::AttachmentId id) = 0;
    virtual shared::Result<bool> remove(shared::ChannelId channelId, shared::AttachmentId id) = 0;
};

}  // namespace server
