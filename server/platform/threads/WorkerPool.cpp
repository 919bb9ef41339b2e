#include "server/platform/threads/WorkerPool.h"

#include "server/platform/threads/ThreadName.h"

namespace server {
namespace {

struct CurrentWorker {
    const WorkerPool* pool = nullptr;
    int index = -1;
};
thread_local CurrentWorker currentWorker;

}  // namespace

WorkerPool::WorkerPool(const QString& name, int threads, std::size_t queueLimit)
    : m_name(name), m_queueLimit(queueLimit) {
    const int count = std::max(threads, 1);
    m_threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        m_threads.emplace_back([this, i] { run(i); });
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::post(Task task) {
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_queue.size() >= m_queueLimit) return false;
        m_queue.push_back(std::move(task));
        wake = m_idle > 0;
    }
    if (wake) m_wake.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

bool WorkerPool::isCurrent() const {
    return currentWorker.pool == this;
}

int WorkerPool::currentIndex() {
    return currentWorker.index;
}

void WorkerPool::run(int index) {
    setThreadName(m_name + QString::number(index));
    currentWorker = {this, index};
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_idle;
        m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        --m_idle;
        if (m_queue.empty()) return;
        Task task = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        task();
        task = {};
        lock.lock();
    }
}

}  // namespace server
