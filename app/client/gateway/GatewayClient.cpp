#include "app/client/gateway/GatewayClient.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSysInfo>
#include <QtCore/QUrlQuery>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslError>
#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>

#include "app/client/NetworkWatch.h"
#include "shared/json/JsonWriter.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace app {

namespace {

/** Discord allows 120 frames a minute; some are kept for heartbeats. */
constexpr size_t kFramesPerMinute = 110;
constexpr size_t kMostWaitingFrames = 500;
constexpr qsizetype kBatchLimit = 500;
/** Closes the connection but keeps the session (1000 and 1001 would end it). */
constexpr int kCloseToResume = 4000;

}  // namespace

GatewayClient::GatewayClient(const shared::Clock& clock, shared::Random& random, GatewayTiming timing)
    : m_clock(clock),
      m_random(random),
      m_timing(timing),
      m_backoff(timing.backoffBase, timing.backoffCap),
      m_watch(new NetworkWatch(clock, timing.watchInterval, this)),
      m_heart(this),
      m_deadline(this),
      m_pause(this),
      m_sendLater(this),
      m_flush(this) {
    qRegisterMetaType<GatewayStatus>();
    qRegisterMetaType<DispatchEvents>();
    for (QTimer* timer : {&m_deadline, &m_pause, &m_sendLater, &m_flush})
        timer->setSingleShot(true);
    connect(&m_heart, &QTimer::timeout, this, &GatewayClient::beat);
    connect(&m_deadline, &QTimer::timeout, this, [this] { reconnect(m_deadlineReason); });
    connect(&m_pause, &QTimer::timeout, this, &GatewayClient::connectSocket);
    connect(&m_sendLater, &QTimer::timeout, this, &GatewayClient::sendWaiting);
    connect(&m_flush, &QTimer::timeout, this, &GatewayClient::flushEvents);
    connect(m_watch, &NetworkWatch::changed, this, &GatewayClient::handleNetworkChange);
}

GatewayClient::~GatewayClient() {
    dropSocket(QWebSocketProtocol::CloseCodeGoingAway);
}

void GatewayClient::open(const GatewayTarget& target) {
    dropSocket(QWebSocketProtocol::CloseCodeNormal);
    forgetSession();
    m_target = target;
    m_trust = ServerTrust(target.address.keyHash());
    m_status = GatewayStatus();
    if (!target.address.isAllowed(target.allowPlainHttp)) {
        fail(GatewayStatus::Failure::Refused, u"plain HTTP is only allowed within this machine"_s);
        return;
    }
    connectSocket();
}

void GatewayClient::close() {
    m_pause.stop();
    dropSocket(QWebSocketProtocol::CloseCodeNormal);
    forgetSession();
    flushEvents();
    m_status = GatewayStatus();
    Q_EMIT statusChanged(m_status);
}

void GatewayClient::retryNow() {
    if (m_pause.isActive()) connectSocket();
}

void GatewayClient::forgetSession() {
    m_sessionId.clear();
    m_sequence = -1;
}

// ---- connection ------------------------------------------------------------------------------------------------

void GatewayClient::connectSocket() {
    m_pause.stop();
    dropSocket({});
    m_foreignKey.clear();
    m_inflater = std::make_unique<ZlibInflater>();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingMessageSize(ZlibInflater::kMostBytes);
    m_socket->setMaxAllowedIncomingFrameSize(ZlibInflater::kMostBytes);
    m_socket->setSslConfiguration(m_trust.configuration());
    QWebSocket* socket = m_socket;
    connect(socket, &QWebSocket::sslErrors, this, [this] { handleSslErrors(); });
    connect(socket, &QWebSocket::binaryMessageReceived, this, &GatewayClient::handleBytes);
    connect(socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& text) { handleFrame(text.toUtf8()); });
    // A close code may come a moment after the error, so the error looks again later.
    connect(socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this, socket] {
        QTimer::singleShot(0, socket, [this, socket] {
            if (socket == m_socket && socket->state() != QAbstractSocket::ConnectedState)
                handleLost(socket->errorString());
        });
    });
    connect(socket, &QWebSocket::disconnected, this, [this, socket] {
        if (socket == m_socket) handleLost(u"the connection was lost"_s);
    });

    setState(m_sessionId.isEmpty() ? State::Connecting : State::Resuming);
    expect(m_timing.greeting, u"the server did not answer"_s);
    QUrl url = m_target.address.gatewayUrl();
    QUrlQuery query;
    query.addQueryItem(u"v"_s, u"10"_s);
    query.addQueryItem(u"encoding"_s, u"json"_s);
    query.addQueryItem(u"compress"_s, u"zlib-stream"_s);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("User-Agent", "Guildhall/" GUILDHALL_VERSION " (Qt)");
    socket->open(request);
}

void GatewayClient::dropSocket(std::optional<int> closeCode) {
    m_heart.stop();
    m_deadline.stop();
    m_sendLater.stop();
    m_sent.clear();
    m_waiting.clear();
    m_beatAnswered = true;
    QWebSocket* socket = std::exchange(m_socket, nullptr);
    if (socket == nullptr) return;
    socket->disconnect(this);
    if (closeCode && socket->state() == QAbstractSocket::ConnectedState) {
        socket->close(static_cast<QWebSocketProtocol::CloseCode>(*closeCode));
    } else {
        socket->abort();
    }
    socket->deleteLater();
}

void GatewayClient::handleSslErrors() {
    // QWebSocket has no accessor for the peer's certificate; its socket is its child.
    const auto* ssl = m_socket->findChild<QSslSocket*>();
    const QSslCertificate certificate = ssl != nullptr ? ssl->peerCertificate() : QSslCertificate();
    if (m_trust.matches(certificate)) {
        m_socket->ignoreSslErrors();
    } else {
        m_foreignKey = ServerTrust::keyHashOf(certificate);
    }
}

void GatewayClient::handleLost(const QString& reason) {
    m_status.closeCode = static_cast<int>(m_socket->closeCode());
    const QString said = m_socket->closeReason().isEmpty() ? reason : m_socket->closeReason();
    if (!m_foreignKey.isEmpty()) {
        m_status.keyHash = m_foreignKey;
        fail(GatewayStatus::Failure::Untrusted, u"the server's key is not trusted"_s);
        return;
    }
    const int code = m_status.closeCode;
    if (code == static_cast<int>(shared::CloseCode::AuthenticationFailed)) {
        fail(GatewayStatus::Failure::Unauthorized, said);
    } else if (!shared::mayReconnect(code)) {
        fail(GatewayStatus::Failure::Refused, said);
    } else {
        // 1000 is also what QWebSocket says of a connection that broke without a word: try to resume after it.
        if (code >= 4000 && !shared::maySessionBeResumed(code)) forgetSession();
        reconnect(said);
    }
}

void GatewayClient::reconnect(const QString& reason, std::optional<milliseconds> pause) {
    dropSocket(kCloseToResume);
    flushEvents();
    ++m_status.attempts;
    const milliseconds wait = pause.value_or(m_backoff.pause(m_status.attempts, m_random));
    m_status.reason = reason;
    m_status.retryAtMs = m_clock.nowMs() + wait.count();
    setState(State::Waiting);
    m_pause.start(wait);
}

std::optional<milliseconds> GatewayClient::atOnceAfterASession() const {
    if (m_status.attempts > 0) return std::nullopt;
    return milliseconds(0);
}

void GatewayClient::fail(GatewayStatus::Failure failure, const QString& reason) {
    dropSocket({});
    forgetSession();
    flushEvents();
    m_status.failure = failure;
    m_status.reason = reason;
    setState(State::Failed);
}

void GatewayClient::setState(State state) {
    m_status.state = state;
    if (state != State::Waiting) m_status.retryAtMs = 0;
    if (state == State::Ready) {
        m_status.attempts = 0;
        m_status.reason.clear();
    }
    Q_EMIT statusChanged(m_status);
}

void GatewayClient::expect(milliseconds within, const QString& otherwise) {
    m_deadlineReason = otherwise;
    m_deadline.start(within);
}

void GatewayClient::handleNetworkChange() {
    if (m_pause.isActive()) {
        connectSocket();
    } else if (m_status.state == State::Ready) {
        // The connection may be dead without knowing it: a heartbeat must come back soon.
        beat();
        if (m_socket != nullptr) expect(m_timing.proof, u"the network changed"_s);
    } else if (m_socket != nullptr) {
        connectSocket();
    }
}

// ---- frames ----------------------------------------------------------------------------------------------------

void GatewayClient::handleBytes(const QByteArray& bytes) {
    auto message = m_inflater->feed(bytes);
    if (!message.has_value()) {
        reconnect(message.error().message());
    } else if (message->has_value()) {
        handleFrame(**message);
    }
}

void GatewayClient::handleFrame(const QByteArray& json) {
    const QJsonObject frame = QJsonDocument::fromJson(json).object();
    const QJsonValue data = frame["d"_L1];
    if (frame["s"_L1].isDouble()) m_sequence = frame["s"_L1].toInteger();
    switch (static_cast<shared::Opcode>(frame["op"_L1].toInt(-1))) {
        case shared::Opcode::Hello:
            handleHello(data.toObject());
            break;
        case shared::Opcode::Dispatch:
            handleDispatch(frame["t"_L1].toString(), data);
            break;
        case shared::Opcode::Heartbeat:
            m_beatAnswered = true;
            beat();
            break;
        case shared::Opcode::HeartbeatAck: {
            m_beatAnswered = true;
            const auto took = m_clock.steadyNow() - m_beatSent;
            m_status.latencyMs = static_cast<int>(std::chrono::duration_cast<milliseconds>(took).count());
            if (m_status.state == State::Ready) m_deadline.stop();
            break;
        }
        case shared::Opcode::Reconnect:
            reconnect(u"the server asked to"_s, atOnceAfterASession());
            break;
        case shared::Opcode::InvalidSession:
            handleInvalidSession(data.toBool());
            break;
        default:
            break;
    }
}

void GatewayClient::handleHello(const QJsonObject& data) {
    const milliseconds interval =
        std::max(m_timing.shortestBeat, milliseconds(data["heartbeat_interval"_L1].toInt(45'000)));
    // The first beat comes after a random part of the interval, so that many clients do not beat as one.
    m_heart.start(milliseconds(static_cast<qint64>(m_random.below(static_cast<quint64>(interval.count()) + 1))));
    connect(
        &m_heart, &QTimer::timeout, m_socket, [this, interval] { m_heart.setInterval(interval); },
        Qt::SingleShotConnection);
    expect(m_timing.session, u"the server did not start the session"_s);
    if (m_sessionId.isEmpty()) {
        identify();
    } else {
        resume();
    }
}

void GatewayClient::handleDispatch(const QString& name, const QJsonValue& data) {
    const bool ready = name == "READY"_L1;
    if (ready) m_sessionId = data["session_id"_L1].toString();
    if (auto event = decodeDispatch(name, data)) {
        m_batch.append(std::move(*event));
        if (m_batch.size() >= kBatchLimit) flushEvents();
        if (!m_batch.isEmpty() && !m_flush.isActive()) m_flush.start(0);
    }
    if (ready || name == "RESUMED"_L1) {
        m_deadline.stop();
        flushEvents();
        setState(State::Ready);
    }
}

void GatewayClient::handleInvalidSession(bool resumable) {
    if (!resumable) forgetSession();
    const auto least = static_cast<quint64>(m_timing.invalidSession.count());
    reconnect(u"the session is not valid"_s, milliseconds(static_cast<qint64>(least + m_random.below(4 * least + 1))));
}

void GatewayClient::identify() {
    setState(State::Identifying);
    QByteArray data;
    shared::JsonWriter writer(data);
    writer.beginObject();
    writer.key("token");
    writer.value(m_target.token);
    writer.key("properties");
    writer.beginObject();
    writer.key("os");
    writer.value(QSysInfo::kernelType());
    writer.key("browser");
    writer.value(u"Guildhall"_s);
    writer.key("device");
    writer.value(m_target.device);
    writer.endObject();
    writer.key("compress");
    writer.value(false);
    writer.key("presence");
    shared::writeJson(writer, m_presence);
    writer.endObject();
    send(shared::Opcode::Identify, data);
}

void GatewayClient::resume() {
    QByteArray data;
    shared::JsonWriter writer(data);
    writer.beginObject();
    writer.key("token");
    writer.value(m_target.token);
    writer.key("session_id");
    writer.value(m_sessionId);
    writer.key("seq");
    writer.value(m_sequence);
    writer.endObject();
    send(shared::Opcode::Resume, data);
}

void GatewayClient::beat() {
    if (m_socket == nullptr) return;
    if (!m_beatAnswered) {
        reconnect(u"the server does not answer any more"_s, atOnceAfterASession());
        return;
    }
    m_beatAnswered = false;
    m_beatSent = m_clock.steadyNow();
    send(shared::Opcode::Heartbeat, m_sequence < 0 ? "null"_ba : QByteArray::number(m_sequence));
}

void GatewayClient::setPresence(const shared::PresenceUpdate& presence) {
    m_presence = presence;
    if (m_status.state != State::Ready) return;
    QByteArray data;
    shared::JsonWriter writer(data);
    shared::writeJson(writer, presence);
    send(shared::Opcode::PresenceUpdate, data);
}

void GatewayClient::requestMembers(const MemberRequest& request) {
    if (m_status.state != State::Ready) return;
    QByteArray data;
    shared::JsonWriter writer(data);
    writer.beginObject();
    writer.key("guild_id");
    writer.value(request.guildId);
    if (request.userIds.isEmpty()) {
        writer.key("query");
        writer.value(request.query);
    } else {
        writer.key("user_ids");
        writer.beginArray();
        for (const shared::UserId id : request.userIds)
            writer.value(id);
        writer.endArray();
    }
    writer.key("limit");
    writer.value(request.limit);
    writer.key("presences");
    writer.value(request.presences);
    writer.key("nonce");
    writer.value(request.nonce);
    writer.endObject();
    send(shared::Opcode::RequestGuildMembers, data);
}

// ---- sending and handing over ----------------------------------------------------------------------------------

void GatewayClient::send(shared::Opcode opcode, const QByteArray& data) {
    if (m_socket == nullptr) return;
    QByteArray frame = "{\"op\":" + QByteArray::number(static_cast<int>(opcode)) + ",\"d\":" + data + '}';
    if (opcode == shared::Opcode::RequestGuildMembers || opcode == shared::Opcode::PresenceUpdate) {
        if (m_waiting.size() < kMostWaitingFrames) m_waiting.push_back(std::move(frame));
        sendWaiting();
        return;
    }
    m_sent.push_back(m_clock.steadyNow());
    m_socket->sendTextMessage(QString::fromUtf8(frame));
}

void GatewayClient::sendWaiting() {
    const auto now = m_clock.steadyNow();
    constexpr std::chrono::seconds window(60);
    while (!m_sent.empty() && now - m_sent.front() >= window)
        m_sent.pop_front();
    while (!m_waiting.empty() && m_sent.size() < kFramesPerMinute) {
        m_sent.push_back(now);
        m_socket->sendTextMessage(QString::fromUtf8(m_waiting.front()));
        m_waiting.pop_front();
    }
    if (!m_waiting.empty() && !m_sendLater.isActive())
        m_sendLater.start(std::chrono::ceil<milliseconds>(m_sent.front() + window - now));
}

void GatewayClient::flushEvents() {
    m_flush.stop();
    if (m_batch.isEmpty()) return;
    Q_EMIT events(std::exchange(m_batch, {}));
}

}  // namespace app
