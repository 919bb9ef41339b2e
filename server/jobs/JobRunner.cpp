#include "server/jobs/JobRunner.h"

#include <QtCore/QLoggingCategory>

#include "server/platform/threads/ThreadName.h"

namespace server {
namespace {

Q_LOGGING_CATEGORY(logJobs, "server.jobs")

void runJob(const Job& job) {
    const auto done = job.run();
    if (!done.has_value()) qCWarning(logJobs).noquote() << job.name << "failed:" << done.error().message();
}

}  // namespace

JobRunner::JobRunner(std::vector<Job> jobs) : m_jobs(std::move(jobs)) {
    const auto now = std::chrono::steady_clock::now();
    for (const Job& job : m_jobs)
        m_due.push_back(now + job.period);
    m_thread = std::thread([this] { loop(); });
}

JobRunner::~JobRunner() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void JobRunner::runAllNow() {
    for (const Job& job : m_jobs)
        runJob(job);
}

void JobRunner::loop() {
    setThreadName(QStringLiteral("jobs"));
    std::unique_lock lock(m_mutex);
    while (!m_stopping && !m_jobs.empty()) {
        const auto next = std::ranges::min_element(m_due);
        if (m_wake.wait_until(lock, *next, [this] { return m_stopping; })) return;
        const auto index = static_cast<std::size_t>(next - m_due.begin());
        lock.unlock();
        runJob(m_jobs[index]);
        lock.lock();
        m_due[index] = std::chrono::steady_clock::now() + m_jobs[index].period;
    }
}

}  // namespace server
