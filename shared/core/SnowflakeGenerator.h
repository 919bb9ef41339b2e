#pragma once

#include <atomic>

#include "shared/core/Clock.h"
#include "shared/core/Snowflake.h"

namespace shared {

/**
 * Draws ids that rise, never repeat, and never go back when the clock does. Any thread; lock-free.
 *
 * One generator per process holds its (worker, process) pair; no two processes may hold the same pair. A millisecond
 * has 4,096 ids; whoever draws more gets those of the next one, ahead of the clock.
 */
class SnowflakeGenerator {
 public:
    /** @param worker, process 0 to 31 each */
    SnowflakeGenerator(const Clock& clock, int worker, int process);

    Snowflake next() { return nextAbove(Snowflake()); }
    /**
     * An id above `last` as well as above every id drawn before. An id above a `last` from the future keeps to that
     * future millisecond or the one after it, so order holds whatever the clocks say.
     */
    Snowflake nextAbove(Snowflake last);

    template <class IdType>
    IdType next() {
        return IdType(next());
    }

 private:
    const Clock& m_clock;
    const quint64 m_origin;
    std::atomic<quint64> m_last{0};  ///< milliseconds << 12 | sequence of the id drawn last
};

}  // namespace shared
