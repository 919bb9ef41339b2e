#include "server/gateway/GatewayThread.h"

#include <algorithm>

#include "server/platform/net/Poller.h"
#include "server/services/PresenceService.h"
#include "server/services/VoiceService.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::CloseCode;
using shared::GatewayEvent;
using shared::Opcode;

namespace server {
namespace {

constexpr int kSweepMs = 1000;
/** Of the heartbeat interval, without a heartbeat: the connection is taken for dead. */
constexpr double kPatience = 1.25;
/** How many events may wait for each other before they are sent. */
constexpr int kEventsHeld = 32;

}  // namespace

GatewayThread::GatewayThread(int index, const GatewayShared& common)
    : m_index(index), m_common(common), m_io(u"gateway %1"_s.arg(index)), m_dispatcher(*this) {}

GatewayThread::~GatewayThread() {
    stop();
}

void GatewayThread::start() {
    m_isStarted = true;
    m_io.start();
    m_io.call([this] {
        m_timer = std::make_unique<QTimer>();
        QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] { sweep(); });
        m_timer->start(kSweepMs);
    });
}

void GatewayThread::stop() {
    if (!std::exchange(m_isStarted, false)) return;
    m_io.call([this] {
        m_timer.reset();
        m_retired = true;
        for (auto& [id, connection] : m_connections)
            connection->setSession(nullptr);
        m_connections.clear();
        for (auto& [id, session] : m_sessions)
            m_dispatcher.leaveAll(*session);
        m_sessions.clear();
    });
    m_io.stop();
}

void GatewayThread::postEvent(EventPtr event) {
    m_eventsWaiting.fetch_add(1);
    if (!post([this, event = std::move(event)] { onEvent(event); })) m_eventsWaiting.fetch_sub(1);
}

/** Events that have come together leave together: one call of the system for each socket, not one for each event. */
void GatewayThread::onEvent(const EventPtr& event) {
    const bool hasMore = m_eventsWaiting.fetch_sub(1) > 1;
    if (hasMore) m_io.poller().hold();
    if (!m_retired) m_dispatcher.onEvent(event);
    if (!m_io.poller().isHeld()) return;
    if (hasMore && ++m_eventsHeld < kEventsHeld) return;
    m_eventsHeld = 0;
    m_io.poller().release();
}

void GatewayThread::postReleased(FeedToken token, EventBatch backlog) {
    post([this, token, backlog = std::move(backlog)] {
        if (!m_retired) m_dispatcher.onReleased(token, backlog);
    });
}

void GatewayThread::postReset(FeedToken token) {
    post([this, token] {
        if (!m_retired) m_dispatcher.onReset(token);
    });
}

// ---- connections -----------------------------------------------------------------------------------------------

Connection& GatewayThread::open(std::unique_ptr<GatewaySocket> socket, ConnectionOptions options) {
    const quint64 id = m_nextConnection++;
    auto& connection = m_connections[id];
    connection = std::make_unique<Connection>(id, *this, std::move(socket), std::move(options));
    return *connection;
}

Connection* GatewayThread::connection(quint64 id) const {
    const auto it = m_connections.find(id);
    return it == m_connections.end() ? nullptr : it->second.get();
}

void GatewayThread::closed(quint64 id, bool ended) {
    const auto it = m_connections.find(id);
    if (it == m_connections.end()) return;
    const std::unique_ptr<Connection> connection = std::move(it->second);
    m_connections.erase(it);
    connection->setState(Connection::State::Closing);
    detach(*connection, !ended);
}

void GatewayThread::detach(Connection& connection, bool mayBeResumed) {
    Session* session = connection.session();
    if (session == nullptr) return;
    connection.setSession(nullptr);
    session->setConnection(nullptr);
    session->lostAt = parts().clock.steadyNow();
    m_common.connected.fetch_sub(1);
    // After a planned stop everybody may come back, however they left.
    if (m_retired) return;
    if (!mayBeResumed) return destroy(*session);
    if (!session->catchingUp) return;
    const auto stored = session->catchingUp->stored;
    destroy(*session);
    registry().putStored(*stored);
}

// ---- sessions --------------------------------------------------------------------------------------------------

Session* GatewayThread::session(const QByteArray& id) const {
    const auto it = m_sessions.find(id);
    return it == m_sessions.end() ? nullptr : it->second.get();
}

void GatewayThread::begin(Connection& connection, SessionTraits traits, const shared::PresenceUpdate& presence,
                          const ReadyResult& result) {
    const QByteArray id = traits.id;
    auto& session = m_sessions[id];
    session = std::make_unique<Session>(std::move(traits));
    registry().put(id, m_index);
    attach(connection, *session);
    session->dispatchUnkept(std::make_shared<OutEvent>(GatewayEvent::Ready, result.ready));
    for (const JoinedStream& stream : result.streams) {
        if (!stream.created.isEmpty()) {
            session->dispatch(std::make_shared<OutEvent>(GatewayEvent::GuildCreate, stream.created));
        }
        m_dispatcher.join(*session, stream);
    }
    setPresence(*session, presence);
    connection.handleEarly();
}

void GatewayThread::attach(Connection& connection, Session& session) {
    // The client is here again, so the old one is dead, whether it knows or not.
    dropConnection(session, CloseCode::UnknownError);
    connection.setState(Connection::State::Ready);
    connection.setSession(&session);
    session.setConnection(&connection);
    m_common.connected.fetch_add(1);
}

void GatewayThread::setPresence(Session& session, const shared::PresenceUpdate& presence) {
    session.presence = presence;
    session.isPresent = true;
    parts().presence.update(session.actor().userId, session.id(), session.traits().client, presence);
}

void GatewayThread::settleVoice(shared::UserId user) {
    const bool queued = work([&voice = parts().voice, user] { voice.settle(user); });
    if (!queued) postDelayed(200, [this, user] { settleVoice(user); });
}

void GatewayThread::endPresence(Session& session) {
    session.isPresent = false;
    const shared::UserId user = session.actor().userId;
    parts().presence.end(user, session.id());
    if (parts().voice.askToEnd(user, session.id())) settleVoice(user);
}

void GatewayThread::destroy(Session& session) {
    m_dispatcher.leaveAll(session);
    if (session.isPresent) endPresence(session);
    registry().remove(session.id());
    m_sessions.erase(QByteArray(session.id()));
}

/** Parts them, and closes the connection. */
void GatewayThread::dropConnection(Session& session, CloseCode code) {
    Connection* connection = session.connection();
    if (connection == nullptr) return;
    connection->setSession(nullptr);
    session.setConnection(nullptr);
    m_common.connected.fetch_sub(1);
    connection->close(code);
}

void GatewayThread::end(Session& session, CloseCode code) {
    dropConnection(session, code);
    destroy(session);
}

void GatewayThread::invalidate(Session& session) {
    if (Connection* connection = session.connection()) {
        connection->setSession(nullptr);
        session.setConnection(nullptr);
        m_common.connected.fetch_sub(1);
        refuseResume(*connection);
    }
    destroy(session);
}

void GatewayThread::refuseResume(Connection& connection) {
    connection.sendOpcode(Opcode::InvalidSession, "false");
    // It may IDENTIFY on the same connection.
    connection.setState(Connection::State::Greeted);
}

// ---- joining at run time ---------------------------------------------------------------------------------------

void GatewayThread::joinStream(Session& session, const StreamKey& key, const StreamPosition& from) {
    if (key.kind == StreamKind::Guild && !session.traits().covers(key.guildId())) return;
    if (session.find(key) != nullptr || !session.joining.insert(key).second) return;
    const bool queued = work([this, id = session.id(), traits = session.traits(), key, from] {
        auto result = ready().buildStream(traits, key, from, m_index);
        post([this, id, key, from, result = std::move(result)] { finishJoin(id, key, from, result); });
    });
    if (queued) return;
    session.joining.erase(key);
    postDelayed(200, [this, id = session.id(), key, from] {
        if (Session* again = this->session(id)) joinStream(*again, key, from);
    });
}

void GatewayThread::finishJoin(const QByteArray& sessionId, const StreamKey& key, const StreamPosition& from,
                               const shared::Result<JoinedStream>& result) {
    Session* session = this->session(sessionId);
    const bool isWanted = session != nullptr && !m_retired && session->joining.erase(key) > 0;
    if (result.has_value() && isWanted) {
        if (!result->created.isEmpty()) {
            session->dispatch(std::make_shared<OutEvent>(GatewayEvent::GuildCreate, result->created));
        }
        m_dispatcher.join(*session, *result);
        return;
    }
    if (result.has_value()) router().unsubscribe(result->key, result->token);
    if (session != nullptr) {
        if (result.has_value()) return;  // it has left again, and nothing is owed
        const shared::ErrorCode why = result.error().code();
        if (why == shared::ErrorCode::InvalidGuild) return invalidate(*session);  // what was missed is not known
        if (why != shared::ErrorCode::ServiceUnavailable) return;
        postDelayed(500, [this, sessionId, key, from] {
            if (Session* again = this->session(sessionId)) joinStream(*again, key, from);
        });
        return;
    }
    // It may have moved to another thread meanwhile, and joins from there.
    const auto at = registry().find(sessionId);
    if (!at || *at == m_index) return;
    GatewayThread& other = *m_common.threads[static_cast<std::size_t>(*at)];
    other.post([&other, sessionId, key, from] {
        if (Session* moved = other.session(sessionId)) {
            moved->joining.erase(key);
            other.joinStream(*moved, key, from);
        }
    });
}

void GatewayThread::joinDm(Session& session, const DmOpened& dm) {
    if (!session.traits().coversDms()) return;
    if (session.traits().isPerson()) {
        session.dispatch(std::make_shared<OutEvent>(GatewayEvent::ChannelCreate, shared::toJson(dm.channel)));
    }
    StreamPosition from;
    from.seq = static_cast<quint64>(std::max<qint64>(dm.sourceSeq - 1, 0));
    from.epoch = static_cast<quint64>(dm.sourceEpoch);
    joinStream(session, StreamKey::channel(dm.channel.id), from);
}

// ---- the clock -------------------------------------------------------------------------------------------------

void GatewayThread::sweep() {
    const auto now = parts().clock.steadyNow();
    const auto patience =
        std::chrono::duration_cast<std::chrono::milliseconds>(settings().heartbeatInterval * kPatience);
    std::vector<Connection*> dead;
    for (const auto& [id, connection] : m_connections) {
        if (connection->state() != Connection::State::Closing && now - connection->heardAt() > patience) {
            dead.push_back(connection.get());
        }
    }
    // Such a client is "forced to Resume" ("Heartbeat Interval"); after SessionTimedOut it would start anew.
    for (Connection* connection : dead)
        connection->close(CloseCode::UnknownError);

    std::vector<Session*> abandoned;
    for (const auto& [id, session] : m_sessions) {
        if (session->connection() != nullptr) continue;
        const auto away = now - session->lostAt;
        if (away > settings().resumeWindow) {
            abandoned.push_back(session.get());
        } else if (session->isPresent && away > settings().absence) {
            endPresence(*session);
        }
    }
    for (Session* session : abandoned)
        destroy(*session);
    if (m_index == 0) forgetStored();
}

/** Who was here before a restart and has not come back is gone, and those who still see them are told. */
void GatewayThread::forgetStored() {
    const auto window = std::chrono::milliseconds(settings().resumeWindow).count();
    for (const StoredSession& gone : registry().takeStoredBefore(parts().clock.nowMs() - window))
        parts().presence.confirm(gone.traits.actor.userId);
}

// ---- a planned stop --------------------------------------------------------------------------------------------

StoredSession GatewayThread::store(const Session& session) const {
    StoredSession stored;
    stored.traits = session.traits();
    stored.seq = session.seq();
    stored.presence = shared::toJson(session.presence);
    stored.storedAt = parts().clock.nowMs();
    for (const auto& one : session.subscriptions())
        stored.positions.append({one->key, m_dispatcher.positionOf(*one)});
    const ReplayBuffer& buffer = session.buffer();
    stored.gone = session.seq() - std::min<quint64>(buffer.size(), session.seq());
    for (auto it = buffer.after(0); it != buffer.end(); ++it) {
        stored.sent.append({it->s, it->event->kind(), it->event->key(), it->event->seq()});
    }
    if (!stored.sent.isEmpty()) stored.gone = stored.sent.first().s - 1;
    return stored;
}

std::vector<StoredSession> GatewayThread::retire() {
    m_retired = true;
    std::vector<StoredSession> sessions;
    for (const auto& [id, session] : m_sessions) {
        // Half of a state cannot be taken up again.
        if (session->catchingUp) {
            sessions.push_back(*session->catchingUp->stored);
        } else if (session->joining.empty()) {
            sessions.push_back(store(*session));
        }
    }
    for (const auto& [id, connection] : m_connections)
        connection->sendOpcode(Opcode::Reconnect);
    m_io.poller().release();
    return sessions;
}

void GatewayThread::closeAll() {
    std::vector<Connection*> open;
    for (const auto& [id, connection] : m_connections)
        open.push_back(connection.get());
    for (Connection* connection : open)
        connection->close(CloseCode::UnknownError);
    m_io.poller().release();
}

void GatewayThread::postWhenEmpty(std::chrono::milliseconds limit, std::shared_ptr<void> done) {
    post([this, deadline = std::chrono::steady_clock::now() + limit, done = std::move(done)] {
        whenEmpty(deadline, done);
    });
}

void GatewayThread::whenEmpty(std::chrono::steady_clock::time_point deadline, std::shared_ptr<void> done) {
    if (m_connections.empty() || std::chrono::steady_clock::now() >= deadline) return;
    postDelayed(10, [this, deadline, done = std::move(done)] { whenEmpty(deadline, done); });
}

}  // namespace server
