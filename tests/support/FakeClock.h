#pragma once

#include <atomic>

#include "shared/core/Clock.h"

namespace tests {

/** A clock that stands still until a test moves it. Any thread. It starts at 2026-01-01T00:00:00Z. */
class FakeClock final : public shared::Clock {
 public:
    qint64 nowMs() const override { return m_nowMs.load(); }
    std::chrono::steady_clock::time_point steadyNow() const override {
        return std::chrono::steady_clock::time_point(std::chrono::milliseconds(m_steadyMs.load()));
    }

    /** Moves both clocks. */
    void advance(std::chrono::milliseconds by) {
        m_nowMs += by.count();
        m_steadyMs += by.count();
    }
    /** Sets the wall clock only, also backwards, as an administrator or NTP may. */
    void setNowMs(qint64 nowMs) { m_nowMs = nowMs; }

 private:
    std::atomic<qint64> m_nowMs{1'767'225'600'000};
    std::atomic<qint64> m_steadyMs{1'000'000};
};

}  // namespace tests
