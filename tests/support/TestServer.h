#pragma once

#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "server/Server.h"
#include "tests/support/TestClient.h"
#include "tests/support/TestGateway.h"

namespace tests {

/** A whole server in this process, on loopback and a free port, in a folder of its own. */
class TestServer {
 public:
    /** @param more flags beside `--data`, `--listen` and an open, unlimited registration without rate limits */
    explicit TestServer(const QStringList& more = {});

    /** A planned stop, and a new server in the same folder, on another port. */
    void restart();

    bool isRunning() const { return m_server && m_server->isRunning(); }
    quint16 port() const { return m_server->port(); }
    server::Server& server() { return *m_server; }

 private:
    void start();

    QTemporaryDir m_folder;
    server::ServerConfig m_config;
    std::unique_ptr<server::Server> m_server;
};

}  // namespace tests
