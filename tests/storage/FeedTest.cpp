// The log is the truth, the bus a hint: feeds mend what a bus loses, doubles and swaps.

#include <mutex>
#include <random>

#include <QtCore/QMap>
#include <gtest/gtest.h>

#include "server/events/FeedHub.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::Result;

constexpr StreamKey kKey{StreamKind::Guild, 7};
constexpr quint64 kEpoch = 5;

/** A log in memory that can be trimmed, moved to a new epoch, and put out of order. */
class FakeLog final : public EventLog {
 public:
    EventPtr append(StreamKey key = kKey) {
        const std::lock_guard lock(m_mutex);
        auto& stream = m_streams[key];
        auto event = std::make_shared<Event>();
        event->key = key;
        event->seq = ++stream.head.seq;
        event->epoch = stream.head.epoch = m_epoch;
        stream.events.insert(event->seq, event);
        ++m_changes;
        return event;
    }
    void trimUpTo(quint64 seq) {
        const std::lock_guard lock(m_mutex);
        for (quint64 s = 1; s <= seq; ++s)
            m_streams[kKey].events.remove(s);
    }
    void beginEpoch() {
        const std::lock_guard lock(m_mutex);
        ++m_epoch;
        for (auto& stream : m_streams) {
            stream.head.epoch = m_epoch;
            stream.events.clear();
        }
        ++m_changes;
    }
    /** Its commits are somebody else's. */
    void countNothing() {
        const std::lock_guard lock(m_mutex);
        m_countsNothing = true;
    }
    void setOutOfOrder(bool value) {
        const std::lock_guard lock(m_mutex);
        m_isOutOfOrder = value;
    }
    int reads() const {
        const std::lock_guard lock(m_mutex);
        return m_reads;
    }

    Result<StreamPosition> position(const StreamKey& key) override {
        const std::lock_guard lock(m_mutex);
        if (m_isOutOfOrder) return shared::ErrorCode::ServiceUnavailable;
        return m_streams[key].head;
    }
    Result<QList<StreamPosition>> positions(const QList<StreamKey>& keys) override {
        QList<StreamPosition> all;
        for (const auto& key : keys) {
            ASSIGN_OR_RETURN(const auto one, position(key));
            all.append(one);
        }
        return all;
    }
    Result<EventPage> readAfter(const StreamKey& key, quint64 seq, int limit) override {
        const std::lock_guard lock(m_mutex);
        ++m_reads;
        if (m_isOutOfOrder) return shared::ErrorCode::ServiceUnavailable;
        const auto& stream = m_streams[key];
        EventPage page;
        page.head = stream.head;
        if (stream.head.seq <= seq) return page;
        page.isComplete = stream.events.contains(seq + 1);
        for (quint64 s = seq + 1; page.isComplete && s <= stream.head.seq && page.events.size() < limit; ++s) {
            page.events.append(stream.events[s]);
        }
        return page;
    }
    quint64 changeCount() const override {
        const std::lock_guard lock(m_mutex);
        return m_countsNothing ? 0 : m_changes;
    }

 private:
    struct Stream {
        StreamPosition head;
        QMap<quint64, EventPtr> events;
    };
    mutable std::mutex m_mutex;
    QMap<StreamKey, Stream> m_streams;
    quint64 m_epoch = kEpoch;
    quint64 m_changes = 0;
    int m_reads = 0;
    bool m_isOutOfOrder = false;
    bool m_countsNothing = false;
};

class Follower final : public FeedSubscriber {
 public:
    void onEvent(const EventPtr& event) override { live.append(event->seq); }
    void onReleased(const StreamKey&, FeedToken token, const EventBatch& events) override {
        for (const auto& event : events)
            backlog[token].append(event->seq);
        released.append(token);
    }
    void onReset(const StreamKey&, const QList<FeedToken>& tokens) override { lost += tokens; }

    QList<quint64> live;
    QMap<FeedToken, QList<quint64>> backlog;
    QList<FeedToken> released;
    QList<FeedToken> lost;
};

QList<quint64> upTo(quint64 first, quint64 last) {
    QList<quint64> numbers;
    for (quint64 n = first; n <= last; ++n)
        numbers.append(n);
    return numbers;
}

class FeedTest : public testing::Test {
 protected:
    ~FeedTest() override { hub.remove(&follower); }

    void join(FeedToken token = 1) {
        hub.subscribe(kKey, &follower, token);
        hub.release(kKey, &follower, token, *log.position(kKey));
        hub.flush();
    }
    void happen(int count = 1) {
        for (int i = 0; i < count; ++i)
            bus.publish(log.append());
        hub.flush();
    }

    FakeLog log;
    InProcessEventBus bus;
    FeedHub hub{bus, log, std::chrono::hours(1)};
    Follower follower;
};

TEST_F(FeedTest, DeliversWhatComesInOrder) {
    happen(3);
    join();
    happen(3);
    EXPECT_EQ(follower.live, upTo(4, 6));
    EXPECT_TRUE(follower.backlog[1].isEmpty());
}

TEST_F(FeedTest, HoldsUntilReleasedAndSkipsWhatTheStateHas) {
    happen(2);
    hub.subscribe(kKey, &follower, 1);
    happen(2);  // 3 and 4 come while the state is read
    const StreamPosition state{3, kEpoch, 0};
    happen(1);
    EXPECT_TRUE(follower.live.isEmpty());
    hub.release(kKey, &follower, 1, state);
    hub.flush();
    happen(1);
    EXPECT_EQ(follower.backlog[1], upTo(4, 5));
    EXPECT_EQ(follower.live, upTo(6, 6));
}

TEST_F(FeedTest, ReleasesFromAnOlderNumberOutOfTheLog) {
    join(1);
    happen(6);
    hub.subscribe(kKey, &follower, 2);
    hub.release(kKey, &follower, 2, {2, kEpoch, 0});
    hub.flush();
    EXPECT_EQ(follower.backlog[2], upTo(3, 6));
    happen(1);
    EXPECT_EQ(follower.live, upTo(1, 7));
}

TEST_F(FeedTest, FirstReleaseOfAStreamReadsWhatWasMissed) {
    happen(5);
    hub.subscribe(kKey, &follower, 1);
    hub.release(kKey, &follower, 1, {2, kEpoch, 0});
    hub.flush();
    EXPECT_EQ(follower.backlog[1], upTo(3, 5));
}

TEST_F(FeedTest, WaitsForAStateThatIsAhead) {
    join(1);
    const auto lost = log.append();
    hub.subscribe(kKey, &follower, 2);
    hub.release(kKey, &follower, 2, {1, kEpoch, 0});
    hub.flush();
    EXPECT_FALSE(follower.released.contains(2u));
    hub.compareNow();
    hub.flush();
    EXPECT_TRUE(follower.released.contains(2u));
    EXPECT_TRUE(follower.backlog[2].isEmpty());
    EXPECT_EQ(follower.live, upTo(1, 1));
    bus.publish(lost);
    hub.flush();
    EXPECT_EQ(follower.live, upTo(1, 1));
}

TEST_F(FeedTest, MendsABusThatLosesDoublesAndSwaps) {
    join();
    std::mt19937 random(42);
    EventBatch onTheWay;
    constexpr int kEvents = 2000;
    for (int i = 0; i < kEvents; ++i) {
        const auto event = log.append();
        if (random() % 4 != 0) onTheWay.append(event);
        if (random() % 4 == 0) onTheWay.append(event);
        if (onTheWay.size() > 8) {
            std::shuffle(onTheWay.begin(), onTheWay.end(), random);
            bus.publish(std::exchange(onTheWay, {}));
        }
    }
    hub.compareNow();  // the last ones may be among the lost
    hub.flush();
    EXPECT_EQ(follower.live, upTo(1, kEvents));
    EXPECT_TRUE(follower.lost.isEmpty());
}

TEST_F(FeedTest, SeesALostLastEventByComparing) {
    join();
    log.append();
    hub.flush();
    EXPECT_TRUE(follower.live.isEmpty());
    hub.compareNow();
    hub.flush();
    EXPECT_EQ(follower.live, upTo(1, 1));
}

/** Another process commits, and this one knows of no commit at all. */
TEST_F(FeedTest, ComparesWhenAskedWhateverTheCounterSays) {
    log.countNothing();
    join();
    log.append();
    hub.compareNow();
    hub.flush();
    EXPECT_EQ(follower.live, upTo(1, 1));
}

TEST_F(FeedTest, GoesOnWhenTheLogAnswersAgain) {
    join();
    log.setOutOfOrder(true);
    log.append();
    happen(2);
    EXPECT_TRUE(follower.live.isEmpty());
    log.setOutOfOrder(false);
    hub.compareNow();
    hub.flush();
    EXPECT_EQ(follower.live, upTo(1, 3));
}

TEST_F(FeedTest, PassesEventsThatAreNotInTheLog) {
    join();
    auto typing = std::make_shared<Event>();
    typing->key = kKey;
    bus.publish(EventPtr(typing));
    hub.flush();
    EXPECT_EQ(follower.live, QList<quint64>{0});
}

TEST_F(FeedTest, ResetsWhatWasTrimmedAway) {
    join();
    happen(1);
    for (int i = 0; i < 5; ++i)
        log.append();
    log.trimUpTo(4);
    happen(1);
    EXPECT_EQ(follower.lost, QList<FeedToken>{1});
    hub.subscribe(kKey, &follower, 1);
    hub.release(kKey, &follower, 1, *log.position(kKey));
    happen(1);
    EXPECT_EQ(follower.live, (QList<quint64>{1, 8}));
}

TEST_F(FeedTest, RefusesToResumeFromWhatWasTrimmed) {
    join(1);
    happen(6);
    log.trimUpTo(4);
    hub.subscribe(kKey, &follower, 2);
    hub.release(kKey, &follower, 2, {2, kEpoch, 0});
    hub.flush();
    EXPECT_EQ(follower.lost, QList<FeedToken>{2});
    EXPECT_FALSE(follower.released.contains(2u));
}

TEST_F(FeedTest, NewEpochStartsEverybodyAfresh) {
    join();
    happen(3);
    log.beginEpoch();
    hub.compareNow();
    hub.flush();
    EXPECT_EQ(follower.lost, QList<FeedToken>{1});
    hub.subscribe(kKey, &follower, 2);
    hub.release(kKey, &follower, 2, {2, kEpoch, 0});  // a position of the old epoch
    hub.flush();
    EXPECT_TRUE(follower.lost.contains(2u));
    join(3);
    happen(1);
    EXPECT_EQ(follower.live, upTo(1, 4));
}

TEST_F(FeedTest, TellsEachSubscriberOnceForAllItsTokens) {
    join(1);
    join(2);
    Follower other;
    hub.subscribe(kKey, &other, 1);
    hub.release(kKey, &other, 1, *log.position(kKey));
    happen(1);
    hub.unsubscribe(kKey, &follower, 1);
    happen(1);
    hub.remove(&other);
    happen(1);
    EXPECT_EQ(follower.live, upTo(1, 3));
    EXPECT_EQ(other.live, upTo(1, 2));
}

TEST_F(FeedTest, CachesHearBeforeFeeds) {
    QByteArray order;
    const auto late = bus.subscribe(EventBus::Phase::Feeds, [&](const EventBatch&) { order += 'f'; });
    const auto early = bus.subscribe(EventBus::Phase::Caches, [&](const EventBatch&) { order += 'c'; });
    happen(1);
    EXPECT_EQ(order, "cf"_ba);
}

}  // namespace
}  // namespace tests
