#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"
#include "shared/models/Overwrite.h"

namespace server {

/** A channel, category or thread of a guild, or a DM. Times are ms since 1970, 0 = never. */
struct ChannelRow {
    shared::ChannelId id;
    int type = 0;
    QString name;
    std::optional<QString> topic;
    int position = 0;
    shared::ChannelId parentId;  ///< null: none
    bool isNsfw = false;
    int rateLimitPerUser = 0;  ///< seconds
    quint64 flags = 0;
    shared::UserId ownerId;  ///< of a thread or group DM
    QList<shared::Overwrite> overwrites;
    QList<shared::UserId> recipients;  ///< of a DM, everybody in it
    QByteArray extra;                  ///< JSON object of the rest (bitrate, user_limit, icon, ...); empty = {}

    shared::MessageId lastMessageId;  ///< kept by MessageStore::insert; insert() takes it, update() does not touch it
    qint64 lastPinAt = 0;             ///< kept by MessageStore::setPinned, likewise
};

/** Key: the guild, or the DM's channel. */
class ChannelStore {
 public:
    virtual ~ChannelStore() = default;

    /** The caller also puts it into the directory (DirectoryKind::Channel). */
    virtual shared::Result<void> insert(const ChannelRow& channel) = 0;
    virtual shared::Result<std::optional<ChannelRow>> find(shared::ChannelId id) const = 0;
    /** Or UnknownChannel. */
    shared::Result<ChannelRow> get(shared::ChannelId id) const;
    /** By position, then by id. */
    virtual shared::Result<QList<ChannelRow>> list() const = 0;
    /** Everything but last message and last pin. Or UnknownChannel. */
    virtual shared::Result<void> update(const ChannelRow& channel) = 0;
    /** Removes the row, not its messages: listRemoved names it until they are gone. True if there was one. */
    virtual shared::Result<bool> remove(shared::ChannelId id) = 0;
    /** Channels that were removed and whose messages may still be there (MessageStore::removeAll, in pieces). */
    virtual shared::Result<QList<shared::ChannelId>> listRemoved(int limit) const = 0;
    /** Their messages are gone. */
    virtual shared::Result<void> forgetRemoved(shared::ChannelId id) = 0;
};

}  // namespace server
