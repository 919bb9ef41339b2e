#include <thread>

#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using namespace server;
using shared::UserId;

class Ephemeral : public testing::Test {
 protected:
    FakeClock clock;
    InProcessEventBus bus;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    std::unique_ptr<EphemeralStore> store = StorageFactory(bus, ids, clock).makeEphemeral();
};

TEST_F(Ephemeral, BucketsRunEmptyAndFillAgain) {
    for (int i = 0; i < 5; ++i) {
        const auto state = valueOf(store->take("b", 5, 2s));
        EXPECT_TRUE(state.isAllowed);
        EXPECT_EQ(state.remaining, 4 - i);
        EXPECT_EQ(state.limit, 5);
        EXPECT_EQ(state.resetAt, clock.nowMs() + 2000);
    }
    clock.advance(500ms);
    auto refused = valueOf(store->take("b", 5, 2s));
    EXPECT_FALSE(refused.isAllowed);
    EXPECT_EQ(refused.retryAfter, 1500ms);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_TRUE(valueOf(store->take("other", 5, 2s)).isAllowed);
    clock.advance(1500ms);
    EXPECT_EQ(valueOf(store->peek("b", 5, 2s)).remaining, 5);
    EXPECT_TRUE(valueOf(store->take("b", 5, 2s)).isAllowed);
    EXPECT_EQ(valueOf(store->peek("b", 5, 2s)).remaining, 4);
    EXPECT_FALSE(valueOf(store->take("b", 5, 2s, 5)).isAllowed) << "a refused cost is not counted";
    EXPECT_TRUE(valueOf(store->take("b", 5, 2s, 4)).isAllowed);
    EXPECT_GOOD(store->clear("b"));
    EXPECT_EQ(valueOf(store->take("b", 5, 2s)).remaining, 4);
}

TEST_F(Ephemeral, BucketsCountEveryThread) {
    std::atomic<int> allowed{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                allowed += valueOf(store->take("b", 1234, 60s)).isAllowed ? 1 : 0;
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(allowed, 1234);
}

TEST_F(Ephemeral, StaysBoundedWhenKeysNeverRepeat) {
    for (int i = 0; i < 300'000; ++i)
        EXPECT_TRUE(store->take(QByteArray::number(i), 1, 1ms).has_value());
    clock.advance(1s);
    EXPECT_TRUE(valueOf(store->take("0", 1, 1s)).isAllowed);
}

TEST_F(Ephemeral, TypingEndsByItself) {
    EXPECT_TRUE(valueOf(store->startTyping(kChannel, UserId(1), 10s)));
    clock.advance(4s);
    EXPECT_TRUE(valueOf(store->startTyping(kChannel, UserId(2), 10s)));
    EXPECT_FALSE(valueOf(store->startTyping(kChannel, UserId(1), 10s)));
    EXPECT_EQ(valueOf(store->typing(kChannel)).size(), 2);
    clock.advance(7s);
    const auto left = valueOf(store->typing(kChannel));
    ASSERT_EQ(left.size(), 1);
    EXPECT_EQ(left[0].userId, UserId(2));
    EXPECT_GOOD(store->stopTyping(kChannel, UserId(2)));
    EXPECT_TRUE(valueOf(store->typing(kChannel)).isEmpty());
    EXPECT_TRUE(valueOf(store->startTyping(kChannel, UserId(1), 10s)));
}

TEST_F(Ephemeral, PresencesBelongToSessions) {
    EXPECT_GOOD(store->setPresence({UserId(1), "a"_ba, "online"_ba, 0}, 60s));
    EXPECT_GOOD(store->setPresence({UserId(1), "b"_ba, "idle"_ba, 0}, 120s));
    EXPECT_GOOD(store->setPresence({UserId(1), "a"_ba, "dnd"_ba, 0}, 60s));
    EXPECT_EQ(valueOf(store->presences({UserId(1), UserId(2)})).size(), 2);
    EXPECT_EQ(valueOf(store->presences({UserId(1)})).first().presence, "dnd"_ba);
    clock.advance(90s);
    const auto left = valueOf(store->presences({UserId(1)}));
    ASSERT_EQ(left.size(), 1);
    EXPECT_EQ(left[0].sessionId, "b"_ba);
    EXPECT_GOOD(store->removePresence(UserId(1), "b"));
    EXPECT_TRUE(valueOf(store->presences({UserId(1)})).isEmpty());
}

TEST_F(Ephemeral, TicketsAreUsedOnce) {
    EXPECT_GOOD(store->put("t", "v"_ba, 10s));
    EXPECT_EQ(valueOf(store->find("t")), "v"_ba);
    EXPECT_EQ(valueOf(store->takeValue("t")), "v"_ba);
    EXPECT_FALSE(valueOf(store->takeValue("t")).has_value());
    EXPECT_TRUE(valueOf(store->putIfAbsent("lease", "1"_ba, 10s)));
    EXPECT_FALSE(valueOf(store->putIfAbsent("lease", "2"_ba, 10s)));
    clock.advance(11s);
    EXPECT_FALSE(valueOf(store->find("lease")).has_value());
    EXPECT_TRUE(valueOf(store->putIfAbsent("lease", "2"_ba, 10s)));
}

}  // namespace
}  // namespace tests
