#pragma once

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/events/FeedHub.h"

namespace server {

/** The side of a gateway thread that hears of streams. Any thread calls it; it must not block. */
class StreamListener {
 public:
    virtual ~StreamListener() = default;
    virtual void postEvent(EventPtr event) = 0;
    virtual void postReleased(FeedToken token, EventBatch backlog) = 0;
    virtual void postReset(FeedToken token) = 0;
};

/** The gateway's one subscriber at the FeedHub: hands each event to the gateway threads that follow its stream. */
class FeedRouter final : public FeedSubscriber {
 public:
    explicit FeedRouter(FeedHub& hub) : m_hub(hub) {}
    ~FeedRouter() override { m_hub.remove(this); }

    /** Before the first subscription; the position in the list is the thread's number. */
    void setListeners(std::vector<StreamListener*> listeners) { m_listeners = std::move(listeners); }

    /** Follows a stream for a thread; its events are held until release(). Any thread. */
    FeedToken subscribe(const StreamKey& key, int thread);
    void release(const StreamKey& key, FeedToken token, const StreamPosition& from) {
        m_hub.release(key, this, token, from);
    }
    void unsubscribe(const StreamKey& key, FeedToken token);

    void onEvent(const EventPtr& event) override;
    void onReleased(const StreamKey& key, FeedToken token, const EventBatch& backlog) override;
    void onReset(const StreamKey& key, const QList<FeedToken>& tokens) override;

 private:
    static int threadOf(FeedToken token) { return static_cast<int>(token & 0xff); }
    void count(const StreamKey& key, int thread, int by);

    FeedHub& m_hub;
    std::vector<StreamListener*> m_listeners;
    std::atomic<quint64> m_next{1};
    std::mutex m_mutex;
    std::unordered_map<StreamKey, std::vector<int>> m_followers;  ///< how many, by thread
};

}  // namespace server
