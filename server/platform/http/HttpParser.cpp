#include "server/platform/http/HttpParser.h"

#include "server/platform/http/HttpServer.h"
#include "server/platform/http/UrlDecode.h"

namespace server {

/** The library's callbacks, in C's terms. */
struct HttpParserCallbacks {
    static HttpParser& self(http_parser* parser) { return *static_cast<HttpParser*>(parser->data); }

    static int onUrl(http_parser* parser, const char* at, std::size_t size) { return self(parser).onUrl(at, size); }
    static int onField(http_parser* parser, const char* at, std::size_t size) {
        return self(parser).onHeaderField(at, size);
    }
    static int onValue(http_parser* parser, const char* at, std::size_t size) {
        return self(parser).onHeaderValue(at, size);
    }
    static int onHeaders(http_parser* parser) { return self(parser).onHeadersComplete(); }
    static constexpr http_parser_settings kSettings{nullptr,   onUrl,   nullptr, onField, onValue,
                                                    onHeaders, nullptr, nullptr, nullptr, nullptr};
};

namespace {

HttpMethod methodOf(unsigned method) {
    switch (method) {
        case HTTP_GET:
            return HttpMethod::Get;
        case HTTP_HEAD:
            return HttpMethod::Head;
        case HTTP_POST:
            return HttpMethod::Post;
        case HTTP_PUT:
            return HttpMethod::Put;
        case HTTP_PATCH:
            return HttpMethod::Patch;
        case HTTP_DELETE:
            return HttpMethod::Delete;
        case HTTP_OPTIONS:
            return HttpMethod::Options;
        default:
            return HttpMethod::Other;
    }
}

/** Of a header's name, RFC 9110 section 5.6.2. */
bool isTokenByte(char c) {
    static constexpr auto kTable = [] {
        std::array<bool, 256> table{};
        for (const char* p = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"; *p; ++p) {
            table[static_cast<unsigned char>(*p)] = true;
        }
        return table;
    }();
    return kTable[static_cast<unsigned char>(c)];
}

bool isValueByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7f : byte == '\t';
}

bool isTargetByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f;
}

}  // namespace

void HttpParser::begin(HttpRequestHead* head) {
    http_parser_init(&m_parser, HTTP_REQUEST);
    m_parser.data = this;
    m_head = head;
    m_head->m_text.reserve(1000);
    m_state = State::Head;
    m_feedNumber = 0;
    m_valueEndFeed = 0;
    m_headerBytes = 0;
    m_status = 0;
    m_headDone = false;
    m_inValue = false;
    m_gap = nullptr;
    m_isFolded = false;
}

HttpParser::Step HttpParser::feed(const char* data, qint64 size, HttpBodySink* sink) {
    if (size == 0) return {};
    return m_state == State::Head ? feedHead(data, size) : feedBody(data, size, sink);
}

HttpParser::Step HttpParser::feedHead(const char* data, qint64 size) {
    m_feedData = data;
    m_feedEnd = data + size;
    ++m_feedNumber;
    if (m_gap != nullptr) m_gap = data;
    const auto consumed = static_cast<qint64>(
        http_parser_execute(&m_parser, &HttpParserCallbacks::kSettings, data, static_cast<std::size_t>(size)));
    if (HTTP_PARSER_ERRNO(&m_parser) == HPE_OK) {
        scanGap(m_feedEnd);
        return {Event::NeedMore, consumed};
    }
    // The library has stopped at the head's last line break, which it would take to be one whatever it is.
    if (m_headDone && data[consumed] == '\n') {
        m_state = State::HeadEnd;
        return {Event::Head, consumed};
    }
    const bool overflow = HTTP_PARSER_ERRNO(&m_parser) == HPE_HEADER_OVERFLOW;
    return {Event::Error, consumed, m_status ? m_status : overflow ? 431 : 400};
}

HttpParser::Step HttpParser::feedBody(const char* data, qint64 size, HttpBodySink* sink) {
    qint64 at = 0;
    if (m_state == State::HeadEnd) {
        at = 1;
        m_bodyLeft = m_head->m_contentLength;
        m_state = m_head->m_chunked ? State::Chunks : State::Body;
        m_chunks = ChunkedBody();
    }
    if (m_state == State::Chunks) {
        const ChunkedBody::Step step = m_chunks.feed(data + at, size - at, sink);
        at += step.consumed;
        if (step.status) return {Event::Error, at, step.status};
        return {step.complete ? Event::Complete : Event::NeedMore, at};
    }
    const auto take = static_cast<qint64>(std::min<quint64>(m_bodyLeft, static_cast<quint64>(size - at)));
    if (take > 0) {
        const int status = sink ? sink->onBody(data + at, take) : 400;
        if (status) return {Event::Error, at, status};
        m_bodyLeft -= static_cast<quint64>(take);
    }
    return {m_bodyLeft == 0 ? Event::Complete : Event::NeedMore, at + take};
}

int HttpParser::refuse(int status) {
    m_status = status;
    return -1;
}

int HttpParser::onUrl(const char* at, std::size_t size) {
    HttpRequestHead::Span& target = m_head->m_target;
    if (target.size == 0) {
        const char* method = http_method_str(static_cast<http_method>(m_parser.method));
        m_head->m_text.append(method);
        m_head->m_methodName = {0, static_cast<quint32>(m_head->m_text.size())};
        target.at = m_head->m_methodName.size;
    }
    if (target.size + static_cast<qint64>(size) > m_limits.targetBytes) return refuse(414);
    m_head->m_text.append(at, static_cast<qsizetype>(size));
    target.size += static_cast<quint32>(size);
    return 0;
}

bool HttpParser::headerBytesFit(std::size_t size) {
    m_headerBytes += static_cast<qint64>(size);
    return m_headerBytes <= m_limits.headerBytes;
}

int HttpParser::onHeaderField(const char* at, std::size_t size) {
    auto& headers = m_head->m_headers;
    if (!headerBytesFit(size)) return refuse(431);
    if (m_inValue || headers.isEmpty()) {
        if (headers.size() >= m_limits.headerCount) return refuse(431);
        headers.append({{static_cast<quint32>(m_head->m_text.size()), 0}, {}});
    }
    m_inValue = false;
    m_head->m_text.append(at, static_cast<qsizetype>(size));
    headers.last().name.size += static_cast<quint32>(size);
    m_gap = at + size;
    m_gapLast = 0;
    return 0;
}

/** Looks for a line break with a blank behind it: a folded line, which RFC 9112 forbids. */
void HttpParser::scanGap(const char* end) {
    if (m_gap == nullptr) return;
    for (const char* at = m_gap; at < end; ++at) {
        m_isFolded = m_isFolded || (m_gapLast == '\n' && (*at == ' ' || *at == '\t'));
        m_gapLast = *at;
    }
}

int HttpParser::onHeaderValue(const char* at, std::size_t size) {
    if (!headerBytesFit(size)) return refuse(431);
    scanGap(at);
    m_gap = nullptr;
    if (m_isFolded) return refuse(400);
    // A second piece of a value is one that was cut by the end of a read, or a folded line.
    if (m_inValue && (m_valueEndFeed + 1 != m_feedNumber || at != m_feedData)) return refuse(400);
    m_valueEndFeed = at + size == m_feedEnd ? m_feedNumber : 0;
    HttpRequestHead::Span& value = m_head->m_headers.last().value;
    if (!m_inValue) value.at = static_cast<quint32>(m_head->m_text.size());
    m_inValue = true;
    m_head->m_text.append(at, static_cast<qsizetype>(size));
    value.size += static_cast<quint32>(size);
    return 0;
}

int HttpParser::onHeadersComplete() {
    HttpRequestHead& head = *m_head;
    if (m_parser.http_major != 1) return refuse(400);
    head.m_minorVersion = m_parser.http_minor == 0 ? 0 : 1;  // a later 1.x is answered as 1.1: RFC 9110, 2.5
    head.m_method = methodOf(m_parser.method);
    if (m_parser.method == HTTP_CONNECT) return refuse(405);
    for (HttpRequestHead::Header& header : head.m_headers) {
        while (header.value.size > 0) {
            const char last = head.m_text.at(header.value.at + header.value.size - 1);
            if (last != ' ' && last != '\t') break;
            --header.value.size;
        }
    }
    if (const int refused = checkHeaders()) return refused;
    if (const int refused = finishTarget()) return refused;
    head.m_hasLength = m_parser.flags & F_CONTENTLENGTH;
    head.m_contentLength = head.m_hasLength ? m_parser.content_length : 0;
    head.m_keepAlive = http_should_keep_alive(&m_parser) != 0;
    head.m_upgrade = m_parser.upgrade && head.header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
    m_headDone = true;
    http_parser_pause(&m_parser, 1);
    return 0;
}

int HttpParser::checkHeaders() {
    int hosts = 0;
    int codings = 0;
    for (const HttpRequestHead::Header& header : m_head->m_headers) {
        const QByteArrayView name = m_head->view(header.name);
        const QByteArrayView value = m_head->view(header.value);
        if (name.isEmpty() || !std::all_of(name.begin(), name.end(), isTokenByte)) return refuse(400);
        if (!std::all_of(value.begin(), value.end(), isValueByte)) return refuse(400);
        if (name.size() == 4 && name.compare("host", Qt::CaseInsensitive) == 0) ++hosts;
        if (name.size() != 17 || name.compare("transfer-encoding", Qt::CaseInsensitive) != 0) continue;
        ++codings;
        if (value.compare("chunked", Qt::CaseInsensitive) != 0) return refuse(400);
    }
    const bool old = m_head->m_minorVersion == 0;
    if (hosts > 1 || (hosts == 0 && !old)) return refuse(400);
    if (codings > 1 || (codings == 1 && (old || m_parser.flags & F_CONTENTLENGTH))) return refuse(400);
    m_head->m_chunked = codings == 1;
    return 0;
}

/** Splits the target into path, query and decoded segments. */
int HttpParser::finishTarget() {
    using Span = HttpRequestHead::Span;
    HttpRequestHead& head = *m_head;
    Span rest = head.m_target;
    QByteArrayView target = head.view(rest);
    if (!std::all_of(target.begin(), target.end(), isTargetByte)) return refuse(400);
    const auto skip = [&](qsizetype count) {
        rest = {rest.at + static_cast<quint32>(count), rest.size - static_cast<quint32>(count)};
    };
    if (!target.startsWith('/') && target != "*") {
        // The absolute form, which a proxy sends: what counts is its path.
        const qsizetype scheme = target.indexOf("://");
        if (scheme < 0) return refuse(400);
        skip(scheme + 3);
        const qsizetype slash = head.view(rest).indexOf('/');
        if (slash < 0) return refuse(400);
        skip(slash);
        target = head.view(rest);
    }
    const qsizetype hash = target.indexOf('#');
    if (hash >= 0) return refuse(400);
    const qsizetype question = target.indexOf('?');
    head.m_path = {rest.at, static_cast<quint32>(question < 0 ? target.size() : question)};
    if (question >= 0) {
        const auto at = static_cast<quint32>(question) + 1;
        head.m_query = {rest.at + at, rest.size - at};
        if (head.view(head.m_query).indexOf("%00") >= 0) return refuse(400);
    }
    if (target == "*") return 0;
    quint32 at = head.m_path.at + 1;
    const quint32 end = head.m_path.at + head.m_path.size;
    while (at <= end) {
        const QByteArrayView left(head.m_text.constData() + at, end - at);
        const qsizetype slash = left.indexOf('/');
        const Span segment{at, static_cast<quint32>(slash < 0 ? left.size() : slash)};
        at += segment.size + 1;
        if (head.m_segments.size() >= 64) return refuse(414);
        const QByteArrayView encoded = head.view(segment);
        if (encoded.indexOf('%') < 0) {
            head.m_segments.append(segment);
            continue;
        }
        QByteArray decoded;
        if (!appendPercentDecoded(encoded, decoded)) return refuse(400);
        head.m_segments.append({static_cast<quint32>(head.m_text.size()), static_cast<quint32>(decoded.size())});
        head.m_text.append(decoded);
    }
    return 0;
}

}  // namespace server
