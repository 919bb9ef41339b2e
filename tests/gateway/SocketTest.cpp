#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtCore/QUrl>
#include <QtWebSockets/QWebSocket>
#include <zlib.h>

#include "server/platform/http/HttpServer.h"
#include "tests/gateway/GatewayWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** Runs the event loop until `isDone`; false after 5 seconds. */
template <class F>
bool spinUntil(F&& isDone) {
    QEventLoop loop;
    QTimer poll;
    QTimer limit;
    bool ok = isDone();
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        ok = isDone();
        if (ok) loop.quit();
    });
    QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    poll.start(2);
    limit.start(5000);
    if (!ok) loop.exec();
    return ok;
}

class UpgradesOnly final : public server::HttpHandler {
 public:
    explicit UpgradesOnly(server::GatewayServer& gateway) : m_gateway(gateway) {}
    void onRequest(std::shared_ptr<server::HttpRequest>, server::HttpResponder responder) override {
        responder.respond(server::HttpResponse(404));
    }
    server::UpgradeDecision onUpgrade(const server::HttpRequestHead& head) override {
        return m_gateway.onUpgrade(head);
    }

 private:
    server::GatewayServer& m_gateway;
};

/** The gateway behind a listening port, and real WebSockets. */
class SocketTest : public GatewayWorld {
 protected:
    SocketTest() {
        ann = user(u"ann"_s);
        guildId = guild(ann).withChannel(talk).build();
        auto started = http.start();
        EXPECT_TRUE(started.has_value());
        port = started.has_value() ? *started : 0;
    }
    ~SocketTest() override {
        gateway->stop();
        http.stop();
    }
    QUrl address(const QString& rest) const { return QUrl(u"ws://127.0.0.1:%1%2"_s.arg(port).arg(rest)); }

    server::HttpServerSettings withSpool() const {
        server::HttpServerSettings settings;
        settings.spoolFolder = folder.filePath(u"spool"_s);
        return settings;
    }

    UpgradesOnly handler{*gateway};
    server::HttpServer http{withSpool(), handler};
    quint16 port = 0;
    shared::UserId ann;
    shared::GuildId guildId;
    shared::ChannelId talk;
};

TEST_F(SocketTest, AZlibStreamFromHelloToMessages) {
    QWebSocket socket;
    QList<QJsonObject> packets;
    z_stream inflater{};
    ASSERT_EQ(inflateInit(&inflater), Z_OK);
    QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [&](const QByteArray& bytes) {
        QByteArray out(1'000'000, '\0');
        inflater.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        inflater.avail_in = static_cast<uInt>(bytes.size());
        inflater.next_out = reinterpret_cast<Bytef*>(out.data());
        inflater.avail_out = static_cast<uInt>(out.size());
        inflate(&inflater, Z_SYNC_FLUSH);
        out.truncate(out.size() - static_cast<qsizetype>(inflater.avail_out));
        packets.append(QJsonDocument::fromJson(out).object());
    });
    const auto has = [&](const QString& t) {
        return std::ranges::any_of(packets, [&](const auto& one) { return one["t"_L1].toString() == t; });
    };
    socket.open(address(u"/gateway/?v=10&encoding=json&compress=zlib-stream"_s));
    ASSERT_TRUE(spinUntil([&] { return !packets.isEmpty(); }));
    EXPECT_EQ(packets.first()["op"_L1].toInt(), 10);
    EXPECT_EQ(packets.first()["d"_L1]["heartbeat_interval"_L1].toInt(), 41'250);
    socket.sendTextMessage(
        u"{\"op\":2,\"d\":{\"token\":\"%1\",\"properties\":{}}}"_s.arg(QString::fromLatin1(token(ann))));
    ASSERT_TRUE(spinUntil([&] { return has(u"READY"_s); }));
    EXPECT_EQ(gateway->sessionCount(), 1);
    say(ann, talk, u"through a socket"_s);
    ASSERT_TRUE(spinUntil([&] { return has(u"MESSAGE_CREATE"_s); }));
    socket.close();
    EXPECT_TRUE(spinUntil([&] { return gateway->sessionCount() == 0; }));
    inflateEnd(&inflater);
}

TEST_F(SocketTest, TooLargeAPayloadIsNoPayload) {
    QWebSocket socket;
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                     [&](const QString&) { socket.sendTextMessage(QString(4097, u' ')); });
    socket.open(address(u"/?v=9&encoding=json"_s));
    ASSERT_TRUE(spinUntil([&] { return socket.closeCode() == 4002; })) << socket.closeCode();
}

TEST_F(SocketTest, AVersionThatDoesNotExistIsRefusedOnTheSocket) {
    QWebSocket socket;
    socket.open(address(u"/gateway?v=5"_s));
    ASSERT_TRUE(spinUntil([&] { return socket.closeCode() == 4012; })) << socket.closeCode();
}

TEST_F(SocketTest, OtherPathsAreNotTheGateway) {
    QWebSocket socket;
    bool failed = false;
    QObject::connect(&socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), &socket,
                     [&] { failed = true; });
    socket.open(address(u"/voice"_s));
    EXPECT_TRUE(spinUntil([&] { return failed; }));
    EXPECT_NE(socket.state(), QAbstractSocket::ConnectedState);
}

}  // namespace
}  // namespace tests
