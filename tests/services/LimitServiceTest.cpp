#include <gtest/gtest.h>

#include "server/services/LimitService.h"
#include "server/storage/StorageFactory.h"
#include "tests/support/FakeClock.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

const QString kAddress = u"10.0.0.1"_s;
const QString kThere = u"10.0.0.2"_s;
constexpr shared::UserId kBot{77};

class LimitServiceTest : public testing::Test {
 protected:
    server::LimitService& with(const server::LimitSettings& settings) {
        m_service = std::make_unique<server::LimitService>(*ephemeral, settings);
        return *m_service;
    }
    /** How many of `tries` are let through. */
    template <class F>
    static int allowed(int tries, F&& take) {
        int count = 0;
        for (int i = 0; i < tries; ++i)
            count += take().isAllowed ? 1 : 0;
        return count;
    }

    FakeClock clock;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    server::InProcessEventBus bus;
    server::StorageFactory factory{bus, ids, clock};
    std::unique_ptr<server::EphemeralStore> ephemeral = factory.makeEphemeral();

 private:
    std::unique_ptr<server::LimitService> m_service;
};

TEST_F(LimitServiceTest, ABucketEmptiesAndFillsAgain) {
    auto& limits = with({});
    const auto first = limits.takeRequest("route:1", 3, 5s);
    EXPECT_TRUE(first.isAllowed);
    EXPECT_EQ(first.limit, 3);
    EXPECT_EQ(first.remaining, 2);
    EXPECT_EQ(first.resetAt, clock.nowMs() + 5000);
    EXPECT_EQ(allowed(5, [&] { return limits.takeRequest("route:1", 3, 5s); }), 2);
    clock.advance(2s);
    const auto refused = limits.takeRequest("route:1", 3, 5s);
    EXPECT_FALSE(refused.isAllowed);
    EXPECT_EQ(refused.remaining, 0);
    EXPECT_EQ(refused.retryAfter, 3s);
    EXPECT_TRUE(limits.takeRequest("route:2", 3, 5s).isAllowed) << "another bucket is another matter";
    clock.advance(3s);
    EXPECT_TRUE(limits.takeRequest("route:1", 3, 5s).isAllowed);
}

TEST_F(LimitServiceTest, SwitchedOffTheBucketsAreFullAndTheGuardsStay) {
    server::LimitSettings off;
    off.isEnabled = false;
    off.registrationsPerHour = 2;
    auto& limits = with(off);
    EXPECT_EQ(allowed(100, [&] { return limits.takeRequest("route", 1, 5s); }), 100);
    EXPECT_EQ(limits.takeRequest("route", 7, 5s).remaining, 7);
    EXPECT_EQ(allowed(100, [&] { return limits.takeGlobal("1"); }), 100);
    EXPECT_EQ(allowed(5, [&] { return limits.takeRegistration(kAddress); }), 2);
}

TEST_F(LimitServiceTest, ZeroMeansNoLimit) {
    server::LimitSettings none;
    none.registrationsPerHour = 0;
    none.loginFailures = 0;
    none.identifyPerDay = 0;
    auto& limits = with(none);
    EXPECT_EQ(allowed(500, [&] { return limits.takeRegistration(kAddress); }), 500);
    for (int i = 0; i < 500; ++i)
        limits.countLoginFailure(u"ann"_s, kAddress);
    EXPECT_TRUE(limits.peekLogin(u"ann"_s, kAddress).isAllowed);
    EXPECT_EQ(allowed(500, [&] { return limits.takeSessionStart(kBot); }), 500);
}

TEST_F(LimitServiceTest, TheGlobalLimitIsEachActorsOwn) {
    auto& limits = with({});
    EXPECT_EQ(allowed(60, [&] { return limits.takeGlobal("1"); }), 50);
    EXPECT_TRUE(limits.takeGlobal("2").isAllowed);
    clock.advance(1s);
    EXPECT_TRUE(limits.takeGlobal("1").isAllowed);
}

TEST_F(LimitServiceTest, FailedLogInsCountByPairByAccountAndByAddress) {
    server::LimitSettings settings;
    settings.loginFailures = 3;
    auto& limits = with(settings);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(limits.peekLogin(u"ann"_s, kAddress).isAllowed) << "asking counts nothing";
        limits.countLoginFailure(u"ann"_s, kAddress);
    }
    EXPECT_FALSE(limits.peekLogin(u"ann"_s, kAddress).isAllowed);
    EXPECT_TRUE(limits.peekLogin(u"ann"_s, kThere).isAllowed) << "nobody is locked out by somebody else";
    EXPECT_TRUE(limits.peekLogin(u"bob"_s, kAddress).isAllowed);
    limits.countLogin(u"ann"_s, kAddress);
    EXPECT_TRUE(limits.peekLogin(u"ann"_s, kAddress).isAllowed);

    // One account from very many addresses; who is known there still comes in.
    for (int i = 0; i < 30; ++i)
        limits.countLoginFailure(u"ann"_s, u"10.1.0."_s + QString::number(i));
    EXPECT_FALSE(limits.peekLogin(u"ann"_s, kThere).isAllowed);
    EXPECT_TRUE(limits.peekLogin(u"ann"_s, kAddress).isAllowed);
    // Very many accounts from one address.
    for (int i = 0; i < 15; ++i)
        limits.countLoginFailure(u"user"_s + QString::number(i), kThere);
    EXPECT_FALSE(limits.peekLogin(u"carl"_s, kThere).isAllowed);
    EXPECT_TRUE(limits.peekLogin(u"carl"_s, kAddress).isAllowed);
    clock.advance(15min);
    EXPECT_TRUE(limits.peekLogin(u"ann"_s, kThere).isAllowed);
    EXPECT_TRUE(limits.peekLogin(u"carl"_s, kThere).isAllowed);
}

TEST_F(LimitServiceTest, AddressesThatGetErrorsOnlyAreCut) {
    server::LimitSettings settings;
    settings.invalidPer10Minutes = 5;
    auto& limits = with(settings);
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(limits.peekInvalid(kAddress).isAllowed);
        limits.countInvalid(kAddress);
    }
    EXPECT_FALSE(limits.peekInvalid(kAddress).isAllowed);
    EXPECT_TRUE(limits.peekInvalid(kThere).isAllowed);
    clock.advance(10min);
    EXPECT_TRUE(limits.peekInvalid(kAddress).isAllowed);
}

TEST_F(LimitServiceTest, IdentifiesGoByLaneAndByDay) {
    server::LimitSettings settings;
    settings.identifyPer5Seconds = 2;
    settings.identifyPerDay = 3;
    auto& limits = with(settings);
    EXPECT_EQ(allowed(5, [&] { return limits.takeIdentify(kBot, 0); }), 2) << "unsharded, it uses all lanes";
    EXPECT_EQ(allowed(5, [&] { return limits.takeIdentify(kBot, 1); }), 1);
    EXPECT_EQ(allowed(5, [&] { return limits.takeIdentify(kBot, 3); }), 0) << "shard 3 shares a lane with shard 1";
    clock.advance(5s);
    EXPECT_TRUE(limits.takeIdentify(kBot, 3).isAllowed);

    auto starts = limits.sessionStarts(kBot);
    EXPECT_EQ(starts.total, 3);
    EXPECT_EQ(starts.remaining, 3);
    EXPECT_EQ(starts.maxConcurrency, 2);
    EXPECT_EQ(allowed(5, [&] { return limits.takeSessionStart(kBot); }), 3);
    starts = limits.sessionStarts(kBot);
    EXPECT_EQ(starts.remaining, 0);
    EXPECT_GT(starts.resetAfter, 23h);
    clock.advance(24h);
    EXPECT_EQ(limits.sessionStarts(kBot).remaining, 3);
}

}  // namespace
}  // namespace tests
