#include <gtest/gtest.h>

#include "server/api/Responses.h"
#include "server/api/Router.h"

using namespace Qt::StringLiterals;

namespace {

TEST(ResponsesTest, ErrorsLieWhereTheirPathsLead) {
    const QJsonObject errors = server::nestedErrors({{u"embeds.0.fields.1.name"_s, u"A"_s, u"first"_s},
                                                     {u"embeds.0.fields.1.name"_s, u"B"_s, u"second"_s},
                                                     {u""_s, u"C"_s, u"whole"_s}});
    const QJsonArray name = errors["embeds"_L1]["0"_L1]["fields"_L1]["1"_L1]["name"_L1]["_errors"_L1].toArray();
    ASSERT_EQ(name.size(), 2);
    EXPECT_EQ(name[1]["code"_L1].toString(), u"B"_s);
    EXPECT_EQ(errors["_errors"_L1].toArray().size(), 1);
}

TEST(ResponsesTest, ARefusalForHasteSaysHowLong) {
    const auto response = server::errorResponse(shared::Error::rateLimited(std::chrono::milliseconds(1250), true));
    EXPECT_EQ(response.status(), 429);
    EXPECT_EQ(response.header("Retry-After"), "2");
    const QJsonObject body = QJsonDocument::fromJson(response.body()).object();
    EXPECT_DOUBLE_EQ(body["retry_after"_L1].toDouble(), 1.25);
    EXPECT_TRUE(body["global"_L1].toBool());
}

TEST(ResponsesTest, SlowModeSaysHowLongAndWhy) {
    const auto response = server::errorResponse(shared::Error::slowMode(std::chrono::milliseconds(4500)));
    EXPECT_EQ(response.status(), 429);
    EXPECT_EQ(response.header("Retry-After"), "5");
    EXPECT_EQ(response.header("X-RateLimit-Scope"), "user");
    const QJsonObject body = QJsonDocument::fromJson(response.body()).object();
    EXPECT_DOUBLE_EQ(body["retry_after"_L1].toDouble(), 4.5);
    EXPECT_EQ(body["global"_L1], QJsonValue(false));
    EXPECT_EQ(body["code"_L1].toInt(), 20016);
    EXPECT_FALSE(body["message"_L1].toString().isEmpty());
}

class RouterTest : public testing::Test {
 protected:
    shared::Result<server::RouteMatch> match(const QByteArray& method, const QByteArray& target) {
        request = server::HttpRequestBuilder(method, target).build();
        EXPECT_TRUE(request);
        return router.match(request->head());
    }
    server::Router router;
    std::shared_ptr<server::HttpRequest> request;
};

TEST_F(RouterTest, FixedSegmentsWinOverParameters) {
    EXPECT_EQ(match("GET", "/api/v10/users/@me")->row->route, shared::Route::GetMyUser);
    EXPECT_EQ(match("GET", "/api/v10/users/%40me")->row->route, shared::Route::GetMyUser);
    const auto user = match("GET", "/api/v9/users/123");
    EXPECT_EQ(user->row->route, shared::Route::GetUser);
    EXPECT_EQ(user->version, 9);
    ASSERT_EQ(user->parameters.size(), 1);
    EXPECT_EQ(user->parameters[0], "123");
    const auto reaction = match("PUT", "/api/v10/channels/1/messages/2/reactions/%F0%9F%98%80/@me");
    EXPECT_EQ(reaction->row->route, shared::Route::AddMyMessageReaction);
    EXPECT_EQ(reaction->parameters[2], "\xf0\x9f\x98\x80");
    EXPECT_EQ(match("HEAD", "/api/v10/gateway")->row->route, shared::Route::GetGateway);
}

TEST_F(RouterTest, EveryRouteOfTheTableIsFoundByItsOwnPath) {
    for (const shared::RouteRow& row : shared::routes()) {
        QByteArray path = "/api/v10";
        for (const QByteArray& segment : QByteArray(row.path.data(), row.path.size()).sliced(1).split('/')) {
            path += '/' + (segment.startsWith('{') ? QByteArray("77") : segment);
        }
        const QLatin1StringView method = shared::toString(row.method);
        const auto found = match(QByteArray(method.data(), method.size()), path);
        ASSERT_TRUE(found.has_value()) << path.toStdString();
        EXPECT_EQ(found->row->route, row.route) << path.toStdString();
    }
}

}  // namespace
