#include <QtCore/QCryptographicHash>

#include "server/platform/http/HttpConnection.h"
#include "server/platform/http/HttpEngine.h"
#include "server/platform/ws/WebSocket.h"

namespace server {

/** Answers 101 and hands the connection, with what came after the handshake, to the thread that was decided upon. */
void HttpConnection::upgrade(const char* rest, qint64 restSize) {
    const std::unique_ptr<UpgradeDecision> decision = std::move(m_upgrade);
    const HttpRequestHead& head = m_request->m_head;
    constexpr QByteArrayView kGuid("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");  // RFC 6455, section 1.3
    const QByteArray key = head.header("sec-websocket-key").toByteArray() + kGuid.toByteArray();
    QByteArray answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64() + "\r\n";
    if (!decision->subprotocol.isEmpty()) answer += "Sec-WebSocket-Protocol: " + decision->subprotocol + "\r\n";
    answer += "\r\n";
    if (!m_stream->write(answer)) return close();
    m_engine.upgrades.fetch_add(1, std::memory_order_relaxed);
    m_engine.handler().onAnswered(head, 101, std::chrono::steady_clock::now() - head.m_arrivedAt);

    m_stream->detach();
    m_stream->setReading(false);
    auto open = [stream = std::move(m_stream), thread = decision->thread, limits = decision->limits,
                 early = QByteArray(rest, restSize), tell = std::move(decision->open),
                 request = std::move(m_request)]() mutable {
        auto socket = std::make_unique<WebSocket>(std::move(stream), thread->poller(), limits, std::move(early));
        const HttpRequestHead* head = &request->head();
        tell(std::move(socket), std::shared_ptr<const HttpRequestHead>(std::move(request), head));
    };
    // Should that thread have ended, the call dies here, and the connection with it.
    decision->thread->post(std::move(open));
    close();
}

}  // namespace server
