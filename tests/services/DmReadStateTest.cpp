#include "tests/services/AccountWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;

class DmReadStateTest : public AccountWorld {
 protected:
    DmReadStateTest() {
        ann = user(u"ann"_s);
        bob = user(u"bob"_s);
        eve = user(u"eve"_s);
        home = guild(ann).withChannel(channel).withMember(bob).build();
    }
    shared::UserId ann, bob, eve;
    shared::GuildId home;
    shared::ChannelId channel;
};

TEST_F(DmReadStateTest, OnlyPeopleWithAGuildInCommonOpenADm) {
    EXPECT_TRUE(isRefused(dmService.open(actor(ann), eve), ErrorCode::CannotMessageUser));
    EXPECT_TRUE(isRefused(dmService.open(actor(ann), ann), ErrorCode::CannotMessageUser));
    EXPECT_TRUE(isRefused(dmService.open(actor(ann), shared::UserId(7)), ErrorCode::UnknownUser));
    const auto opened = dmService.open(actor(ann), bob);
    ASSERT_TRUE(isOk(opened));
    const auto again = dmService.open(actor(bob), ann);
    ASSERT_TRUE(isOk(again));
    EXPECT_EQ(opened->id, again->id) << "two people have one DM";
    ASSERT_TRUE(isOk(dmService.listOpen(actor(ann))));
    EXPECT_EQ(dmService.listOpen(actor(ann))->size(), 1);
}

TEST_F(DmReadStateTest, TheOtherSideSeesItWithTheFirstMessage) {
    const auto opened = dmService.open(actor(ann), bob);
    ASSERT_TRUE(isOk(opened));
    EXPECT_EQ(dmService.listOpen(actor(bob))->size(), 0);
    server::MessageService messages{parts, &dmService};
    ASSERT_TRUE(isOk(messages.create(actor(ann), opened->id, text(u"hello"_s))));
    EXPECT_EQ(dmService.listOpen(actor(bob))->size(), 1);
    EXPECT_TRUE(isRefused(messages.create(actor(eve), opened->id, text(u"hello"_s)), ErrorCode::MissingAccess));
}

TEST_F(DmReadStateTest, AnAcknowledgementNeverGoesBack) {
    const auto first = say(ann, channel, u"one"_s);
    const auto second = say(ann, channel, u"two <@%1>"_s.arg(bob.toString()));
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, first.id, false, {})));
    EXPECT_EQ(readStateService.list(actor(bob))->first().mentionCount, 1);
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, second.id, false, {})));
    probe.clear();
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, first.id, false, {})));
    EXPECT_FALSE(probe.last(GatewayEvent::MessageAck));
    const auto states = readStateService.list(actor(bob));
    ASSERT_EQ(states->size(), 1);
    EXPECT_EQ(states->first().lastMessageId, second.id);
    EXPECT_EQ(states->first().mentionCount, 0);
    // By hand it does.
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, first.id, true, 3)));
    EXPECT_TRUE(probe.last(GatewayEvent::MessageAck));
    EXPECT_TRUE(
        isRefused(readStateService.acknowledge(actor(eve), channel, first.id, false, {}), ErrorCode::MissingAccess));
}

}  // namespace
}  // namespace tests
