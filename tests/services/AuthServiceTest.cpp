#include <future>
#include <thread>

#include <QtCore/QJsonArray>

#include "server/services/Accounts.h"
#include "tests/services/AccountWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using server::RegistrationPolicy;
using shared::ErrorCode;
using shared::GatewayEvent;

class AuthServiceTest : public AccountWorld {};

TEST_F(AuthServiceTest, ANewAccountIsKnownByItsToken) {
    const auto made = auth().registerAccount(person(u" Ann "_s), kHere);
    ASSERT_TRUE(isOk(made));
    const auto found = auth().authenticate(made->token);
    ASSERT_TRUE(isOk(found));
    EXPECT_EQ(found->userId, made->userId);
    EXPECT_FALSE(found->isBot);
    EXPECT_TRUE(auth().findCached(made->token).has_value());
    EXPECT_EQ((*users.get(made->userId))->user.username, u"ann"_s);
    EXPECT_TRUE(isRefused(auth().authenticate("Bot " + made->token), ErrorCode::Unauthorized));
    EXPECT_TRUE(isRefused(auth().authenticate(made->token + "x"), ErrorCode::Unauthorized));
    for (const char* bad : {"", ".", "..", "a.b.c", "Bearer x", "MQ.MQ.MQ", "Bot ", "\xff\xfe"}) {
        EXPECT_TRUE(isRefused(auth().authenticate(bad), ErrorCode::Unauthorized)) << bad;
    }
}

TEST_F(AuthServiceTest, NamesAndAddressesAreUniqueInAnyCasing) {
    shared::Register body = person(u"ann"_s);
    body.email = u"Ann@example.org"_s;
    ASSERT_TRUE(isOk(auth().registerAccount(body, kHere)));
    const auto again = auth().registerAccount(person(u"ANN"_s), kHere);
    ASSERT_TRUE(isRefused(again, ErrorCode::InvalidFormBody));
    EXPECT_EQ(again.error().fields().first().path, u"username"_s);
    shared::Register other = person(u"bob"_s);
    other.email = u"ann@EXAMPLE.org"_s;
    const auto sameMail = auth().registerAccount(other, kHere);
    ASSERT_TRUE(isRefused(sameMail, ErrorCode::InvalidFormBody));
    EXPECT_EQ(sameMail.error().fields().first().path, u"email"_s);
    // The name that was claimed on the way is free again.
    EXPECT_TRUE(isOk(auth().registerAccount(person(u"bob"_s), kHere)));
}

TEST_F(AuthServiceTest, LogsInByNameAndAddressAndOut) {
    shared::Register body = person(u"ann"_s);
    body.email = u"ann@example.org"_s;
    const auto made = auth().registerAccount(body, kHere);
    ASSERT_TRUE(isOk(made));
    const auto byName = auth().login(credentials(u"Ann"_s, kPassword), kHere);
    ASSERT_TRUE(isOk(byName));
    ASSERT_TRUE(isOk(auth().login(credentials(u"ANN@example.org"_s, kPassword), kHere)));
    EXPECT_TRUE(isRefused(auth().login(credentials(u"ann"_s, u"wrong"_s), kHere), ErrorCode::InvalidFormBody));
    EXPECT_TRUE(isRefused(auth().login(credentials(u"nobody"_s, kPassword), kHere), ErrorCode::InvalidFormBody));

    probe.clear();
    const server::Actor actor = actorOf(*byName);
    ASSERT_TRUE(isOk(auth().logout(actor)));
    EXPECT_FALSE(auth().findCached(byName->token).has_value());
    EXPECT_TRUE(isRefused(auth().authenticate(byName->token), ErrorCode::Unauthorized));
    EXPECT_TRUE(isOk(auth().authenticate(made->token)));
    const QJsonArray ended = probe.payload(GatewayEvent::AuthSessionChange)["ended"_L1].toArray();
    ASSERT_EQ(ended.size(), 1);
    EXPECT_EQ(ended.first().toString(), QString::number(actor.tokenId));
}

TEST_F(AuthServiceTest, TooManyWrongPasswordsMeetALimit) {
    ASSERT_TRUE(isOk(auth().registerAccount(person(u"ann"_s), kHere)));
    ASSERT_TRUE(isOk(auth().registerAccount(person(u"bob"_s), kHere)));
    const QString stranger = u"10.6.6.6"_s;
    for (int i = 0; i < limits.settings().loginFailures; ++i) {
        EXPECT_TRUE(isRefused(auth().login(credentials(u"ann"_s, u"wrong"_s), stranger), ErrorCode::InvalidFormBody));
    }
    // From there not even with the right password; elsewhere, and for others behind that address, all is as before.
    const auto limited = auth().login(credentials(u"ann"_s, kPassword), stranger);
    ASSERT_TRUE(isRefused(limited, ErrorCode::RateLimited));
    EXPECT_GT(limited.error().retryAfter()->count(), 0);
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, kPassword), kHere)));
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, kPassword), u"10.9.9.9"_s)));
    EXPECT_TRUE(isOk(auth().login(credentials(u"bob"_s, kPassword), stranger)));
    clock.advance(std::chrono::minutes(16));
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, kPassword), stranger)));
}

TEST_F(AuthServiceTest, NobodyLocksAnotherOut) {
    ASSERT_TRUE(isOk(auth().registerAccount(person(u"ann"_s), kHere)));
    const int most = limits.settings().loginFailures * server::kFailuresPerAccountFactor;
    for (int i = 0; i < most; ++i) {
        (void)auth().login(credentials(u"ann"_s, u"wrong"_s), u"10.1.%1.%2"_s.arg(i / 200).arg(i % 200));
    }
    EXPECT_TRUE(isRefused(auth().login(credentials(u"ann"_s, kPassword), u"10.9.9.9"_s), ErrorCode::RateLimited));
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, kPassword), kHere))) << "ann was there before";
}

TEST_F(AuthServiceTest, AnAddressThatTriesManyAccountsIsHeldUp) {
    ASSERT_TRUE(isOk(auth().registerAccount(person(u"ann"_s), kHere)));
    ASSERT_TRUE(isOk(auth().registerAccount(person(u"bob"_s), u"10.0.0.2"_s)));
    const int most = limits.settings().loginFailures * server::kFailuresPerAddressFactor;
    for (int i = 0; i < most; ++i)
        (void)auth().login(credentials(u"nobody%1"_s.arg(i), u"wrong"_s), kHere);
    EXPECT_TRUE(isRefused(auth().login(credentials(u"bob"_s, kPassword), kHere), ErrorCode::RateLimited));
    EXPECT_TRUE(isOk(auth().login(credentials(u"ann"_s, kPassword), kHere))) << "ann lives there";
}

TEST_F(AuthServiceTest, AnInviteThatIsNoGoodMakesNoAccount) {
    shared::Register body = person(u"ann"_s);
    body.invite = u"nosuchinvite"_s;
    EXPECT_TRUE(isRefused(auth().registerAccount(body, kHere), ErrorCode::UnknownInvite));
    body.invite.reset();
    EXPECT_TRUE(isOk(auth().registerAccount(body, kHere))) << "the name is free";
}

TEST_F(AuthServiceTest, RegistrationsAreLimitedByAddress) {
    for (int i = 0; i < limits.settings().registrationsPerHour; ++i) {
        ASSERT_TRUE(isOk(auth().registerAccount(person(u"user%1"_s.arg(i)), kHere)));
    }
    EXPECT_TRUE(isRefused(auth().registerAccount(person(u"late"_s), kHere), ErrorCode::RateLimited));
    EXPECT_TRUE(isOk(auth().registerAccount(person(u"elsewhere"_s), u"10.0.0.2"_s)));
    clock.advance(std::chrono::minutes(61));
    EXPECT_TRUE(isOk(auth().registerAccount(person(u"late"_s), kHere)));
}

TEST_F(AuthServiceTest, ByInviteOnly) {
    const shared::UserId owner = user(u"owner"_s);
    shared::ChannelId channel;
    const shared::GuildId home = guild(owner).withChannel(channel).build();
    const auto invite = inviteService.create(actor(owner), channel, {});
    ASSERT_TRUE(isOk(invite));
    auth(RegistrationPolicy::Invite);
    const auto without = auth().registerAccount(person(u"ann"_s), kHere);
    ASSERT_TRUE(isRefused(without, ErrorCode::InvalidFormBody));
    EXPECT_EQ(without.error().fields().first().path, u"invite"_s);
    shared::Register body = person(u"ann"_s);
    body.invite = u"nosuchinvite"_s;
    EXPECT_FALSE(auth().registerAccount(body, kHere).has_value());
    body.invite = invite->code;
    const auto made = auth().registerAccount(body, kHere);
    ASSERT_TRUE(isOk(made));
    EXPECT_TRUE(*members.find(home, made->userId));
}

TEST_F(AuthServiceTest, ClosedMeansClosed) {
    EXPECT_TRUE(isRefused(auth(RegistrationPolicy::Closed).registerAccount(person(u"ann"_s), kHere),
                          ErrorCode::UnauthorizedAction));
}

TEST_F(AuthServiceTest, APasswordThatIsChangedMeanwhileLetsNobodyIn) {
    const server::LoginResult ann = joined(u"ann"_s);
    std::promise<void> go;
    const std::shared_future<void> wait = go.get_future().share();
    for (int i = 0; i < hashWorkers.threadCount(); ++i)
        ASSERT_TRUE(hashWorkers.post([wait] { wait.wait_for(std::chrono::seconds(20)); }));
    auto late = std::async(std::launch::async, [&] { return auth().login(credentials(u"ann"_s, kPassword), kHere); });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (hashWorkers.queued() == 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    const auto changed = storage->write(server::StreamKey::user(ann.userId), [](server::Transaction& tx) {
        return tx.users().get().and_then([&](server::AccountRow account) -> shared::Result<void> {
            account.passwordHash = "another";
            return tx.users().update(account).and_then([](quint64) -> shared::Result<void> { return {}; });
        });
    });
    go.set_value();
    ASSERT_TRUE(isOk(changed));
    EXPECT_TRUE(isRefused(late.get(), ErrorCode::InvalidFormBody));
}

TEST_F(AuthServiceTest, TheOwnersSecretWorksOnce) {
    auth(RegistrationPolicy::Closed, "the-secret");
    EXPECT_TRUE(auth().isOwnerWanted());
    EXPECT_TRUE(isRefused(auth().claimOwner("another-se", person(u"eve"_s), kHere), ErrorCode::Forbidden));
    EXPECT_TRUE(isRefused(auth().claimOwner("", person(u"eve"_s), kHere), ErrorCode::Forbidden));
    const auto made = auth().claimOwner("the-secret", person(u"owner"_s), kHere);
    ASSERT_TRUE(isOk(made));
    EXPECT_FALSE(auth().isOwnerWanted());
    EXPECT_TRUE(userService().isServerOwner(actor(made->userId)).value());
    const auto known = storage->read(
        server::kServerKey, [](const server::ReadView& view) { return view.users().settings(server::kOwnerSetting); });
    ASSERT_TRUE(isOk(known));
    EXPECT_EQ(*known, made->userId.toString().toLatin1());
    EXPECT_TRUE(isRefused(auth().claimOwner("the-secret", person(u"second"_s), kHere), ErrorCode::Forbidden));
}

}  // namespace
}  // namespace tests
