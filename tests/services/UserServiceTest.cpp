#include "tests/services/AccountWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;

const QString kPassword = u"correct horse battery"_s;

class UserServiceTest : public AccountWorld {
 protected:
    UserServiceTest() { login = joined(u"ann"_s); }
    server::LoginResult login;
};

TEST_F(UserServiceTest, ANewPasswordNeedsTheOldOneAndEndsAllSessions) {
    const server::Actor me = actorOf(login);
    const auto other = auth().login(credentials(u"ann"_s, kPassword), u"10.0.0.1"_s);
    ASSERT_TRUE(isOk(other));
    shared::ModifyCurrentUser body;
    body.newPassword = u"another long one"_s;
    EXPECT_TRUE(isRefused(userService().modify(me, body), ErrorCode::InvalidFormBody));
    body.password = u"wrong"_s;
    EXPECT_TRUE(isRefused(userService().modify(me, body), ErrorCode::InvalidFormBody));
    body.password = kPassword;
    const auto changed = userService().modify(me, body);
    ASSERT_TRUE(isOk(changed));
    EXPECT_TRUE(isRefused(auth().authenticate(other->token), ErrorCode::Unauthorized));
    EXPECT_TRUE(isRefused(auth().authenticate(login.token), ErrorCode::Unauthorized));
    ASSERT_TRUE(changed->token.hasValue());
    const auto now = auth().authenticate(changed->token->toLatin1());
    ASSERT_TRUE(isOk(now));
    EXPECT_EQ(now->userId, me.userId);
    EXPECT_FALSE(probe.payload(GatewayEvent::UserUpdate).contains("token"_L1)) << "told to other sessions";
    EXPECT_FALSE(auth().login(credentials(u"ann"_s, kPassword), u"10.0.0.1"_s).has_value());
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, u"another long one"_s), u"10.0.0.1"_s)));
}

TEST_F(UserServiceTest, ANewNameMovesTheClaim) {
    const server::Actor me = actorOf(login);
    joined(u"bob"_s);
    shared::ModifyCurrentUser body;
    body.password = kPassword;
    body.username = u"bob"_s;
    EXPECT_TRUE(isRefused(userService().modify(me, body), ErrorCode::InvalidFormBody));
    body.username = u"Anna"_s;
    const auto changed = userService().modify(me, body);
    ASSERT_TRUE(isOk(changed));
    EXPECT_EQ(changed->username, u"anna"_s);
    EXPECT_TRUE(isOk(auth().login(credentials(u"anna"_s, kPassword), u"10.0.0.1"_s)));
    EXPECT_TRUE(isOk(auth().registerAccount(person(u"ann"_s), u"10.0.0.1"_s))) << "the old name is not free";
}

TEST_F(UserServiceTest, AMailInOtherLettersStaysTaken) {
    shared::ModifyCurrentUser body;
    body.password = kPassword;
    body.email = u"ann@example.org"_s;
    ASSERT_TRUE(isOk(userService().modify(actorOf(login), body)));
    body.email = u"Ann@Example.org"_s;
    ASSERT_TRUE(isOk(userService().modify(actorOf(login), body)));
    shared::Register thief = person(u"thief"_s);
    thief.email = u"ann@example.org"_s;
    EXPECT_TRUE(isRefused(auth().registerAccount(thief, u"10.0.0.1"_s), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann@example.org"_s, kPassword), u"10.0.0.1"_s)));
}

TEST_F(UserServiceTest, AMailThatIsTakenLeavesTheNameAlone) {
    shared::Register bob = person(u"bob"_s);
    bob.email = u"bob@example.org"_s;
    ASSERT_TRUE(isOk(auth().registerAccount(bob, u"10.0.0.1"_s)));
    shared::ModifyCurrentUser body;
    body.password = kPassword;
    body.email = u"bob@example.org"_s;
    EXPECT_TRUE(isRefused(userService().modify(actorOf(login), body), ErrorCode::InvalidFormBody));
    EXPECT_FALSE(auth().registerAccount(person(u"ann"_s), u"10.0.0.1"_s).has_value()) << "the name was given away";
}

TEST_F(UserServiceTest, GuildsHearOfANewFace) {
    const shared::UserId owner = user(u"owner"_s);
    const shared::GuildId home = guild(owner).withMember(login.userId).build();
    shared::ModifyCurrentUser body;
    body.globalName = u"Ann A."_s;
    body.avatar = u"data:image/png;base64,AAAA"_s;
    probe.clear();
    const auto changed = userService().modify(actorOf(login), body);
    ASSERT_TRUE(isOk(changed));
    EXPECT_EQ(changed->globalName, u"Ann A."_s);
    EXPECT_TRUE(changed->avatar.has_value());
    ASSERT_TRUE(probe.waitFor(GatewayEvent::GuildMemberUpdate));
    EXPECT_EQ(probe.last(GatewayEvent::GuildMemberUpdate)->key, server::StreamKey::guild(home));
    EXPECT_EQ(probe.payload(GatewayEvent::UserUpdate)["global_name"_L1].toString(), u"Ann A."_s);
    EXPECT_EQ((*users.get(login.userId))->user.globalName, u"Ann A."_s);
}

TEST_F(UserServiceTest, SettingsMergeAndNotesStay) {
    const server::Actor me = actorOf(login);
    ASSERT_TRUE(isOk(userService().modifySettings(me, {{u"theme"_s, u"light"_s}})));
    ASSERT_TRUE(isOk(userService().modifySettings(me, {{u"locale"_s, u"de"_s}})));
    EXPECT_EQ(probe.payload(GatewayEvent::UserSettingsUpdate), (QJsonObject{{u"locale"_s, u"de"_s}}));
    EXPECT_EQ(userService().settings(me)->locale, u"de"_s);
    const auto bob = joined(u"bob"_s);
    ASSERT_TRUE(isOk(userService().setNote(me, bob.userId, u"a friend"_s)));
    EXPECT_EQ(userService().note(me, bob.userId).value(), u"a friend"_s);
    EXPECT_TRUE(isRefused(userService().setNote(me, bob.userId, QString(300, u'x')), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isRefused(userService().setNote(me, shared::UserId(5), u"x"_s), ErrorCode::UnknownUser));
}

}  // namespace
}  // namespace tests
