#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <QtCore/QString>

#include "shared/core/Clock.h"
#include "shared/core/Result.h"

namespace server {

/** Work that is done again and again. */
struct Job {
    QString name;  ///< for logs
    std::chrono::milliseconds period;
    std::function<shared::Result<void>()> run;
};

/**
 * One thread that runs jobs, one at a time, each a period after its last end. A job that fails is logged and tried
 * again at its next turn.
 */
class JobRunner {
 public:
    explicit JobRunner(std::vector<Job> jobs);
    /** Waits for the job that runs. */
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    /** Runs every job once, on the calling thread; for tests. */
    void runAllNow();

 private:
    void loop();

    std::vector<Job> m_jobs;
    std::vector<std::chrono::steady_clock::time_point> m_due;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

}  // namespace server
