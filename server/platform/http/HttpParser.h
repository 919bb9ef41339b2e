#pragma once

#include <http_parser.h>

#include "server/platform/http/ChunkedBody.h"
#include "server/platform/http/HttpRequest.h"

namespace server {

struct HttpLimits;

/**
 * HTTP/1.x requests out of bytes: the one place that knows http-parser, so that llhttp can take over.
 *
 * The library reads the head, and is corrected where it is too lenient (Debian builds it without its strict mode): one
 * Host, only "chunked" as transfer coding, no folded headers, names that are tokens, HTTP/1. Bodies are read here. It
 * stops after each head and after each message, so that the caller can decide, and keep pipelined bytes.
 */
class HttpParser {
 public:
    enum class Event { NeedMore, Head, Complete, Error };
    struct Step {
        Event event = Event::NeedMore;
        qint64 consumed = 0;  ///< what follows belongs to the next call
        int status = 0;       ///< of an error: 400, 405, 413, 414, 431
    };

    /** @param limits must outlive this */
    explicit HttpParser(const HttpLimits& limits) : m_limits(limits) {}
    HttpParser(const HttpParser&) = delete;
    HttpParser& operator=(const HttpParser&) = delete;

    /** Starts a message. @param head is filled in; it must stay until the message is complete */
    void begin(HttpRequestHead* head);
    /** Goes on with the message. @param sink null: a body is not expected, and is an error */
    Step feed(const char* data, qint64 size, HttpBodySink* sink);

 private:
    friend struct HttpParserCallbacks;
    enum class State { Head, HeadEnd, Body, Chunks };

    int onUrl(const char* at, std::size_t size);
    int onHeaderField(const char* at, std::size_t size);
    int onHeaderValue(const char* at, std::size_t size);
    int onHeadersComplete();
    int refuse(int status);
    int finishTarget();
    int checkHeaders();
    bool headerBytesFit(std::size_t size);
    void scanGap(const char* end);
    Step feedHead(const char* data, qint64 size);
    Step feedBody(const char* data, qint64 size, HttpBodySink* sink);

    const HttpLimits& m_limits;
    http_parser m_parser{};
    HttpRequestHead* m_head = nullptr;
    ChunkedBody m_chunks;
    quint64 m_bodyLeft = 0;
    State m_state = State::Head;
    const char* m_feedData = nullptr;
    const char* m_feedEnd = nullptr;
    quint32 m_feedNumber = 0;
    quint32 m_valueEndFeed = 0;  ///< the feed at whose very end the last piece of a value ended; 0: it ended before
    qint64 m_headerBytes = 0;
    int m_status = 0;
    bool m_headDone = false;
    bool m_inValue = false;
    const char* m_gap = nullptr;  ///< what stands between a name and its value, from here on; null: not there
    char m_gapLast = 0;
    bool m_isFolded = false;
};

}  // namespace server
