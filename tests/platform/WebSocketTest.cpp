#include <QtCore/QtEndian>

#include "server/platform/threads/IoThread.h"
#include "server/platform/ws/WebSocket.h"
#include "shared/core/Clock.h"
#include "tests/platform/HttpFixture.h"

namespace {

using server::WebSocket;
using server::WebSocketEnd;

/** Echoes; remembers how it ended. */
class Echo final : public server::WebSocketListener {
 public:
    void onText(QByteArray message) override {
        if (message == "die") {
            socket.reset();
            return;
        }
        if (message == "close") return socket->close(4001, "bye");
        if (message == "flood") {
            const QByteArray frame = WebSocket::binaryFrame(QByteArray(100'000, 'f'));
            while (socket->sendFrame(frame)) {
            }
            return;
        }
        if (message == "parts") {
            socket->sendText("a", QByteArray("shared"), "z");
            return;
        }
        socket->sendText(message);
    }
    void onBinary(QByteArray message) override { socket->sendBinary(message); }
    void onClosed(WebSocketEnd how, quint16 withCode, const QByteArray&) override {
        const std::lock_guard lock(*mutex);
        *ended = how;
        *code = withCode;
        changed->notify_all();
    }

    std::unique_ptr<WebSocket> socket;
    std::mutex* mutex = nullptr;
    std::condition_variable* changed = nullptr;
    std::optional<WebSocketEnd>* ended = nullptr;
    quint16* code = nullptr;
};

QByteArray maskedFrame(int firstByte, const QByteArray& payload, bool masked = true) {
    QByteArray frame(1, static_cast<char>(firstByte));
    const int maskBit = masked ? 0x80 : 0;
    if (payload.size() < 126) {
        frame += static_cast<char>(maskBit | static_cast<int>(payload.size()));
    } else if (payload.size() < 65536) {
        frame += static_cast<char>(maskBit | 126);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size());
    } else {
        frame += static_cast<char>(maskBit | 127);
        const quint64 size = qToBigEndian(static_cast<quint64>(payload.size()));
        frame += QByteArray(reinterpret_cast<const char*>(&size), 8);
    }
    if (!masked) return frame + payload;
    const QByteArray mask("\x11\x22\x33\x44", 4);
    frame += mask;
    for (qsizetype i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

struct Received {
    int firstByte = -1;
    QByteArray payload;
    int closeCode() const { return payload.size() < 2 ? -1 : qFromBigEndian<quint16>(payload.constData()); }
};

class WebSocketTest : public HttpTest {
 protected:
    void SetUp() override {
        HttpTest::SetUp();
        gateway.start();
        limits.messageBytes = 4096;
        limits.tooLargeCode = 4002;
        handler.upgrade = [this](const server::HttpRequestHead& head) {
            if (head.rawPath() != "/gateway")
                return server::UpgradeDecision::refuse(server::HttpResponse::text(403, "no"));
            server::UpgradeDecision decision;
            decision.thread = &gateway;
            decision.limits = limits;
            decision.open = [this](std::unique_ptr<WebSocket> socket, std::shared_ptr<const server::HttpRequestHead>) {
                auto echo = std::make_unique<Echo>();
                echo->mutex = &mutex;
                echo->changed = &changed;
                echo->ended = &ended;
                echo->code = &code;
                echo->socket = std::move(socket);
                echo->socket->setListener(echo.get());
                sessions.push_back(std::move(echo));
            };
            return decision;
        };
    }
    void TearDown() override {
        if (httpServer) httpServer->stop();
        gateway.call([this] { sessions.clear(); });
        gateway.stop();
    }

    static QByteArray handshake(const QByteArray& path = "/gateway", const QByteArray& version = "13") {
        return "GET " + path +
               " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, "
               "Upgrade\r\nSec-WebSocket-Version: " +
               version + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
    static Received receive(RawClient& client) {
        Received received;
        const QByteArray head = client.take(2);
        if (head.size() < 2) return received;
        received.firstByte = static_cast<quint8>(head[0]);
        qsizetype size = static_cast<quint8>(head[1]);
        if (size == 126) {
            size = qFromBigEndian<quint16>(client.take(2).constData());
        } else if (size == 127) {
            size = qFromBigEndian<qint64>(client.take(8).constData());
        }
        received.payload = client.take(size);
        return received;
    }
    void connectTo(RawClient& client, const QByteArray& early = {}) {
        ASSERT_TRUE(client.send(handshake() + early));
        const auto response = client.response(false);
        ASSERT_TRUE(response);
        ASSERT_EQ(response->status, 101);
        EXPECT_EQ(response->header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
    bool waitForEnd() {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(5), [this] { return ended.has_value(); });
    }
    /** Sends bytes over a fresh connection; the server must answer with this Close code and end. */
    void expectRefusal(const QByteArray& bytes, int closeCode) {
        RawClient client(port);
        connectTo(client);
        ASSERT_TRUE(client.send(bytes));
        const Received close = receive(client);
        EXPECT_EQ(close.firstByte, 0x88);
        EXPECT_EQ(close.closeCode(), closeCode);
        client.shutdownWrite();
        EXPECT_TRUE(client.waitForClose());
        EXPECT_TRUE(waitForEnd());
        const std::lock_guard lock(mutex);
        EXPECT_EQ(*ended, WebSocketEnd::Protocol);
        ended.reset();
    }

    server::IoThread gateway{QStringLiteral("gateway")};
    server::WebSocketLimits limits;
    std::vector<std::unique_ptr<Echo>> sessions;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<WebSocketEnd> ended;
    quint16 code = 0;
};

TEST_F(WebSocketTest, EchoesTextBinaryAndFragments) {
    start();
    RawClient client(port);
    connectTo(client);
    for (const qsizetype size : {0, 1, 125, 126, 127, 1000, 4096}) {
        const QByteArray text(size, 'x');
        ASSERT_TRUE(client.send(maskedFrame(0x81, text)));
        const Received echoed = receive(client);
        EXPECT_EQ(echoed.firstByte, 0x81);
        EXPECT_EQ(echoed.payload, text);
    }
    ASSERT_TRUE(client.send(maskedFrame(0x82, QByteArray("\0\xff", 2))));
    EXPECT_EQ(receive(client).firstByte, 0x82);
    // Fragments, with a ping between them, byte by byte.
    const QByteArray pieces =
        maskedFrame(0x01, "ab\xc3") + maskedFrame(0x89, "p") + maskedFrame(0x00, "\xa4") + maskedFrame(0x80, "d");
    for (const char byte : pieces)
        ASSERT_TRUE(client.send(QByteArray(1, byte)));
    const Received pong = receive(client);
    EXPECT_EQ(pong.firstByte, 0x8a);
    EXPECT_EQ(pong.payload, "p");
    EXPECT_EQ(receive(client).payload,
              "ab\xc3\xa4"
              "d");
    ASSERT_TRUE(client.send(maskedFrame(0x81, "parts")));
    EXPECT_EQ(receive(client).payload, "asharedz");
}

TEST_F(WebSocketTest, FramesInThePacketOfTheHandshakeAreNotLost) {
    start();
    RawClient client(port);
    connectTo(client, maskedFrame(0x81, "one") + maskedFrame(0x81, "two"));
    EXPECT_EQ(receive(client).payload, "one");
    EXPECT_EQ(receive(client).payload, "two");
    ASSERT_TRUE(client.send(maskedFrame(0x81, "three")));
    EXPECT_EQ(receive(client).payload, "three");
}

TEST_F(WebSocketTest, RefusedHandshakes) {
    start();
    RawClient client(port);
    ASSERT_TRUE(client.send(handshake("/other") + "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_EQ(client.response()->status, 403);
    EXPECT_EQ(client.response()->status, 200);
    const auto wrongVersion = ask(handshake("/gateway", "8"));
    EXPECT_EQ(wrongVersion->status, 426);
    EXPECT_EQ(wrongVersion->header("sec-websocket-version"), "13");
    QByteArray noKey = handshake();
    noKey.replace("dGhlIHNhbXBsZSBub25jZQ==", "short");
    EXPECT_EQ(statusOf(noKey), 400);
}

TEST_F(WebSocketTest, BrokenFramesAreRefused) {
    start();
    expectRefusal(maskedFrame(0x81, "x", false), 1002);                    // unmasked
    expectRefusal(maskedFrame(0xc1, "x"), 1002);                           // RSV1 without an extension
    expectRefusal(maskedFrame(0x83, "x"), 1002);                           // reserved opcode
    expectRefusal(maskedFrame(0x8b, "x"), 1002);                           // reserved control opcode
    expectRefusal(maskedFrame(0x09, "x"), 1002);                           // fragmented ping
    expectRefusal(maskedFrame(0x89, QByteArray(126, 'x')), 1002);          // long ping
    expectRefusal(maskedFrame(0x80, "x"), 1002);                           // nothing to continue
    expectRefusal(maskedFrame(0x01, "x") + maskedFrame(0x81, "y"), 1002);  // a message inside another
    expectRefusal(maskedFrame(0x81, "\xff\xfe"), 1007);
    expectRefusal(maskedFrame(0x88, "\x03"), 1002);                     // half a close code
    expectRefusal(maskedFrame(0x88, QByteArray("\x03\xed", 2)), 1002);  // 1005 must not be sent
    expectRefusal(maskedFrame(0x88, QByteArray("\x03\xe8\xff", 3)), 1007);
    expectRefusal(maskedFrame(0x81, QByteArray(4097, 'x')), 4002);
    expectRefusal(maskedFrame(0x01, QByteArray(4000, 'x')) + maskedFrame(0x80, QByteArray(97, 'x')), 4002);
    expectRefusal(QByteArray("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10), 4002);  // announced, never sent
    expectRefusal(QByteArray("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1002);
}

TEST_F(WebSocketTest, ManyEmptyFragmentsAreNoTrouble) {
    start();
    RawClient client(port);
    connectTo(client);
    const QByteArray middle = maskedFrame(0x00, {}).repeated(100'000);
    ASSERT_TRUE(client.send(maskedFrame(0x01, "a") + middle + maskedFrame(0x80, "b")));
    EXPECT_EQ(receive(client).payload, "ab");
}

TEST_F(WebSocketTest, TheClientCloses) {
    start();
    RawClient client(port);
    connectTo(client);
    ASSERT_TRUE(client.send(maskedFrame(0x88, QByteArray("\x0f\xa0reason", 8))));
    const Received close = receive(client);
    EXPECT_EQ(close.firstByte, 0x88);
    EXPECT_EQ(close.closeCode(), 4000);
    EXPECT_TRUE(client.waitForClose());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(*ended, WebSocketEnd::Peer);
    EXPECT_EQ(code, 4000);
}

TEST_F(WebSocketTest, TheServerClosesWithCodeAndReason) {
    start();
    RawClient client(port);
    connectTo(client);
    ASSERT_TRUE(client.send(maskedFrame(0x81, "close")));
    const Received close = receive(client);
    EXPECT_EQ(close.closeCode(), 4001);
    EXPECT_EQ(close.payload.mid(2), "bye");
    ASSERT_TRUE(client.send(maskedFrame(0x81, "ignored") + maskedFrame(0x88, QByteArray("\x0f\xa1", 2))));
    EXPECT_TRUE(client.waitForClose());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(*ended, WebSocketEnd::Local);
    EXPECT_EQ(code, 4001);
}

TEST_F(WebSocketTest, TheSessionMayDestroyItsSocketInACallback) {
    start();
    RawClient client(port);
    connectTo(client);
    ASSERT_TRUE(client.send(maskedFrame(0x81, "die") + maskedFrame(0x81, "more")));
    EXPECT_TRUE(client.waitForClose());
    EXPECT_TRUE(eventually([&] { return httpServer->stats().connections == 0; }));
}

TEST_F(WebSocketTest, AClientThatLeavesIsNoticed) {
    start();
    {
        RawClient client(port);
        connectTo(client);
        client.reset();
    }
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(*ended, WebSocketEnd::Lost);
    EXPECT_EQ(code, 1006);
}

TEST_F(WebSocketTest, AClientThatDoesNotReadIsCut) {
    limits.queuedBytes = 1024 * 1024;
    start();
    RawClient client(port);
    connectTo(client);
    ASSERT_TRUE(client.send(maskedFrame(0x81, "flood")));
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(*ended, WebSocketEnd::Overflow);
}

TEST_F(WebSocketTest, OverTls) {
    const shared::SystemClock clock;
    const auto files = server::ensureSelfSignedCertificate(folder.filePath(QStringLiteral("tls")), {}, clock);
    ASSERT_TRUE(files.has_value());
    settings.tls = *server::TlsContext::load(*files);
    start();
    RawClient client(port);
    ASSERT_TRUE(client.startTls());
    connectTo(client, maskedFrame(0x81, "early"));
    EXPECT_EQ(receive(client).payload, "early");
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(client.send(maskedFrame(0x81, QByteArray::number(i))));
        EXPECT_EQ(receive(client).payload, QByteArray::number(i));
    }
    ASSERT_TRUE(client.send(maskedFrame(0x81, "close")));
    EXPECT_EQ(receive(client).closeCode(), 4001);
}

TEST_F(WebSocketTest, ManyAtOnce) {
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        ASSERT_TRUE(clients.back()->send(handshake() + maskedFrame(0x81, QByteArray::number(i))));
    }
    for (int i = 0; i < 300; ++i) {
        RawClient& client = *clients[static_cast<std::size_t>(i)];
        ASSERT_EQ(client.response(false)->status, 101);
        EXPECT_EQ(receive(client).payload, QByteArray::number(i));
    }
    EXPECT_EQ(httpServer->stats().upgrades, 300U);
}

}  // namespace
