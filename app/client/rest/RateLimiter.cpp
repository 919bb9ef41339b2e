#include "app/client/rest/RateLimiter.h"

namespace app {

namespace {

/** Bound on remembered buckets; the settled ones go first when it is passed. */
constexpr qsizetype kManyBuckets = 2000;

/** The major parameter of a route's name: what follows the last '@', so two channels never share a bucket. */
QString majorOf(const QString& route) {
    return route.section(u'@', -1);
}

}  // namespace

RateLimiter::Bucket& RateLimiter::bucketOf(const QString& route) {
    const auto name = m_bucketNames.constFind(route);
    return m_buckets[name == m_bucketNames.cend() ? route : *name];
}

RateLimiter::Verdict RateLimiter::ask(const QString& route) {
    const Time now = m_clock.steadyNow();
    const auto until = [now](Time time) { return Verdict{Answer::WaitTime, std::chrono::ceil<Ms>(time - now)}; };
    if (m_globalUntil > now) return until(m_globalUntil);
    Bucket& bucket = bucketOf(route);
    if (bucket.blockedUntil > now) return until(bucket.blockedUntil);
    if (bucket.limit == 0) {
        if (bucket.inFlight > 0) return {Answer::WaitReply, Ms(0)};
    } else {
        if (bucket.resetAt <= now) bucket.remaining = bucket.limit;
        if (bucket.remaining - bucket.inFlight <= 0)
            return bucket.inFlight > 0 ? Verdict{Answer::WaitReply, Ms(0)} : until(bucket.resetAt);
    }
    ++bucket.inFlight;
    return {};
}

void RateLimiter::finished(const QString& route, const RateHeaders& headers) {
    Bucket& before = bucketOf(route);
    before.inFlight = std::max(0, before.inFlight - 1);
    const Time now = m_clock.steadyNow();
    if (headers.retryAfter && headers.global) {
        m_globalUntil = now + *headers.retryAfter;
        return;
    }
    if (!headers.bucket.isEmpty()) learn(route, headers);
    if (headers.retryAfter) {
        Bucket& bucket = bucketOf(route);
        bucket.remaining = 0;
        bucket.blockedUntil = now + *headers.retryAfter;
    }
}

void RateLimiter::learn(const QString& route, const RateHeaders& headers) {
    const Time now = m_clock.steadyNow();
    const QString name = QString::fromLatin1(headers.bucket) + u'@' + majorOf(route);
    const auto known = m_bucketNames.constFind(route);
    if (known == m_bucketNames.cend() || *known != name) {
        const Bucket old = m_buckets.take(known == m_bucketNames.cend() ? route : *known);
        m_bucketNames.insert(route, name);
        m_buckets[name].inFlight += old.inFlight;
    }
    if (m_buckets.size() > kManyBuckets) {
        m_buckets.removeIf([now](QHash<QString, Bucket>::iterator it) {
            return it->inFlight == 0 && it->resetAt < now && it->blockedUntil < now;
        });
    }
    Bucket& bucket = m_buckets[name];
    bucket.limit = std::max(1, headers.limit);
    const Time resetAt = now + headers.resetAfter;
    // Answers may overtake each other: within one window only the lowest figure counts.
    const bool sameWindow = bucket.resetAt > now && resetAt <= bucket.resetAt + Ms(50);
    bucket.remaining = sameWindow ? std::min(bucket.remaining, headers.remaining) : headers.remaining;
    bucket.resetAt = resetAt;
}

}  // namespace app
