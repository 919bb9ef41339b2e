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
    m_sleepers.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        m_threads.emplace_back([this, i] { run(i); });
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::post(Task task) {
    Sleeper* next = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_queue.size() >= m_queueLimit) return false;
        m_queue.push_back(std::move(task));
        next = callNext();
    }
    if (next != nullptr) next->wake.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        for (Sleeper* sleeper : m_asleep) {
            sleeper->isCalled = true;
            sleeper->wake.notify_one();
        }
        m_asleep.clear();
    }
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

WorkerPool::Sleeper* WorkerPool::callNext() {
    if (m_isOneComing || m_queue.empty() || m_asleep.empty()) return nullptr;
    Sleeper* next = m_asleep.back();
    m_asleep.pop_back();
    next->isCalled = true;
    m_isOneComing = true;
    return next;
}

void WorkerPool::run(int index) {
    setThreadName(m_name + QString::number(index));
    currentWorker = {this, index};
    Sleeper& self = m_sleepers[static_cast<std::size_t>(index)];
    std::unique_lock lock(m_mutex);
    while (true) {
        if (m_queue.empty()) {
            if (m_stopping) return;
            self.isCalled = false;
            m_asleep.push_back(&self);
            self.wake.wait(lock, [&self] { return self.isCalled; });
            m_isOneComing = false;
            continue;
        }
        Task task = std::move(m_queue.front());
        m_queue.pop_front();
        Sleeper* next = callNext();
        lock.unlock();
        if (next != nullptr) next->wake.notify_one();
        task();
        task = {};
        lock.lock();
    }
}

}  // namespace server
