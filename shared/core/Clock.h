#pragma once

#include <chrono>

#include <QtCore/QtGlobal>

namespace shared {

/** The one source of time, so that a test owns it. All methods may be called from any thread. */
class Clock {
 public:
    virtual ~Clock() = default;
    /** Milliseconds since 1970, UTC. It may step when the system's clock is set. */
    virtual qint64 nowMs() const = 0;
    /** Never goes back; for durations and time-outs. */
    virtual std::chrono::steady_clock::time_point steadyNow() const = 0;
};

class SystemClock final : public Clock {
 public:
    qint64 nowMs() const override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
    std::chrono::steady_clock::time_point steadyNow() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace shared
