#pragma once

#include <any>
#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include "server/events/Topic.h"
#include "shared/protocol/GatewayEvents.h"

namespace server {

/**
 * What the Dispatcher needs to know to decide who may hear of an event, without reading its payload. Everything is
 * optional; an empty route means "everybody on the stream". This room only carries it.
 */
struct EventRoute {
    shared::ChannelId channelId = {};     ///< only who may view this channel; null: the whole stream
    shared::UserId onlyUser = {};         ///< only this user's sessions
    shared::UserId exceptUser = {};       ///< everybody but this user's sessions
    shared::UserId subject = {};          ///< whom it is about: the author of a message, the member who joined or left
    QList<shared::UserId> mentions = {};  ///< users mentioned by the message; they see its content without the intent
    quint64 permissions = 0;              ///< only members who hold all of these bits (in the channel, if one is named)
    /** Not who may view this channel: they are told otherwise. Of events that are not in the log alone. */
    shared::ChannelId unlessChannelId = {};
};

/**
 * Something that happened, immutable and shared by all who hear of it.
 *
 * A durable event (seq > 0) was committed with the change it tells of and is in the log for some minutes. One with
 * seq 0 (typing, presence) was never stored and may be lost.
 */
struct Event : EventRoute {
    StreamKey key;
    quint64 seq = 0;           ///< its number within the key, rising by one, without holes; 0: not in the log
    quint64 epoch = 0;         ///< changes when the key's history was replaced (a restored backup): start afresh
    quint64 graphVersion = 0;  ///< of the guild graph after the unit that emitted it; never filter with an older one
    qint64 at = 0;             ///< ms since 1970
    shared::GatewayEvent type = {};
    QByteArray payload;  ///< the JSON of `d`, serialised once
    /**
     * The value that `payload` was written from, for caches in the same process (a shared::Role, ...). Empty when the
     * event came from the log or another process, so whoever reads it must be able to do without.
     */
    std::any model;

    bool isDurable() const { return seq != 0; }
    const EventRoute& route() const { return *this; }
};

using EventPtr = std::shared_ptr<const Event>;
/** Events in commit order; those of one key are in the order of their seq. */
using EventBatch = QList<EventPtr>;

}  // namespace server
