#pragma once

#include <functional>
#include <memory>

#include "server/events/Event.h"

namespace server {

/**
 * Carries events from who causes them to who delivers them. It promises "usually, soon" and nothing more: what was
 * lost, doubled or swapped on the way is mended by OrderedFeed from the log.
 */
class EventBus {
 public:
    /** Called on the publisher's thread (in process) or the bus's own (from another node). Must not block. */
    using Listener = std::function<void(const EventBatch&)>;

    /** Caches hear of a batch before any feed does, so whoever is told of a change can rely on the caches. */
    enum class Phase { Caches, Feeds };

    /** Keeps a listener attached; detaches it when destroyed, after a call that is running has ended. */
    class Subscription {
     public:
        Subscription() = default;
        explicit Subscription(std::function<void()> detach) : m_detach(std::move(detach)) {}
        Subscription(Subscription&& other) noexcept : m_detach(std::exchange(other.m_detach, nullptr)) {}
        Subscription& operator=(Subscription&& other) noexcept {
            if (this != &other) {
                reset();
                m_detach = std::exchange(other.m_detach, nullptr);
            }
            return *this;
        }
        ~Subscription() { reset(); }
        void reset() {
            if (m_detach) std::exchange(m_detach, nullptr)();
        }

     private:
        std::function<void()> m_detach;
    };

    virtual ~EventBus() = default;

    /** Sends a batch to all listeners. Any thread; returns when the listeners of this process have been called. */
    virtual void publish(const EventBatch& batch) = 0;
    void publish(EventPtr event) { publish(EventBatch{std::move(event)}); }

    /**
     * Hears of everything that reaches this process: all that it publishes itself, and from other nodes what concerns
     * the topics it has joined. A listener must not subscribe or detach from inside a call.
     */
    virtual Subscription subscribe(Phase phase, Listener listener) = 0;

    /** States that this process wants a topic from other nodes; counted. Nothing to do in one process. */
    virtual void join(const Topic& topic) = 0;
    virtual void leave(const Topic& topic) = 0;
};

/** Everything in one process: a publish is a plain call, on the thread of the publisher. */
class InProcessEventBus final : public EventBus {
 public:
    InProcessEventBus();
    ~InProcessEventBus() override;

    using EventBus::publish;
    void publish(const EventBatch& batch) override;
    Subscription subscribe(Phase phase, Listener listener) override;
    void join(const Topic&) override {}
    void leave(const Topic&) override {}

 private:
    struct Listeners;
    std::shared_ptr<Listeners> m_listeners;
};

}  // namespace server
