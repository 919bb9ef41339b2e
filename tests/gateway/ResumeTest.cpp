#include "tests/gateway/GatewayWorld.h"

using namespace Qt::StringLiterals;
using shared::GatewayEvent;
using shared::Intent;
using shared::Permission;

namespace tests {
namespace {

class ResumeTest : public GatewayWorld {
 protected:
    ResumeTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        guildId = guild(owner).withRole(role, {}).withChannel(talk).withMember(ann).build();
        mine = token(ann);
    }
    /** Resumes and gives back what came: nothing but what was missed, then RESUMED. */
    std::unique_ptr<GatewayClient> resumed(const GatewayClient& from, qint64 seq, int on = 0) {
        auto client = std::make_unique<GatewayClient>(thread(on));
        client->resume(mine, from.sessionId(), seq);
        EXPECT_TRUE(client->waitFor(u"RESUMED"_s));
        return client;
    }
    bool isRefused(const QByteArray& with, const QString& session, qint64 seq, int on = 0) {
        GatewayClient client(thread(on));
        client.resume(with, session, seq);
        client.box->wait([](const Mailbox& box) { return box.closeCode || box.packets.size() > 1; });
        const std::lock_guard lock(client.box->mutex);
        return client.box->closeCode.has_value() || client.box->packets.last().op == 9;
    }

    shared::UserId owner, ann;
    shared::RoleId role;
    shared::GuildId guildId;
    shared::ChannelId talk;
    QByteArray mine;
};

TEST_F(ResumeTest, WhatWasMissedComesInOrderOnce) {
    for (const int on : {0, 1}) {
        SCOPED_TRACE(on == 0 ? "on the same thread" : "on another thread");
        const auto client = connected(mine);
        say(owner, talk, u"seen"_s);
        ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
        const qint64 seq = client->lastSeq();
        client->drop();
        QStringList missed;
        for (int i = 0; i < 20; ++i) {
            missed.append(u"missed %1"_s.arg(i));
            say(owner, talk, missed.last());
        }
        settle();
        const auto back = resumed(*client, seq, on);
        EXPECT_EQ(back->contents(), missed);
        EXPECT_EQ(back->dispatches().last().t, u"RESUMED"_s);
        const auto all = back->dispatches();
        for (qsizetype i = 0; i < all.size(); ++i)
            EXPECT_EQ(all[i].s, seq + 1 + i);
        say(owner, talk, u"live"_s);
        ASSERT_TRUE(back->waitFor(u"MESSAGE_CREATE"_s, 21));
        EXPECT_EQ(back->contents().last(), u"live"_s);
        back->drop(true);
    }
}

TEST_F(ResumeTest, NothingIsLostWhileASessionMoves) {
    auto client = connected(mine);
    const auto first = client->sessionId();
    qint64 seq = client->lastSeq();
    QStringList said;
    QStringList received;
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < 5; ++i) {
            said.append(u"%1.%2"_s.arg(round).arg(i));
            say(owner, talk, said.last());
        }
        // No waiting: events are on their way while the session changes threads.
        auto next = std::make_unique<GatewayClient>(thread((round + 1) % 2));
        next->resume(mine, first, seq);
        ASSERT_TRUE(next->waitFor(u"RESUMED"_s));
        say(owner, talk, u"end of %1"_s.arg(round));
        said.append(u"end of %1"_s.arg(round));
        ASSERT_TRUE(next->box->wait([&](const Mailbox& box) {
            return std::ranges::any_of(box.packets,
                                       [&](const auto& one) { return one.d["content"_L1].toString() == said.last(); });
        }));
        received.append(next->contents());
        seq = next->lastSeq();
        client = std::move(next);
    }
    EXPECT_EQ(received, said);
}

TEST_F(ResumeTest, OnlyTheOwnerAndOnlyWhatWas) {
    const auto client = connected(mine);
    client->drop();
    const QString session = client->sessionId();
    EXPECT_TRUE(isRefused(token(owner), session, client->lastSeq()));
    EXPECT_TRUE(isRefused(mine, u"0123456789abcdef0123456789abcdef"_s, 1));
    EXPECT_TRUE(isRefused(mine, session, 0)) << "before READY there is nothing";
    const auto again = connected(mine);
    GatewayClient future(thread());
    future.resume(mine, again->sessionId(), 100'000);
    EXPECT_EQ(future.closed(), 4007);
}

TEST_F(ResumeTest, AGoodByeEndsTheSession) {
    const auto client = connected(mine);
    client->drop(true);
    EXPECT_TRUE(isRefused(mine, client->sessionId(), client->lastSeq()));
}

TEST_F(ResumeTest, AnAbandonedSessionIsForgotten) {
    const auto client = connected(mine);
    client->drop();
    clock.advance(std::chrono::seconds(170));
    sweep();
    GatewayClient early(thread());
    early.resume(mine, client->sessionId(), client->lastSeq());
    ASSERT_TRUE(early.waitFor(u"RESUMED"_s));
    early.drop();
    clock.advance(std::chrono::seconds(181));
    sweep();
    EXPECT_TRUE(isRefused(mine, client->sessionId(), early.lastSeq()));
}

TEST_F(ResumeTest, ANewConnectionReplacesTheOld) {
    const auto client = connected(mine);
    const auto back = resumed(*client, client->lastSeq());
    EXPECT_EQ(client->closed(), 4000);
    say(owner, talk, u"once"_s);
    ASSERT_TRUE(back->waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_TRUE(client->contents().isEmpty());
}

TEST_F(ResumeTest, TheTokenItWasResumedWithCounts) {
    const auto client = connected(mine);
    client->drop();
    const QByteArray other = token(ann);
    GatewayClient back(thread());
    back.resume(other, client->sessionId(), client->lastSeq());
    ASSERT_TRUE(back.waitFor(u"RESUMED"_s));
    const auto who = auth.authenticateGateway(other);
    ASSERT_TRUE(who.has_value());
    ASSERT_TRUE(auth.logout(*who).has_value());
    EXPECT_EQ(back.closed(), 4004);
}

TEST_F(ResumeTest, APlannedRestartLosesNothing) {
    const auto client = connected(mine);
    say(owner, talk, u"seen"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    const qint64 seq = client->lastSeq();
    say(owner, talk, u"sent but not received"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s, 2));
    stopGateway();
    EXPECT_TRUE(client->waitForOp(7));
    EXPECT_EQ(client->closed(), 4000);
    say(owner, talk, u"while the server was away"_s);
    startGateway();
    say(owner, talk, u"after the start"_s);

    const auto back = resumed(*client, seq, 1);
    EXPECT_EQ(back->contents(),
              (QStringList{u"sent but not received"_s, u"while the server was away"_s, u"after the start"_s}));
    EXPECT_EQ(back->dispatches().last().t, u"RESUMED"_s);
    EXPECT_EQ(back->dispatches().first().s, seq + 1);
    say(owner, talk, u"live"_s);
    ASSERT_TRUE(back->waitFor(u"MESSAGE_CREATE"_s, 4));
}

TEST_F(ResumeTest, WhoLosesTheConnectionAgainAfterARestartMayTryAgain) {
    const auto client = connected(mine);
    const qint64 seq = client->lastSeq();
    stopGateway();
    QStringList missed;
    for (int i = 0; i < 20; ++i) {
        missed.append(u"missed %1"_s.arg(i));
        say(owner, talk, missed.last());
    }
    startGateway();
    for (int i = 0; i < 20; ++i) {
        GatewayClient flaky(thread(i % 2));
        flaky.resume(mine, client->sessionId(), seq);
        // Some go at once, some while the streams are caught up with, some without the server's knowing.
        if (i % 4 == 1) flaky.waitForOp(0);
        if (i % 4 != 3) flaky.drop();
    }
    const auto back = resumed(*client, seq);
    EXPECT_EQ(back->contents(), missed);
}

TEST_F(ResumeTest, ARestartIsHonestWhereItCannotReplay) {
    const auto client = connected(mine);
    stopGateway();
    // Who sees what may have changed: nobody knows what the client would have been told.
    ASSERT_TRUE(memberService.addRole(actor(owner), guildId, ann, role).has_value());
    startGateway();
    EXPECT_TRUE(isRefused(mine, client->sessionId(), client->lastSeq()));
    EXPECT_TRUE(isRefused(token(owner), client->sessionId(), client->lastSeq()));
}

TEST_F(ResumeTest, ARestartTellsWhoWasKickedMeanwhile) {
    const auto client = connected(mine);
    const qint64 seq = client->lastSeq();
    stopGateway();
    ASSERT_TRUE(memberService.kick(actor(owner), guildId, ann).has_value());
    startGateway();
    GatewayClient back(thread());
    back.resume(mine, client->sessionId(), seq);
    back.box->wait([](const Mailbox& box) { return box.packets.size() > 1; });
    // Either is honest: the farewell, or a new beginning.
    const std::lock_guard lock(back.box->mutex);
    ASSERT_GT(back.box->packets.size(), 1);
    EXPECT_TRUE(back.box->packets[1].t == u"GUILD_DELETE"_s || back.box->packets[1].op == 9);
}

TEST_F(ResumeTest, AStoredSessionGoesStale) {
    const auto client = connected(mine);
    stopGateway();
    clock.advance(std::chrono::seconds(200));
    startGateway();
    EXPECT_TRUE(isRefused(mine, client->sessionId(), client->lastSeq()));
}

TEST_F(ResumeTest, WhoCameAfterARestartIsShownAfterTheResumption) {
    const auto client = connected(mine);
    const qint64 seq = client->lastSeq();
    stopGateway();
    startGateway();
    // Before the client is here again: nobody holds a presence for it.
    const auto other = connected(token(owner));
    ASSERT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate));
    const auto back = resumed(*client, seq);
    ASSERT_TRUE(back->waitFor(u"PRESENCE_UPDATE"_s));
    const QJsonObject told = back->first(u"PRESENCE_UPDATE"_s);
    EXPECT_EQ(told["user"_L1]["id"_L1].toString(), owner.toString());
    EXPECT_EQ(told["guild_id"_L1].toString(), guildId.toString());
    EXPECT_EQ(told["status"_L1].toString(), u"online"_s);
}

TEST_F(ResumeTest, WhoDoesNotComeBackAfterARestartIsToldToBeGone) {
    const auto client = connected(mine);
    ASSERT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate));
    stopGateway();
    // The memory of presences ends with the process.
    probe.clear();
    presence.end(ann, client->sessionId().toLatin1());
    ASSERT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate));
    probe.clear();
    startGateway();
    clock.advance(std::chrono::seconds(200));
    ASSERT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate));
    EXPECT_EQ(probe.payload(GatewayEvent::PresenceUpdate)["user"_L1]["id"_L1].toString(), ann.toString());
    EXPECT_EQ(probe.payload(GatewayEvent::PresenceUpdate)["status"_L1].toString(), u"offline"_s);
}

TEST(StoredSessionTest, PositionsGoBackToWhatWasNotReceived) {
    server::StoredSession stored;
    const auto key = server::StreamKey::guild(shared::GuildId(5));
    const auto other = server::StreamKey::user(shared::UserId(7));
    stored.seq = 9;
    stored.gone = 3;
    stored.positions = {{key, {20, 1, 4}}, {other, {8, 1, 0}}};
    using Kind = server::OutEvent::Kind;
    stored.sent = {{4, Kind::Durable, key, 15},  {5, Kind::Transient, {}, 0}, {6, Kind::Durable, key, 16},
                   {7, Kind::Durable, other, 8}, {8, Kind::Durable, key, 19}, {9, Kind::Transient, {}, 0}};
    const auto after = [&](quint64 s) {
        const auto positions = stored.positionsAfter(s);
        return positions ? QList<quint64>{positions->at(0).at.seq, positions->at(1).at.seq} : QList<quint64>();
    };
    EXPECT_EQ(after(9), (QList<quint64>{20, 8}));
    EXPECT_EQ(after(7), (QList<quint64>{18, 8}));
    EXPECT_EQ(after(5), (QList<quint64>{15, 7}));
    EXPECT_EQ(after(3), (QList<quint64>{14, 7}));
    EXPECT_EQ(after(2), QList<quint64>()) << "no longer known";
    EXPECT_EQ(after(10), QList<quint64>()) << "from the future";
    stored.sent[3].kind = Kind::Own;
    EXPECT_EQ(after(5), QList<quint64>()) << "what was made for it alone is nowhere else";
    EXPECT_EQ(after(7), (QList<quint64>{18, 8}));
}

}  // namespace
}  // namespace tests
