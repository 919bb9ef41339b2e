#pragma once

#include "bench/limits/Measure.h"

namespace bench {

/** Rows of a message's size, 64 to a commit, WAL, synchronous=FULL, in a new file in `folder`. */
Limit measureCommit(const std::string& folder, double seconds);
/** The newest 50 rows of a channel with 2,000, every column read. */
Limit measurePage(const std::string& folder, double seconds);

}  // namespace bench
