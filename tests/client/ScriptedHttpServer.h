#pragma once

#include <deque>
#include <functional>

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

namespace tests {

/** What the scripted server saw of one request. */
struct SeenRequest {
    QByteArray method;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers;  ///< names in lower case
    QByteArray body;
};

/** A little HTTP/1.1 server that answers from a script: it can misbehave as no real server should. */
class ScriptedHttpServer : public QObject {
    Q_OBJECT

 public:
    /**
     * The whole answer as bytes; empty = close without a word; "silence" = never answer; "drip" = an answer of
     * one byte every few milliseconds that goes on for hours. */
    using Script = std::function<QByteArray(const SeenRequest&)>;

    explicit ScriptedHttpServer(Script script);
    int port() const { return m_server.serverPort(); }
    const QList<SeenRequest>& seen() const { return m_seen; }

    static QByteArray answer(int status, const QByteArray& body, const QByteArray& extraHeaders = {});

 private:
    void read(QTcpSocket* socket);

    Script m_script;
    QList<SeenRequest> m_seen;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QTcpServer m_server;  ///< last: its sockets end with it, and then still touch the buffers
};

}  // namespace tests
