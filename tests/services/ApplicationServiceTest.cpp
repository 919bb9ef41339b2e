#include "tests/services/AccountWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class ApplicationServiceTest : public AccountWorld {
 protected:
    ApplicationServiceTest() {
        owner = joined(u"owner"_s);
        me = actorOf(owner);
        shared::CreateApplication body;
        body.name = u"Helper bot"_s;
        auto made = applicationService.create(me, body);
        EXPECT_TRUE(isOk(made));
        if (made.has_value()) application = made->id;
    }
    server::LoginResult owner;
    server::Actor me;
    shared::ApplicationId application;
};

TEST_F(ApplicationServiceTest, IsListedForItsOwnerAlone) {
    const auto mine = applicationService.listOwned(me);
    ASSERT_TRUE(isOk(mine));
    ASSERT_EQ(mine->size(), 1);
    EXPECT_EQ(mine->first().name, u"Helper bot"_s);
    const server::Actor bob = actorOf(joined(u"bob"_s));
    EXPECT_EQ(applicationService.listOwned(bob)->size(), 0);
    EXPECT_TRUE(isRefused(applicationService.modify(bob, application, {}), ErrorCode::UnknownApplication));
    EXPECT_TRUE(isRefused(applicationService.resetBotToken(bob, application), ErrorCode::UnknownApplication));
    shared::CreateApplication body;
    body.name = u"x"_s;
    EXPECT_TRUE(isRefused(applicationService.create(botActor(owner.userId), body), ErrorCode::BotsCannotUse));
}

TEST_F(ApplicationServiceTest, ANewTokenEndsTheOldOne) {
    const auto first = applicationService.resetBotToken(me, application);
    ASSERT_TRUE(isOk(first));
    const auto bot = auth().authenticate("Bot " + *first);
    ASSERT_TRUE(isOk(bot));
    EXPECT_TRUE(bot->isBot);
    EXPECT_EQ(bot->applicationId, application);
    EXPECT_TRUE(isRefused(auth().authenticate(*first), ErrorCode::Unauthorized));
    EXPECT_TRUE(isOk(auth().authenticateGateway(*first)));
    probe.clear();
    const auto second = applicationService.resetBotToken(me, application);
    ASSERT_TRUE(isOk(second));
    EXPECT_TRUE(probe.last(GatewayEvent::AuthSessionChange));
    EXPECT_TRUE(isRefused(auth().authenticate("Bot " + *first), ErrorCode::Unauthorized));
    EXPECT_TRUE(isOk(auth().authenticate("Bot " + *second)));
}

TEST_F(ApplicationServiceTest, ABotIsKnownWithThePrivilegedIntentsOfItsApplication) {
    const auto token = applicationService.resetBotToken(me, application);
    ASSERT_TRUE(isOk(token));
    EXPECT_TRUE(auth().authenticate("Bot " + *token)->privileged.isEmpty());
    shared::ModifyApplication more;
    more.flags = shared::ApplicationFlags(shared::ApplicationFlag::GatewayMessageContentLimited);
    ASSERT_TRUE(isOk(applicationService.modify(me, application, more)));
    EXPECT_EQ(auth().authenticate("Bot " + *token)->privileged, shared::Intents(shared::Intent::MessageContent));
    more.flags = shared::ApplicationFlags();
    ASSERT_TRUE(isOk(applicationService.modify(me, application, more)));
    EXPECT_TRUE(auth().authenticate("Bot " + *token)->privileged.isEmpty());
}

TEST_F(ApplicationServiceTest, JoinsAGuildWithARoleOfItsOwn) {
    const shared::GuildId home = guild(owner.userId).build();
    const server::Actor bob = actorOf(joined(u"bob"_s));
    EXPECT_FALSE(applicationService.authorizeBot(bob, application, home, {}).has_value());
    ASSERT_TRUE(isOk(applicationService.authorizeBot(me, application, home, Permission::KickMembers)));
    const auto bot = application.as<shared::UserId>();
    ASSERT_TRUE(*members.find(home, bot));
    const auto roles = roleService.list(me, home);
    ASSERT_TRUE(isOk(roles));
    const auto managed = std::ranges::find_if(*roles, [](const shared::Role& role) { return role.managed; });
    ASSERT_NE(managed, roles->end());
    EXPECT_TRUE(managed->permissions.has(Permission::KickMembers));
}

TEST_F(ApplicationServiceTest, OnlySomeFlagsAreTheOwnersToSet) {
    shared::ModifyApplication body;
    body.flags = shared::ApplicationFlags(~0U);
    const auto changed = applicationService.modify(me, application, body);
    ASSERT_TRUE(isOk(changed));
    EXPECT_TRUE(changed->flags.has(shared::ApplicationFlag::GatewayMessageContentLimited));
    EXPECT_FALSE(changed->flags.has(shared::ApplicationFlag::GatewayMessageContent));
}

}  // namespace
}  // namespace tests
