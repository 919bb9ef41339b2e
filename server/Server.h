#pragma once

#include <chrono>
#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "server/platform/config/ServerConfig.h"
#include "shared/core/Result.h"

namespace server {

/** What differs between the daemon and a server that an app hosts. */
struct ServerOptions {
    /** The owner's one-time secret is made and kept in memory (Server::ownerSecret), not in a file. */
    bool keepsOwnerSecretInMemory = false;
};

/** Figures for people: the dashboard of the app that hosts. */
struct ServerStatus {
    qint64 startedAt = 0;    ///< ms since 1970
    int sessions = 0;        ///< gateway sessions that are connected
    qint64 connections = 0;  ///< open sockets
    quint64 requests = 0;
    QString trouble;  ///< a sentence that says what is wrong and what to do; empty = all is well
};

/**
 * The whole server: the composition root, and the only face that the app sees of it. The daemon and the app run the
 * same class. Its threads are its own; the methods may be called from any one thread at a time.
 */
class Server {
 public:
    explicit Server(ServerConfig config, ServerOptions options = {});
    /** Stops, if it runs. */
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /**
     * Takes the data folder, opens the database and listens; returns when it can serve. Blocks, up to some seconds.
     * Error: one sentence that says what is wrong and what to do (folder in use, port taken, database damaged).
     */
    shared::Result<void> start();
    /**
     * Asks the gateway's sessions to reconnect, keeps their positions for RESUME, finishes what is being written.
     * @param grace how long requests in flight may take
     */
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(5));
    bool isRunning() const;

    /** Where it listens, "127.0.0.1:8080". Empty before start(). */
    QString listenAddress() const;
    quint16 port() const;
    /** The base for clients, "http://127.0.0.1:8080/api": the public URL where one is set. */
    QString apiUrl() const;
    /** SHA-256 of the server's public key, base64url: the `k` of an invite link. Empty without TLS. */
    QByteArray publicKeyHash() const;
    /** The one-time secret that makes the owner, when it is kept in memory; empty once there is an owner. */
    QByteArray ownerSecret() const;

    ServerStatus status() const;

 private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace server
