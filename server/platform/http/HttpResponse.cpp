#include "server/platform/http/HttpResponse.h"

#include "server/platform/http/HttpDate.h"
#include "server/platform/http/HttpRequest.h"

namespace server {
namespace {

/** One range of RFC 9110, section 14.1.2: "bytes=0-99", "bytes=100-", "bytes=-100". */
struct Range {
    qint64 first = 0;
    qint64 last = 0;
};
enum class RangeKind { None, One, Unsatisfiable };

bool parseNumber(QByteArrayView text, qint64& out) {
    if (text.isEmpty() || text.size() > 18) return false;
    out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        out = out * 10 + (c - '0');
    }
    return true;
}

/** What is malformed, or names several ranges, is as good as no Range at all. */
RangeKind parseRange(QByteArrayView header, qint64 size, Range& range) {
    constexpr QByteArrayView kUnit("bytes=");
    if (header.size() <= kUnit.size() || header.first(kUnit.size()).compare(kUnit, Qt::CaseInsensitive) != 0) {
        return RangeKind::None;
    }
    const QByteArrayView set = header.sliced(kUnit.size()).trimmed();
    const qsizetype dash = set.indexOf('-');
    if (dash < 0 || set.indexOf(',') >= 0) return RangeKind::None;
    const QByteArrayView from = set.first(dash).trimmed();
    const QByteArrayView to = set.sliced(dash + 1).trimmed();
    if (from.isEmpty()) {
        qint64 suffix = 0;
        if (!parseNumber(to, suffix)) return RangeKind::None;
        if (suffix == 0 || size == 0) return RangeKind::Unsatisfiable;
        range = {std::max<qint64>(0, size - suffix), size - 1};
        return RangeKind::One;
    }
    range.last = size - 1;
    if (!parseNumber(from, range.first)) return RangeKind::None;
    if (!to.isEmpty()) {
        if (!parseNumber(to, range.last) || range.last < range.first) return RangeKind::None;
        range.last = std::min(range.last, size - 1);
    }
    return range.first >= size ? RangeKind::Unsatisfiable : RangeKind::One;
}

/** Weak comparison, as If-None-Match asks for. */
bool matchesAnyTag(QByteArrayView list, QByteArrayView etag) {
    if (list.trimmed() == "*") return true;
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        QByteArrayView tag = (comma < 0 ? list : list.first(comma)).trimmed();
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
        if (tag.startsWith("W/")) tag = tag.sliced(2);
        if (tag == etag) return true;
    }
    return false;
}

bool isNotModified(const HttpRequestHead& request, const HttpFileInfo& file) {
    if (request.hasHeader("if-none-match")) {
        return !file.etag.isEmpty() && matchesAnyTag(request.header("if-none-match"), file.etag);
    }
    if (file.modifiedMs == 0 || !request.hasHeader("if-modified-since")) return false;
    const auto since = parseHttpDate(request.header("if-modified-since"));
    return since && file.modifiedMs / 1000 <= *since;
}

/** Does If-Range, if it is there, name this very file? */
bool rangeApplies(const HttpRequestHead& request, const HttpFileInfo& file) {
    const QByteArrayView condition = request.header("if-range");
    if (condition.isEmpty()) return true;
    if (condition.startsWith('"')) return condition == file.etag;
    const auto date = parseHttpDate(condition);
    return date && file.modifiedMs != 0 && file.modifiedMs / 1000 == *date;
}

}  // namespace

HttpResponse HttpResponse::json(int status, QByteArray body) {
    HttpResponse response(status);
    response.setBody(std::move(body), QByteArrayLiteral("application/json"));
    return response;
}

HttpResponse HttpResponse::text(int status, QByteArray body) {
    HttpResponse response(status);
    response.setBody(std::move(body), QByteArrayLiteral("text/plain; charset=utf-8"));
    return response;
}

HttpResponse& HttpResponse::addHeader(QByteArray name, QByteArray value) {
    m_headers.append({std::move(name), std::move(value)});
    return *this;
}

HttpResponse& HttpResponse::setHeader(QByteArray name, QByteArray value) {
    qsizetype kept = 0;
    for (qsizetype i = 0; i < m_headers.size(); ++i) {
        if (m_headers[i].name.compare(name, Qt::CaseInsensitive) == 0) continue;
        if (kept != i) m_headers[kept] = std::move(m_headers[i]);
        ++kept;
    }
    m_headers.resize(kept);
    return addHeader(std::move(name), std::move(value));
}

QByteArray HttpResponse::header(QByteArrayView name) const {
    for (const Header& header : m_headers) {
        if (QByteArrayView(header.name).compare(name, Qt::CaseInsensitive) == 0) return header.value;
    }
    return {};
}

HttpResponse& HttpResponse::setBody(QByteArray body, QByteArray contentType) {
    m_body = std::move(body);
    m_file.reset();
    return setHeader(QByteArrayLiteral("Content-Type"), std::move(contentType));
}

HttpResponse& HttpResponse::setFile(File file, QByteArray contentType) {
    m_body.clear();
    m_file = std::move(file);
    return setHeader(QByteArrayLiteral("Content-Type"), std::move(contentType));
}

HttpResponse fileResponse(const HttpRequestHead& request, const HttpFileInfo& file) {
    HttpResponse response(200);
    if (!file.etag.isEmpty()) response.addHeader(QByteArrayLiteral("ETag"), file.etag);
    if (file.modifiedMs != 0) {
        response.addHeader(QByteArrayLiteral("Last-Modified"), httpDate(file.modifiedMs / 1000));
    }
    if (isNotModified(request, file)) {
        response.setStatus(304);
        return response;
    }
    response.addHeader(QByteArrayLiteral("Accept-Ranges"), QByteArrayLiteral("bytes"));
    Range range;
    RangeKind kind = RangeKind::None;
    if (request.method() == HttpMethod::Get && request.hasHeader("range") && rangeApplies(request, file)) {
        kind = parseRange(request.header("range"), file.size, range);
    }
    const QByteArray size = QByteArray::number(file.size);
    if (kind == RangeKind::Unsatisfiable) {
        response.setStatus(416);
        response.addHeader(QByteArrayLiteral("Content-Range"), "bytes */" + size);
        return response;
    }
    if (kind == RangeKind::None) range = {0, file.size - 1};
    response.setFile({file.path, range.first, range.last - range.first + 1}, file.contentType);
    if (kind == RangeKind::One) {
        response.setStatus(206);
        response.addHeader(QByteArrayLiteral("Content-Range"), "bytes " + QByteArray::number(range.first) + '-' +
                                                                   QByteArray::number(range.last) + '/' + size);
    }
    return response;
}

QByteArrayView httpReasonPhrase(int status) {
    switch (status) {
        // clang-format off
        case 100: return "Continue";
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Unknown";
            // clang-format on
    }
}

}  // namespace server
