#pragma once

#include "server/events/Event.h"
#include "shared/core/Result.h"

namespace server {

/** Where a stream stands. A stream that was never written is all zeros. */
struct StreamPosition {
    quint64 seq = 0;           ///< number of its last durable event
    quint64 epoch = 0;         ///< see Event::epoch
    quint64 graphVersion = 0;  ///< version of the guild graph
};

/** A piece of a stream's log. */
struct EventPage {
    EventBatch events;    ///< with rising seq, without holes
    StreamPosition head;  ///< of the stream, read in the same transaction
    /** False: events after the requested number have been trimmed away, so the state has to be read afresh. */
    bool isComplete = true;
};

/** So many events are asked for at once by whoever reads on to the end. */
constexpr int kEventLogPage = 256;

/**
 * The truth about durable events, kept for minutes. Implemented by storage; blocking calls, any thread.
 */
class EventLog {
 public:
    virtual ~EventLog() = default;

    /** Where the key's stream stands now. */
    virtual shared::Result<StreamPosition> position(const StreamKey& key) = 0;
    /** Several at once, in the order asked for. */
    virtual shared::Result<QList<StreamPosition>> positions(const QList<StreamKey>& keys) = 0;
    /** The events numbered after `seq`, at most `limit` of them; read again from the last one for more. */
    virtual shared::Result<EventPage> readAfter(const StreamKey& key, quint64 seq, int limit) = 0;
    /** Changes whenever this process knows that something was committed; unchanged means nothing to compare. */
    virtual quint64 changeCount() const = 0;
};

}  // namespace server
