#pragma once

#include <memory>
#include <vector>

#include "server/gateway/GatewayParts.h"
#include "server/platform/http/HttpHandler.h"

namespace server {

class GatewayThread;

/**
 * The WebSocket door: the Gateway of v9 and v10 on the paths `/gateway`, `/gateway/` and `/`.
 *
 * Owns the gateway threads, each of which owns its connections and sessions from the upgrade on. Made after the
 * services and the FeedHub, destroyed before them; stop() it before HttpServer::stop(), while the workers still run.
 */
class GatewayServer {
 public:
    GatewayServer(const GatewayParts& parts, GatewaySettings settings);
    /** Stops. */
    ~GatewayServer();
    GatewayServer(const GatewayServer&) = delete;
    GatewayServer& operator=(const GatewayServer&) = delete;

    /** Starts the threads, and takes the sessions of before a restart from the session file. Before listening. */
    void start();
    /**
     * Asks all sessions to reconnect (opcode 7), keeps their positions, closes them and ends the threads. Returns
     * within about a second. Calling it again does nothing.
     */
    void stop();

    /** What HttpHandler::onUpgrade answers; on the net thread. 404 for paths that are not the gateway's. */
    UpgradeDecision onUpgrade(const HttpRequestHead& head);

    /** Sessions with a connection. Any thread. */
    int sessionCount() const;

    /** For tests that bring their own sockets. */
    std::vector<std::unique_ptr<GatewayThread>>& threads();

 private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace server
