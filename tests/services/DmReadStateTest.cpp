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

TEST_F(DmReadStateTest, NobodyReadsBeyondTheLastMessage) {
    const auto stateOf = [&](shared::UserId who) {
        const auto states = readStateService.list(actor(who));
        EXPECT_TRUE(isOk(states));
        return states.has_value() && !states->isEmpty() ? states->first() : shared::ReadState();
    };
    constexpr quint64 kMost = 9223372036854775807ull;
    // In a channel without messages there is nothing to read.
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, shared::MessageId(kMost), false, {})));
    EXPECT_TRUE(stateOf(bob).lastMessageId.isNull());
    const auto first = say(ann, channel, u"one"_s);
    for (const quint64 id : {kMost, 18446744073709551615ull, 0ull}) {
        ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, shared::MessageId(id), false, {})));
        EXPECT_EQ(stateOf(bob).lastMessageId, first.id) << id;
    }
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, shared::MessageId(kMost), true, 1)));
    EXPECT_EQ(stateOf(bob).lastMessageId, first.id) << "manually";
    say(ann, channel, u"<@%1> again"_s.arg(bob.toString()));
    EXPECT_EQ(stateOf(bob).mentionCount, 2);
    const auto dm = dmService.open(actor(ann), bob);
    ASSERT_TRUE(isOk(dm));
    const auto said = say(ann, dm->id, u"hello"_s);
    probe.clear();
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), dm->id, shared::MessageId(kMost), false, {})));
    EXPECT_EQ(probe.payload(GatewayEvent::MessageAck)["message_id"_L1].toString(), said.id.toString());
}

TEST_F(DmReadStateTest, AnImpossiblePositionOfEarlierTimesIsGivenUp) {
    const auto first = say(ann, channel, u"one"_s);
    ASSERT_TRUE(isOk(storage->write(server::StreamKey::user(bob), [&](server::Transaction& tx) {
        return tx.readStates().put({.channelId = channel, .lastMessageId = shared::MessageId(9223372036854775807ull)});
    })));
    ASSERT_TRUE(isOk(readStateService.acknowledge(actor(bob), channel, first.id, false, {})));
    EXPECT_EQ(readStateService.list(actor(bob))->first().lastMessageId, first.id);
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
