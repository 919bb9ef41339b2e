#include "app/client/gateway/GatewayClient.h"
#include "tests/client/FakeGateway.h"
#include "tests/client/Wait.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::GatewayStatus;
using tests::FakeGateway;
using tests::waitFor;
using State = GatewayStatus::State;

namespace {

/** The state machine on this thread, against a gateway that does as it is told. */
class GatewayClientTest : public testing::Test {
 protected:
    GatewayClientTest() {
        QObject::connect(&client, &app::GatewayClient::statusChanged, &client,
                         [this](const GatewayStatus& status) { states.append(status.state); });
        QObject::connect(&client, &app::GatewayClient::events, &client, [this](const app::DispatchEvents& batch) {
            events.append(batch);
            ++batches;
        });
    }

    static app::GatewayTiming quick() {
        app::GatewayTiming timing;
        timing.backoffBase = 10ms;
        timing.backoffCap = 50ms;
        timing.greeting = 2s;
        timing.session = 2s;
        timing.invalidSession = 10ms;
        timing.shortestBeat = 10ms;
        timing.watchInterval = 0ms;
        return timing;
    }

    void open(FakeGateway& gateway) {
        app::GatewayTarget target;
        target.address = app::ServerAddress(u"127.0.0.1"_s, gateway.port(), false);
        target.token = u"tok"_s;
        client.open(target);
    }
    void openUntilReady(FakeGateway& gateway) {
        open(gateway);
        ASSERT_TRUE(waitFor([&] { return gateway.count(2) == 1; }));
        gateway.ready();
        ASSERT_TRUE(waitFor([&] { return client.status().isLive(); }));
    }

    shared::SystemClock clock;
    shared::SystemRandom random;
    app::GatewayClient client{clock, random, quick()};
    QList<State> states;
    app::DispatchEvents events;
    int batches = 0;
};

TEST_F(GatewayClientTest, IdentifiesAndBecomesReady) {
    FakeGateway gateway;
    openUntilReady(gateway);
    EXPECT_EQ(states, (QList<State>{State::Connecting, State::Identifying, State::Ready}));
    EXPECT_EQ(gateway.last(2)[u"token"_s].toString(), u"tok"_s);
    EXPECT_EQ(gateway.last(2)[u"properties"_s][u"browser"_s].toString(), u"Guildhall"_s);
    EXPECT_TRUE(gateway.lastQuery.contains(u"v=10"_s));
    EXPECT_TRUE(gateway.lastQuery.contains(u"compress=zlib-stream"_s));
    ASSERT_EQ(events.size(), 1);
    const auto* ready = std::get_if<shared::ReadyEvent>(&events[0]);
    ASSERT_NE(ready, nullptr);
    EXPECT_EQ(ready->payload.user.username, u"me"_s);
}

TEST_F(GatewayClientTest, EventsComeTypedInOrderAndInBatches) {
    FakeGateway gateway;
    openUntilReady(gateway);
    batches = 0;
    events.clear();
    for (int i = 1; i <= 200; ++i)
        gateway.dispatch(u"MESSAGE_CREATE"_s, {{u"id"_s, QString::number(i)}, {u"channel_id"_s, u"7"_s}});
    gateway.dispatch(u"SOMETHING_NEW"_s, {});
    gateway.dispatch(u"TYPING_START"_s, {{u"channel_id"_s, u"7"_s}, {u"user_id"_s, u"2"_s}});
    ASSERT_TRUE(waitFor([&] { return events.size() == 201; }));
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(std::get<shared::MessageCreateEvent>(events[i]).payload.id.value(), static_cast<quint64>(i + 1));
    EXPECT_TRUE(std::holds_alternative<shared::TypingStartEvent>(events.last()));
    EXPECT_LT(batches, 201);
}

TEST_F(GatewayClientTest, BeatsWithItsSequence) {
    FakeGateway gateway(150);
    openUntilReady(gateway);
    ASSERT_TRUE(waitFor([&] { return gateway.count(1) >= 3; }));
    EXPECT_TRUE(waitFor([&] { return gateway.heard.last()[u"d"_s].toInt() == 1; }));
    EXPECT_TRUE(waitFor([&] { return client.status().latencyMs >= 0; }));
    EXPECT_EQ(gateway.connections, 1);
}

TEST_F(GatewayClientTest, AServerThatDoesNotAckIsLeftAndTheSessionResumed) {
    FakeGateway gateway(150);
    openUntilReady(gateway);
    gateway.acks = false;
    ASSERT_TRUE(waitFor([&] { return gateway.connections == 2; }));
    gateway.acks = true;
    ASSERT_TRUE(waitFor([&] { return gateway.count(6) == 1; }));
    EXPECT_EQ(gateway.last(6)[u"session_id"_s].toString(), u"abc"_s);
    EXPECT_EQ(gateway.last(6)[u"seq"_s].toInt(), 1);
    EXPECT_EQ(client.status().state, State::Resuming);
    gateway.dispatch(u"MESSAGE_CREATE"_s, {{u"id"_s, u"5"_s}, {u"channel_id"_s, u"7"_s}});
    gateway.dispatch(u"RESUMED"_s, {});
    EXPECT_TRUE(waitFor([&] { return client.status().isLive(); }));
    EXPECT_EQ(gateway.count(2), 1);
}

TEST_F(GatewayClientTest, ALostConnectionIsResumedAfterAPause) {
    FakeGateway gateway;
    openUntilReady(gateway);
    states.clear();
    gateway.cut();
    ASSERT_TRUE(waitFor([&] { return gateway.count(6) == 1; }));
    EXPECT_EQ(states, (QList<State>{State::Waiting, State::Resuming}));
}

TEST_F(GatewayClientTest, WaitingNamesTheTimeOfTheNextTry) {
    FakeGateway gateway;
    app::GatewayTiming slow = quick();
    slow.backoffBase = 60s;
    slow.backoffCap = 60s;
    app::GatewayClient patient(clock, random, slow);
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"127.0.0.1"_s, gateway.port(), false);
    patient.open(target);
    ASSERT_TRUE(waitFor([&] { return gateway.count(2) == 1; }));
    gateway.cut();
    ASSERT_TRUE(waitFor([&] { return patient.status().state == State::Waiting; }));
    EXPECT_GT(patient.status().retryAtMs, clock.nowMs() + 20'000);
    EXPECT_EQ(patient.status().attempts, 1);
    patient.retryNow();
    EXPECT_TRUE(waitFor([&] { return gateway.connections == 2; }));
}

TEST_F(GatewayClientTest, InvalidSessionIdentifiesAnewUnlessItMayBeResumed) {
    FakeGateway gateway;
    openUntilReady(gateway);
    gateway.send({{u"op"_s, 9}, {u"d"_s, true}});
    ASSERT_TRUE(waitFor([&] { return gateway.count(6) == 1; }));
    gateway.send({{u"op"_s, 9}, {u"d"_s, false}});
    EXPECT_TRUE(waitFor([&] { return gateway.count(2) == 2; }));
}

TEST_F(GatewayClientTest, ReconnectOnRequestComesAtOnce) {
    FakeGateway gateway;
    openUntilReady(gateway);
    gateway.send({{u"op"_s, 7}, {u"d"_s, QJsonValue::Null}});
    EXPECT_TRUE(waitFor([&] { return gateway.count(6) == 1; }));
}

TEST_F(GatewayClientTest, AServerThatOnlyEverAsksToReconnectIsNotHammered) {
    FakeGateway gateway;
    app::GatewayTiming slow = quick();
    slow.backoffBase = 60s;
    slow.backoffCap = 60s;
    app::GatewayClient patient(clock, random, slow);
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"127.0.0.1"_s, gateway.port(), false);
    patient.open(target);
    for (int asked = 1; asked <= 2; ++asked) {
        ASSERT_TRUE(waitFor([&] { return gateway.count(2) == asked; }));
        gateway.send({{u"op"_s, 7}, {u"d"_s, QJsonValue::Null}});
    }
    ASSERT_TRUE(waitFor([&] { return patient.status().attempts == 2; }));
    EXPECT_EQ(patient.status().state, State::Waiting);
    EXPECT_GT(patient.status().retryAtMs, clock.nowMs() + 20'000);
}

TEST_F(GatewayClientTest, AServerThatWantsAHeartbeatEveryMillisecondDoesNotGetIt) {
    FakeGateway gateway(1);
    app::GatewayTiming slow = quick();
    slow.shortestBeat = 60s;
    app::GatewayClient calm(clock, random, slow);
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"127.0.0.1"_s, gateway.port(), false);
    calm.open(target);
    ASSERT_TRUE(waitFor([&] { return gateway.count(2) == 1; }));
    gateway.ready();
    ASSERT_TRUE(waitFor([&] { return calm.status().isLive(); }));
    EXPECT_LE(gateway.count(1), 1);
}

TEST_F(GatewayClientTest, CloseCodesAreObeyed) {
    struct Case {
        int code;
        GatewayStatus::Failure failure;
        bool resumes;
    };
    for (const Case& test :
         {Case{4004, GatewayStatus::Failure::Unauthorized, false}, Case{4012, GatewayStatus::Failure::Refused, false},
          Case{4000, GatewayStatus::Failure::None, true}, Case{4009, GatewayStatus::Failure::None, false},
          Case{4007, GatewayStatus::Failure::None, false}}) {
        FakeGateway gateway;
        openUntilReady(gateway);
        gateway.close(test.code);
        if (test.failure != GatewayStatus::Failure::None) {
            ASSERT_TRUE(waitFor([&] { return client.status().state == State::Failed; })) << test.code;
            EXPECT_EQ(client.status().failure, test.failure) << test.code;
        } else {
            ASSERT_TRUE(waitFor([&] { return gateway.connections == 2; })) << test.code;
            EXPECT_TRUE(waitFor([&] { return gateway.count(test.resumes ? 6 : 2) == (test.resumes ? 1 : 2); }));
        }
        client.close();
    }
}

TEST_F(GatewayClientTest, ASilentServerIsGivenUp) {
    FakeGateway gateway;
    gateway.greets = false;
    app::GatewayTiming timing = quick();
    timing.greeting = 50ms;
    app::GatewayClient impatient(clock, random, timing);
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"127.0.0.1"_s, gateway.port(), false);
    impatient.open(target);
    EXPECT_TRUE(waitFor([&] { return gateway.connections >= 2; }));
}

TEST_F(GatewayClientTest, NobodyThereIsWaitedForAndGarbageSurvived) {
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"127.0.0.1"_s, 1, false);
    client.open(target);
    ASSERT_TRUE(waitFor([&] { return client.status().state == State::Waiting && client.status().attempts >= 2; }));
    FakeGateway gateway;
    openUntilReady(gateway);
    gateway.send({});
    gateway.dispatch(u"READY"_s, {});
    gateway.dispatch(u"MESSAGE_CREATE"_s, {{u"id"_s, 5}, {u"author"_s, u"x"_s}});
    gateway.dispatch(u"GUILD_CREATE"_s, {{u"channels"_s, 3}});
    EXPECT_TRUE(waitFor([&] { return events.size() >= 4; }));
}

TEST_F(GatewayClientTest, PlainConnectionsStayWithinThisMachine) {
    app::GatewayTarget target;
    target.address = app::ServerAddress(u"192.0.2.7"_s, 80, false);
    client.open(target);
    EXPECT_EQ(client.status().state, State::Failed);
    EXPECT_EQ(client.status().failure, GatewayStatus::Failure::Refused);
}

TEST_F(GatewayClientTest, AsksForMembersAndTellsPresence) {
    FakeGateway gateway;
    shared::PresenceUpdate presence;
    presence.status = shared::Status::Dnd;
    client.setPresence(presence);
    openUntilReady(gateway);
    EXPECT_EQ(gateway.last(2)[u"presence"_s][u"status"_s].toString(), u"dnd"_s);
    app::MemberRequest request;
    request.guildId = shared::GuildId(9);
    request.userIds = {shared::UserId(4)};
    client.requestMembers(request);
    ASSERT_TRUE(waitFor([&] { return gateway.count(8) == 1; }));
    EXPECT_EQ(gateway.last(8)[u"guild_id"_s].toString(), u"9"_s);
    EXPECT_EQ(gateway.last(8)[u"user_ids"_s][0].toString(), u"4"_s);
    client.close();
    EXPECT_EQ(client.status().state, State::Offline);
}

}  // namespace
