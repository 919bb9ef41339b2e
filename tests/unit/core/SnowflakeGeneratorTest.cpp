#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "shared/core/SnowflakeGenerator.h"

namespace shared {
namespace {

class SettableClock final : public Clock {
 public:
    qint64 nowMs() const override { return now; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }

    std::atomic<qint64> now{1700000000000};
};

TEST(SnowflakeGeneratorTest, CarriesTimeWorkerAndProcess) {
    SettableClock clock;
    SnowflakeGenerator generator(clock, 31, 17);
    const Snowflake id = generator.next();
    EXPECT_EQ(id.createdAtMs(), clock.now);
    EXPECT_EQ(id.worker(), 31);
    EXPECT_EQ(id.process(), 17);
    EXPECT_EQ(id.sequence(), 0);
    EXPECT_EQ(generator.next().sequence(), 1);
    clock.now += 5;
    EXPECT_EQ(generator.next().createdAtMs(), clock.now);
}

TEST(SnowflakeGeneratorTest, FullMillisecondGoesOnInTheNext) {
    SettableClock clock;
    SnowflakeGenerator generator(clock, 0, 0);
    Snowflake last;
    for (int i = 0; i < 4096; ++i) {
        const Snowflake id = generator.next();
        ASSERT_GT(id, last);
        ASSERT_EQ(id.createdAtMs(), clock.now);
        ASSERT_EQ(id.sequence(), i);
        last = id;
    }
    const Snowflake next = generator.next();
    EXPECT_EQ(next.createdAtMs(), clock.now + 1);
    EXPECT_EQ(next.sequence(), 0);
    EXPECT_EQ(next.worker(), 0);
}

TEST(SnowflakeGeneratorTest, NeverGoesBackWithTheClock) {
    SettableClock clock;
    SnowflakeGenerator generator(clock, 3, 4);
    const Snowflake before = generator.next();
    clock.now -= 3600000;
    const Snowflake after = generator.next();
    EXPECT_GT(after, before);
    EXPECT_EQ(after.createdAtMs(), before.createdAtMs());
    EXPECT_EQ(after.worker(), 3);
    clock.now = 0;  // before the epoch, even
    EXPECT_GT(generator.next(), after);
}

TEST(SnowflakeGeneratorTest, NextAboveIsAboveAnyOtherOrigin) {
    SettableClock clock;
    const auto ms = static_cast<quint64>(clock.now.load() - kSnowflakeEpochMs);
    for (const quint64 origin : {quint64{0}, quint64{5}, quint64{1023}}) {
        for (const quint64 sequence : {quint64{0}, quint64{7}, quint64{4095}}) {
            for (const quint64 ahead : {quint64{0}, quint64{1}, quint64{86400000}}) {
                SnowflakeGenerator generator(clock, 0, 5);
                const Snowflake last(((ms + ahead) << 22) | (origin << 12) | sequence);
                const Snowflake id = generator.nextAbove(last);
                EXPECT_GT(id, last) << origin << ' ' << sequence << ' ' << ahead;
                EXPECT_LE(id.createdAtMs(), last.createdAtMs() + 1);
                EXPECT_EQ(id.process(), 5);
                EXPECT_GT(generator.next(), id);
            }
        }
    }
}

TEST(SnowflakeGeneratorTest, NextAboveAnOldIdIsAnOrdinaryId) {
    SettableClock clock;
    SnowflakeGenerator generator(clock, 1, 1);
    EXPECT_EQ(generator.nextAbove(Snowflake(1)).createdAtMs(), clock.now);
}

TEST(SnowflakeGeneratorTest, ManyThreadsNeverShareAnId) {
    constexpr int kThreads = 8;
    constexpr int kEach = 20000;
    SystemClock clock;
    SnowflakeGenerator generator(clock, 0, 0);
    std::vector<std::vector<quint64>> drawn(kThreads);
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (auto& mine : drawn) {
        threads.emplace_back([&generator, &mine] {
            mine.reserve(kEach);
            for (int i = 0; i < kEach; ++i)
                mine.push_back(generator.next().value());
        });
    }
    for (auto& thread : threads)
        thread.join();
    std::vector<quint64> all;
    for (const auto& mine : drawn) {
        EXPECT_TRUE(std::ranges::is_sorted(mine)) << "ids of one thread must rise";
        all.insert(all.end(), mine.begin(), mine.end());
    }
    std::ranges::sort(all);
    EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
    EXPECT_EQ(all.size(), size_t{kThreads} * kEach);
}

}  // namespace
}  // namespace shared
