#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QIODevice>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QVarLengthArray>
#include <QtNetwork/QHostAddress>

namespace server {

enum class HttpMethod : quint8 { Get, Head, Post, Put, Patch, Delete, Options, Other };

/**
 * The request line and the headers of one request. Views point into the object itself and live as long as it does.
 */
class HttpRequestHead {
 public:
    HttpMethod method() const { return m_method; }
    QByteArrayView methodName() const { return view(m_methodName); }

    /** As it came: "/api/v10/channels/1?limit=5". */
    QByteArrayView target() const { return view(m_target); }
    /** The target up to '?', still percent-encoded. */
    QByteArrayView rawPath() const { return view(m_path); }
    /** The target after '?', still encoded; empty if there is none. */
    QByteArrayView rawQuery() const { return view(m_query); }

    /**
     * The path's segments, each percent-decoded: "/a/b%2Fc/" has the three "a", "b/c" and "". "/" has one, empty.
     * ".." and empty segments are left as they are; a path with %00 or a broken escape never gets here (400).
     */
    int segmentCount() const { return static_cast<int>(m_segments.size()); }
    QByteArrayView segment(int index) const { return view(m_segments[index]); }

    /** The decoded value ('+' is a blank) of the first parameter of that name. */
    std::optional<QByteArray> queryValue(QByteArrayView name) const;
    /** All values of a repeated parameter, in order. */
    QList<QByteArray> queryValues(QByteArrayView name) const;
    /** Every parameter, decoded, in order. */
    QList<std::pair<QByteArray, QByteArray>> query() const;

    /** The value of the first header of that name, in any case, without blanks around it; empty if there is none. */
    QByteArrayView header(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;
    int headerCount() const { return static_cast<int>(m_headers.size()); }
    QByteArrayView headerName(int index) const { return view(m_headers[index].name); }
    QByteArrayView headerValue(int index) const { return view(m_headers[index].value); }

    /** The client: the socket's peer or, behind a trusted proxy, what X-Forwarded-For says (null
     *  where nobody can read that). IPv4 is never mapped. */
    const QHostAddress& peer() const { return m_peer; }
    /** The peer as limits count it: an address, or the first half of an IPv6 one (see countedAddress). */
    QString countedPeer() const;
    /** Did the client speak TLS (to us, or to a trusted proxy that says so)? */
    bool isTls() const { return m_tls; }
    /** 1 for HTTP/1.1, 0 for HTTP/1.0. */
    int minorVersion() const { return m_minorVersion; }
    bool hasBody() const { return m_chunked || m_contentLength > 0; }
    /** Of the Content-Length header; unset where there is none. */
    std::optional<quint64> contentLength() const { return m_hasLength ? std::optional(m_contentLength) : std::nullopt; }

    /** Unique in this process and hard to guess; for logs and the answer's header. */
    quint64 requestId() const { return m_requestId; }
    /** The same as 16 hexadecimal digits. */
    QByteArray requestIdText() const;
    /** When its first byte was read. */
    std::chrono::steady_clock::time_point arrivedAt() const { return m_arrivedAt; }

 private:
    friend class HttpParser;
    friend class HttpConnection;
    friend class HttpRequestBuilder;
    struct Span {
        quint32 at = 0;
        quint32 size = 0;
    };
    struct Header {
        Span name;
        Span value;
    };
    QByteArrayView view(Span span) const { return QByteArrayView(m_text.constData() + span.at, span.size); }

    QByteArray m_text;  ///< target, headers and decoded segments, one after the other
    Span m_methodName, m_target, m_path, m_query;
    QVarLengthArray<Span, 12> m_segments;
    QVarLengthArray<Header, 20> m_headers;
    QHostAddress m_peer;
    quint64 m_contentLength = 0;
    quint64 m_requestId = 0;
    std::chrono::steady_clock::time_point m_arrivedAt;
    HttpMethod m_method = HttpMethod::Other;
    quint8 m_minorVersion = 1;
    bool m_hasLength = false;
    bool m_chunked = false;
    bool m_tls = false;
    bool m_keepAlive = true;
    bool m_upgrade = false;
};

/** A whole request. A large body lies in a temporary file, which goes away with the request. */
class HttpRequest {
 public:
    HttpRequest() = default;
    ~HttpRequest();
    HttpRequest(const HttpRequest&) = delete;
    HttpRequest& operator=(const HttpRequest&) = delete;

    const HttpRequestHead& head() const { return m_head; }
    const HttpRequestHead* operator->() const { return &m_head; }

    /** The body, if it is in memory; empty if it is spooled (see openBody). */
    const QByteArray& body() const { return m_body; }
    bool isSpooled() const { return !m_spoolFile.isEmpty(); }
    /** The path of the spooled body. A caller that wants to keep the file links or copies it. */
    const QString& bodyFile() const { return m_spoolFile; }
    qint64 bodySize() const { return m_bodySize; }
    /** Reads the body from wherever it is, from its start. Null if the file cannot be opened. Any thread. */
    std::unique_ptr<QIODevice> openBody() const;

    /** What HttpHandler::onHead found out (the route, the actor), so that it need not be done twice. */
    const std::any& context() const { return m_context; }

 private:
    friend class HttpConnection;
    friend class HttpRequestBuilder;
    HttpRequestHead m_head;
    QByteArray m_body;
    QString m_spoolFile;
    qint64 m_bodySize = 0;
    std::any m_context;
};

/** Makes requests without a socket: for tests of what stands above the transport. */
class HttpRequestBuilder {
 public:
    HttpRequestBuilder(const QByteArray& method, const QByteArray& target);
    HttpRequestBuilder& header(const QByteArray& name, const QByteArray& value);
    HttpRequestBuilder& body(const QByteArray& bytes);
    HttpRequestBuilder& peer(const QHostAddress& address);
    HttpRequestBuilder& tls(bool on);
    HttpRequestBuilder& context(std::any context);
    /** Null if the target is not one that the transport would let through. */
    std::shared_ptr<HttpRequest> build();

 private:
    QByteArray m_method, m_target, m_bodyBytes;
    QList<std::pair<QByteArray, QByteArray>> m_headerList;
    QHostAddress m_address = QHostAddress(QHostAddress::LocalHost);
    bool m_overTls = false;
    std::any m_anyContext;
};

}  // namespace server
