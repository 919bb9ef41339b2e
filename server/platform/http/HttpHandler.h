#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "server/platform/http/HttpRequest.h"
#include "server/platform/http/HttpResponse.h"

namespace server {

class HttpResponderState;
class IoThread;
class WebSocket;

/**
 * The way back to whoever asked. Copies are cheap and mean the same answer.
 *
 * It may be kept and used on any thread, and stays safe when the connection, or the whole server, is gone. Only the
 * first answer counts. When the last copy dies without one, the client gets the handler's errorResponse(500).
 */
class HttpResponder {
 public:
    HttpResponder() = default;
    explicit HttpResponder(std::shared_ptr<HttpResponderState> state) : m_state(std::move(state)) {}
    /** A responder without a socket, for tests: `receive` gets the answer on the thread that gave it. */
    static HttpResponder forTest(std::function<void(HttpResponse)> receive);

    void respond(HttpResponse response) const;
    /** False once the client is known to have left; work that only serves this answer may then be skipped. */
    bool isConnected() const;
    explicit operator bool() const { return m_state != nullptr; }

 private:
    std::shared_ptr<HttpResponderState> m_state;
};

/** What HttpHandler::onHead decides. Default: take the body within the server's limits, then onRequest. */
struct HeadDecision {
    /** Answer now; the body, if any, is thrown away, and onRequest is not called. */
    std::optional<HttpResponse> answer;
    /** Bytes of body that this request may have; unset: HttpLimits::bodyBytes. */
    std::optional<qint64> bodyLimit;
    /** Bodies larger than this go to a file; unset: HttpLimits::spoolBytes. */
    std::optional<qint64> spoolThreshold;
    /** Handed through to HttpRequest::context(). */
    std::any context;
    /**
     * Decides instead of all the above, and may block: it runs on a thread for that. Nothing of the body is read
     * before it has returned; the head lives at least so long.
     */
    std::function<HeadDecision()> ask;
};

/** The limits of one WebSocket. They may be changed later by WebSocket::setLimits. */
struct WebSocketLimits {
    qint64 messageBytes = 16 * 1024;  ///< of one received message, all fragments together
    quint16 tooLargeCode = 1009;      ///< the close code for a larger one
    QByteArray tooLargeReason;
    qint64 queuedBytes = 8 * 1024 * 1024;  ///< unsent bytes; one more and the connection is cut (see WebSocket)
};

/** What HttpHandler::onUpgrade decides: either `refusal`, or `thread` and `open`. */
struct UpgradeDecision {
    std::optional<HttpResponse> refusal;
    /** The thread that the WebSocket lives on from now on. */
    IoThread* thread = nullptr;
    WebSocketLimits limits;
    /** Written as Sec-WebSocket-Protocol if not empty. */
    QByteArray subprotocol;
    /**
     * Called on `thread` when the 101 answer is on its way. It calls WebSocket::setListener before it returns (what
     * came early is delivered after that) and keeps the socket; letting it die closes the connection.
     */
    std::function<void(std::unique_ptr<WebSocket>, std::shared_ptr<const HttpRequestHead>)> open;

    static UpgradeDecision refuse(HttpResponse response) {
        UpgradeDecision decision;
        decision.refusal = std::move(response);
        return decision;
    }
};

/**
 * What an HttpServer serves. Every method is called on the net thread and must not block; exceptions must not escape.
 */
class HttpHandler {
 public:
    virtual ~HttpHandler() = default;

    /** A head is complete, its body not yet read. Not called for a WebSocket upgrade. */
    virtual HeadDecision onHead(const HttpRequestHead& head);

    /**
     * A request is complete. Either answer at once (from memory), or hand request and responder to a worker.
     * HEAD and OPTIONS come here like any other; the body of an answer to HEAD is left out by the transport.
     */
    virtual void onRequest(std::shared_ptr<HttpRequest> request, HttpResponder responder) = 0;

    /** A client asks for a WebSocket, correctly by RFC 6455. Default: refused with errorResponse(404). */
    virtual UpgradeDecision onUpgrade(const HttpRequestHead& head);

    /**
     * The body of an error that the transport found: 400, 403 (plain HTTP that is not allowed), 405, 408, 413, 414,
     * 417, 426, 431, 500, 503. Default: plain text.
     */
    virtual HttpResponse errorResponse(int status);

    /**
     * A request was answered: for logs and metrics. @param head incomplete where the transport has refused it
     * @param status as sent @param took from its first byte on
     */
    virtual void onAnswered(const HttpRequestHead& head, int status, std::chrono::nanoseconds took);
};

}  // namespace server
