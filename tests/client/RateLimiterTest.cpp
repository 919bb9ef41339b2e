#include "app/client/rest/RateLimiter.h"
#include "tests/support/FakeClock.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::RateHeaders;
using app::RateLimiter;

namespace {

RateHeaders headers(int remaining, std::chrono::milliseconds resetAfter, const QByteArray& bucket = "b",
                    int limit = 5) {
    RateHeaders headers;
    headers.bucket = bucket;
    headers.limit = limit;
    headers.remaining = remaining;
    headers.resetAfter = resetAfter;
    return headers;
}

const QString kRoute = u"POST /channels/{channel.id}/messages@7"_s;

TEST(RateLimiter, OneRequestAtATimeUntilTheServerHasNamedTheBucket) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::Go);
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::WaitReply);
    limiter.finished(kRoute, headers(4, 5s));
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::Go) << i;
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::WaitReply);
}

TEST(RateLimiter, ARouteWithoutLimitsIsNotHeldAfterAnAnswer) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::Go);
        limiter.finished(kRoute, {});
    }
}

TEST(RateLimiter, AnEmptyBucketWaitsForItsReset) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    limiter.ask(kRoute);
    limiter.finished(kRoute, headers(0, 2s));
    const auto verdict = limiter.ask(kRoute);
    EXPECT_EQ(verdict.answer, RateLimiter::Answer::WaitTime);
    EXPECT_EQ(verdict.wait, 2s);
    clock.advance(1999ms);
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::WaitTime);
    clock.advance(1ms);
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::Go);
}

TEST(RateLimiter, RoutesOfOneBucketShareItButNotAcrossChannels) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    const QString sameChannel = u"DELETE /channels/{channel.id}/messages/{message.id}@7"_s;
    const QString otherChannel = u"POST /channels/{channel.id}/messages@8"_s;
    for (const QString& route : {kRoute, sameChannel, otherChannel}) {
        limiter.ask(route);
        limiter.finished(route, headers(route == otherChannel ? 3 : 0, 2s));
    }
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::WaitTime);
    EXPECT_EQ(limiter.ask(sameChannel).answer, RateLimiter::Answer::WaitTime);
    EXPECT_EQ(limiter.ask(otherChannel).answer, RateLimiter::Answer::Go);
}

TEST(RateLimiter, A429BlocksItsBucketAndAGlobalOneAll) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    RateHeaders refused;
    refused.retryAfter = 3s;
    limiter.ask(kRoute);
    limiter.finished(kRoute, refused);
    EXPECT_EQ(limiter.ask(kRoute).wait, 3s);
    EXPECT_EQ(limiter.ask(u"GET /users/@me@"_s).answer, RateLimiter::Answer::Go);
    refused.global = true;
    limiter.finished(u"GET /users/@me@"_s, refused);
    EXPECT_EQ(limiter.ask(u"GET /gateway@"_s).answer, RateLimiter::Answer::WaitTime);
    clock.advance(3s);
    EXPECT_EQ(limiter.ask(u"GET /gateway@"_s).answer, RateLimiter::Answer::Go);
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::Go);
}

TEST(RateLimiter, AnAnswerThatWasOvertakenDoesNotGiveRoomBack) {
    tests::FakeClock clock;
    RateLimiter limiter(clock);
    limiter.ask(kRoute);
    limiter.finished(kRoute, headers(4, 5s));
    limiter.ask(kRoute);
    limiter.ask(kRoute);
    limiter.finished(kRoute, headers(0, 5s));
    limiter.finished(kRoute, headers(3, 5s));  // sent earlier, came later
    EXPECT_EQ(limiter.ask(kRoute).answer, RateLimiter::Answer::WaitTime);
}

}  // namespace
