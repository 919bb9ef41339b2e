#pragma once

#include <vector>

#include "server/api/Router.h"
#include "server/platform/http/HttpResponse.h"
#include "server/services/LimitService.h"

namespace server {

/** What a request's bucket said. */
struct RateVerdict {
    BucketState state;
    bool isLimited = false;              ///< refused
    bool isGlobal = false;               ///< by the global limit
    const QByteArray* bucket = nullptr;  ///< null for routes without a limit
};

/**
 * Buckets per route group, major parameter and actor, with Discord's headers. Any thread.
 * Source: "Rate Limits" of the API reference; the numbers are in shared/protocol/Routes.
 */
class RateLimiter {
 public:
    explicit RateLimiter(LimitService& limits);

    /** Counts a request. @param who a user id, or the address where there is no actor */
    RateVerdict take(const RouteMatch& match, QByteArrayView who);

    /** X-RateLimit-*; for a refused request also the whole answer. */
    static void addHeaders(HttpResponse& response, const RateVerdict& verdict, qint64 nowMs);
    static HttpResponse refusal(const RateVerdict& verdict, qint64 nowMs);

 private:
    LimitService& m_limits;
    std::vector<QByteArray> m_bucketNames;  ///< by Route: what X-RateLimit-Bucket says
};

}  // namespace server
