#include <map>
#include <mutex>
#include <shared_mutex>

#include "server/events/EventBus.h"

namespace server {

/** Outlives the bus while a Subscription is left, so that detaching is always safe. */
struct InProcessEventBus::Listeners {
    using Key = std::pair<Phase, quint64>;  // by phase, then in the order of subscribing
    std::shared_mutex mutex;
    std::map<Key, Listener> all;
    quint64 next = 0;
};

InProcessEventBus::InProcessEventBus() : m_listeners(std::make_shared<Listeners>()) {}
InProcessEventBus::~InProcessEventBus() = default;

void InProcessEventBus::publish(const EventBatch& batch) {
    if (batch.isEmpty()) return;
    const std::shared_lock lock(m_listeners->mutex);
    for (const auto& [key, listener] : m_listeners->all)
        listener(batch);
}

EventBus::Subscription InProcessEventBus::subscribe(Phase phase, Listener listener) {
    const std::unique_lock lock(m_listeners->mutex);
    const Listeners::Key key(phase, m_listeners->next++);
    m_listeners->all.emplace(key, std::move(listener));
    return Subscription([listeners = m_listeners, key] {
        const std::unique_lock detachLock(listeners->mutex);
        listeners->all.erase(key);
    });
}

}  // namespace server
