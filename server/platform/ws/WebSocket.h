#pragma once

#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include "server/platform/http/HttpHandler.h"

class QTimer;

namespace server {

class Poller;
class SocketStream;

/** Why a WebSocket ended. */
enum class WebSocketEnd {
    Peer,      ///< the client sent Close; code is its own (1005 if it gave none)
    Local,     ///< close() was called; code is ours
    Protocol,  ///< the client broke RFC 6455, or sent too large a message; code is what we sent
    Overflow,  ///< the client did not read and WebSocketLimits::queuedBytes was reached; code 1006
    Lost,      ///< the connection broke; code 1006
};

/** Hears of one WebSocket, on its thread. It may destroy the socket in any of these calls. */
class WebSocketListener {
 public:
    virtual ~WebSocketListener() = default;
    /** A whole text message, valid UTF-8. */
    virtual void onText(QByteArray message) = 0;
    virtual void onBinary(QByteArray message) = 0;
    /** The socket is of no more use. Called once, never from inside a send or close. */
    virtual void onClosed(WebSocketEnd end, quint16 code, const QByteArray& reason) = 0;
    /** Everything queued has gone to the system. */
    virtual void onDrained() {}
};

/**
 * The server's side of RFC 6455 on a connection that HttpServer has upgraded. No extensions.
 *
 * Lives on one IoThread (UpgradeDecision::thread) and is touched there only. Pings are answered by itself; masks,
 * UTF-8, opcodes, fragments and lengths are checked. Sends go straight to the system where it takes them, the rest is
 * queued; payloads are implicitly shared, so that one buffer serves every receiver.
 */
class WebSocket {
 public:
    /** Used by HttpServer; on the thread that `poller` belongs to. @param early bytes that came with the handshake */
    WebSocket(std::unique_ptr<SocketStream> stream, Poller& poller, WebSocketLimits limits, QByteArray early);
    /** Cuts the connection, without a Close frame, unless it has ended; the listener is not called. */
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    /** Starts the delivery of messages. @param listener must outlive this */
    void setListener(WebSocketListener* listener);
    void setLimits(const WebSocketLimits& limits);

    /** Each send returns false if the socket is closing or its queue is over the limit. */
    bool sendText(const QByteArray& payload);
    bool sendBinary(const QByteArray& payload);
    /** One text message of three parts, so that `shared` is not copied for each receiver. */
    bool sendText(QByteArrayView before, const QByteArray& shared, QByteArrayView after);
    /** Bytes that frame() made. */
    bool sendFrame(const QByteArray& frame);
    bool sendPing(const QByteArray& payload = {});

    /** A whole unfragmented frame, for sendFrame() to many. */
    static QByteArray textFrame(QByteArrayView payload);
    static QByteArray binaryFrame(QByteArrayView payload);

    /** Sends what is queued and a Close; the end comes with the client's Close, or after 3 s. @param reason to 123
     * bytes */
    void close(quint16 code, const QByteArray& reason = {});
    /** Cuts the connection at once; onClosed(Lost) follows. */
    void abort();

    bool isOpen() const;
    /** Bytes that wait for the client to read. */
    qint64 bytesQueued() const;
    bool isTls() const;

 private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace server
