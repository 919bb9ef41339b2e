#include <future>

#include "server/platform/threads/WorkerPool.h"
#include "server/services/VoiceService.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class VoiceServiceTest : public ServiceWorld {
 protected:
    VoiceServiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        bob = user(u"bob"_s);
        const QList<shared::Overwrite> locked;
        guildId = guild(owner)
                      .withChannel(lobby, {}, shared::ChannelType::GuildVoice)
                      .withChannel(other, {}, shared::ChannelType::GuildVoice)
                      .withChannel(stage, {}, shared::ChannelType::GuildStageVoice)
                      .withChannel(text)
                      .withMember(ann)
                      .withMember(bob)
                      .with([](auto&, auto&, QList<shared::Channel>& channels) { channels[1].userLimit = 1; })
                      .build();
        probe.clear();
    }
    ~VoiceServiceTest() override { workers.stop(); }

    shared::Result<void> join(shared::UserId who, shared::ChannelId where, bool isMuted = false) {
        shared::UpdateVoiceState wish;
        wish.guildId = guildId;
        wish.channelId = where;
        wish.selfMute = isMuted;
        return voice.update(actor(who), "session-" + who.toString().toLatin1(), wish);
    }
    void leave(shared::UserId who) {
        shared::UpdateVoiceState wish;
        wish.guildId = guildId;
        wish.channelId = nullptr;
        EXPECT_TRUE(isOk(voice.update(actor(who), "session-" + who.toString().toLatin1(), wish)));
    }
    QJsonObject told() const { return probe.payload(GatewayEvent::VoiceStateUpdate); }
    qsizetype count() const { return probe.all(GatewayEvent::VoiceStateUpdate).size(); }

    server::WorkerPool workers{u"test"_s, 1, 100};
    server::VoiceService voice{parts, workers};
    server::MemberService moderation{parts, &voice};
    shared::UserId owner, ann, bob;
    shared::GuildId guildId;
    shared::ChannelId lobby, other, stage, text;
};

TEST_F(VoiceServiceTest, JoiningMutingMovingAndLeavingAreTold) {
    ASSERT_TRUE(isOk(join(ann, lobby)));
    EXPECT_EQ(told()["channel_id"_L1].toString(), lobby.toString());
    EXPECT_EQ(told()["guild_id"_L1].toString(), guildId.toString());
    EXPECT_EQ(told()["user_id"_L1].toString(), ann.toString());
    EXPECT_EQ(told()["session_id"_L1].toString(), u"session-"_s + ann.toString());
    EXPECT_EQ(told()["member"_L1]["user"_L1]["username"_L1].toString(), u"ann"_s);
    EXPECT_FALSE(probe.last(GatewayEvent::VoiceStateUpdate)->isDurable());
    ASSERT_TRUE(isOk(join(ann, lobby, true)));
    EXPECT_TRUE(told()["self_mute"_L1].toBool());
    const qsizetype before = count();
    ASSERT_TRUE(isOk(join(ann, lobby, true)));
    EXPECT_EQ(count(), before) << "nothing has changed";

    probe.clear();
    ASSERT_TRUE(isOk(join(ann, other)));
    const server::EventBatch moved = probe.all(GatewayEvent::VoiceStateUpdate);
    ASSERT_EQ(moved.size(), 2) << "who sees only the first channel hears of a leave";
    EXPECT_EQ(moved[0]->channelId, lobby);
    EXPECT_EQ(moved[0]->unlessChannelId, other);
    EXPECT_TRUE(EventProbe::payloadOf(moved[0])["channel_id"_L1].isNull());
    EXPECT_EQ(moved[1]->channelId, other);
    EXPECT_EQ(voice.statesIn(guildId).size(), 1);
    EXPECT_TRUE(voice.statesIn(guildId).first().guildId.isMissing());
    EXPECT_TRUE(voice.statesIn(guildId).first().member.isMissing());
    leave(ann);
    EXPECT_TRUE(told()["channel_id"_L1].isNull());
    EXPECT_EQ(probe.last(GatewayEvent::VoiceStateUpdate)->channelId, other);
    EXPECT_TRUE(voice.statesIn(guildId).isEmpty());
}

TEST_F(VoiceServiceTest, WhoMayNotJoinIsNowhere) {
    EXPECT_TRUE(isRefused(join(ann, text), ErrorCode::UnknownChannel));
    EXPECT_TRUE(isRefused(join(user(u"stranger"_s), lobby), ErrorCode::MissingAccess));
    ASSERT_TRUE(isOk(join(ann, other)));
    EXPECT_TRUE(isRefused(join(bob, other), ErrorCode::MissingPermissions)) << "it is full";
    EXPECT_TRUE(isOk(join(owner, other))) << "who may move members may come in";
    shared::EditOverwrite deny;
    deny.type = shared::OverwriteType::Role;
    deny.deny = shared::Permissions(Permission::Connect);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), lobby, shared::OverwriteId(guildId.value()), deny)));
    EXPECT_TRUE(isRefused(join(bob, lobby), ErrorCode::MissingPermissions));
    EXPECT_FALSE(voice.isConnected(guildId, bob));
}

TEST_F(VoiceServiceTest, WishesAreMetInTheirOrderAndEndWithTheSession) {
    shared::UpdateVoiceState wish;
    wish.guildId = guildId;
    wish.channelId = lobby;
    EXPECT_FALSE(voice.askToEnd(ann, "one")) << "there is nothing to end";
    EXPECT_TRUE(voice.ask(actor(ann), "one", wish));
    wish.selfMute = true;
    EXPECT_FALSE(voice.ask(actor(ann), "one", wish)) << "one is at work already";
    voice.settle(ann);
    EXPECT_EQ(count(), 2);
    EXPECT_TRUE(voice.statesIn(guildId).first().selfMute);
    EXPECT_FALSE(voice.askToEnd(ann, "two")) << "it was another session that joined";
    wish.selfMute = false;
    EXPECT_TRUE(voice.ask(actor(ann), "one", wish));
    EXPECT_FALSE(voice.askToEnd(ann, "one"));
    voice.settle(ann);
    EXPECT_FALSE(voice.isConnected(guildId, ann)) << "the end comes after what was asked before it";
}

TEST_F(VoiceServiceTest, ModeratorsMuteMoveAndDisconnect) {
    shared::ModifyMember mute;
    mute.mute = true;
    EXPECT_TRUE(isRefused(moderation.modify(actor(owner), guildId, ann, mute), ErrorCode::UserNotInVoice));
    ASSERT_TRUE(isOk(join(ann, lobby)));
    EXPECT_TRUE(isRefused(moderation.modify(actor(bob), guildId, ann, mute), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(moderation.modify(actor(owner), guildId, ann, mute)));
    EXPECT_TRUE(told()["mute"_L1].toBool());
    EXPECT_EQ(probe.all(GatewayEvent::GuildMemberUpdate).size(), 1);
    shared::ModifyMember move;
    move.channelId = text;
    EXPECT_TRUE(isRefused(moderation.modify(actor(owner), guildId, ann, move), ErrorCode::UnknownChannel));
    move.channelId = other;
    ASSERT_TRUE(isOk(moderation.modify(actor(owner), guildId, ann, move)));
    EXPECT_EQ(told()["channel_id"_L1].toString(), other.toString());
    move.channelId = nullptr;
    ASSERT_TRUE(isOk(moderation.modify(actor(owner), guildId, ann, move)));
    EXPECT_FALSE(voice.isConnected(guildId, ann));
    // The guild's mute stays with the member.
    ASSERT_TRUE(isOk(join(ann, lobby)));
    EXPECT_TRUE(told()["mute"_L1].toBool());
}

TEST_F(VoiceServiceTest, AStageHasSpeakersAndAnAudience) {
    ASSERT_TRUE(isOk(join(ann, stage)));
    EXPECT_TRUE(told()["suppress"_L1].toBool());
    server::ModifyVoiceState speak;
    speak.channelId = stage;
    speak.suppress = false;
    EXPECT_TRUE(isRefused(voice.modifySelf(actor(ann), guildId, speak), ErrorCode::MissingPermissions));
    server::ModifyVoiceState ask;
    ask.requestToSpeakTimestamp = shared::Timestamp(clock.nowMs());
    ASSERT_TRUE(isOk(voice.modifySelf(actor(ann), guildId, ask)));
    EXPECT_TRUE(told()["request_to_speak_timestamp"_L1].isString());
    EXPECT_TRUE(isRefused(voice.modify(actor(bob), guildId, ann, speak), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(voice.modify(actor(owner), guildId, ann, speak)));
    EXPECT_FALSE(told()["suppress"_L1].toBool());
    EXPECT_TRUE(isRefused(voice.modify(actor(owner), guildId, bob, speak), ErrorCode::UnknownVoiceState));
    ASSERT_TRUE(isOk(join(bob, lobby)));
    EXPECT_TRUE(isRefused(voice.modifySelf(actor(bob), guildId, ask), ErrorCode::WrongChannelType));
    const auto state = voice.get(actor(bob), guildId, ann);
    ASSERT_TRUE(isOk(state));
    EXPECT_EQ(state->channelId, stage);
}

TEST_F(VoiceServiceTest, WhoeverLeavesTheGuildOrLosesTheChannelIsOut) {
    ASSERT_TRUE(isOk(join(ann, lobby)));
    ASSERT_TRUE(isOk(join(bob, lobby)));
    probe.clear();
    ASSERT_TRUE(isOk(memberService.leave(actor(ann), guildId)));
    EXPECT_FALSE(voice.isConnected(guildId, ann));
    ASSERT_TRUE(probe.waitFor(GatewayEvent::VoiceStateUpdate));
    ASSERT_TRUE(isOk(channelService.remove(actor(owner), lobby)));
    EXPECT_FALSE(voice.isConnected(guildId, bob));
    EXPECT_TRUE(probe.waitFor(GatewayEvent::VoiceStateUpdate, 2));
}

TEST_F(VoiceServiceTest, APersonIsInOneChannelAtATime) {
    shared::ChannelId elsewhere;
    const shared::GuildId second =
        guild(owner).withChannel(elsewhere, {}, shared::ChannelType::GuildVoice).withMember(ann).build();
    ASSERT_TRUE(isOk(join(ann, lobby)));
    shared::UpdateVoiceState wish;
    wish.guildId = second;
    wish.channelId = elsewhere;
    ASSERT_TRUE(isOk(voice.update(actor(ann), "phone", wish)));
    EXPECT_FALSE(voice.isConnected(guildId, ann));
    EXPECT_TRUE(voice.isConnected(second, ann));
}

TEST_F(VoiceServiceTest, WhoeverIsKickedWhileJoiningIsNotLeftThere) {
    shared::ChannelId elsewhere;
    const shared::GuildId second =
        guild(owner).withChannel(elsewhere, {}, shared::ChannelType::GuildVoice).withMember(ann).build();
    ASSERT_TRUE(isOk(join(ann, lobby)));
    // Joining elsewhere ends this first, which is after access was granted and before there is a state to end.
    bool isKicked = false;
    const auto kick = bus.subscribe(server::EventBus::Phase::Feeds, [&](const server::EventBatch& batch) {
        if (isKicked || batch.first()->type != GatewayEvent::VoiceStateUpdate) return;
        isKicked = true;
        const auto done = std::async(std::launch::async, [&] { return memberService.kick(actor(owner), second, ann); });
        EXPECT_EQ(done.wait_for(std::chrono::seconds(5)), std::future_status::ready);
    });
    shared::UpdateVoiceState wish;
    wish.guildId = second;
    wish.channelId = elsewhere;
    EXPECT_FALSE(voice.update(actor(ann), "phone", wish).has_value());
    EXPECT_TRUE(isKicked);
    EXPECT_FALSE(voice.isConnected(second, ann));
    EXPECT_TRUE(told()["channel_id"_L1].isNull()) << "whoever saw it come sees it go";
}

}  // namespace
}  // namespace tests
