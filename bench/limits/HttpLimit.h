#pragma once

#include "bench/limits/Measure.h"

namespace bench {

/** 64 keep-alive connections, each sending one request after the other; a plain epoll loop gives a fixed answer. */
enum class HttpShape {
    Get,   ///< 136 bytes of answer
    Post,  ///< 196 bytes in, 600 bytes and six more headers out
    Page,  ///< 31 KB of answer, as a page of 50 messages
};
Limit measureHttp(HttpShape shape, double seconds);

}  // namespace bench
