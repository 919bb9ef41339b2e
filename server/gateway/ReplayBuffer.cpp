#include "server/gateway/ReplayBuffer.h"

#include <algorithm>

namespace server {

void ReplayBuffer::push(quint64 s, OutEventPtr event) {
    if (event->kind() == OutEvent::Kind::Own) m_ownBytes += event->payload().size();
    m_entries.push_back({s, std::move(event)});
    while (m_entries.size() > kMaxEvents || (m_ownBytes > kMaxOwnBytes && m_entries.size() > 1))
        dropFirst();
}

void ReplayBuffer::skip(quint64 s) {
    m_entries.clear();
    m_ownBytes = 0;
    m_gone = s;
}

void ReplayBuffer::acknowledge(quint64 s) {
    while (!m_entries.empty() && m_entries.front().s <= m_acknowledged)
        dropFirst();
    m_acknowledged = std::max(m_acknowledged, s);
}

std::deque<ReplayBuffer::Entry>::const_iterator ReplayBuffer::after(quint64 s) const {
    return std::ranges::upper_bound(m_entries, s, {}, &Entry::s);
}

void ReplayBuffer::dropFirst() {
    const Entry& first = m_entries.front();
    if (first.event->kind() == OutEvent::Kind::Own) m_ownBytes -= first.event->payload().size();
    m_gone = first.s;
    m_entries.pop_front();
}

}  // namespace server
