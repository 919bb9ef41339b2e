#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <QtCore/QString>

#include "server/platform/threads/Task.h"

namespace server {

/**
 * A fixed number of named threads that run blocking calls from a bounded queue.
 *
 * The server has one for requests and one for expensive arithmetic (password hashes, thumbnails), so that the latter
 * never holds up the former.
 */
class WorkerPool {
 public:
    /** @param name of the threads @param threads at least 1 @param queueLimit calls that may wait */
    WorkerPool(const QString& name, int threads, std::size_t queueLimit);
    /** Stops, having run what was queued. */
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /** Queues a call. Any thread. False when the queue is full or the pool is stopping: answer 503 then. */
    [[nodiscard]] bool post(Task task);
    /** Runs what is queued, refuses anything new, joins. Not from a worker. */
    void stop();

    int threadCount() const { return static_cast<int>(m_threads.size()); }
    std::size_t queued() const;
    /** Is the caller a worker of this pool? */
    bool isCurrent() const;
    /** The index of the calling worker, 0 to threadCount() - 1, or -1: for connections that each worker owns. */
    static int currentIndex();

 private:
    struct Sleeper {
        std::condition_variable wake;
        bool isCalled = false;
    };

    void run(int index);
    /** Who is to be woken for what is queued, now marked as called; null if nobody is needed. Under the lock. */
    Sleeper* callNext();

    QString m_name;
    const std::size_t m_queueLimit;
    mutable std::mutex m_mutex;
    std::deque<Task> m_queue;
    // The last to fall asleep is woken first: its stack and its connection's pages are still in the processor's cache.
    std::vector<Sleeper*> m_asleep;
    std::deque<Sleeper> m_sleepers;  ///< one per thread
    bool m_isOneComing = false;      ///< called, and has not looked at the queue yet: it calls the next one if need be
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

}  // namespace server
