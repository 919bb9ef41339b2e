#include "tests/api/ApiWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

class PipelineTest : public ApiWorld {
 protected:
    PipelineTest() {
        const server::LoginResult login = joined(u"ann"_s);
        ann = login.userId;
        who = login.token;
    }
    /** A bot's `Authorization`. */
    QByteArray bot() {
        shared::CreateApplication body;
        body.name = u"Helper"_s;
        const auto made = applicationService.create(actor(ann), body);
        EXPECT_TRUE(isOk(made));
        return "Bot " + applicationService.resetBotToken(actor(ann), made->id).value();
    }
    shared::UserId ann;
};

TEST_F(PipelineTest, UnknownPathsMethodsAndVersions) {
    EXPECT_TRUE(isError(ask("GET", "/no/such/thing"), 404, 0));
    EXPECT_TRUE(isError(ask("GET", "//elsewhere"), 404, 0));
    EXPECT_TRUE(isError(ask("GET", "//"), 404, 0));
    EXPECT_TRUE(isError(ask("PUT", "/gateway"), 405, 0));
    EXPECT_TRUE(isError(ask("GET", "//api/v5/gateway"), 400, 50041));
    EXPECT_TRUE(isError(ask("GET", "//api/v99/gateway"), 400, 50041));
    EXPECT_EQ(ask("GET", "//api/v9/gateway").status(), 200);
    EXPECT_EQ(ask("GET", "//api/gateway").status(), 200);
    EXPECT_EQ(ask("GET", "//api/v10/gateway/").status(), 200);
    // A route of the table that nobody serves is no route.
    EXPECT_TRUE(isError(ask("GET", "/users/@me/relationships"), 404, 0));
}

TEST_F(PipelineTest, ErrorsOfTheTransportSayWhatTheyAre) {
    for (const int status : {400, 403, 404, 405, 408, 411, 413, 414, 415, 417, 426, 431, 500, 501, 503}) {
        const auto answer = api.errorResponse(status);
        EXPECT_EQ(answer.status(), status);
        const QString message = json(answer)["message"_L1].toString();
        const bool isOwn = status == 413;  // has a code and a text of its own
        EXPECT_TRUE(isOwn || message.startsWith(QString::number(status) + u": "_s)) << status << message.toStdString();
    }
}

TEST_F(PipelineTest, ANewPasswordComesWithANewToken) {
    const auto changed =
        ask("PATCH", "/users/@me", R"({"password":"correct horse battery","new_password":"another long one"})");
    ASSERT_EQ(changed.status(), 200) << changed.body().toStdString();
    const QByteArray token = json(changed)["token"_L1].toString().toLatin1();
    EXPECT_TRUE(isError(ask("GET", "/users/@me"), 401, 0)) << "the old token lives";
    const auto me = ask("GET", "/users/@me", {}, token);
    EXPECT_EQ(me.status(), 200);
    EXPECT_FALSE(json(me).contains("token"_L1));
}

TEST_F(PipelineTest, PicturesOfThoseWhoHaveNone) {
    for (int i = 0; i < 6; ++i) {
        const auto answer = ask("GET", "//embed/avatars/" + QByteArray::number(i) + ".png?size=128", {}, "");
        EXPECT_EQ(answer.status(), 200) << i;
        EXPECT_EQ(answer.header("content-type"), "image/png");
        EXPECT_TRUE(answer.header("cache-control").contains("immutable"));
        EXPECT_TRUE(answer.body().startsWith("\x89PNG"));
    }
    for (const char* path : {"6.png", "-1.png", "0.gif", "00.png", ".png", "x", "0.png/0"})
        EXPECT_EQ(ask("GET", QByteArray("//embed/avatars/") + path, {}, "").status(), 404) << path;
    EXPECT_EQ(ask("GET", "//avatars/1/abc.png?size=100", {}, "").status(), 400);
    EXPECT_EQ(ask("GET", "//avatars/1/abc.png?size=8192", {}, "").status(), 400);
    EXPECT_EQ(ask("GET", "//avatars/1/abc.png?size=128", {}, "").status(), 404);
}

TEST_F(PipelineTest, TokensAndKindsOfAccount) {
    EXPECT_EQ(json(ask("GET", "/users/@me"))["username"_L1].toString(), u"ann"_s);
    EXPECT_EQ(ask("GET", "/users/@me").status(), 200);
    EXPECT_TRUE(isError(ask("GET", "/users/@me", {}, ""), 401, 0));
    EXPECT_TRUE(isError(ask("GET", "/users/@me", {}, "nonsense"), 401, 0));
    EXPECT_TRUE(isError(ask("GET", "/users/@me", {}, "Bot " + who), 401, 0));
    EXPECT_TRUE(isError(ask("GET", "/gateway/bot"), 403, 20002));
    const QByteArray helper = bot();
    EXPECT_EQ(ask("GET", "/gateway/bot", {}, helper).status(), 200);
    EXPECT_TRUE(isError(ask("POST", "/guilds", R"({"name":"x"})", helper), 403, 20001));
    EXPECT_TRUE(json(ask("GET", "/users/@me", {}, helper))["bot"_L1].toBool());
    EXPECT_EQ(ask("POST", "/auth/logout", "{}").status(), 204);
    EXPECT_TRUE(isError(ask("GET", "/users/@me"), 401, 0));
}

TEST_F(PipelineTest, BodiesThatCannotBeRead) {
    EXPECT_TRUE(isError(ask("POST", "/guilds", "{\"name\":"), 400, 50109));
    EXPECT_TRUE(isError(ask("POST", "/guilds", "\xff\xfe\x00"), 400, 50109));
    EXPECT_TRUE(isError(ask("POST", "/guilds", "[]"), 400, 50035));
    EXPECT_TRUE(isError(ask("POST", "/guilds", "{}"), 400, 50035));
    const auto wrong = ask("POST", "/guilds", R"({"name":{"a":1}})");
    ASSERT_TRUE(isError(wrong, 400, 50035));
    const QJsonArray errors = json(wrong)["errors"_L1]["name"_L1]["_errors"_L1].toArray();
    ASSERT_EQ(errors.size(), 1) << wrong.body().toStdString();
    EXPECT_FALSE(errors[0]["code"_L1].toString().isEmpty());
    EXPECT_FALSE(errors[0]["message"_L1].toString().isEmpty());
    const QByteArray deep = QByteArray(5000, '[') + QByteArray(5000, ']');
    EXPECT_EQ(ask("POST", "/guilds", deep).status(), 400);
    EXPECT_TRUE(isError(ask("GET", "/guilds/notanid"), 400, 50035));
    EXPECT_TRUE(isError(ask("GET", "/channels/99999999999999999999999/messages"), 400, 50035));
    EXPECT_TRUE(isError(ask("POST", "/guilds/1/channels", QByteArray(2 * 1024 * 1024, ' ')), 413, 40005));
}

TEST_F(PipelineTest, NoMoreThanAHundredMistakesAreTold) {
    QByteArray channels("0");
    for (int i = 0; i < 20'000; ++i)
        channels.append(",0");
    const auto wrong = ask("POST", "/channels/1/messages", "{\"embeds\":[" + channels + "]}");
    ASSERT_TRUE(isError(wrong, 400, 50035)) << wrong.body().left(200).toStdString();
    EXPECT_EQ(json(wrong)["errors"_L1]["embeds"_L1].toObject().size(), 100);
}

TEST_F(PipelineTest, QueriesAreChecked) {
    const QByteArray channel =
        json(ask("POST", "/guilds", R"({"name":"The house"})"))["system_channel_id"_L1].toString().toLatin1();
    ASSERT_FALSE(channel.isEmpty());
    const QByteArray messages = "/channels/" + channel + "/messages";
    for (const char* bad : {"?limit=0", "?limit=101", "?limit=x", "?limit=99999999999999999999", "?before=x"}) {
        EXPECT_TRUE(isError(ask("GET", messages + bad), 400, 50035)) << bad;
    }
    ASSERT_EQ(ask("POST", messages, R"({"content":"one"})").status(), 200);
    ASSERT_EQ(ask("POST", messages, R"({"content":"two"})").status(), 200);
    // After nothing, from the first one on.
    const auto page = QJsonDocument::fromJson(ask("GET", messages + "?limit=1&after=0").body()).array();
    ASSERT_EQ(page.size(), 1);
    EXPECT_EQ(page[0]["content"_L1].toString(), u"one"_s);
    EXPECT_TRUE(QJsonDocument::fromJson(ask("GET", messages + "?before=0").body()).array().isEmpty());
}

TEST_F(PipelineTest, ABucketCountsDownAndRefuses) {
    const QByteArray channel =
        json(ask("POST", "/guilds", R"({"name":"The house"})"))["system_channel_id"_L1].toString().toLatin1();
    const QByteArray messages = "/channels/" + channel + "/messages";
    const auto first = ask("POST", messages, R"({"content":"x"})");
    ASSERT_EQ(first.status(), 200) << first.body().toStdString();
    const int limit = first.header("X-RateLimit-Limit").toInt();
    EXPECT_GT(limit, 0);
    EXPECT_EQ(first.header("X-RateLimit-Remaining").toInt(), limit - 1);
    EXPECT_GT(first.header("X-RateLimit-Reset").toDouble() * 1000, static_cast<double>(clock.nowMs()));
    EXPECT_GT(first.header("X-RateLimit-Reset-After").toDouble(), 0);
    EXPECT_FALSE(first.header("X-RateLimit-Bucket").isEmpty());
    for (int i = 1; i < limit; ++i)
        ASSERT_EQ(ask("POST", messages, R"({"content":"x"})").status(), 200);
    const auto refused = ask("POST", messages, R"({"content":"x"})");
    ASSERT_EQ(refused.status(), 429);
    EXPECT_EQ(refused.header("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(refused.header("X-RateLimit-Scope"), "user");
    EXPECT_EQ(refused.header("X-RateLimit-Bucket"), first.header("X-RateLimit-Bucket"));
    EXPECT_GE(refused.header("Retry-After").toInt(), 1);
    const QJsonObject body = json(refused);
    EXPECT_GT(body["retry_after"_L1].toDouble(), 0);
    EXPECT_FALSE(body["global"_L1].toBool(true));
    EXPECT_FALSE(body["message"_L1].toString().isEmpty());
    // Another channel is another bucket, and time heals.
    EXPECT_NE(ask("POST", "/channels/5/messages", R"({"content":"x"})").status(), 429);
    clock.advance(std::chrono::seconds(6));
    EXPECT_EQ(ask("POST", messages, R"({"content":"x"})").status(), 200);
}

TEST_F(PipelineTest, TheGlobalLimitHoldsOverAllRoutes) {
    int refused = 0;
    for (int i = 0; i < limits.settings().globalPerSecond + 5; ++i) {
        const auto answer = ask("GET", "/guilds/" + QByteArray::number(1000 + i));
        if (answer.status() != 429) continue;
        if (!json(answer)["global"_L1].toBool()) continue;
        ++refused;
        EXPECT_EQ(answer.header("X-RateLimit-Global"), "true");
    }
    EXPECT_GE(refused, 4);
    clock.advance(std::chrono::seconds(3));
    EXPECT_EQ(ask("GET", "/users/@me").status(), 200);
}

TEST_F(PipelineTest, WhoIsRefusedTenThousandTimesIsNotHeard) {
    for (int i = 0; i < limits.settings().invalidPer10Minutes; ++i)
        limits.countInvalid(u"127.0.0.1"_s);
    EXPECT_EQ(ask("GET", "/users/@me").status(), 429);
    clock.advance(std::chrono::minutes(11));
    EXPECT_EQ(ask("GET", "/users/@me").status(), 200);
}

TEST_F(PipelineTest, TheGatewayIsWhereTheClientCameFrom) {
    EXPECT_EQ(json(ask("GET", "/gateway"))["url"_L1].toString(), u"ws://chat.example.org/gateway"_s);
    const auto secure = send(server::HttpRequestBuilder("GET", "/api/v10/gateway").header("Host", "a:1").tls(true));
    EXPECT_EQ(json(secure)["url"_L1].toString(), u"wss://a:1/gateway"_s);
    const auto odd = send(server::HttpRequestBuilder("GET", "/api/v10/gateway").header("Host", "a/b?c<d>"));
    EXPECT_EQ(json(odd)["url"_L1].toString(), u"ws://localhost/gateway"_s);
    address.publicUrl = u"https://guild.example.org"_s;
    EXPECT_EQ(json(ask("GET", "/gateway"))["url"_L1].toString(), u"wss://guild.example.org/gateway"_s);
}

TEST_F(PipelineTest, HealthAndMetrics) {
    EXPECT_EQ(ask("GET", "//healthz").status(), 200);
    EXPECT_EQ(ask("GET", "//readyz").status(), 200);
    health.trouble = [] { return u"the disk is full"_s; };
    EXPECT_EQ(ask("GET", "//readyz").status(), 503);
    EXPECT_EQ(ask("GET", "//metrics").status(), 200);
    const auto far = send(server::HttpRequestBuilder("GET", "/metrics").peer(QHostAddress(u"10.0.0.9"_s)));
    EXPECT_EQ(far.status(), 404);
    EXPECT_TRUE(ask("GET", "/gateway").header("Access-Control-Allow-Origin").isEmpty());
}

TEST_F(PipelineTest, RegistersAndLogsIn) {
    const auto made = ask("POST", "/auth/register",
                          R"({"username":"bob","password":"correct horse","date_of_birth":"1990-01-01"})", "");
    ASSERT_EQ(made.status(), 201) << made.body().toStdString();
    EXPECT_EQ(ask("GET", "/users/@me", {}, json(made)["token"_L1].toString().toLatin1()).status(), 200);
    const auto login = ask("POST", "/auth/login", R"({"login":"bob","password":"correct horse"})", "");
    ASSERT_EQ(login.status(), 200);
    EXPECT_EQ(json(login)["user_id"_L1].toString(), json(made)["user_id"_L1].toString());
    EXPECT_TRUE(isError(ask("POST", "/auth/login", R"({"login":"bob","password":"wrong"})", ""), 400, 50035));
    const auto bad = ask("POST", "/auth/register", R"({"username":"a b","password":"x","email":"nonsense"})", "");
    ASSERT_TRUE(isError(bad, 400, 50035));
    for (const QLatin1StringView field : {"username"_L1, "password"_L1, "email"_L1}) {
        EXPECT_TRUE(json(bad)["errors"_L1][field].isObject()) << field.data();
    }
}

}  // namespace
}  // namespace tests
