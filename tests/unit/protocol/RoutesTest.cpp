#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <gtest/gtest.h>

#include "shared/protocol/Routes.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

TEST(RoutesTest, TableIsInTheOrderOfTheEnumerators) {
    for (size_t i = 0; i < routes().size(); ++i) {
        EXPECT_EQ(static_cast<size_t>(routes()[i].route), i) << routes()[i].name.data();
    }
    EXPECT_EQ(describe(Route::CreateMessage).path, "/channels/{channel.id}/messages"_L1);
    EXPECT_EQ(describe(Route::CreateMessage).name, "CreateMessage"_L1);
    EXPECT_EQ(describe(Route::CreateMessage).method, HttpMethod::Post);
    for (int group = 0; group <= static_cast<int>(RateGroup::Login); ++group) {
        EXPECT_EQ(describe(static_cast<RateGroup>(group)).group, static_cast<RateGroup>(group));
    }
}

TEST(RoutesTest, NoTwoRowsMatchTheSameRequest) {
    static const QRegularExpression kParameter(u"\\{[^}]*\\}"_s);
    QSet<QString> seen;
    for (const RouteRow& row : routes()) {
        const QString key = QString(toString(row.method)) + u' ' + QString(row.path).replace(kParameter, u"{}"_s);
        EXPECT_FALSE(seen.contains(key)) << key.toStdString();
        seen.insert(key);
    }
}

TEST(RoutesTest, PathsAreWellFormed) {
    static const QRegularExpression kPath(u"^(/([a-z0-9@._-]+|\\{[a-z0-9_.]+\\}))+$"_s);
    for (const RouteRow& row : routes()) {
        EXPECT_TRUE(kPath.match(QString(row.path)).hasMatch()) << row.path.data();
        const bool hasMajor = row.path.startsWith("/channels/{channel.id}"_L1) ||
                              row.path.startsWith("/guilds/{guild.id}"_L1) || row.path.startsWith("/webhooks/{"_L1) ||
                              row.path.startsWith("/interactions/{"_L1);
        EXPECT_EQ(row.major != MajorParameter::None, hasMajor) << row.path.data();
    }
}

TEST(RoutesTest, WhoMayCall) {
    EXPECT_EQ(describe(Route::Register).auth, RouteAuth::None);
    EXPECT_EQ(describe(Route::GetGateway).auth, RouteAuth::None);
    EXPECT_EQ(describe(Route::GetBotGateway).auth, RouteAuth::Bot);
    EXPECT_EQ(describe(Route::AcceptInvite).auth, RouteAuth::User);
    EXPECT_EQ(describe(Route::PutRelationship).auth, RouteAuth::User);
    EXPECT_EQ(describe(Route::InviteResolve).auth, RouteAuth::Optional);
    EXPECT_EQ(describe(Route::ExecuteWebhook).auth, RouteAuth::None);
    EXPECT_EQ(describe(Route::GetMyUser).auth, RouteAuth::Any);
}

TEST(RoutesTest, MethodsAreWords) {
    EXPECT_EQ(toString(HttpMethod::Delete), "DELETE"_L1);
    EXPECT_EQ(httpMethodFromString("PATCH"_L1), HttpMethod::Patch);
    EXPECT_FALSE(httpMethodFromString("patch"_L1));
    EXPECT_FALSE(httpMethodFromString("BREW"_L1));
}

TEST(RoutesTest, FillsAndEncodesParameters) {
    EXPECT_EQ(pathOf(Route::GetGateway), "/gateway");
    EXPECT_EQ(pathOf(Route::GetMessage, {u"12"_s, u"34"_s}), "/channels/12/messages/34");
    EXPECT_EQ(pathOf(Route::AddMyMessageReaction, {u"1"_s, u"2"_s, u"👍"_s}),
              "/channels/1/messages/2/reactions/%F0%9F%91%8D/@me");
    EXPECT_EQ(pathOf(Route::InviteResolve, {u"a/b?c"_s}), "/invites/a%2Fb%3Fc");
}

}  // namespace
}  // namespace shared
