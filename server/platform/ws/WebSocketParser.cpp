#include "server/platform/ws/WebSocketParser.h"

#include <cstring>

#include <QtCore/QtEndian>

#include "server/platform/ws/FrameOpcodes.h"

namespace server {
namespace {

QByteArray unmasked(QByteArrayView data, const char mask[4]) {
    QByteArray out(data.size(), Qt::Uninitialized);
    quint64 mask8 = 0;
    std::memcpy(&mask8, mask, 4);
    std::memcpy(reinterpret_cast<char*>(&mask8) + 4, mask, 4);
    qsizetype i = 0;
    char* to = out.data();
    const char* from = data.data();
    for (; i + 8 <= data.size(); i += 8) {
        quint64 word = 0;
        std::memcpy(&word, from + i, 8);
        word ^= mask8;
        std::memcpy(to + i, &word, 8);
    }
    for (; i < data.size(); ++i)
        to[i] = static_cast<char>(from[i] ^ mask[i & 3]);
    return out;
}

/** Codes that an endpoint may send, RFC 6455 section 7.4 and the registry. */
bool isSendable(quint16 code) {
    if (code >= 3000 && code <= 4999) return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

void WebSocketParser::begin(QByteArrayView data) {
    m_at = 0;
    if (m_kept.isEmpty()) {
        m_view = data;
        return;
    }
    m_kept.append(data);
    m_view = m_kept;
}

void WebSocketParser::end() {
    const bool isKept = !m_kept.isEmpty();
    if (isKept && m_at < m_kept.size()) {
        m_kept.remove(0, m_at);
    } else {
        m_kept = isKept ? QByteArray() : m_view.sliced(m_at).toByteArray();
    }
    m_view = {};
    m_at = 0;
}

WebSocketParser::Item WebSocketParser::next() {
    Item item;
    do {
        item = nextFrame();
    } while (item.kind == Kind::Fragment);
    return item;
}

WebSocketParser::Item WebSocketParser::nextFrame() {
    const QByteArrayView rest = m_view.sliced(m_at);
    if (rest.size() < 2) return {};
    const auto first = static_cast<quint8>(rest[0]);
    const auto second = static_cast<quint8>(rest[1]);
    const int opcode = first & 0x0f;
    if (first & 0x70) return error(1002);
    if (!(second & 0x80)) return error(1002);
    const bool isControl = opcode & 0x8;
    const bool known = opcode <= frame::kBinary || (opcode >= frame::kClose && opcode <= frame::kPong);
    if (!known) return error(1002);
    quint64 size = second & 0x7f;
    if (isControl && (size > 125 || !(first & 0x80))) return error(1002);
    qsizetype headSize = 2;
    if (size == 126) {
        if (rest.size() < 4) return {};
        size = qFromBigEndian<quint16>(rest.data() + 2);
        if (size < 126) return error(1002);
        headSize = 4;
    } else if (size == 127) {
        if (rest.size() < 10) return {};
        size = qFromBigEndian<quint64>(rest.data() + 2);
        if (size < 65536 || size >> 63) return error(1002);
        headSize = 10;
    }
    // Before the payload has come: who announces too much is not listened to.
    if (!isControl && size + static_cast<quint64>(m_message.size()) > static_cast<quint64>(m_limit)) {
        return {Kind::TooLarge, {}, 1009};
    }
    if (static_cast<quint64>(rest.size()) < static_cast<quint64>(headSize) + 4 + size) return {};
    const QByteArrayView data = rest.sliced(headSize + 4, static_cast<qsizetype>(size));
    QByteArray payload = unmasked(data, rest.data() + headSize);
    m_at += headSize + 4 + static_cast<qsizetype>(size);
    if (isControl) return control(opcode, std::move(payload));
    return frame(opcode, first & 0x80, std::move(payload));
}

WebSocketParser::Item WebSocketParser::frame(int opcode, bool final, QByteArray payload) {
    const bool continues = opcode == frame::kContinuation;
    if (continues != (m_messageOpcode != 0)) return error(1002);
    if (continues) {
        m_message.append(payload);
    } else {
        m_messageOpcode = opcode;
        m_message = std::move(payload);
    }
    if (!final) return {Kind::Fragment, {}, 0};
    const bool isText = std::exchange(m_messageOpcode, 0) == frame::kText;
    Item item{isText ? Kind::Text : Kind::Binary, std::exchange(m_message, {}), 0};
    if (isText && !QByteArrayView(item.payload).isValidUtf8()) return error(1007);
    return item;
}

WebSocketParser::Item WebSocketParser::control(int opcode, QByteArray payload) {
    if (opcode == frame::kPing) return {Kind::Ping, std::move(payload), 0};
    if (opcode == frame::kPong) return {Kind::Pong, std::move(payload), 0};
    if (payload.isEmpty()) return {Kind::Close, {}, 1005};
    if (payload.size() == 1) return error(1002);
    const auto code = qFromBigEndian<quint16>(payload.constData());
    if (!isSendable(code)) return error(1002);
    payload.remove(0, 2);
    if (!QByteArrayView(payload).isValidUtf8()) return error(1007);
    return {Kind::Close, std::move(payload), code};
}

}  // namespace server
