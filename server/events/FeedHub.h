#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include "server/events/EventBus.h"
#include "server/events/OrderedFeed.h"

namespace server {

/** A subscriber's own number for one of its followers of a key; the gateway uses its session numbers. */
using FeedToken = quint64;

/** Who follows streams: one object for many followers (tokens). All calls come on the feed thread; they must not block.
 */
class FeedSubscriber {
 public:
    virtual ~FeedSubscriber() = default;
    /** The next event of a stream, for all tokens that have been released on event->key. */
    virtual void onEvent(const EventPtr& event) = 0;
    /**
     * A token's hold has ended: `backlog` is for it alone, in order, and every later event comes through onEvent.
     */
    virtual void onReleased(const StreamKey& key, FeedToken token, const EventBatch& backlog) = 0;
    /** These tokens cannot be continued on this key and are no longer subscribed: read the state and join again. */
    virtual void onReset(const StreamKey& key, const QList<FeedToken>& tokens) = 0;
};

/**
 * Owns the feed thread and one OrderedFeed per followed key.
 *
 * To join a stream: subscribe() (from now on its events are held for the token), read the state together with its
 * StreamPosition in one read transaction on a worker, then release() with that position. To resume, or to join because
 * of an outbox row, release() with the older position: what lies between is read from the log.
 */
class FeedHub {
 public:
    /** @param comparePeriod how often positions are compared with the log, so that a lost last event is seen too */
    FeedHub(EventBus& bus, EventLog& log, std::chrono::milliseconds comparePeriod = std::chrono::seconds(1));
    /** Stops the feed thread; no subscriber is called afterwards. */
    ~FeedHub();

    /** Any thread. Takes effect before every event that is published after the call. */
    void subscribe(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token);
    /** Any thread. Ends the hold: the token gets what came after `from`. Ignored if it is not subscribed. */
    void release(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token, const StreamPosition& from);
    /** Any thread. */
    void unsubscribe(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token);
    /** Forgets a subscriber; when this returns it is not called any more. Not from the feed thread. */
    void remove(FeedSubscriber* subscriber);

    /** Compares with the log now instead of at the next turn of the clock. */
    void compareNow();
    /** Waits until all that was asked or published before has been handled. Not from the feed thread. */
    void flush();

 private:
    struct Follower {
        FeedSubscriber* subscriber = nullptr;
        FeedToken token = 0;
        bool isHeld = true;
        bool hasOverflown = false;           ///< too much came while it was held; the log has it
        std::optional<StreamPosition> from;  ///< release was asked, but the feed is not there yet
        EventBatch held;
    };
    struct Stream {
        explicit Stream(std::unique_ptr<OrderedFeed> ordered) : feed(std::move(ordered)) {}
        std::unique_ptr<OrderedFeed> feed;
        std::vector<Follower> followers;
    };
    using Task = std::function<void()>;
    using Item = std::variant<EventBatch, Task>;

    void post(Item item);
    /** For what nobody waits for: done before whatever is posted next, without waking the thread for it. */
    void enqueue(Item item);
    void run();
    Stream& stream(const StreamKey& key);
    void onBatch(const EventBatch& batch);
    void onDelivered(Stream& stream, const EventPtr& event);
    void onFeedReset(const StreamKey& key);
    void tryRelease(const StreamKey& key, Stream& stream);
    bool finishRelease(const StreamKey& key, Stream& stream, Follower& follower, bool& isLost);
    void dropFollower(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token);
    void compareAll();

    EventBus& m_bus;
    EventLog& m_log;
    const std::chrono::milliseconds m_comparePeriod;
    std::unordered_map<StreamKey, std::unique_ptr<Stream>> m_streams;  ///< feed thread only
    /** EventLog::changeCount of the last comparison; none: compare all, whatever it is now. */
    std::optional<quint64> m_comparedAt;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<Item> m_queue;
    bool m_stopping = false;
    EventBus::Subscription m_subscription;
    std::thread m_thread;
};

}  // namespace server
