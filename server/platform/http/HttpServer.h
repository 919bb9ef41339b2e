#pragma once

#include <chrono>
#include <memory>

#include <QtCore/QList>
#include <QtNetwork/QHostAddress>

#include "server/platform/http/HttpHandler.h"
#include "shared/core/Result.h"

namespace server {

class HttpEngine;
class TlsContext;

/** How much a client may ask of the transport. Bytes and milliseconds; the defaults face the internet. */
struct HttpLimits {
    qint64 targetBytes = 8 * 1024;                ///< of the request target; more: 414
    qint64 headerBytes = 32 * 1024;               ///< of all header names and values; more: 431
    int headerCount = 100;                        ///< more: 431
    qint64 bodyBytes = 25 * 1024 * 1024 + 65536;  ///< 25 MiB and what multipart adds; more: 413
    qint64 spoolBytes = 256 * 1024;               ///< larger bodies lie in a file
    qint64 keptFree = 256 * 1024 * 1024;          ///< of the disk of that file; bodies that need it: 503
    int headTimeoutMs = 10'000;        ///< from the first byte (or the connection) to the end of the head: 408
    int bodyIdleTimeoutMs = 20'000;    ///< without a byte of the body: 408
    qint64 bodyBytesPerSecond = 1024;  ///< average after bodyGraceMs; slower: 408
    int bodyGraceMs = 30'000;
    int keepAliveTimeoutMs = 75'000;       ///< between two requests
    int writeStallTimeoutMs = 30'000;      ///< a client that takes nothing of an answer is cut
    int drainTimeoutMs = 5'000;            ///< after an error: how long a client may go on talking
    qint64 drainBytes = 64 * 1024 * 1024;  ///< ... and how much
    int connections = 20'000;              ///< in all, WebSockets included; more are closed at once
    int connectionsPerAddress = 256;       ///< likewise; loopback and trusted proxies are free of it
};

/** Who may speak without TLS. */
enum class PlainHttp { LoopbackOnly, Everyone };

struct HttpServerSettings {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0;  ///< 0: any free one
    HttpLimits limits;
    QString spoolFolder;                                 ///< for large bodies; made, and emptied, at the start
    QList<std::pair<QHostAddress, int>> trustedProxies;  ///< address and prefix length (QHostAddress::parseSubnet)
    PlainHttp plainHttp = PlainHttp::LoopbackOnly;
    std::shared_ptr<TlsContext> tls;  ///< null: no TLS on this port
};

/** Figures of a running server. */
struct HttpServerStats {
    qint64 connections = 0;  ///< open now, WebSockets included
    quint64 accepted = 0;
    quint64 refused = 0;  ///< over a limit of connections
    quint64 requests = 0;
    quint64 badRequests = 0;  ///< refused by the transport
    quint64 upgrades = 0;
};

/**
 * HTTP/1.1 and WebSocket upgrades, plain and TLS, on one listening port and one thread of its own.
 *
 * One request of a connection is handled at a time, so that answers keep their order; what is pipelined waits.
 * It withstands half requests, slow senders and readers, floods and smuggling; see HttpLimits.
 */
class HttpServer {
 public:
    /** @param handler must outlive stop() */
    HttpServer(HttpServerSettings settings, HttpHandler& handler);
    /** Stops without grace. */
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /** Starts the net thread and listens. Returns the port. Error: ServiceUnavailable with a sentence. */
    shared::Result<quint16> start();
    quint16 port() const;

    /** No new connections and no further requests; those in flight may still be answered. Any thread. */
    void stopAccepting();
    /** stopAccepting(), waits up to `grace` for the answers in flight, closes everything, ends the net thread. */
    void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(0));

    /** The net thread, for calls that have to be made on it. */
    IoThread& thread() const;
    /** Any thread. */
    HttpServerStats stats() const;

 private:
    std::unique_ptr<HttpEngine> m_engine;
};

}  // namespace server
