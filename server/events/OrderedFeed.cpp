#include "server/events/OrderedFeed.h"

namespace server {
namespace {

/** More than this is not kept while waiting for a gap: the log has it. */
constexpr size_t kMaxHeld = 1024;

}  // namespace

OrderedFeed::OrderedFeed(StreamKey key, EventLog& log, Output output)
    : m_key(key), m_log(log), m_output(std::move(output)) {}

void OrderedFeed::start(const StreamPosition& from) {
    if (m_isStarted) return;
    m_position = from;
    m_isStarted = true;
    std::erase_if(m_held, [&](const auto& held) { return held.second->epoch < from.epoch; });
    if (!m_held.empty() && m_held.rbegin()->second->epoch > from.epoch) {
        const auto& last = *m_held.rbegin()->second;
        resetTo({last.seq, last.epoch, last.graphVersion});
        return;
    }
    deliverHeld();
    readGap();  // what was committed since `from` may have been published before anybody listened
}

void OrderedFeed::receive(const EventPtr& event) {
    if (!event->isDurable()) {
        m_output.deliver(event);
        return;
    }
    if (m_isStarted) {
        if (event->epoch > m_position.epoch) {
            if (m_position.seq == 0) {
                m_position.epoch = event->epoch;  // a stream that began after we had joined it
            } else {
                resetTo({event->seq, event->epoch, event->graphVersion});
                return;
            }
        }
        if (event->epoch < m_position.epoch || event->seq <= m_position.seq) return;
        if (event->seq == m_position.seq + 1) {
            deliver(event);
            deliverHeld();
            return;
        }
    }
    if (m_held.size() < kMaxHeld || m_held.contains(event->seq)) {
        m_held.insert_or_assign(event->seq, event);
    } else if (event->seq < m_held.rbegin()->first) {
        m_held.erase(std::prev(m_held.end()));
        m_held.emplace(event->seq, event);
    }
    if (m_isStarted) readGap();
}

void OrderedFeed::compare(const StreamPosition& head) {
    if (!m_isStarted) return;
    if (head.epoch > m_position.epoch && m_position.seq != 0) {
        resetTo(head);
        return;
    }
    if (head.seq > m_position.seq || !m_held.empty()) readGap();
}

void OrderedFeed::deliverHeld() {
    while (!m_held.empty()) {
        const auto first = m_held.begin();
        if (first->first > m_position.seq + 1) return;
        const EventPtr event = first->second;
        m_held.erase(first);
        if (event->seq == m_position.seq + 1) deliver(event);
    }
}

void OrderedFeed::readGap() {
    while (true) {
        const auto page = m_log.readAfter(m_key, m_position.seq, kEventLogPage);
        if (!page.has_value()) return;  // held; the next comparison tries again
        const bool isOtherEpoch = page->head.epoch != m_position.epoch && m_position.seq != 0;
        if (isOtherEpoch || !page->isComplete) {
            resetTo(page->head);
            return;
        }
        for (const auto& event : page->events)
            deliver(event);
        deliverHeld();
        if (page->events.size() < kEventLogPage) return;
    }
}

void OrderedFeed::deliver(const EventPtr& event) {
    m_position = {event->seq, event->epoch, event->graphVersion};
    m_output.deliver(event);
}

void OrderedFeed::resetTo(const StreamPosition& head) {
    m_position = head;
    std::erase_if(m_held, [&](const auto& held) { return held.second->epoch < head.epoch || held.first <= head.seq; });
    m_output.reset();
}

}  // namespace server
