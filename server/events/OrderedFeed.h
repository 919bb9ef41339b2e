#pragma once

#include <functional>
#include <map>

#include "server/events/EventLog.h"

namespace server {

/**
 * Turns the hints of a bus into one stream without gaps, doubles or swaps: the next number is delivered, a lower one
 * dropped, a higher one held while the gap is read from the log.
 *
 * One per key and process. A state machine without a thread of its own: every call comes from the feed thread.
 */
class OrderedFeed {
 public:
    struct Output {
        std::function<void(const EventPtr&)> deliver;
        /** The stream cannot be continued (trimmed too far, or a new epoch): whoever follows it must start afresh. */
        std::function<void()> reset;
    };

    OrderedFeed(StreamKey key, EventLog& log, Output output);

    /** Delivers what comes after `from`. Until then durable events are held. */
    void start(const StreamPosition& from);
    bool isStarted() const { return m_isStarted; }

    /** A hint from the bus. Events outside the log (seq 0) pass at once. */
    void receive(const EventPtr& event);
    /** What the log says of the stream's end: catches up when it is ahead, resets when its epoch is newer. */
    void compare(const StreamPosition& head);

    /** Number of the event delivered last, or of the state that the feed was started from. */
    const StreamPosition& position() const { return m_position; }
    /** Waiting for a gap that could not be read yet. */
    bool isBehind() const { return m_isStarted && !m_held.empty(); }

 private:
    void deliverHeld();
    void readGap();
    void deliver(const EventPtr& event);
    void resetTo(const StreamPosition& head);

    StreamKey m_key;
    EventLog& m_log;
    Output m_output;
    StreamPosition m_position;
    bool m_isStarted = false;
    std::map<quint64, EventPtr> m_held;
};

}  // namespace server
