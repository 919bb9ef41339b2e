#include "server/platform/http/HttpServer.h"

#include "server/platform/http/HttpEngine.h"

namespace server {

HttpServer::HttpServer(HttpServerSettings settings, HttpHandler& handler)
    : m_engine(std::make_unique<HttpEngine>(std::move(settings), handler)) {}

HttpServer::~HttpServer() {
    stop();
}

shared::Result<quint16> HttpServer::start() {
    return m_engine->start();
}

quint16 HttpServer::port() const {
    return m_engine->port();
}

void HttpServer::stopAccepting() {
    m_engine->stopAccepting();
}

void HttpServer::stop(std::chrono::milliseconds grace) {
    m_engine->stop(grace);
}

IoThread& HttpServer::thread() const {
    return m_engine->thread();
}

HttpServerStats HttpServer::stats() const {
    return m_engine->stats();
}

}  // namespace server
