#include "server/platform/http/HttpConnection.h"

#include <limits>

#include <sys/statvfs.h>

#include "server/platform/http/HttpEngine.h"
#include "server/platform/net/PeerAddress.h"
#include "server/platform/tls/TlsContext.h"

namespace server {
namespace {

/** A body that is thrown away is read up to this size, so that the connection can go on; beyond it is closed. */
constexpr quint64 kSkippableBody = 64 * 1024;
/** Bodies up to this size go out in one piece with their head. */
constexpr qsizetype kJoinedBody = 16 * 1024;
/** So much is spooled between two looks at the disk's free space. */
constexpr qint64 kSpoolStep = 4 * 1024 * 1024;

/** Of the disk of a file. Where nobody can say there is enough: a write that fails is noticed as well. */
qint64 freeBytes(int file) {
    struct statvfs disk {};
    if (::fstatvfs(file, &disk) != 0) return std::numeric_limits<qint64>::max();
    return static_cast<qint64>(disk.f_bavail) * static_cast<qint64>(disk.f_frsize);
}

bool hasNoBody(int status) {
    return status < 200 || status == 204 || status == 304;
}

void appendHeader(QByteArray& out, QByteArrayView name, QByteArrayView value) {
    out.append(name).append(": ");
    const auto breaksLine = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    if (std::any_of(value.begin(), value.end(), breaksLine)) {
        for (const char c : value)
            out.append(breaksLine(c) ? ' ' : c);
    } else {
        out.append(value);
    }
    out.append("\r\n");
}

}  // namespace

/** While one lives, the connection is not destroyed; the last one destroys it if it has closed. */
class HttpConnection::Entry {
 public:
    explicit Entry(HttpConnection& connection) : m_connection(connection) { ++connection.m_depth; }
    ~Entry() {
        if (--m_connection.m_depth == 0 && m_connection.m_phase == Phase::Closed) {
            m_connection.m_engine.remove(&m_connection);
        }
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

 private:
    HttpConnection& m_connection;
};

HttpConnection::HttpConnection(HttpEngine& engine, quint64 id, std::unique_ptr<SocketStream> stream,
                               const QHostAddress& peer)
    : m_engine(engine), m_id(id), m_stream(std::move(stream)), m_peer(peer), m_parser(engine.limits()) {
    setDeadline(engine.limits().headTimeoutMs);
    m_stream->attach(engine.thread().poller(), this);
}

HttpConnection::~HttpConnection() {
    if (m_gone) m_gone->store(true, std::memory_order_relaxed);
}

void HttpConnection::setDeadline(int ms) {
    m_deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
}

// Reading ------------------------------------------------------------------------------------------------------------

void HttpConnection::onReadable() {
    const Entry entry(*this);
    if (m_phase == Phase::Sniffing && !sniff()) return;
    readSome();
}

/** Looks at the first byte: 0x16 begins a TLS hello, and no HTTP request. */
bool HttpConnection::sniff() {
    const int byte = m_stream->peekByte();
    if (byte == -1) return false;
    if (byte == 0x16 && m_engine.settings().tls) {
        ssl_st* session = m_engine.settings().tls->newSession();
        if (!session) {
            close();
            return false;
        }
        m_phase = Phase::Idle;
        m_stream->startTls(session);
        return false;
    }
    if (byte < 0) {
        close();
        return false;
    }
    m_phase = Phase::Idle;
    m_plainRefused = m_engine.settings().plainHttp == PlainHttp::LoopbackOnly && !m_peer.isLoopback() &&
                     !m_engine.isTrustedProxy(m_peer);
    return true;
}

void HttpConnection::readSome() {
    char* const buffer = m_engine.thread().poller().scratch();
    // A few reads only, so that one busy client does not hold up the others.
    for (int round = 0; round < 8; ++round) {
        const qint64 size = m_stream->read(buffer, Poller::kScratchBytes);
        if (size == SocketStream::kWouldBlock) return;
        if (size == SocketStream::kFailed) {
            close();
            return;
        }
        if (size == SocketStream::kEnd) {
            inputEnded();
            return;
        }
        if (m_phase == Phase::Draining) {
            m_drained += size;
            if (m_drained > m_engine.limits().drainBytes) {
                close();
                return;
            }
        } else if (isBusy()) {
            m_pending.append(buffer, size);
            m_stream->setReading(false);
            return;
        } else {
            process(buffer, size);
        }
        if (m_phase == Phase::Closed) return;
        if (isBusy()) {
            // Plain sockets ask to be read until then; what TLS has decrypted would not be heard of again.
            if (m_stream->isTls()) m_stream->setReading(false);
            return;
        }
        if (!m_stream->isTls() && size < Poller::kScratchBytes) return;
    }
    m_stream->readAgain();
}

void HttpConnection::inputEnded() {
    if (!isBusy()) {
        close();
        return;
    }
    // A client may close its half and still wait for the answer.
    m_inputEnded = true;
    m_stream->setReading(false);
}

void HttpConnection::process(const char* data, qint64 size) {
    m_processing = true;
    while (m_phase != Phase::Draining && m_phase != Phase::Closed) {
        if (isBusy()) {
            if (size > 0) {
                m_pending = QByteArray(data, size);
                m_stream->setReading(false);
            }
            break;
        }
        if (size == 0) break;
        if (m_phase == Phase::Idle) beginRequest();
        const HttpParser::Step step = m_parser.feed(data, size, this);
        data += step.consumed;
        size -= step.consumed;
        switch (step.event) {
            case HttpParser::Event::NeedMore:
                size = 0;
                break;
            case HttpParser::Event::Head:
                // The head's last line break is still to be read.
                headArrived(size > 1);
                break;
            case HttpParser::Event::Complete:
                messageComplete(data, size);
                break;
            case HttpParser::Event::Error:
                fail(step.status);
                break;
        }
    }
    m_processing = false;
}

void HttpConnection::beginRequest() {
    m_request = std::make_shared<HttpRequest>();
    HttpRequestHead& head = m_request->m_head;
    head.m_arrivedAt = std::chrono::steady_clock::now();
    head.m_requestId = m_engine.nextRequestId();
    head.m_peer = m_peer;
    head.m_tls = m_stream->isTls();
    m_parser.begin(&head);
    ++m_requestNumber;
    m_phase = Phase::Head;
    m_deadline = head.m_arrivedAt + std::chrono::milliseconds(m_engine.limits().headTimeoutMs);
    m_closeAfterAnswer = false;
    m_discardBody = false;
    m_isTold = false;
}

void HttpConnection::headArrived(bool moreFollows) {
    HttpRequestHead& head = m_request->m_head;
    m_phase = Phase::Body;
    m_bodyStarted = std::chrono::steady_clock::now();
    m_deadline = m_bodyStarted + std::chrono::milliseconds(m_engine.limits().bodyIdleTimeoutMs);
    m_closeAfterAnswer = !head.m_keepAlive;
    if (m_plainRefused) return fail(403);
    applyForwarding();
    if (head.m_upgrade) return upgradeHeadArrived();

    HeadDecision decision = m_engine.handler().onHead(head);
    if (decision.ask) return ask(std::move(decision.ask));
    takeDecision(std::move(decision), moreFollows);
}

void HttpConnection::ask(std::function<HeadDecision()> question) {
    m_phase = Phase::Asking;
    const bool isPosted = m_engine.helpers().post(
        [engine = &m_engine, id = m_id, number = m_requestNumber, request = m_request, question = std::move(question)] {
            HeadDecision decision = question();
            engine->thread().post([engine, id, number, decision = std::move(decision)]() mutable {
                if (HttpConnection* connection = engine->find(id)) connection->decided(number, std::move(decision));
            });
        });
    if (!isPosted) fail(503);
}

void HttpConnection::decided(quint32 request, HeadDecision decision) {
    const Entry entry(*this);
    if (m_phase != Phase::Asking || request != m_requestNumber) return;
    m_phase = Phase::Body;
    m_bodyStarted = std::chrono::steady_clock::now();
    setDeadline(m_engine.limits().bodyIdleTimeoutMs);
    takeDecision(std::move(decision), m_pending.size() > 1);
    if (m_phase != Phase::Body) return;
    readOn();
    if (m_inputEnded && !isBusy()) close();
}

void HttpConnection::takeDecision(HeadDecision decision, bool moreFollows) {
    const HttpRequestHead& head = m_request->m_head;
    m_request->m_context = std::move(decision.context);
    m_bodyLimit = decision.bodyLimit.value_or(m_engine.limits().bodyBytes);
    m_spoolThreshold = decision.spoolThreshold.value_or(m_engine.limits().spoolBytes);
    const bool waits = head.m_minorVersion == 1 && head.hasHeader("expect");
    if (decision.answer) {
        const bool skippable = !head.m_chunked && head.m_contentLength <= kSkippableBody && !waits;
        if (head.hasBody() && !skippable) {
            decision.answer->setClose();
            return send(std::move(*decision.answer));
        }
        m_discardBody = true;
        m_bodyLimit = kSkippableBody;
        m_earlyAnswer = std::move(decision.answer);
        return;
    }
    if (!head.hasBody()) return;
    if (head.m_contentLength > static_cast<quint64>(m_bodyLimit)) return fail(413);
    if (!waits) return;
    if (head.header("expect").compare("100-continue", Qt::CaseInsensitive) != 0) return fail(417);
    if (!moreFollows) m_stream->write(QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n"));
}

void HttpConnection::upgradeHeadArrived() {
    const HttpRequestHead& head = m_request->m_head;
    const QByteArray key = QByteArray::fromBase64(head.header("sec-websocket-key").toByteArray());
    const bool valid = head.m_method == HttpMethod::Get && head.m_minorVersion == 1 && !head.hasBody() &&
                       key.size() == 16 && head.header("sec-websocket-key").size() == 24;
    if (!valid) return fail(400);
    if (head.header("sec-websocket-version") != "13") {
        m_earlyAnswer = m_engine.handler().errorResponse(426);
        m_earlyAnswer->setHeader(QByteArrayLiteral("Sec-WebSocket-Version"), QByteArrayLiteral("13"));
        m_earlyAnswer->setHeader(QByteArrayLiteral("Upgrade"), QByteArrayLiteral("websocket"));
        return;
    }
    UpgradeDecision decision = m_engine.handler().onUpgrade(head);
    if (decision.refusal || !decision.thread || !decision.open) {
        m_earlyAnswer = decision.refusal ? std::move(*decision.refusal) : m_engine.handler().errorResponse(404);
        return;
    }
    m_upgrade = std::make_unique<UpgradeDecision>(std::move(decision));
}

/** Believes X-Forwarded-For and -Proto where the peer is a trusted proxy: the last hop that is not one is the client.
 */
void HttpConnection::applyForwarding() {
    HttpRequestHead& head = m_request->m_head;
    if (m_engine.settings().trustedProxies.isEmpty() || !m_engine.isTrustedProxy(m_peer)) return;
    QByteArrayList hops;
    for (const HttpRequestHead::Header& header : head.m_headers) {
        if (head.view(header.name).compare("x-forwarded-for", Qt::CaseInsensitive) != 0) continue;
        hops += head.view(header.value).toByteArray().split(',');
    }
    for (auto hop = hops.crbegin(); hop != hops.crend(); ++hop) {
        head.m_peer = forwardedAddress(*hop);
        if (head.m_peer.isNull() || !m_engine.isTrustedProxy(head.m_peer)) break;
    }
    if (head.header("x-forwarded-proto").compare("https", Qt::CaseInsensitive) == 0) head.m_tls = true;
}

int HttpConnection::onBody(const char* data, qint64 size) {
    m_request->m_bodySize += size;
    if (m_request->m_bodySize > m_bodyLimit) return 413;
    setDeadline(m_engine.limits().bodyIdleTimeoutMs);
    if (m_discardBody) return 0;
    QByteArray& body = m_request->m_body;
    if (m_spool || m_request->m_bodySize > m_spoolThreshold) return spool(data, size) ? 0 : 503;
    if (body.isEmpty()) {
        const auto expected = static_cast<qint64>(m_request->m_head.m_contentLength);
        if (expected > size && expected <= m_spoolThreshold) body.reserve(expected);
    }
    body.append(data, size);
    return 0;
}

/** Writes to the spooled body, which begins with what was in memory so far. */
bool HttpConnection::spool(const char* data, qint64 size) {
    if (!m_spool) {
        m_request->m_spoolFile = m_engine.nextSpoolFile();
        m_spool = std::make_unique<QFile>(m_request->m_spoolFile);
        const QByteArray before = std::exchange(m_request->m_body, {});
        if (!m_spool->open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered)) return false;
        if (m_spool->write(before) != before.size()) return false;
        m_spooledUnchecked = kSpoolStep;
    }
    m_spooledUnchecked += size;
    if (m_spooledUnchecked > kSpoolStep) {
        m_spooledUnchecked = 0;
        // What others upload must not take the disk from the database.
        if (freeBytes(m_spool->handle()) < m_engine.limits().keptFree) return false;
    }
    return m_spool->write(data, size) == size;
}

void HttpConnection::messageComplete(const char* rest, qint64 restSize) {
    m_spool.reset();
    if (m_upgrade) return upgrade(rest, restSize);
    m_phase = Phase::Handling;
    m_engine.requests.fetch_add(1, std::memory_order_relaxed);
    if (m_earlyAnswer) {
        HttpResponse response = std::move(*m_earlyAnswer);
        m_earlyAnswer.reset();
        return send(std::move(response));
    }
    if (!m_gone) m_gone = std::make_shared<std::atomic<bool>>(false);
    HttpResponder responder(std::make_shared<HttpResponderState>(m_engine.answers(), m_id, m_requestNumber, m_gone));
    m_engine.handler().onRequest(m_request, std::move(responder));
}

// Answering ----------------------------------------------------------------------------------------------------------

void HttpConnection::answer(quint32 request, std::optional<HttpResponse> response) {
    const Entry entry(*this);
    if (m_phase != Phase::Handling || request != m_requestNumber) return;
    send(response ? std::move(*response) : m_engine.handler().errorResponse(500));
}

/** Refuses what the client sends, and lets go of it: what follows cannot be told apart from the wrong request. */
void HttpConnection::fail(int status) {
    m_engine.badRequests.fetch_add(1, std::memory_order_relaxed);
    HttpResponse response = m_engine.handler().errorResponse(status);
    response.setClose();
    m_upgrade.reset();
    m_spool.reset();
    send(std::move(response));
}

void HttpConnection::send(HttpResponse response) {
    m_phase = Phase::Sending;
    const int status = response.status();
    const HttpRequestHead& head = m_request->m_head;
    const qint64 length = response.file() ? response.file()->length : response.body().size();
    m_closeAfterAnswer = m_closeAfterAnswer || response.closes() || m_engine.isStopping();
    QByteArray bytes = responseHead(response, length, m_closeAfterAnswer);
    if (!std::exchange(m_isTold, true)) {
        m_engine.handler().onAnswered(head, status, std::chrono::steady_clock::now() - head.m_arrivedAt);
    }
    setDeadline(m_engine.limits().writeStallTimeoutMs);
    const bool bodyless = hasNoBody(status) || head.m_method == HttpMethod::Head || length == 0;
    if (response.file() && !bodyless) {
        m_file = std::make_unique<FileSender>(*response.file());
        m_file->head = std::move(bytes);
        return askForFileBlock();
    }
    bool written = false;
    if (bodyless || response.body().size() <= kJoinedBody) {
        if (!bodyless) bytes.append(response.body());
        written = m_stream->write(bytes);
    } else {
        const QByteArrayView parts[] = {bytes, response.body()};
        written = m_stream->write(parts, response.body());
    }
    if (written && m_stream->queuedBytes() == 0) answerSent();
}

QByteArray HttpConnection::responseHead(const HttpResponse& response, qint64 length, bool close) {
    const int status = response.status();
    QByteArray out;
    out.reserve(512 + (length <= kJoinedBody && !response.file() ? length : 0));
    out.append("HTTP/1.1 ")
        .append(QByteArray::number(status))
        .append(' ')
        .append(httpReasonPhrase(status))
        .append("\r\n");
    for (const HttpResponse::Header& header : response.headers())
        appendHeader(out, header.name, header.value);
    if (!hasNoBody(status)) appendHeader(out, "Content-Length", QByteArray::number(length));
    appendHeader(out, "X-Request-Id", m_request->m_head.requestIdText());
    appendHeader(out, "Date", m_engine.date());
    if (close) {
        out.append("Connection: close\r\n");
    } else if (m_request->m_head.m_minorVersion == 0) {
        out.append("Connection: keep-alive\r\n");
    }
    out.append("\r\n");
    return out;
}

void HttpConnection::askForFileBlock() {
    const qint64 size = std::min(FileSender::kBlock, m_file->left);
    m_file->reading = true;
    const bool posted = m_engine.helpers().post(
        [engine = &m_engine, id = m_id, request = m_requestNumber, file = m_file->file, offset = m_file->offset, size] {
            QByteArray block = readFileBlock(*file, offset, size);
            engine->thread().post([engine, id, request, block = std::move(block)] {
                if (HttpConnection* connection = engine->find(id)) connection->fileBlock(request, block);
            });
        });
    if (posted) return;
    if (m_file->head.isEmpty()) return close();
    m_file.reset();
    fail(503);
}

void HttpConnection::fileBlock(quint32 request, const QByteArray& block) {
    const Entry entry(*this);
    if (m_phase != Phase::Sending || !m_file || request != m_requestNumber) return;
    m_file->reading = false;
    if (block.isEmpty()) {
        if (m_file->head.isEmpty()) return close();
        m_file.reset();
        return fail(500);
    }
    m_file->offset += block.size();
    m_file->left -= block.size();
    const QByteArrayView parts[] = {m_file->head, block};
    const bool written = m_file->head.isEmpty() ? m_stream->write(block) : m_stream->write(parts, block);
    m_file->head.clear();
    setDeadline(m_engine.limits().writeStallTimeoutMs);
    if (!written || m_stream->queuedBytes() > 0) return;
    if (m_file->left > 0) return askForFileBlock();
    answerSent();
}

void HttpConnection::onDrained() {
    const Entry entry(*this);
    if (m_phase != Phase::Sending) return;
    if (m_file && m_file->reading) return;
    if (m_file && m_file->left > 0) return askForFileBlock();
    answerSent();
}

void HttpConnection::answerSent() {
    m_file.reset();
    m_request.reset();
    m_earlyAnswer.reset();
    if (m_closeAfterAnswer) return drain();
    if (m_inputEnded) return close();
    m_phase = Phase::Idle;
    setDeadline(m_engine.limits().keepAliveTimeoutMs);
    readOn();
}

/** Takes up what was read meanwhile, and then what comes. */
void HttpConnection::readOn() {
    m_stream->setReading(true);
    if (m_processing || m_pending.isEmpty()) return;
    const QByteArray pending = std::exchange(m_pending, {});
    process(pending.constData(), pending.size());
}

/** Closes, but not before the client has had a chance to read: a close over unread bytes would destroy the answer. */
void HttpConnection::drain() {
    m_phase = Phase::Draining;
    m_pending = {};
    if (m_inputEnded || m_engine.isStopping()) return close();
    m_stream->shutdownWrite();
    m_stream->setReading(true);
    setDeadline(m_engine.limits().drainTimeoutMs);
}

// Time and end -------------------------------------------------------------------------------------------------------

void HttpConnection::checkTime(Time now) {
    const Entry entry(*this);
    const HttpLimits& limits = m_engine.limits();
    if (m_phase == Phase::Sending) {
        // Falls with every byte that the client takes, and by nothing else.
        const qint64 left = m_stream->queuedBytes() - (m_file ? m_file->offset : 0);
        const bool progress = left != std::exchange(m_lastQueued, left) || (m_file && m_file->reading);
        if (progress) setDeadline(limits.writeStallTimeoutMs);
    }
    bool late = now >= m_deadline;
    if (m_phase == Phase::Body && now - m_bodyStarted > std::chrono::milliseconds(limits.bodyGraceMs)) {
        const double seconds = std::chrono::duration<double>(now - m_bodyStarted).count();
        const auto wanted = static_cast<double>(limits.bodyBytesPerSecond) * seconds;
        late = late || static_cast<double>(m_request->m_bodySize) < wanted;
    }
    if (!late || m_phase == Phase::Handling || m_phase == Phase::Asking) return;
    if (m_phase == Phase::Head || m_phase == Phase::Body) return fail(408);
    close();
}

void HttpConnection::finishSoon() {
    const Entry entry(*this);
    if (isBusy()) {
        m_closeAfterAnswer = true;
    } else {
        close();
    }
}

void HttpConnection::onBroken() {
    const Entry entry(*this);
    close();
}

void HttpConnection::close() {
    m_phase = Phase::Closed;
    if (m_gone) m_gone->store(true, std::memory_order_relaxed);
    if (m_stream) m_stream->close();
}

}  // namespace server
