#include <random>
#include <vector>

#include <QtCore/QBuffer>
#include <QtCore/QDeadlineTimer>
#include <QtGui/QImage>

#include "tests/support/TestServer.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** One server for all cases: what one client does must not hurt the next. */
class BadInputTest : public testing::Test {
 protected:
    static void SetUpTestSuite() {
        s_server = new TestServer();
        TestClient ann(s_server->port());
        ann.registerPerson(u"ann"_s);
        s_token = ann.token();
    }
    static void TearDownTestSuite() {
        delete s_server;
        s_server = nullptr;
    }
    /** After every case the server must answer as ever. */
    void TearDown() override { EXPECT_EQ(TestClient(port(), s_token).ask("GET", "/users/@me").status, 200); }

    static quint16 port() { return s_server->port(); }
    /** Sends exactly these bytes; the status of what comes back, 0 if nothing does. */
    static Answer raw(const QByteArray& bytes) { return TestClient(port()).send(bytes); }
    /** What the gateway closes with after one text. */
    static int closeAfter(const QByteArray& text) {
        TestGateway gateway(port());
        EXPECT_EQ(gateway.next()["op"_L1].toInt(), 10);
        gateway.sendText(text);
        return closeOf(gateway);
    }
    static int closeOf(TestGateway& gateway) {
        while (!gateway.next().isEmpty()) {
        }
        return gateway.closeCode();
    }

    static TestServer* s_server;
    static QByteArray s_token;
};
TestServer* BadInputTest::s_server = nullptr;
QByteArray BadInputTest::s_token;

TEST_F(BadInputTest, MalformedRequestsAreRefusedInJson) {
    for (const char* bytes :
         {"\r\n\r\nnonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
          "GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
          "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
          "POST /api/v10/guilds HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        const Answer answer = raw(bytes);
        EXPECT_GE(answer.status, 400) << bytes;
        EXPECT_NE(answer.status / 100, 5) << bytes;
        EXPECT_FALSE(answer.object()["message"_L1].toString().isEmpty()) << bytes << ": " << answer.body.toStdString();
        EXPECT_TRUE(answer.object()["code"_L1].isDouble()) << bytes;
    }
}

TEST_F(BadInputTest, FloodsOfHeadersAreCut) {
    QByteArray many = "GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 5000; ++i)
        many += "X-Flood-" + QByteArray::number(i) + ": y\r\n";
    EXPECT_EQ(raw(many + "\r\n").status, 431);
    EXPECT_EQ(raw("GET /api/v10/gateway HTTP/1.1\r\nX: " + QByteArray(200'000, 'x') + "\r\n\r\n").status, 431);
    EXPECT_EQ(raw("GET /" + QByteArray(100'000, 'x') + " HTTP/1.1\r\n\r\n").status, 414);
}

TEST_F(BadInputTest, BodiesOverTheLimitAreRefusedBeforeTheyAreSent) {
    const Answer answer = raw("POST /api/v10/guilds HTTP/1.1\r\nHost: x\r\nAuthorization: " + s_token +
                              "\r\nContent-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.code(), 40005);
}

TEST_F(BadInputTest, LargeBodiesAreTakenFromWhoHasAnAccountOnly) {
    const auto head = [](const QByteArray& path, const QByteArray& token, qint64 size) {
        return "POST /api/v10" + path + " HTTP/1.1\r\nHost: x\r\n" + token +
               "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + QByteArray::number(size) +
               "\r\n\r\n";
    };
    // Answered by the head alone.
    EXPECT_EQ(raw(head("/auth/login", "", 50'000'000)).status, 413);
    EXPECT_EQ(raw(head("/auth/login", "Authorization: " + s_token + "\r\n", 50'000'000)).status, 413);
    EXPECT_EQ(raw(head("/channels/1/messages", "", 50'000'000)).status, 401);
    EXPECT_EQ(raw(head("/channels/1/messages", "Authorization: Bot garbage\r\n", 50'000'000)).status, 401);
    EXPECT_EQ(raw(head("/channels/1/messages", "Authorization: Bot garbage\r\n", 2'000'000)).status, 401);
    EXPECT_EQ(raw(head("/channels/1/messages", "Authorization: " + s_token + "\r\n", 999'000'000)).status, 413);
}

TEST_F(BadInputTest, PicturesMayBeLargerThanOtherBodies) {
    QImage picture(1200, 1000, QImage::Format_RGB32);
    std::minstd_rand random(1);
    for (int y = 0; y < picture.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        std::generate(line, line + picture.width(), [&] { return 0xff000000 | static_cast<QRgb>(random()); });
    }
    QByteArray png;
    QBuffer buffer(&png);
    ASSERT_TRUE(buffer.open(QIODevice::WriteOnly) && picture.save(&buffer, "PNG"));
    ASSERT_GT(png.size(), 2'000'000);
    TestClient ann(port(), s_token);
    const QString uri = u"data:image/png;base64,"_s + QString::fromLatin1(png.toBase64());
    EXPECT_EQ(ann.ask("PATCH", "/users/@me", {{u"avatar"_s, uri}}).status, 200);
    EXPECT_EQ(ann.ask("PATCH", "/users/@me/settings", {{u"locale"_s, uri}}).status, 413);
}

TEST_F(BadInputTest, AFormIsTakenWhereATokenStands) {
    TestClient ann(port(), s_token);
    const auto post = [](const QByteArray& path, const QByteArray& token, const QByteArray& form) {
        return raw("POST /api/v10" + path + " HTTP/1.1\r\nHost: x\r\n" + token +
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                   QByteArray::number(form.size()) + "\r\n\r\n" + form);
    };
    const QByteArray channel = ann.makeGuild(u"form"_s).second.toLatin1();
    const Answer said =
        post("/channels/" + channel + "/messages", "Authorization: " + s_token + "\r\n", "content=a+b%26c&nonce=7");
    EXPECT_EQ(said.status, 200) << said.body.toStdString();
    EXPECT_EQ(said.object()["content"_L1], u"a b&c"_s);
    EXPECT_EQ(post("/auth/login", "", "login=ann&password=x").code(), 50035);
}

TEST_F(BadInputTest, WrongBodiesNameTheirFields) {
    TestClient ann(port(), s_token);
    const QByteArray start = "POST /api/v10/guilds HTTP/1.1\r\nHost: x\r\nAuthorization: " + s_token + "\r\n";
    EXPECT_EQ(raw(start + "Content-Type: application/json\r\nContent-Length: 3\r\n\r\n{\"a").code(), 50109);
    for (const char* type : {"", "Content-Type: text/plain\r\n"}) {
        const Answer answer = raw(start + type + "Content-Length: 2\r\n\r\n{}");
        EXPECT_EQ(answer.code(), 50035) << type;
        EXPECT_TRUE(answer.body.contains("CONTENT_TYPE_INVALID")) << answer.body.toStdString();
    }
    const Answer wrong = ann.ask("POST", "/guilds", {{u"name"_s, 5}});
    EXPECT_EQ(wrong.code(), 50035);
    EXPECT_TRUE(wrong.object()["errors"_L1]["name"_L1]["_errors"_L1].isArray()) << wrong.body.toStdString();
    const QByteArray channel = ann.makeGuild(u"bad"_s).second.toLatin1();
    const QByteArray messages =
        "/api/v10/channels/" + channel + "/messages HTTP/1.1\r\nHost: x\r\nAuthorization: " + s_token;
    for (const char* form :
         {"", "--b", "--b\r\n\r\n", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
          "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"x\"\r\n\r\ncut off"}) {
        const QByteArray body(form);
        const Answer answer =
            raw("POST " + messages + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body);
        EXPECT_EQ(answer.status, 400) << form << ": " << answer.body.toStdString();
    }
    EXPECT_EQ(raw("POST " + messages + "\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n{}").status,
              400);
}

TEST_F(BadInputTest, HalfOpenSocketsAndLeaversHurtNobody) {
    std::vector<std::unique_ptr<RawClient>> open;
    for (int i = 0; i < 60; ++i) {
        open.push_back(std::make_unique<RawClient>(port()));
        open.back()->send(i % 2 == 0 ? "GET /api/v10/gate" : "POST /api/v10/guilds HTTP/1.1\r\nHost: x\r\nContent-Le");
    }
    for (int i = 0; i < 60; ++i) {
        RawClient leaver(port());
        leaver.send("GET /api/v10/users/@me HTTP/1.1\r\nHost: x\r\nAuthorization: " + s_token + "\r\n\r\n");
        leaver.reset();
    }
    EXPECT_EQ(TestClient(port(), s_token).ask("GET", "/users/@me/guilds").status, 200);
    open.clear();
    // What they took is given back.
    const QDeadlineTimer deadline(10'000);
    while (s_server->server().status().connections > 2 && !deadline.hasExpired())
        TestClient(port()).ask("GET", "/gateway");
    EXPECT_LE(s_server->server().status().connections, 2);
}

TEST_F(BadInputTest, TheGatewayClosesAsDocumented) {
    EXPECT_EQ(closeAfter("nonsense"), 4002);
    EXPECT_EQ(closeAfter("[]"), 4002);
    EXPECT_EQ(closeAfter("{\"op\":\"x\"}"), 4002);
    EXPECT_EQ(closeAfter("{\"op\":99,\"d\":null}"), 4001);
    EXPECT_EQ(closeAfter("{\"op\":3,\"d\":{}}"), 4003);
    EXPECT_EQ(closeAfter("{\"op\":8,\"d\":{}}"), 4003);
    EXPECT_EQ(closeAfter("{\"op\":2,\"d\":{\"token\":\"nonsense\",\"intents\":0,\"properties\":{}}}"), 4004);
    EXPECT_EQ(closeAfter("{\"op\":2,\"d\":5}"), 4002);
    EXPECT_EQ(closeAfter("{\"op\":1,\"d\":\"" + QByteArray(20'000, 'x') + "\"}"), 4002);

    TestGateway twice(port());
    ASSERT_FALSE(twice.identify(s_token).isEmpty());
    twice.send({{u"op"_s, 2},
                {u"d"_s, QJsonObject{{u"token"_s, QString::fromLatin1(s_token)}, {u"properties"_s, QJsonObject()}}}});
    EXPECT_EQ(closeOf(twice), 4005);
    TestGateway old(port(), "/gateway?v=5&encoding=json");
    EXPECT_EQ(closeOf(old), 4012);
    TestGateway reserved(port());
    reserved.next();
    reserved.sendFrame(0xf1, "x");
    EXPECT_EQ(closeOf(reserved), 1002);
    TestGateway endless(port());
    endless.next();
    for (int i = 0; i < 200 && endless.isOpen(); ++i)
        endless.send({{u"op"_s, 1}, {u"d"_s, QJsonValue()}});
    EXPECT_EQ(closeOf(endless), 4008);
}

TEST_F(BadInputTest, ATokenThatHasEndedOpensNothing) {
    TestClient bob(port());
    ASSERT_FALSE(bob.registerPerson(u"bob"_s).isEmpty());
    TestGateway gateway(port());
    ASSERT_FALSE(gateway.identify(bob.token()).isEmpty());
    ASSERT_EQ(bob.ask("POST", "/auth/logout").status, 204);
    EXPECT_EQ(closeOf(gateway), 4004) << "the session goes on without its token";
    EXPECT_EQ(bob.ask("GET", "/users/@me").status, 401);
    TestGateway again(port());
    EXPECT_TRUE(again.identify(bob.token()).isEmpty());
    EXPECT_EQ(again.closeCode(), 4004);
}

TEST_F(BadInputTest, ATokenOfADeletedUserOpensNothing) {
    const QString password = u"a long enough passphrase"_s;
    TestClient eve(port());
    ASSERT_FALSE(eve.registerPerson(u"eve"_s).isEmpty());
    TestGateway gateway(port());
    const QString session = gateway.identify(eve.token());
    ASSERT_FALSE(session.isEmpty());
    EXPECT_EQ(eve.ask("POST", "/users/@me/delete", {}).code(), 50035) << "without the password";
    EXPECT_EQ(eve.ask("POST", "/users/@me/delete", {{u"password"_s, 5}}).code(), 50035);
    EXPECT_EQ(eve.ask("POST", "/users/@me/delete", {{u"password"_s, u"wrong"_s}}).code(), 50035);
    EXPECT_EQ(eve.ask("GET", "/users/@me").status, 200);
    ASSERT_EQ(eve.ask("POST", "/users/@me/delete", {{u"password"_s, password}}).status, 204);

    EXPECT_EQ(closeOf(gateway), 4004) << "the session goes on without its account";
    EXPECT_EQ(eve.ask("GET", "/users/@me").status, 401);
    EXPECT_EQ(eve.ask("POST", "/guilds", {{u"name"_s, u"x"_s}}).status, 401);
    TestGateway again(port());
    EXPECT_TRUE(again.identify(eve.token()).isEmpty());
    EXPECT_EQ(again.closeCode(), 4004);
    TestGateway resumed(port());
    resumed.resume(eve.token(), session, 1);
    EXPECT_EQ(closeOf(resumed), 4004);
    const QJsonObject login{{u"login"_s, u"eve"_s}, {u"password"_s, password}};
    EXPECT_EQ(TestClient(port()).ask("POST", "/auth/login", login).code(), 50035);
}

}  // namespace
}  // namespace tests
