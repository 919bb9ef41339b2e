#include "server/platform/http/HttpRequest.h"

#include <algorithm>

#include <QtCore/QBuffer>
#include <QtCore/QFile>

#include "server/platform/http/HttpParser.h"
#include "server/platform/http/HttpServer.h"
#include "server/platform/http/UrlDecode.h"
#include "server/platform/net/PeerAddress.h"

namespace server {
namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/** The byte of "%XX" at `at`, or -1. */
int escapedByte(QByteArrayView text, qsizetype at) {
    if (at + 2 >= text.size()) return -1;
    const int high = hexDigit(text[at + 1]);
    const int low = hexDigit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** Calls `use(name, value)`, both still encoded, for each parameter until it returns false. */
template <class F>
void eachParameter(QByteArrayView query, F&& use) {
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView pair = end < 0 ? query : query.first(end);
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
        if (pair.isEmpty()) continue;
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = equals < 0 ? pair : pair.first(equals);
        const QByteArrayView value = equals < 0 ? QByteArrayView() : pair.sliced(equals + 1);
        if (!use(name, value)) return;
    }
}

bool isParameter(QByteArrayView encoded, QByteArrayView name) {
    if (encoded == name) return true;
    const bool plain = encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0;
    return !plain && decodeQueryPart(encoded) == name;
}

}  // namespace

bool appendPercentDecoded(QByteArrayView text, QByteArray& out) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.append(text[i]);
            continue;
        }
        const int byte = escapedByte(text, i);
        if (byte <= 0) return false;
        out.append(static_cast<char>(byte));
        i += 2;
    }
    return true;
}

QByteArray decodeQueryPart(QByteArrayView text) {
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int byte = text[i] == '%' ? escapedByte(text, i) : -1;
        if (byte >= 0) {
            out.append(static_cast<char>(byte));
            i += 2;
        } else {
            out.append(text[i] == '+' ? ' ' : text[i]);
        }
    }
    return out;
}

std::optional<QByteArray> HttpRequestHead::queryValue(QByteArrayView name) const {
    std::optional<QByteArray> found;
    eachParameter(rawQuery(), [&](QByteArrayView encodedName, QByteArrayView value) {
        if (!isParameter(encodedName, name)) return true;
        found = decodeQueryPart(value);
        return false;
    });
    return found;
}

QList<QByteArray> HttpRequestHead::queryValues(QByteArrayView name) const {
    QList<QByteArray> values;
    eachParameter(rawQuery(), [&](QByteArrayView encodedName, QByteArrayView value) {
        if (isParameter(encodedName, name)) values.append(decodeQueryPart(value));
        return true;
    });
    return values;
}

QList<std::pair<QByteArray, QByteArray>> HttpRequestHead::query() const {
    QList<std::pair<QByteArray, QByteArray>> all;
    eachParameter(rawQuery(), [&](QByteArrayView name, QByteArrayView value) {
        all.append({decodeQueryPart(name), decodeQueryPart(value)});
        return true;
    });
    return all;
}

QByteArrayView HttpRequestHead::header(QByteArrayView name) const {
    for (const Header& header : m_headers) {
        if (header.name.size != static_cast<quint32>(name.size())) continue;
        if (view(header.name).compare(name, Qt::CaseInsensitive) == 0) return view(header.value);
    }
    return {};
}

bool HttpRequestHead::hasHeader(QByteArrayView name) const {
    return std::any_of(m_headers.begin(), m_headers.end(),
                       [&](const Header& header) { return view(header.name).compare(name, Qt::CaseInsensitive) == 0; });
}

QString HttpRequestHead::countedPeer() const {
    return countedAddress(m_peer).toString();
}

QByteArray HttpRequestHead::requestIdText() const {
    return QByteArray::number(m_requestId, 16).rightJustified(16, '0');
}

HttpRequest::~HttpRequest() {
    if (!m_spoolFile.isEmpty()) QFile::remove(m_spoolFile);
}

std::unique_ptr<QIODevice> HttpRequest::openBody() const {
    if (isSpooled()) {
        auto file = std::make_unique<QFile>(m_spoolFile);
        if (!file->open(QIODevice::ReadOnly)) return nullptr;
        return file;
    }
    auto buffer = std::make_unique<QBuffer>();
    buffer->setData(m_body);
    buffer->open(QIODevice::ReadOnly);
    return buffer;
}

HttpRequestBuilder::HttpRequestBuilder(const QByteArray& method, const QByteArray& target)
    : m_method(method), m_target(target) {}

HttpRequestBuilder& HttpRequestBuilder::header(const QByteArray& name, const QByteArray& value) {
    m_headerList.append({name, value});
    return *this;
}

HttpRequestBuilder& HttpRequestBuilder::body(const QByteArray& bytes) {
    m_bodyBytes = bytes;
    return *this;
}

HttpRequestBuilder& HttpRequestBuilder::peer(const QHostAddress& address) {
    m_address = address;
    return *this;
}

HttpRequestBuilder& HttpRequestBuilder::tls(bool on) {
    m_overTls = on;
    return *this;
}

HttpRequestBuilder& HttpRequestBuilder::context(std::any context) {
    m_anyContext = std::move(context);
    return *this;
}

std::shared_ptr<HttpRequest> HttpRequestBuilder::build() {
    QByteArray text = m_method + ' ' + m_target + " HTTP/1.1\r\n";
    const bool hasHost = std::ranges::any_of(m_headerList, [](const auto& header) { return header.first == "Host"; });
    if (!hasHost) text += "Host: localhost\r\n";
    for (const auto& [name, value] : std::as_const(m_headerList))
        text += name + ": " + value + "\r\n";
    if (!m_bodyBytes.isEmpty()) text += "Content-Length: " + QByteArray::number(m_bodyBytes.size()) + "\r\n";
    text += "\r\n";
    auto request = std::make_shared<HttpRequest>();
    const HttpLimits limits;
    HttpParser parser(limits);
    parser.begin(&request->m_head);
    if (parser.feed(text.constData(), text.size(), nullptr).event != HttpParser::Event::Head) return nullptr;
    request->m_head.m_peer = m_address;
    request->m_head.m_tls = m_overTls;
    request->m_head.m_requestId = 1;
    request->m_head.m_arrivedAt = std::chrono::steady_clock::now();
    request->m_body = m_bodyBytes;
    request->m_bodySize = m_bodyBytes.size();
    request->m_context = m_anyContext;
    return request;
}

}  // namespace server
