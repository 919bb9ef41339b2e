#pragma once

#include <algorithm>
#include <chrono>

#include "shared/core/Random.h"

namespace app {

/** Growing pauses between attempts: doubled each time up to a cap, then drawn between half of it and the whole. */
class Backoff {
 public:
    using Ms = std::chrono::milliseconds;

    Backoff(Ms base, Ms cap) : m_base(base), m_cap(cap) {}

    /** The pause before attempt `failures` + 1. @param failures at least 1 */
    Ms pause(int failures, shared::Random& random) const {
        const int doublings = std::clamp(failures - 1, 0, 20);
        const Ms full = std::min(m_cap, Ms(m_base.count() << doublings));
        const auto half = static_cast<quint64>(full.count()) / 2;
        return Ms(static_cast<qint64>(half + random.below(half + 1)));
    }

 private:
    Ms m_base;
    Ms m_cap;
};

}  // namespace app
