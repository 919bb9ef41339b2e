#include "server/services/AccountRemoval.h"
#include "server/services/MemberWrites.h"
#include "tests/services/AccountWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;

class AccountRemovalTest : public AccountWorld {
 protected:
    AccountRemovalTest() {
        owner = user(u"owner"_s);
        login = joined(u"ann"_s);
        ann = actorOf(login);
        guildId = guild(owner).withChannel(talk).withMember(ann.userId).build();
        probe.clear();
    }
    shared::Result<void> remove(const QString& password = kPassword) { return userService().remove(ann, password); }
    QJsonObject authorOf(const server::MessageView& message) {
        const auto read = messageService.get(actor(owner), talk, message.id);
        EXPECT_TRUE(isOk(read));
        return read.has_value() ? QJsonDocument::fromJson(read->json)["author"_L1].toObject() : QJsonObject();
    }

    shared::UserId owner;
    server::LoginResult login;
    server::Actor ann;
    shared::GuildId guildId;
    shared::ChannelId talk;
};

TEST_F(AccountRemovalTest, NeedsThePassword) {
    EXPECT_TRUE(isRefused(userService().remove(ann, {}), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isRefused(remove(u"wrong"_s), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isRefused(userService().disable(ann, u"wrong"_s), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isOk(auth().authenticate(login.token)));
}

TEST_F(AccountRemovalTest, WhoOwnsAGuildHasToHandItOverFirst) {
    shared::CreateGuild body;
    body.name = u"mine"_s;
    const auto made = guildService.create(ann, body);
    ASSERT_TRUE(isOk(made));
    const auto refused = remove();
    ASSERT_TRUE(isRefused(refused, ErrorCode::UnauthorizedAction));
    EXPECT_TRUE(refused.error().message().contains(u"mine"_s));
    EXPECT_TRUE(isOk(auth().authenticate(login.token)));
    ASSERT_TRUE(isOk(guildService.remove(ann, made->id)));
    EXPECT_TRUE(isOk(remove()));
}

TEST_F(AccountRemovalTest, TokensEndAndMembershipsToo) {
    const auto phone = auth().login(credentials(u"ann"_s, kPassword), kHere);
    ASSERT_TRUE(isOk(phone));
    ASSERT_TRUE(isOk(auth().authenticate(phone->token)));
    probe.clear();
    ASSERT_TRUE(isOk(remove()));
    for (const QByteArray& token : {login.token, phone->token}) {
        EXPECT_FALSE(auth().findCached(token).has_value());
        EXPECT_TRUE(isRefused(auth().authenticate(token), ErrorCode::Unauthorized));
        EXPECT_TRUE(isRefused(auth().authenticateGateway(token), ErrorCode::Unauthorized));
    }
    EXPECT_TRUE(isRefused(auth().login(credentials(u"ann"_s, kPassword), kHere), ErrorCode::InvalidFormBody));
    EXPECT_EQ(probe.payload(GatewayEvent::AuthSessionChange)["ended"_L1].toArray().size(), 2);
    EXPECT_EQ(probe.payload(GatewayEvent::GuildMemberRemove)["user"_L1]["id"_L1].toString(), ann.userId.toString());
    EXPECT_TRUE(isRefused(members.get(guildId, ann.userId), ErrorCode::UnknownMember));
    const auto guilds = storage->read(server::StreamKey::user(ann.userId),
                                      [](const server::ReadView& view) { return view.users().listGuilds(); });
    ASSERT_TRUE(isOk(guilds));
    EXPECT_TRUE(guilds->isEmpty());
    // The name is free for somebody else, who is somebody else.
    const server::LoginResult other = joined(u"ann"_s);
    EXPECT_NE(other.userId, ann.userId);
    EXPECT_TRUE(isRefused(userService().remove(ann, kPassword), ErrorCode::InvalidFormBody)) << "twice";
}

TEST_F(AccountRemovalTest, AGuildThatLetsItInMeanwhileLosesItAgain) {
    const shared::GuildId other = guild(owner).build();
    const auto shown = users.get(ann.userId);
    ASSERT_TRUE(isOk(shown));
    const auto graph = graphs.get(other);
    ASSERT_TRUE(isOk(graph));
    ASSERT_TRUE(isOk(remove()));
    // What accepting an invite does with the account as it was read a moment before.
    ASSERT_TRUE(isOk(storage->write(server::StreamKey::guild(other), [&](server::Transaction& tx) {
        return server::MemberWrites(parts).add(tx, **graph, **shown, {});
    })));
    const auto left = members.find(other, ann.userId);
    ASSERT_TRUE(isOk(left));
    EXPECT_EQ(*left, nullptr);
    const auto guilds = storage->read(server::StreamKey::user(ann.userId),
                                      [](const server::ReadView& view) { return view.users().listGuilds(); });
    ASSERT_TRUE(isOk(guilds));
    EXPECT_TRUE(guilds->isEmpty());
}

TEST_F(AccountRemovalTest, AGuildThatItMadeMeanwhileEndsUnlessOthersAreInThere) {
    ASSERT_TRUE(isOk(remove()));
    // The rows of guilds whose making had begun before.
    const shared::GuildId alone = guild(ann.userId).build();
    const shared::GuildId crowded = guild(ann.userId).withMember(owner).build();
    for (const shared::GuildId id : {alone, crowded}) {
        ASSERT_TRUE(isOk(storage->write(server::StreamKey::guild(id), [&](server::Transaction& tx) {
            tx.owe(server::StreamKey::user(ann.userId), server::kOwedMembership,
                   server::OwedMembership{id, true, tx.now()}.toBytes());
            return shared::Result<void>();
        })));
    }
    EXPECT_TRUE(isRefused(graphs.get(alone), ErrorCode::UnknownGuild));
    EXPECT_TRUE(isOk(graphs.get(crowded)));
}

TEST_F(AccountRemovalTest, MessagesStayUnderANameThatSaysNothing) {
    const server::MessageView message = say(ann.userId, talk, u"still here"_s);
    EXPECT_EQ(authorOf(message)["username"_L1].toString(), u"ann"_s);
    ASSERT_TRUE(isOk(remove()));
    const QJsonObject shown = authorOf(message);
    EXPECT_EQ(shown["id"_L1].toString(), ann.userId.toString());
    EXPECT_TRUE(shown["username"_L1].toString().startsWith(u"deleted_user_"_s));
    EXPECT_EQ(shown["global_name"_L1].toString(), u"Deleted User"_s);
    EXPECT_TRUE(shown["avatar"_L1].isNull());
    const auto asked = userService().get(actor(owner), ann.userId);
    ASSERT_TRUE(isOk(asked));
    EXPECT_EQ(QJsonDocument::fromJson(shared::toJson(*asked)).object(), shown) << "everywhere the same";
    users.forget(ann.userId);
    EXPECT_EQ(authorOf(message), shown) << "also when the account is in no cache";

    // A process that starts later knows it as well.
    server::Users later(*storage, bus);
    EXPECT_FALSE(later.isDeleted(ann.userId));
    ASSERT_TRUE(isOk(later.loadDeleted()));
    EXPECT_TRUE(later.isDeleted(ann.userId));
    EXPECT_FALSE(later.isDeleted(owner));
}

TEST_F(AccountRemovalTest, TheBotsEndWithTheirOwner) {
    shared::CreateApplication body;
    body.name = u"helper"_s;
    const auto made = applicationService.create(ann, body);
    ASSERT_TRUE(isOk(made));
    const auto bot = made->id.as<shared::UserId>();
    const auto token = applicationService.resetBotToken(ann, made->id);
    ASSERT_TRUE(isOk(token));
    ASSERT_TRUE(isOk(applicationService.authorizeBot(actor(owner), made->id, guildId, {})));
    ASSERT_TRUE(isOk(auth().authenticate("Bot " + *token)));
    ASSERT_TRUE(isOk(members.get(guildId, bot)));
    ASSERT_TRUE(isOk(remove()));
    EXPECT_TRUE(isRefused(auth().authenticate("Bot " + *token), ErrorCode::Unauthorized));
    EXPECT_TRUE(isRefused(members.get(guildId, bot), ErrorCode::UnknownMember));
    EXPECT_TRUE(users.isDeleted(bot));
}

TEST_F(AccountRemovalTest, ADisabledAccountIsTakenUpByLoggingIn) {
    ASSERT_TRUE(isOk(userService().disable(ann, kPassword)));
    EXPECT_TRUE(isRefused(auth().authenticate(login.token), ErrorCode::Unauthorized));
    const auto again = auth().login(credentials(u"ann"_s, kPassword), kHere);
    ASSERT_TRUE(isOk(again));
    EXPECT_TRUE(isOk(auth().authenticate(again->token)));
    EXPECT_TRUE(isOk(members.get(guildId, ann.userId))) << "it has lost nothing";
}

}  // namespace
}  // namespace tests
