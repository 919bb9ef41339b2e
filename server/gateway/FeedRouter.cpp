#include "server/gateway/FeedRouter.h"

#include <algorithm>

namespace server {

FeedToken FeedRouter::subscribe(const StreamKey& key, int thread) {
    const FeedToken token = m_next.fetch_add(1) << 8 | static_cast<quint64>(thread);
    count(key, thread, 1);
    m_hub.subscribe(key, this, token);
    return token;
}

void FeedRouter::unsubscribe(const StreamKey& key, FeedToken token) {
    count(key, threadOf(token), -1);
    m_hub.unsubscribe(key, this, token);
}

void FeedRouter::count(const StreamKey& key, int thread, int by) {
    const std::lock_guard lock(m_mutex);
    auto& counts = m_followers[key];
    counts.resize(m_listeners.size());
    counts[static_cast<std::size_t>(thread)] += by;
    if (std::ranges::all_of(counts, [](int count) { return count <= 0; })) m_followers.erase(key);
}

void FeedRouter::onEvent(const EventPtr& event) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_followers.find(event->key);
    if (found == m_followers.end()) return;
    for (std::size_t i = 0; i < found->second.size(); ++i) {
        if (found->second[i] > 0) m_listeners[i]->postEvent(event);
    }
}

void FeedRouter::onReleased(const StreamKey&, FeedToken token, const EventBatch& backlog) {
    m_listeners[static_cast<std::size_t>(threadOf(token))]->postReleased(token, backlog);
}

void FeedRouter::onReset(const StreamKey& key, const QList<FeedToken>& tokens) {
    for (const FeedToken token : tokens) {
        count(key, threadOf(token), -1);
        m_listeners[static_cast<std::size_t>(threadOf(token))]->postReset(token);
    }
}

}  // namespace server
