#include "server/platform/threads/WorkerPool.h"
#include "server/services/PresenceService.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using server::ClientKind;
using shared::GatewayEvent;
using shared::Status;

class PresenceServiceTest : public ServiceWorld {
 protected:
    PresenceServiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        first = guild(owner).withMember(ann).build();
        second = guild(owner).withMember(ann).build();
        probe.clear();
    }
    ~PresenceServiceTest() override { workers.stop(); }

    static shared::PresenceUpdate says(Status status, const QString& playing = {}) {
        shared::PresenceUpdate update;
        update.status = status;
        if (!playing.isEmpty()) {
            shared::Activity activity;
            activity.name = playing;
            update.activities.append(activity);
        }
        return update;
    }
    /** Waits for what the last call causes. */
    void expectTold(int count) {
        EXPECT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate, count));
        settle();
        EXPECT_EQ(probe.all(GatewayEvent::PresenceUpdate).size(), count);
        probe.clear();
    }
    /** Until the only worker has done all that was asked of it before. */
    void settle() {
        std::mutex mutex;
        std::condition_variable changed;
        bool isDone = false;
        ASSERT_TRUE(workers.post([&] {
            const std::lock_guard lock(mutex);
            isDone = true;
            changed.notify_all();
        }));
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(5), [&] { return isDone; }));
    }

    server::WorkerPool workers{u"test"_s, 1, 100};
    server::PresenceService presence{*storage, *ephemeral, bus, workers, clock};
    shared::UserId owner, ann;
    shared::GuildId first, second;
};

TEST_F(PresenceServiceTest, EveryGuildHearsWhoComesAndGoes) {
    EXPECT_EQ(presence.of(ann).status, Status::Offline);
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Online, u"chess"_s));
    ASSERT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate, 2));
    QList<QString> guilds;
    for (const server::EventPtr& event : probe.all(GatewayEvent::PresenceUpdate)) {
        EXPECT_FALSE(event->isDurable());
        EXPECT_EQ(event->subject, ann);
        guilds.append(EventProbe::payloadOf(event)["guild_id"_L1].toString());
    }
    std::ranges::sort(guilds);
    EXPECT_EQ(guilds, (QList<QString>{first.toString(), second.toString()}));
    const shared::Presence seen = presence.of(ann);
    EXPECT_EQ(seen.status, Status::Online);
    EXPECT_EQ(seen.activities.value(0).name, u"chess"_s);
    EXPECT_EQ(seen.clientStatus.desktop.value(), Status::Online);
    EXPECT_TRUE(seen.clientStatus.mobile.isMissing());
    EXPECT_EQ(presence.onlineCount(first), 1);
    EXPECT_EQ(presence.onlineIn(second, 10).size(), 1);
    EXPECT_EQ(presence.onlineIn(second, 0).size(), 0);
    EXPECT_EQ(presence.online({owner, ann}).size(), 1);
    probe.clear();

    presence.end(ann, "desk");
    expectTold(2);
    EXPECT_EQ(presence.of(ann).status, Status::Offline);
    EXPECT_EQ(presence.onlineCount(first), 0);
}

TEST_F(PresenceServiceTest, TheSessionsOfAUserAreOnePresence) {
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Idle));
    expectTold(2);
    presence.update(ann, "phone", ClientKind::Mobile, says(Status::Dnd));
    expectTold(2);
    EXPECT_EQ(presence.of(ann).status, Status::Dnd) << "who does not want to be disturbed is not";
    EXPECT_EQ(presence.of(ann).clientStatus.desktop.value(), Status::Idle);
    EXPECT_EQ(presence.of(ann).clientStatus.mobile.value(), Status::Dnd);
    presence.end(ann, "phone");
    expectTold(2);
    EXPECT_EQ(presence.of(ann).status, Status::Idle);
    EXPECT_TRUE(presence.of(ann).clientStatus.mobile.isMissing());
}

TEST_F(PresenceServiceTest, WhatIsNoNewsIsNotTold) {
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Online));
    expectTold(2);
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Online));
    settle();
    EXPECT_TRUE(probe.all(GatewayEvent::PresenceUpdate).isEmpty());
    presence.end(ann, "another");
    settle();
    EXPECT_TRUE(probe.all(GatewayEvent::PresenceUpdate).isEmpty());
}

TEST_F(PresenceServiceTest, TheInvisibleAreOffline) {
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Invisible, u"chess"_s));
    settle();
    EXPECT_EQ(presence.of(ann).status, Status::Offline);
    EXPECT_TRUE(presence.of(ann).activities.isEmpty());
    EXPECT_TRUE(probe.all(GatewayEvent::PresenceUpdate).isEmpty()) << "there is nothing to see";
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Online));
    expectTold(2);
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Invisible));
    expectTold(2);
    EXPECT_EQ(presence.onlineCount(first), 0);
}

TEST_F(PresenceServiceTest, GuildsLoseWhoLeavesAndHearOfWhoJoins) {
    presence.update(ann, "desk", ClientKind::Desktop, says(Status::Online));
    expectTold(2);
    ASSERT_TRUE(isOk(memberService.leave(actor(ann), first)));
    EXPECT_EQ(presence.onlineCount(first), 0);
    EXPECT_EQ(presence.onlineCount(second), 1);
    shared::CreateGuild body;
    body.name = u"third"_s;
    probe.clear();
    const auto third = guildService.create(actor(ann), body);
    ASSERT_TRUE(isOk(third));
    EXPECT_TRUE(probe.waitFor(GatewayEvent::PresenceUpdate));
    EXPECT_EQ(presence.onlineCount(third->id), 1);
    EXPECT_EQ(presence.onlineMembers(third->id), 1);
}

}  // namespace
}  // namespace tests
