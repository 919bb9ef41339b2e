#pragma once

#include "bench/limits/Measure.h"

namespace bench {

/** One prebuilt text frame of 500 bytes to each of `clients` connections, at most eight messages on their way. */
Limit measureDelivery(size_t clients, size_t messages);

}  // namespace bench
