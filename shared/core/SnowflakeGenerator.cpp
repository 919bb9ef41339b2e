#include "shared/core/SnowflakeGenerator.h"

#include <algorithm>

namespace shared {
namespace {

constexpr quint64 kOriginMask = 0x3ff000;  // worker and process

/** The lowest (milliseconds << 12 | sequence) with which an id of that origin is above `last`. */
quint64 lowestAbove(Snowflake last, quint64 origin) {
    if (last.isNull()) return 0;
    const quint64 ms = last.value() >> 22;
    const quint64 lastOrigin = last.value() & kOriginMask;
    if (origin > lastOrigin) return ms << 12;
    if (origin < lastOrigin) return (ms + 1) << 12;
    return ((ms << 12) | (last.value() & 0xfff)) + 1;
}

}  // namespace

SnowflakeGenerator::SnowflakeGenerator(const Clock& clock, int worker, int process)
    : m_clock(clock), m_origin((static_cast<quint64>(worker) << 17) | (static_cast<quint64>(process) << 12)) {
    Q_ASSERT(worker >= 0 && worker < 32 && process >= 0 && process < 32);
}

Snowflake SnowflakeGenerator::nextAbove(Snowflake last) {
    const auto now = static_cast<quint64>(std::max<qint64>(m_clock.nowMs() - kSnowflakeEpochMs, 0));
    const quint64 lowest = std::max(now << 12, lowestAbove(last, m_origin));
    quint64 previous = m_last.load(std::memory_order_relaxed);
    quint64 drawn = 0;
    do {
        // One more than the previous covers a clock that went back, and carries into the next millisecond by itself.
        drawn = std::max(lowest, previous + 1);
    } while (!m_last.compare_exchange_weak(previous, drawn, std::memory_order_relaxed));
    return Snowflake(((drawn >> 12) << 22) | m_origin | (drawn & 0xfff));
}

}  // namespace shared
