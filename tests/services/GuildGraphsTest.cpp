#include <thread>

#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class GuildGraphsTest : public ServiceWorld {
 protected:
    GuildGraphsTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        guildId = guild(owner).withRole(role, {}).withChannel(talk).withMember(ann, {role}).build();
    }
    /** What a fresh load gives, beside what folding made. */
    void expectFoldedIsLoaded() {
        const server::GuildGraphPtr folded = graphs.cached(guildId);
        ASSERT_TRUE(folded);
        server::InProcessEventBus quiet;
        server::GuildGraphs fresh(*storage, quiet);
        const server::GuildGraphPtr loaded = fresh.get(guildId).value();
        EXPECT_EQ(folded->version(), loaded->version());
        EXPECT_EQ(folded->guild(), loaded->guild());
        EXPECT_EQ(folded->memberCount(), loaded->memberCount());
        ASSERT_EQ(folded->channels().size(), loaded->channels().size());
        for (size_t i = 0; i < folded->channels().size(); ++i) {
            EXPECT_EQ(folded->snapshot(*folded->channels()[i]), loaded->snapshot(*loaded->channels()[i]));
        }
    }
    shared::UserId owner, ann;
    shared::RoleId role;
    shared::ChannelId talk;
    shared::GuildId guildId;
};

TEST_F(GuildGraphsTest, FoldingGivesWhatLoadingGives) {
    ASSERT_TRUE(isOk(graphs.get(guildId)));
    shared::CreateChannel channel;
    channel.name = u"new"_s;
    const auto made = channelService.create(actor(owner), guildId, channel);
    shared::ModifyRole grant;
    grant.permissions = shared::Permissions(Permission::ManageMessages);
    grant.name = u"Ä"_s;
    ASSERT_TRUE(isOk(roleService.modify(actor(owner), guildId, role, grant)));
    ASSERT_TRUE(isOk(roleService.create(actor(owner), guildId, grant)));
    say(ann, talk, u"x"_s);
    const auto posted = say(owner, made->id, u"y"_s);
    ASSERT_TRUE(isOk(pinService.pin(actor(owner), made->id, posted.id)));
    shared::ModifyGuild rename;
    rename.name = u"renamed"_s;
    rename.systemChannelId = talk;
    ASSERT_TRUE(isOk(guildService.modify(actor(owner), guildId, rename)));
    expectFoldedIsLoaded();
    ASSERT_TRUE(isOk(channelService.remove(actor(owner), talk)));
    ASSERT_TRUE(isOk(roleService.remove(actor(owner), guildId, role)));
    ASSERT_TRUE(isOk(memberService.leave(actor(ann), guildId)));
    expectFoldedIsLoaded();
}

TEST_F(GuildGraphsTest, AValueIsReplacedNeverChanged) {
    const server::GuildGraphPtr before = graphs.get(guildId).value();
    const server::MemberPtr member = members.get(guildId, ann).value();
    shared::EditOverwrite hide;
    hide.deny = shared::Permissions(Permission::ViewChannel);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), hide)));
    const server::GuildGraphPtr after = graphs.cached(guildId);
    EXPECT_TRUE(before->canView(talk, *member, 0));
    EXPECT_FALSE(after->canView(talk, *member, 0));
    EXPECT_GT(after->version(), before->version());
    EXPECT_EQ(before->channel(talk)->permissionOverwrites->size(), 0);
}

TEST_F(GuildGraphsTest, ManyWhoAskAtOnceGetTheSameLoad) {
    std::vector<std::thread> askers;
    std::array<server::GuildGraphPtr, 8> answers;
    for (size_t i = 0; i < answers.size(); ++i) {
        askers.emplace_back([this, i, &answers] { answers[i] = graphs.get(guildId).value(); });
    }
    for (std::thread& asker : askers)
        asker.join();
    for (const server::GuildGraphPtr& answer : answers)
        EXPECT_EQ(answer, answers.front());
    EXPECT_TRUE(isRefused(graphs.get(shared::GuildId(9)), ErrorCode::UnknownGuild));
}

TEST_F(GuildGraphsTest, AGapInTheEventsIsReadAgain) {
    const server::GuildGraphPtr before = graphs.get(guildId).value();
    auto lost = std::make_shared<server::Event>();
    lost->key = server::StreamKey::guild(guildId);
    lost->seq = before->position().seq + 2;
    lost->epoch = before->position().epoch;
    lost->graphVersion = before->version();
    lost->type = GatewayEvent::MessageDelete;
    bus.publish(server::EventPtr(lost));
    EXPECT_FALSE(graphs.cached(guildId));
    EXPECT_TRUE(isOk(graphs.get(guildId)));
}

TEST_F(GuildGraphsTest, MembersFollowTheirEvents) {
    EXPECT_EQ(members.get(guildId, ann).value()->roles(), QList{role});
    ASSERT_TRUE(isOk(memberService.removeRole(actor(owner), guildId, ann, role)));
    EXPECT_TRUE(members.cached(guildId, ann)->roles().isEmpty());
    ASSERT_TRUE(isOk(memberService.addRole(actor(owner), guildId, ann, role)));
    ASSERT_TRUE(isOk(roleService.remove(actor(owner), guildId, role)));
    EXPECT_TRUE(members.get(guildId, ann).value()->roles().isEmpty());
    ASSERT_TRUE(isOk(memberService.leave(actor(ann), guildId)));
    EXPECT_FALSE(members.cached(guildId, ann));
    EXPECT_FALSE(members.find(guildId, ann).value());
    EXPECT_EQ(members.findMany(guildId, {owner, ann, owner})->size(), 1);
}

}  // namespace
}  // namespace tests
