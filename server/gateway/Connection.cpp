#include "server/gateway/Connection.h"

#include <charconv>
#include <cstring>
#include <utility>

#include <QtCore/QJsonObject>

#include "server/gateway/Etf.h"
#include "server/gateway/GatewayThread.h"
#include "server/gateway/Session.h"
#include "server/gateway/handlers/Handlers.h"
#include "shared/json/JsonReader.h"

using namespace Qt::StringLiterals;
using shared::CloseCode;
using shared::Opcode;

namespace server {
namespace {

/** Source: "Rate Limiting" of the Gateway: 120 events in 60 seconds. */
constexpr int kPayloadsPerWindow = 120;
constexpr std::chrono::seconds kWindow{60};
/** Smaller payloads are not worth a packet of their own. */
constexpr qsizetype kPacketBytes = 1024;
/** What may wait for READY. */
constexpr qsizetype kMostEarlyBytes = 64 * 1024;

}  // namespace

ConnectionOptions ConnectionOptions::fromQuery(const QList<std::pair<QByteArray, QByteArray>>& query) {
    ConnectionOptions options;
    for (const auto& [name, value] : query) {
        if (name == "v") {
            bool ok = false;
            options.version = value.toInt(&ok);
            if (!ok) options.version = 0;
        } else if (name == "encoding") {
            options.encoding = value == "etf" ? Encoding::Etf : Encoding::Json;
            options.isValid = options.isValid && (value == "etf" || value == "json");
        } else if (name == "compress" && !value.isEmpty()) {
            options.compress = value == "zstd-stream" ? Compress::Zstd : Compress::Zlib;
            options.isValid = options.isValid && (value == "zlib-stream" || value == "zstd-stream");
        }
    }
    return options;
}

Connection::Connection(quint64 id, GatewayThread& thread, std::unique_ptr<GatewaySocket> socket,
                       ConnectionOptions options)
    : m_id(id), m_thread(thread), m_socket(std::move(socket)), m_options(std::move(options)) {
    if (m_options.compress == ConnectionOptions::Compress::Zlib) m_stream = PayloadStream::zlib();
    if (m_options.compress == ConnectionOptions::Compress::Zstd) m_stream = PayloadStream::zstd();
    m_heardAt = m_windowFrom = thread.parts().clock.steadyNow();
}

Connection::~Connection() = default;

void Connection::greet() {
    if (!m_options.hasVersion()) return close(CloseCode::InvalidApiVersion);
    if (!m_options.isValid) return close(CloseCode::DecodeError);
    sendOpcode(Opcode::Hello,
               "{\"heartbeat_interval\":" + QByteArray::number(m_thread.settings().heartbeatInterval.count()) + '}');
}

void Connection::receive(const QByteArray& message, bool isBinary) {
    if (m_state == State::Closing) return;
    if (!countPayload()) return close(CloseCode::RateLimited);
    const bool isEtf = m_options.encoding == ConnectionOptions::Encoding::Etf;
    // JSON may come in binary frames, too; some clients do.
    if (isEtf && !isBinary) return close(CloseCode::DecodeError);
    const auto payload = isEtf ? parseEtf(message) : shared::parseJson(message);
    if (!payload.has_value() || !payload->isObject()) return close(CloseCode::DecodeError);
    if (m_state == State::Waiting) return keepEarly(*payload, message.size());
    handle(*payload);
}

/** A client need not wait for READY. Heartbeats are answered, and who identifies twice is told, at once. */
void Connection::keepEarly(const QJsonValue& payload, qsizetype bytes) {
    const QJsonValue op = payload["op"_L1];
    const int number = op.toInt(-1);
    const auto opcode = static_cast<Opcode>(number);
    const bool isForLater = op.isDouble() && shared::mayComeFromClient(number) && opcode != Opcode::Heartbeat &&
                            opcode != Opcode::Identify && opcode != Opcode::Resume;
    if (!isForLater) return handle(payload);
    m_earlyBytes += bytes;
    if (m_earlyBytes > kMostEarlyBytes) return close(CloseCode::RateLimited);
    m_early.append(payload);
}

void Connection::handleEarly() {
    m_earlyBytes = 0;
    for (const QJsonValue& payload : std::exchange(m_early, {})) {
        // One by one, since any of them may be the end of this connection.
        m_thread.post([&thread = m_thread, id = m_id, payload] {
            if (Connection* connection = thread.connection(id)) connection->handle(payload);
        });
    }
}

bool Connection::countPayload() {
    const auto now = m_thread.parts().clock.steadyNow();
    if (now - m_windowFrom >= kWindow) {
        m_windowFrom = now;
        m_payloads = 0;
    }
    return ++m_payloads <= kPayloadsPerWindow;
}

void Connection::handle(const QJsonValue& payload) {
    const QJsonValue op = payload["op"_L1];
    const QJsonValue data = payload["d"_L1];
    if (!op.isDouble()) return close(CloseCode::DecodeError);
    const int number = op.toInt(-1);
    if (!shared::mayComeFromClient(number)) return close(CloseCode::UnknownOpcode);
    const auto opcode = static_cast<Opcode>(number);
    if (opcode == Opcode::Heartbeat) return heartbeat(data);
    if (opcode == Opcode::Identify || opcode == Opcode::Resume) {
        if (m_state != State::Greeted) return close(CloseCode::AlreadyAuthenticated);
        return opcode == Opcode::Identify ? handleIdentify(*this, data) : handleResume(*this, data);
    }
    if (m_state != State::Ready) return close(CloseCode::NotAuthenticated);
    switch (opcode) {
        case Opcode::PresenceUpdate:
            return handlePresenceUpdate(*this, data);
        case Opcode::VoiceStateUpdate:
            return handleVoiceStateUpdate(*this, data);
        case Opcode::RequestGuildMembers:
            return handleRequestGuildMembers(*this, data);
        case Opcode::RequestSoundboardSounds:
            return handleRequestSoundboardSounds(*this, data);
        default:
            // Subscriptions and calls of people: everything is sent anyhow, and there are no calls yet.
            return;
    }
}

void Connection::heartbeat(const QJsonValue& data) {
    m_heardAt = m_thread.parts().clock.steadyNow();
    if (m_session != nullptr && data.isDouble()) {
        const qint64 s = data.toInteger();
        if (s > 0 && static_cast<quint64>(s) <= m_session->seq()) {
            m_session->buffer().acknowledge(static_cast<quint64>(s));
        }
    }
    sendOpcode(Opcode::HeartbeatAck);
}

void Connection::sendDispatch(const OutEvent& event, quint64 s) {
    if (m_state == State::Closing) return;
    if (m_options.encoding == ConnectionOptions::Encoding::Etf) {
        const QByteArray& data = event.etf();
        const QByteArrayView head = event.head();
        QByteArray term;
        term.reserve(data.size() + 64);
        term.append(kEtfVersion);
        appendEtfMap(term, 4);
        appendEtfBinary(term, "t");
        // {"t":"NAME","s":
        appendEtfBinary(term, head.sliced(6, head.size() - 12));
        appendEtfBinary(term, "s");
        appendEtfInteger(term, static_cast<qint64>(s));
        appendEtfBinary(term, "op");
        appendEtfInteger(term, 0);
        appendEtfBinary(term, "d");
        term.append(data);
        return sendBinary(term);
    }
    char before[96];
    const QByteArrayView head = event.head();
    std::memcpy(before, head.data(), static_cast<std::size_t>(head.size()));
    char* end = std::to_chars(before + head.size(), before + sizeof(before), s).ptr;
    constexpr QByteArrayView kRest(",\"op\":0,\"d\":");
    std::memcpy(end, kRest.data(), static_cast<std::size_t>(kRest.size()));
    end += kRest.size();
    sendJson(QByteArrayView(before, end), event.payload(), "}");
}

void Connection::sendOpcode(Opcode opcode, const QByteArray& data) {
    if (m_state == State::Closing) return;
    if (m_options.encoding == ConnectionOptions::Encoding::Etf) {
        QByteArray term;
        term.append(kEtfVersion);
        appendEtfMap(term, 4);
        appendEtfBinary(term, "t");
        appendEtfNil(term);
        appendEtfBinary(term, "s");
        appendEtfNil(term);
        appendEtfBinary(term, "op");
        appendEtfInteger(term, static_cast<int>(opcode));
        appendEtfBinary(term, "d");
        appendEtfFromJson(term, data);
        return sendBinary(term);
    }
    sendJson("{\"t\":null,\"s\":null,\"op\":" + QByteArray::number(static_cast<int>(opcode)) + ",\"d\":", data, "}");
}

void Connection::sendJson(QByteArrayView before, const QByteArray& shared, QByteArrayView after) {
    const QByteArrayView parts[] = {before, shared, after};
    if (m_stream) {
        const QByteArray bytes = m_stream->compress(parts);
        if (bytes.isEmpty()) return close(CloseCode::UnknownError);
        m_socket->sendBinary(bytes);
    } else if (m_compressesPackets && shared.size() >= kPacketBytes) {
        m_socket->sendBinary(zlibPacket(parts));
    } else {
        m_socket->sendText(before, shared, after);
    }
}

void Connection::sendBinary(const QByteArray& bytes) {
    const QByteArrayView part(bytes);
    if (m_stream) {
        const QByteArray packed = m_stream->compress(std::span(&part, 1));
        if (packed.isEmpty()) return close(CloseCode::UnknownError);
        m_socket->sendBinary(packed);
    } else if (m_compressesPackets && bytes.size() >= kPacketBytes) {
        m_socket->sendBinary(zlibPacket(std::span(&part, 1)));
    } else {
        m_socket->sendBinary(bytes);
    }
}

void Connection::close(CloseCode code) {
    if (m_state == State::Closing) return;
    m_state = State::Closing;
    m_thread.detach(*this, shared::maySessionBeResumed(static_cast<int>(code)));
    m_socket->close(static_cast<quint16>(code), shared::textOf(code));
}

}  // namespace server
