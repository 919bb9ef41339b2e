#include "server/platform/ws/WebSocket.h"

#include <QtCore/QTimer>
#include <QtCore/QtEndian>

#include "server/platform/net/SocketStream.h"
#include "server/platform/ws/FrameOpcodes.h"
#include "server/platform/ws/WebSocketParser.h"

namespace server {
namespace {

constexpr int kCloseTimeoutMs = 3000;

/** The head of an unfragmented, unmasked frame. */
struct FrameHead {
    FrameHead(quint8 opcode, qsizetype size) {
        bytes[0] = static_cast<char>(0x80 | opcode);
        if (size < 126) {
            bytes[1] = static_cast<char>(size);
        } else if (size < 65536) {
            bytes[1] = 126;
            qToBigEndian(static_cast<quint16>(size), bytes + 2);
            count = 4;
        } else {
            bytes[1] = 127;
            qToBigEndian(static_cast<quint64>(size), bytes + 2);
            count = 10;
        }
    }
    QByteArrayView view() const { return QByteArrayView(bytes, count); }

    char bytes[10];
    qsizetype count = 2;
};

QByteArray wholeFrame(quint8 opcode, QByteArrayView payload) {
    const FrameHead head(opcode, payload.size());
    QByteArray frame;
    frame.reserve(head.count + payload.size());
    return frame.append(head.view()).append(payload);
}

QByteArray closeFrame(quint16 code, const QByteArray& reason) {
    char number[2];
    qToBigEndian(code, number);
    return wholeFrame(frame::kClose, QByteArray(number, 2) + reason.left(123));
}

}  // namespace

class WebSocket::Private final : public SocketStreamListener {
 public:
    enum class State {
        Open,
        Closing,     ///< Close is sent, the client's is awaited
        Discarding,  ///< Close is sent after an error; nothing is understood any more, the end is awaited
        Leaving,     ///< the client's Close is answered; the rest of the queue is on its way
        Ended
    };

    Private(std::unique_ptr<SocketStream> from, Poller& poller, const WebSocketLimits& with, QByteArray bytes)
        : stream(std::move(from)), limits(with), early(std::move(bytes)) {
        parser.setMessageLimit(limits.messageBytes);
        stream->attach(poller, this);
        m_poller = &poller;
    }
    ~Private() override {
        if (m_destroyed) *m_destroyed = true;
        // Perhaps inside its own signal.
        if (m_timer) m_timer.release()->deleteLater();
    }

    bool write(std::span<const QByteArrayView> parts, const QByteArray& shared) {
        if (state != State::Open) return false;
        qint64 size = 0;
        for (const QByteArrayView part : parts)
            size += part.size();
        const qint64 queued = stream->queuedBytes();
        if (queued > 0 && queued + size > limits.queuedBytes) {
            end(WebSocketEnd::Overflow, 1006, {});
            stream->fail();
            return false;
        }
        return stream->write(parts, shared);
    }

    /** Remembers how it ended; the first reason counts. */
    void end(WebSocketEnd how, quint16 code, const QByteArray& reason) {
        if (m_ended) return;
        m_ended = true;
        m_end = how;
        m_code = code;
        m_reason = reason;
        if (state == State::Open) state = State::Discarding;
    }

    void sendClose(quint16 code, const QByteArray& reason, State next) {
        stream->write(closeFrame(code, reason));
        state = next;
        m_timer = std::make_unique<QTimer>();
        m_timer->setSingleShot(true);
        QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] { finish(); });
        m_timer->start(kCloseTimeoutMs);
    }

    void onReadable() override {
        bool destroyed = false;
        m_destroyed = &destroyed;
        readSome(destroyed);
        if (!destroyed) m_destroyed = nullptr;
    }

    void onDrained() override {
        if (state == State::Leaving) return finish();
        if (state == State::Discarding) stream->shutdownWrite();
        if (state == State::Open && listener) listener->onDrained();
    }

    void onBroken() override { finish(); }

    std::unique_ptr<SocketStream> stream;
    WebSocketLimits limits;
    WebSocketParser parser;
    QByteArray early;
    WebSocketListener* listener = nullptr;
    State state = State::Open;

 private:
    void readSome(const bool& destroyed) {
        if (!early.isEmpty()) {
            const QByteArray bytes = std::exchange(early, {});
            process(bytes, destroyed);
            if (destroyed) return;
        }
        char* const buffer = m_poller->scratch();
        for (int round = 0; round < 8 && state != State::Ended; ++round) {
            const qint64 size = stream->read(buffer, Poller::kScratchBytes);
            if (size == SocketStream::kWouldBlock) return;
            if (size < 0) return finish();
            process(QByteArrayView(buffer, size), destroyed);
            if (destroyed || (!stream->isTls() && size < Poller::kScratchBytes)) return;
        }
        if (state != State::Ended) stream->readAgain();
    }

    void process(QByteArrayView bytes, const bool& destroyed) {
        parser.begin(bytes);
        while (state == State::Open || state == State::Closing) {
            WebSocketParser::Item item = parser.next();
            if (item.kind == WebSocketParser::Kind::NeedMore) break;
            handle(std::move(item));
            if (destroyed) return;
        }
        // After an error or the last frame nothing that follows has a meaning.
        if (state == State::Open || state == State::Closing) parser.end();
    }

    void handle(WebSocketParser::Item item) {
        using Kind = WebSocketParser::Kind;
        const bool open = state == State::Open;
        switch (item.kind) {
            case Kind::Text:
                if (open && listener) listener->onText(std::move(item.payload));
                break;
            case Kind::Binary:
                if (open && listener) listener->onBinary(std::move(item.payload));
                break;
            case Kind::Ping: {
                const QByteArray pong = wholeFrame(frame::kPong, item.payload);
                const QByteArrayView part(pong);
                if (open) write(std::span(&part, 1), pong);
                break;
            }
            case Kind::Close:
                closedByPeer(item.code, item.payload);
                break;
            case Kind::TooLarge:
                fail(limits.tooLargeCode, limits.tooLargeReason);
                break;
            case Kind::Error:
                fail(item.code, {});
                break;
            case Kind::Pong:
            case Kind::Fragment:
            case Kind::NeedMore:
                break;
        }
    }

    void closedByPeer(quint16 code, const QByteArray& reason) {
        if (state == State::Closing) return finish();
        end(WebSocketEnd::Peer, code, reason);
        sendClose(code == 1005 ? 1000 : code, {}, State::Leaving);
        if (stream->queuedBytes() == 0) finish();
    }

    void fail(quint16 code, const QByteArray& reason) {
        end(WebSocketEnd::Protocol, code, reason);
        if (state == State::Closing) return finish();
        sendClose(code, reason, State::Discarding);
        if (stream->queuedBytes() == 0) stream->shutdownWrite();
    }

    /** The end of everything; the listener may destroy this in the last line. */
    void finish() {
        if (state == State::Ended) return;
        end(WebSocketEnd::Lost, 1006, {});
        state = State::Ended;
        if (m_timer) m_timer->stop();
        stream->close();
        if (listener) listener->onClosed(m_end, m_code, m_reason);
    }

    Poller* m_poller = nullptr;
    std::unique_ptr<QTimer> m_timer;
    bool* m_destroyed = nullptr;
    bool m_ended = false;
    WebSocketEnd m_end = WebSocketEnd::Lost;
    quint16 m_code = 1006;
    QByteArray m_reason;
};

WebSocket::WebSocket(std::unique_ptr<SocketStream> stream, Poller& poller, WebSocketLimits limits, QByteArray early)
    : d(std::make_unique<Private>(std::move(stream), poller, limits, std::move(early))) {}

WebSocket::~WebSocket() = default;

void WebSocket::setListener(WebSocketListener* listener) {
    d->listener = listener;
    d->stream->setReading(true);
    if (!d->early.isEmpty()) d->stream->readAgain();
}

void WebSocket::setLimits(const WebSocketLimits& limits) {
    d->limits = limits;
    d->parser.setMessageLimit(limits.messageBytes);
}

bool WebSocket::sendText(const QByteArray& payload) {
    const FrameHead head(frame::kText, payload.size());
    const QByteArrayView parts[] = {head.view(), payload};
    return d->write(parts, payload);
}

bool WebSocket::sendBinary(const QByteArray& payload) {
    const FrameHead head(frame::kBinary, payload.size());
    const QByteArrayView parts[] = {head.view(), payload};
    return d->write(parts, payload);
}

bool WebSocket::sendText(QByteArrayView before, const QByteArray& shared, QByteArrayView after) {
    const FrameHead head(frame::kText, before.size() + shared.size() + after.size());
    const QByteArrayView parts[] = {head.view(), before, shared, after};
    return d->write(parts, shared);
}

bool WebSocket::sendFrame(const QByteArray& frame) {
    const QByteArrayView part(frame);
    return d->write(std::span(&part, 1), frame);
}

bool WebSocket::sendPing(const QByteArray& payload) {
    return sendFrame(wholeFrame(frame::kPing, payload.left(125)));
}

QByteArray WebSocket::textFrame(QByteArrayView payload) {
    return wholeFrame(frame::kText, payload);
}

QByteArray WebSocket::binaryFrame(QByteArrayView payload) {
    return wholeFrame(frame::kBinary, payload);
}

void WebSocket::close(quint16 code, const QByteArray& reason) {
    if (d->state != Private::State::Open) return;
    d->end(WebSocketEnd::Local, code, reason);
    d->sendClose(code, reason, Private::State::Closing);
}

void WebSocket::abort() {
    if (d->state == Private::State::Ended) return;
    d->end(WebSocketEnd::Lost, 1006, {});
    d->stream->fail();
}

bool WebSocket::isOpen() const {
    return d->state == Private::State::Open;
}

qint64 WebSocket::bytesQueued() const {
    return d->stream->queuedBytes();
}

bool WebSocket::isTls() const {
    return d->stream->isTls();
}

}  // namespace server
