#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "server/platform/threads/WorkerPool.h"

namespace server {

/** Runs calls on the workers and can wait for all of them, so that nothing of the gateway is used after its end. */
class WorkTracker {
 public:
    explicit WorkTracker(WorkerPool& workers) : m_workers(workers) {}
    ~WorkTracker() { drain(); }
    WorkTracker(const WorkTracker&) = delete;
    WorkTracker& operator=(const WorkTracker&) = delete;

    /** False when the workers are too busy, or after drain(). Any thread. */
    bool post(Task task) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed) return false;
            ++m_running;
        }
        // The guard goes with the task, whether it runs or is thrown away.
        const std::shared_ptr<void> guard(nullptr, [this](void*) { finished(); });
        return m_workers.post([task = std::move(task), guard]() mutable { task(); });
    }
    /** Takes no more, and waits for what is under way. Not from a worker. */
    void drain() {
        std::unique_lock lock(m_mutex);
        m_closed = true;
        m_idle.wait(lock, [this] { return m_running == 0; });
    }

 private:
    void finished() {
        const std::lock_guard lock(m_mutex);
        if (--m_running == 0) m_idle.notify_all();
    }

    WorkerPool& m_workers;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_running = 0;
    bool m_closed = false;
};

}  // namespace server
