#include "server/events/FeedHub.h"

#include <algorithm>
#include <future>

namespace server {
namespace {

/** More than this is not kept for one held follower: at its release the rest is read from the log. */
constexpr qsizetype kMaxHeldPerFollower = 4096;
/** Positions compared in one question to the log. */
constexpr qsizetype kCompareBatch = 500;

}  // namespace

FeedHub::FeedHub(EventBus& bus, EventLog& log, std::chrono::milliseconds comparePeriod)
    : m_bus(bus), m_log(log), m_comparePeriod(comparePeriod) {
    m_subscription = bus.subscribe(EventBus::Phase::Feeds, [this](const EventBatch& batch) { post(batch); });
    m_thread = std::thread([this] { run(); });
}

FeedHub::~FeedHub() {
    m_subscription.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
    for (const auto& [key, stream] : m_streams)
        m_bus.leave(key);
}

void FeedHub::subscribe(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token) {
    enqueue(Task([=, this] { stream(key).followers.push_back({subscriber, token, true, false, std::nullopt, {}}); }));
}

void FeedHub::release(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token, const StreamPosition& from) {
    post(Task([=, this] {
        const auto found = m_streams.find(key);
        if (found == m_streams.end()) return;
        Stream& stream = *found->second;
        for (Follower& follower : stream.followers) {
            if (follower.subscriber == subscriber && follower.token == token && follower.isHeld) follower.from = from;
        }
        stream.feed->start(from);  // only the first release of a stream tells its feed where to begin
        tryRelease(key, stream);
    }));
}

void FeedHub::unsubscribe(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token) {
    enqueue(Task([=, this] { dropFollower(key, subscriber, token); }));
}

void FeedHub::remove(FeedSubscriber* subscriber) {
    post(Task([=, this] {
        std::erase_if(m_streams, [&](auto& entry) {
            auto& followers = entry.second->followers;
            std::erase_if(followers, [&](const Follower& follower) { return follower.subscriber == subscriber; });
            if (!followers.empty()) return false;
            m_bus.leave(entry.first);
            return true;
        });
    }));
    flush();
}

void FeedHub::compareNow() {
    post(Task([this] {
        m_comparedAt.reset();
        compareAll();
    }));
}

void FeedHub::flush() {
    std::promise<void> done;
    post(Task([&done] { done.set_value(); }));
    done.get_future().wait();
}

void FeedHub::post(Item item) {
    enqueue(std::move(item));
    m_wake.notify_one();
}

void FeedHub::enqueue(Item item) {
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(item));
}

void FeedHub::run() {
    std::vector<Item> items;
    auto nextCompare = std::chrono::steady_clock::now() + m_comparePeriod;
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_until(lock, nextCompare, [this] { return m_stopping || !m_queue.empty(); });
            if (m_queue.empty() && m_stopping) return;
            items.swap(m_queue);
        }
        for (Item& item : items) {
            if (const auto* batch = std::get_if<EventBatch>(&item)) {
                onBatch(*batch);
            } else {
                std::get<Task>(item)();
            }
        }
        items.clear();
        const auto now = std::chrono::steady_clock::now();
        if (now >= nextCompare) {
            compareAll();
            nextCompare = now + m_comparePeriod;
        }
    }
}

FeedHub::Stream& FeedHub::stream(const StreamKey& key) {
    auto& entry = m_streams[key];
    if (!entry) {
        m_bus.join(key);
        OrderedFeed::Output output;
        output.deliver = [this, key](const EventPtr& event) {
            if (const auto found = m_streams.find(key); found != m_streams.end()) onDelivered(*found->second, event);
        };
        output.reset = [this, key] { onFeedReset(key); };
        entry = std::make_unique<Stream>(std::make_unique<OrderedFeed>(key, m_log, std::move(output)));
    }
    return *entry;
}

void FeedHub::onBatch(const EventBatch& batch) {
    for (const EventPtr& event : batch) {
        const auto found = m_streams.find(event->key);
        if (found == m_streams.end()) continue;
        Stream& stream = *found->second;
        stream.feed->receive(event);
        const bool isWaiting =
            std::ranges::any_of(stream.followers, [](const Follower& f) { return f.from.has_value(); });
        if (isWaiting) tryRelease(event->key, stream);
    }
}

void FeedHub::onDelivered(Stream& stream, const EventPtr& event) {
    FeedSubscriber* last = nullptr;
    std::vector<FeedSubscriber*> told;
    for (Follower& follower : stream.followers) {
        if (follower.isHeld) {
            if (follower.held.size() < kMaxHeldPerFollower) {
                follower.held.append(event);
            } else {
                follower.hasOverflown = true;
            }
            continue;
        }
        if (follower.subscriber == last || std::ranges::find(told, follower.subscriber) != told.end()) continue;
        last = follower.subscriber;
        told.push_back(last);
        last->onEvent(event);
    }
}

void FeedHub::onFeedReset(const StreamKey& key) {
    const auto found = m_streams.find(key);
    if (found == m_streams.end()) return;
    auto& followers = found->second->followers;
    std::map<FeedSubscriber*, QList<FeedToken>> lost;
    for (const Follower& follower : followers) {
        // Who is still held and has not said from where will read the new state, or be told at its release.
        if (!follower.isHeld || follower.from) lost[follower.subscriber].append(follower.token);
    }
    std::erase_if(followers, [](const Follower& follower) { return !follower.isHeld || follower.from; });
    for (const auto& [subscriber, tokens] : lost)
        subscriber->onReset(key, tokens);
}

void FeedHub::tryRelease(const StreamKey& key, Stream& stream) {
    for (size_t i = 0; i < stream.followers.size();) {
        Follower& follower = stream.followers[i];
        bool isLost = false;
        if (follower.from && !finishRelease(key, stream, follower, isLost) && isLost) {
            FeedSubscriber* subscriber = follower.subscriber;
            const FeedToken token = follower.token;
            stream.followers.erase(stream.followers.begin() + static_cast<std::ptrdiff_t>(i));
            subscriber->onReset(key, {token});
            continue;
        }
        ++i;
    }
}

bool FeedHub::finishRelease(const StreamKey& key, Stream& stream, Follower& follower, bool& isLost) {
    const StreamPosition from = *follower.from;
    const StreamPosition& now = stream.feed->position();
    if (from.epoch != now.epoch && from.seq != 0 && now.seq != 0) {
        isLost = from.epoch < now.epoch;
        if (!isLost) stream.feed->compare(from);
        return false;
    }
    if (from.seq > now.seq) return false;  // the feed will come there; a shared onEvent cannot skip for one

    EventBatch backlog;
    quint64 next = from.seq + 1;
    const auto firstHeld =
        std::ranges::find_if(follower.held, [](const EventPtr& event) { return event->isDurable(); });
    const quint64 heldFrom = firstHeld == follower.held.end() ? now.seq + 1 : (*firstHeld)->seq;
    if (follower.hasOverflown) follower.held.clear();
    const quint64 readUntil = follower.hasOverflown ? now.seq : heldFrom - 1;
    while (next <= readUntil) {
        const auto page = m_log.readAfter(key, next - 1, kEventLogPage);
        if (!page.has_value()) return false;  // tried again at the next comparison
        isLost = !page->isComplete || page->events.isEmpty();
        if (isLost) return false;
        for (const EventPtr& event : page->events) {
            if (event->seq > readUntil) break;
            backlog.append(event);
        }
        next = page->events.last()->seq + 1;
    }
    for (const EventPtr& event : follower.held) {
        if (!event->isDurable() || event->seq > std::max(from.seq, readUntil)) backlog.append(event);
    }
    follower.held.clear();
    follower.from.reset();
    follower.isHeld = false;
    follower.hasOverflown = false;
    follower.subscriber->onReleased(key, follower.token, backlog);
    return true;
}

void FeedHub::dropFollower(const StreamKey& key, FeedSubscriber* subscriber, FeedToken token) {
    const auto found = m_streams.find(key);
    if (found == m_streams.end()) return;
    auto& followers = found->second->followers;
    std::erase_if(followers, [&](const Follower& f) { return f.subscriber == subscriber && f.token == token; });
    if (!followers.empty()) return;
    m_bus.leave(key);
    m_streams.erase(found);
}

void FeedHub::compareAll() {
    const quint64 changes = m_log.changeCount();
    QList<StreamKey> keys;
    for (const auto& [key, stream] : m_streams) {
        const bool isWaiting =
            std::ranges::any_of(stream->followers, [](const Follower& f) { return f.from.has_value(); });
        if (changes != m_comparedAt || stream->feed->isBehind() || isWaiting) keys.append(key);
    }
    m_comparedAt = changes;
    for (qsizetype begin = 0; begin < keys.size(); begin += kCompareBatch) {
        const QList<StreamKey> some = keys.mid(begin, kCompareBatch);
        const auto heads = m_log.positions(some);
        if (!heads.has_value()) {
            m_comparedAt.reset();
            return;
        }
        for (qsizetype i = 0; i < some.size(); ++i) {
            const auto found = m_streams.find(some[i]);
            if (found == m_streams.end()) continue;
            found->second->feed->compare(heads->at(i));
            tryRelease(some[i], *found->second);
        }
    }
}

}  // namespace server
