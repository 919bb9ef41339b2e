#pragma once

#include <deque>

#include "server/gateway/OutEvent.h"

namespace server {

/**
 * What a session was sent and the client may not have: each dispatch beside its number `s`, and through it its place
 * in the log. Bounded; what falls out cannot be replayed any more.
 */
class ReplayBuffer {
 public:
    struct Entry {
        quint64 s = 0;
        OutEventPtr event;
    };
    static constexpr std::size_t kMaxEvents = 8192;
    static constexpr qint64 kMaxOwnBytes = 16 * 1024 * 1024;  ///< of payloads that nobody else holds

    void push(quint64 s, OutEventPtr event);
    /** Counts a number as sent without keeping what it was: READY. */
    void skip(quint64 s);
    /** The client has said that it has everything up to `s`. One word behind is kept, for a client that forgets. */
    void acknowledge(quint64 s);

    /** Whether everything after `s` is still here. */
    bool canReplayAfter(quint64 s) const { return s >= m_gone; }
    /** The entries after `s`, in order. */
    std::deque<Entry>::const_iterator after(quint64 s) const;
    std::deque<Entry>::const_iterator end() const { return m_entries.end(); }
    std::size_t size() const { return m_entries.size(); }

 private:
    void dropFirst();

    std::deque<Entry> m_entries;
    quint64 m_gone = 0;  ///< the highest number that is not here any more
    quint64 m_acknowledged = 0;
    qint64 m_ownBytes = 0;
};

}  // namespace server
