#include "app/session/Navigation.h"
#include "tests/client/StoreFixture.h"

using namespace Qt::StringLiterals;

namespace {

class NavigationTest : public testing::Test, public tests::StoreFixture {};

TEST_F(NavigationTest, AStartLeadsBackToTheLastPlaceThatIsStillThere) {
    app::Navigation before(store);
    before.openChannel(kDm);
    before.openChannel(kLobby);
    before.openChannel(kTalk);
    EXPECT_EQ(before.lastPlaces(), (QList<app::Place>{{kGuild, kTalk}, {{}, kDm}}));

    app::Navigation after(store);
    after.setLastPlaces(before.lastPlaces());
    after.openLast(kGuild);
    EXPECT_EQ(after.channel(), kTalk);
    after.openGuild({});
    EXPECT_EQ(after.channel(), kDm);
    EXPECT_EQ(after.lastPlaces().first(), (app::Place{{}, kDm}));

    app::Navigation moved(store);
    moved.setLastPlaces({{shared::GuildId(5), shared::ChannelId(6)}, {kGuild, kSecret}, {kGuild, kLobby}});
    moved.openLast(kGuild);
    EXPECT_EQ(moved.guild(), kGuild);
    EXPECT_TRUE(moved.channel());
    EXPECT_NE(moved.channel(), kSecret) << "one may not see it any more";
}

TEST_F(NavigationTest, TheWayBackPassesOverWhatIsGone) {
    app::Navigation navigation(store);
    for (const shared::ChannelId id : {kDm, kTalk, kSecret, kLobby})
        navigation.openChannel(id);
    navigation.goBack();
    EXPECT_EQ(navigation.channel(), kTalk) << "the secret one cannot be seen";
    navigation.goBack();
    EXPECT_EQ(navigation.channel(), kDm);
    navigation.goBack();
    EXPECT_EQ(navigation.channel(), kDm);
    navigation.goForward();
    navigation.goForward();
    EXPECT_EQ(navigation.channel(), kLobby);
    navigation.goForward();
    EXPECT_EQ(navigation.channel(), kLobby);
}

TEST_F(NavigationTest, InAChannelThatWasNeverReadAllIsNewSinceOneJoined) {
    app::Navigation navigation(store);
    create(message(10, kTom, u"hello"_s));
    navigation.openChannel(kLobby);
    EXPECT_TRUE(navigation.newSince());
    EXPECT_LT(navigation.newSince(), shared::MessageId(10));
    store.apply(app::ChannelRead{kLobby, shared::MessageId(10)});
    navigation.openChannel(kTalk);
    navigation.openChannel(kLobby);
    EXPECT_FALSE(navigation.newSince());
}

}  // namespace
