#pragma once

#include <memory>

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include "tests/client/ZlibDeflater.h"

namespace tests {

/** The other end of a GatewayClient: says what a test tells it to, and keeps what it heard. */
class FakeGateway : public QObject {
    Q_OBJECT

 public:
    explicit FakeGateway(int heartbeatMs = 60'000)
        : m_heartbeatMs(heartbeatMs), m_server(QStringLiteral("test"), QWebSocketServer::NonSecureMode, this) {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            m_socket = m_server.nextPendingConnection();
            m_socket->setParent(this);
            m_deflater = std::make_unique<ZlibDeflater>();
            ++connections;
            lastQuery = m_socket->requestUrl().query();
            connect(m_socket, &QWebSocket::textMessageReceived, this, &FakeGateway::hear);
            if (greets)
                send({{QStringLiteral("op"), 10},
                      {QStringLiteral("d"), QJsonObject{{QStringLiteral("heartbeat_interval"), m_heartbeatMs}}}});
        });
    }

    int port() const { return m_server.serverPort(); }
    void send(const QJsonObject& frame) {
        m_socket->sendBinaryMessage(m_deflater->message(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    }
    void dispatch(const QString& name, const QJsonObject& data) {
        send({{QStringLiteral("op"), 0},
              {QStringLiteral("t"), name},
              {QStringLiteral("s"), ++sequence},
              {QStringLiteral("d"), data}});
    }
    void ready() {
        dispatch(QStringLiteral("READY"),
                 {{QStringLiteral("session_id"), QStringLiteral("abc")},
                  {QStringLiteral("v"), 10},
                  {QStringLiteral("user"), QJsonObject{{QStringLiteral("id"), QStringLiteral("1")},
                                                       {QStringLiteral("username"), QStringLiteral("me")}}}});
    }
    void close(int code) { m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code)); }
    void cut() { m_socket->abort(); }
    QJsonObject last(int opcode) const {
        for (auto it = heard.crbegin(); it != heard.crend(); ++it)
            if ((*it)[QStringLiteral("op")].toInt() == opcode) return (*it)[QStringLiteral("d")].toObject();
        return {};
    }
    int count(int opcode) const {
        return static_cast<int>(std::count_if(heard.cbegin(), heard.cend(), [opcode](const QJsonObject& frame) {
            return frame[QStringLiteral("op")].toInt() == opcode;
        }));
    }

    bool greets = true;
    bool acks = true;
    int connections = 0;
    int sequence = 0;
    QString lastQuery;
    QList<QJsonObject> heard;

 private:
    void hear(const QString& text) {
        heard.append(QJsonDocument::fromJson(text.toUtf8()).object());
        if (heard.last()[QStringLiteral("op")].toInt() == 1 && acks) send({{QStringLiteral("op"), 11}});
    }

    int m_heartbeatMs;
    QWebSocketServer m_server;
    QWebSocket* m_socket = nullptr;
    std::unique_ptr<ZlibDeflater> m_deflater;
};

}  // namespace tests
