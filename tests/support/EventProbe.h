#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "server/events/EventBus.h"

namespace tests {

/**
 * Hears of everything that a bus carries, in order, and lets a test look at it or wait for it. Any thread; every wait
 * ends after a time-out. Whoever uses it links server_events.
 */
class EventProbe {
 public:
    explicit EventProbe(server::EventBus& bus) {
        m_subscription = bus.subscribe(server::EventBus::Phase::Feeds, [this](const server::EventBatch& batch) {
            const std::lock_guard lock(m_mutex);
            m_events.append(batch);
            m_arrived.notify_all();
        });
    }
    ~EventProbe() { m_subscription.reset(); }
    Q_DISABLE_COPY_MOVE(EventProbe)

    /** Forgets what has been heard so far. */
    void clear() {
        const std::lock_guard lock(m_mutex);
        m_events.clear();
    }
    server::EventBatch all() const {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    server::EventBatch all(shared::GatewayEvent type) const {
        server::EventBatch found;
        for (const server::EventPtr& event : all()) {
            if (event->type == type) found.append(event);
        }
        return found;
    }
    QList<shared::GatewayEvent> types() const {
        QList<shared::GatewayEvent> found;
        for (const server::EventPtr& event : all())
            found.append(event->type);
        return found;
    }
    /** The last event of a type; null if none was heard. */
    server::EventPtr last(shared::GatewayEvent type) const {
        const server::EventBatch found = all(type);
        return found.isEmpty() ? nullptr : found.last();
    }
    /** The payload of the last event of a type; an empty object if none was heard. */
    QJsonObject payload(shared::GatewayEvent type) const { return payloadOf(last(type)); }
    static QJsonObject payloadOf(const server::EventPtr& event) {
        return event ? QJsonDocument::fromJson(event->payload).object() : QJsonObject();
    }

    /** Waits until `count` events of a type have been heard since the last clear(). False after the time-out. */
    bool waitFor(shared::GatewayEvent type, int count = 1,
                 std::chrono::milliseconds limit = std::chrono::seconds(5)) const {
        std::unique_lock lock(m_mutex);
        return m_arrived.wait_for(lock, limit, [&] {
            int heard = 0;
            for (const server::EventPtr& event : m_events)
                heard += event->type == type ? 1 : 0;
            return heard >= count;
        });
    }

 private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_arrived;
    server::EventBatch m_events;
    server::EventBus::Subscription m_subscription;
};

}  // namespace tests
