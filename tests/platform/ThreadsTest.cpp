#include <condition_variable>
#include <future>
#include <mutex>

#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "server/platform/threads/FileLock.h"
#include "server/platform/threads/IoThread.h"
#include "server/platform/threads/WorkerPool.h"

namespace {

using namespace server;

TEST(WorkerPoolTest, RunsEverythingBeforeItStops) {
    std::atomic<int> ran{0};
    {
        WorkerPool pool(QStringLiteral("w"), 3, 1000);
        for (int i = 0; i < 500; ++i) {
            ASSERT_TRUE(pool.post([&, own = std::make_unique<int>(i)] {
                EXPECT_TRUE(pool.isCurrent());
                EXPECT_GE(WorkerPool::currentIndex(), 0);
                EXPECT_LT(WorkerPool::currentIndex(), 3);
                ++ran;
            }));
        }
    }
    EXPECT_EQ(ran, 500);
    EXPECT_EQ(WorkerPool::currentIndex(), -1);
}

TEST(WorkerPoolTest, CallsAsManyThreadsAsThereIsWorkFor) {
    // Each waits for all others, so that one thread left asleep would be noticed.
    constexpr int kThreads = 8;
    WorkerPool pool(QStringLiteral("w"), kThreads, 100);
    for (int round = 0; round < 50; ++round) {
        std::mutex mutex;
        std::condition_variable changed;
        int here = 0;
        int met = 0;
        for (int i = 0; i < kThreads; ++i) {
            ASSERT_TRUE(pool.post([&] {
                std::unique_lock lock(mutex);
                ++here;
                changed.notify_all();
                const bool all = changed.wait_for(lock, std::chrono::seconds(20), [&] { return here == kThreads; });
                met += all ? 1 : 0;
                changed.notify_all();
            }));
        }
        std::unique_lock lock(mutex);
        ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return met == kThreads; }));
        // The last to leave still holds the lock while it says so.
    }
}

TEST(WorkerPoolTest, RefusesWhenFullAndWhenStopped) {
    WorkerPool pool(QStringLiteral("w"), 1, 2);
    std::promise<void> go;
    std::promise<void> running;
    auto wait = go.get_future();
    ASSERT_TRUE(pool.post([&] {
        running.set_value();
        wait.wait();
    }));
    running.get_future().wait();
    EXPECT_TRUE(pool.post([] {}));
    EXPECT_TRUE(pool.post([] {}));
    EXPECT_FALSE(pool.post([] {}));
    EXPECT_EQ(pool.queued(), 2U);
    go.set_value();
    pool.stop();
    EXPECT_FALSE(pool.post([] {}));
}

TEST(IoThreadTest, RunsPostsInOrderAndStops) {
    IoThread thread(QStringLiteral("io"));
    thread.start();
    std::vector<int> order;
    for (int i = 0; i < 1000; ++i)
        ASSERT_TRUE(thread.post([&, i] { order.push_back(i); }));
    EXPECT_TRUE(thread.call([&] {
        EXPECT_TRUE(thread.isCurrent());
        EXPECT_EQ(order.size(), 1000U);
    }));
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    std::promise<void> delayed;
    EXPECT_TRUE(thread.postDelayed(1, [&] { delayed.set_value(); }));
    EXPECT_EQ(delayed.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
    bool last = false;
    EXPECT_TRUE(thread.post([&] { last = true; }));
    thread.stop();
    EXPECT_TRUE(last);
    EXPECT_FALSE(thread.post([] {}));
    EXPECT_FALSE(thread.call([] {}));
}

TEST(FileLockTest, OneServerPerFolder) {
    const QTemporaryDir folder;
    const QString data = folder.filePath(QStringLiteral("data"));
    auto first = FileLock::acquire(data);
    ASSERT_TRUE(first.has_value());
    const auto second = FileLock::acquire(data);
    ASSERT_FALSE(second.has_value());
    EXPECT_TRUE(second.error().message().contains(data)) << second.error().message().toStdString();
    first = std::unique_ptr<FileLock>();
    EXPECT_TRUE(FileLock::acquire(data).has_value());
    EXPECT_FALSE(FileLock::acquire(QStringLiteral("/proc/nowhere")).has_value());
}

}  // namespace
