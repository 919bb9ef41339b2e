#pragma once

#include <chrono>
#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QString>

#include "shared/core/Clock.h"

namespace app {

/** What an answer's headers say about limits. Source: Discord's "Rate Limits". */
struct RateHeaders {
    QByteArray bucket;  ///< X-RateLimit-Bucket; empty = this route has none
    int limit = 0;
    int remaining = 0;
    std::chrono::milliseconds resetAfter{0};
    std::optional<std::chrono::milliseconds> retryAfter;  ///< of a 429
    bool global = false;                                  ///< the 429 is that of all routes
};

/**
 * Knows when a request may go out, so that the server need not refuse it. Pure: no timer, no network.
 *
 * A route is a name for method, path template and major parameter. The server tells with the first answer which bucket
 * a route belongs to; until then one request of the route may be on its way. Requests in flight count as spent, so a
 * bucket is never overdrawn by those that were sent together. One thread.
 */
class RateLimiter {
 public:
    using Ms = std::chrono::milliseconds;

    explicit RateLimiter(const shared::Clock& clock) : m_clock(clock) {}

    enum class Answer {
        Go,        ///< send it, then call finished() once
        WaitTime,  ///< ask again after `wait`
        WaitReply  ///< ask again when another request of the route has finished
    };
    struct Verdict {
        Answer answer = Answer::Go;
        Ms wait{0};
    };

    /** May a request of this route go out now; Go counts it as being on its way. */
    Verdict ask(const QString& route);
    /** Its answer came (or none did: default headers). */
    void finished(const QString& route, const RateHeaders& headers);

 private:
    using Time = std::chrono::steady_clock::time_point;
    struct Bucket {
        int limit = 0;  ///< 0 = not known
        int remaining = 0;
        int inFlight = 0;
        Time resetAt{};
        Time blockedUntil{};
    };

    Bucket& bucketOf(const QString& route);
    void learn(const QString& route, const RateHeaders& headers);

    const shared::Clock& m_clock;
    QHash<QString, QString> m_bucketNames;  ///< route -> server's bucket and major parameter
    QHash<QString, Bucket> m_buckets;       ///< by server's bucket and major parameter, or by route until it is known
    Time m_globalUntil{};
};

}  // namespace app
