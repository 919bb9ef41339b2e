#include <QtCore/QFileInfo>

#include "server/platform/ws/WebSocket.h"
#include "shared/core/Clock.h"
#include "tests/platform/HttpFixture.h"

namespace {

class TlsTest : public HttpTest {
 protected:
    void startWithTls() {
        const auto files = server::ensureSelfSignedCertificate(folder.filePath(QStringLiteral("tls")), {}, clock);
        ASSERT_TRUE(files.has_value());
        auto context = server::TlsContext::load(*files);
        ASSERT_TRUE(context.has_value());
        settings.tls = *context;
        start();
    }
    shared::SystemClock clock;
};

class LaterClock final : public shared::Clock {
 public:
    qint64 nowMs() const override { return shared::SystemClock().nowMs() + ms; }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
    qint64 ms = 0;
};

constexpr auto kGet = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(TlsTest, PlainAndTlsOnOnePort) {
    startWithTls();
    handler.custom = [](const server::HttpRequest& request) {
        return server::HttpResponse::text(200, request->isTls() ? "tls" : "plain");
    };
    EXPECT_EQ(ask(kGet)->body, "plain");
    RawClient client(port);
    ASSERT_TRUE(client.startTls());
    EXPECT_EQ(client.peerKeyHash(), settings.tls->publicKeyHash());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send(kGet));
        EXPECT_EQ(client.response()->body, "tls");
    }
}

TEST_F(TlsTest, LargeBodiesBothWaysAndPipelining) {
    startWithTls();
    const QByteArray content = QByteArray("0123456789abcdef").repeated(512 * 1024);
    handler.custom = [&](const server::HttpRequest& request) {
        const auto body = request.openBody();
        return body->readAll() == content ? server::HttpResponse::text(200, content) : server::HttpResponse(500);
    };
    RawClient client(port);
    ASSERT_TRUE(client.startTls());
    const QByteArray post =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content;
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(client.send(post));
        const auto response = client.response();
        ASSERT_TRUE(response);
        EXPECT_TRUE(response->body == content);
    }
}

TEST_F(TlsTest, PipelinedRequestsInOneRecordWaitForTheFirst) {
    startWithTls();
    RawClient client(port);
    ASSERT_TRUE(client.startTls());
    ASSERT_TRUE(client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n" + QByteArray(kGet)));
    auto [request, responder] = handler.takeHeld();
    ASSERT_TRUE(request);
    ASSERT_TRUE(client.send(QByteArray(kGet).repeated(400)));
    responder.respond(server::HttpResponse::text(200, "first"));
    EXPECT_EQ(client.response()->body, "first");
    for (int i = 0; i < 401; ++i)
        ASSERT_TRUE(client.response()) << i;
}

TEST_F(TlsTest, ServesFiles) {
    startWithTls();
    const QString path = folder.filePath(QStringLiteral("f"));
    const QByteArray content = QByteArray("0123456789").repeated(200'000);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    handler.custom = [&](const server::HttpRequest& request) {
        return server::fileResponse(request.head(), {.path = path, .size = content.size(), .contentType = "a/b"});
    };
    RawClient client(port);
    ASSERT_TRUE(client.startTls());
    ASSERT_TRUE(client.send(kGet));
    EXPECT_TRUE(client.response()->body == content);
}

TEST_F(TlsTest, AHalfHelloIsClosed) {
    settings.limits.headTimeoutMs = 100;
    startWithTls();
    RawClient client(port);
    client.send("\x16\x03\x01");
    EXPECT_TRUE(client.waitForClose());
    RawClient garbage(port);
    garbage.send("\x16garbage that is no hello at all, and long enough to be read as one");
    EXPECT_TRUE(garbage.waitForClose());
    EXPECT_EQ(statusOf(kGet), 200);
}

TEST_F(TlsTest, TheKeyOutlivesTheCertificate) {
    LaterClock later;
    const QString tls = folder.filePath(QStringLiteral("tls"));
    const auto first = server::ensureSelfSignedCertificate(tls, {QStringLiteral("chat.example.org")}, later);
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(QFileInfo(first->key).permissions() & 0x7777,
              QFile::ReadUser | QFile::WriteUser | QFile::ReadOwner | QFile::WriteOwner);
    const auto context = server::TlsContext::load(*first);
    ASSERT_TRUE(context.has_value());
    const QByteArray hash = (*context)->publicKeyHash();
    const qint64 expires = (*context)->expiresAtMs();
    EXPECT_EQ(hash.size(), 32);

    ASSERT_TRUE(server::ensureSelfSignedCertificate(tls, {QStringLiteral("chat.example.org")}, later).has_value());
    ASSERT_TRUE((*context)->reload().has_value());
    EXPECT_EQ((*context)->expiresAtMs(), expires) << "a good certificate is kept";

    later.ms = 800LL * 24 * 3600 * 1000;
    ASSERT_TRUE(server::ensureSelfSignedCertificate(tls, {QStringLiteral("chat.example.org")}, later).has_value());
    ASSERT_TRUE((*context)->reload().has_value());
    EXPECT_GT((*context)->expiresAtMs(), expires);
    EXPECT_EQ((*context)->publicKeyHash(), hash);
}

TEST_F(TlsTest, WrongFilesAreASentence) {
    const auto a = server::ensureSelfSignedCertificate(folder.filePath(QStringLiteral("a")), {}, clock);
    const auto b = server::ensureSelfSignedCertificate(folder.filePath(QStringLiteral("b")), {}, clock);
    ASSERT_TRUE(a.has_value() && b.has_value());
    const auto mixed = server::TlsContext::load({a->certificate, b->key});
    ASSERT_FALSE(mixed.has_value());
    EXPECT_TRUE(mixed.error().message().contains(b->key));
    EXPECT_FALSE(server::TlsContext::load({QStringLiteral("/nonexistent"), b->key}).has_value());
}

}  // namespace
