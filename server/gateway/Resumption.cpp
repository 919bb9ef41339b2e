#include <algorithm>

#include "server/gateway/GatewayThread.h"
#include "server/services/PresenceService.h"
#include "shared/json/JsonType.h"

using shared::CloseCode;
using shared::GatewayEvent;

/** The part of GatewayThread that takes sessions up again: here, from another thread, or from before a restart. */
namespace server {
namespace {

/** Of one guild: as many as GUILD_CREATE shows of a large one. */
constexpr int kMostPresences = 1000;

}  // namespace

void GatewayThread::resume(Connection& connection, const Actor& actor, const QByteArray& sessionId, quint64 seq) {
    if (Session* session = this->session(sessionId)) {
        if (session->actor().userId != actor.userId) return refuseResume(connection);
        session->setTokenId(actor.tokenId);
        return answerResume(connection, *session, seq);
    }
    if (const auto at = registry().find(sessionId); at && *at != m_index) {
        GatewayThread& home = *m_common.threads[static_cast<std::size_t>(*at)];
        home.post([&home, this, id = connection.id(), actor, sessionId, seq] {
            home.giveTo(*this, id, actor, sessionId, seq);
        });
        return;
    }
    auto stored = registry().takeStored(sessionId);
    if (!stored) return refuseResume(connection);
    if (stored->traits.actor.userId != actor.userId) {
        registry().putStored(*std::move(stored));
        return refuseResume(connection);
    }
    const auto age = parts().clock.nowMs() - stored->storedAt;
    if (age > std::chrono::milliseconds(settings().resumeWindow).count()) return refuseResume(connection);
    stored->traits.actor.tokenId = actor.tokenId;
    restore(connection, *std::move(stored), seq);
}

void GatewayThread::answerResume(Connection& connection, Session& session, quint64 seq) {
    if (session.catchingUp) {
        // The client has lost its connection once more: what came half-way is read again.
        StoredSession stored = *session.catchingUp->stored;
        stored.traits.actor.tokenId = session.actor().tokenId;
        dropConnection(session, CloseCode::UnknownError);
        destroy(session);
        return restore(connection, std::move(stored), seq);
    }
    if (seq > session.seq()) {
        end(session, CloseCode::InvalidSequence);
        return connection.close(CloseCode::InvalidSequence);
    }
    if (!session.buffer().canReplayAfter(seq)) {
        invalidate(session);
        return refuseResume(connection);
    }
    attach(connection, session);
    session.replayAfter(seq);
    connection.handleEarly();
    // A moment later, so that RESUMED is the last that the client hears of the replay; its own presence comes after it.
    if (session.isPresent) return;
    postDelayed(50, [this, id = session.id()] {
        Session* resumed = this->session(id);
        if (resumed != nullptr && !resumed->isPresent && resumed->connection() != nullptr) {
            setPresence(*resumed, resumed->presence);
        }
    });
}

// ---- from another thread ---------------------------------------------------------------------------------------

void GatewayThread::giveTo(GatewayThread& other, quint64 connection, const Actor& actor, const QByteArray& sessionId,
                           quint64 seq) {
    const auto it = m_sessions.find(sessionId);
    const bool isThere = it != m_sessions.end() && it->second->actor().userId == actor.userId && !m_retired;
    if (!isThere) {
        other.post([&other, connection] {
            if (Connection* waiting = other.connection(connection)) other.refuseResume(*waiting);
        });
        return;
    }
    std::unique_ptr<Session> session = std::move(it->second);
    session->setTokenId(actor.tokenId);
    m_sessions.erase(it);
    dropConnection(*session, CloseCode::UnknownError);
    const QList<JoinedStream> streams = m_dispatcher.takeStreams(*session);
    registry().put(sessionId, other.m_index);
    other.post([&other, session = std::move(session), streams, connection, seq]() mutable {
        other.takeFrom(std::move(session), streams, connection, seq);
    });
}

void GatewayThread::takeFrom(std::unique_ptr<Session> moved, const QList<JoinedStream>& streams, quint64 connectionId,
                             quint64 seq) {
    Session& session = *moved;
    m_sessions[session.id()] = std::move(moved);
    session.lostAt = parts().clock.steadyNow();
    for (JoinedStream stream : streams) {
        stream.token = router().subscribe(stream.key, m_index);
        m_dispatcher.join(session, stream);
    }
    if (Connection* connection = this->connection(connectionId)) answerResume(*connection, session, seq);
}

// ---- from before a restart -------------------------------------------------------------------------------------

void GatewayThread::restore(Connection& connection, StoredSession session, quint64 seq) {
    const auto positions = session.positionsAfter(seq);
    if (!positions) {
        if (seq > session.seq) return connection.close(CloseCode::InvalidSequence);
        return refuseResume(connection);
    }
    QList<JoinedStream> streams;
    for (const StoredSession::Position& position : *positions) {
        JoinedStream stream;
        stream.key = position.key;
        stream.from = position.at;
        streams.append(stream);
    }
    auto stored = std::make_shared<StoredSession>(std::move(session));
    const bool queued = work([this, id = connection.id(), stored, streams, seq] {
        auto taken = ready().takeUp(stored->traits, streams, m_index);
        post([this, id, stored, seq, taken = std::move(taken)] { finishRestore(id, stored, seq, taken); });
    });
    if (!queued) refuseResume(connection);
}

void GatewayThread::finishRestore(quint64 connectionId, const std::shared_ptr<StoredSession>& stored, quint64 seq,
                                  const shared::Result<QList<JoinedStream>>& streams) {
    Connection* connection = this->connection(connectionId);
    if (connection == nullptr || connection->state() != Connection::State::Waiting || !streams.has_value()) {
        if (streams.has_value()) ready().giveUp(*streams);
        // Whoever lost the connection meanwhile may try again.
        if (streams.has_value()) registry().putStored(*stored);
        if (connection != nullptr && connection->state() == Connection::State::Waiting) refuseResume(*connection);
        return;
    }
    const QByteArray id = stored->traits.id;
    auto& session = m_sessions[id];
    session = std::make_unique<Session>(stored->traits);
    session->setSeq(seq);
    session->buffer().skip(seq);
    session->catchingUp.emplace();
    session->catchingUp->stored = stored;
    for (const JoinedStream& stream : *streams)
        session->catchingUp->open.insert(stream.key);
    registry().put(id, m_index);
    attach(*connection, *session);
    connection->handleEarly();
    Session& restored = *session;
    for (const JoinedStream& stream : *streams)
        m_dispatcher.join(restored, stream);
    const auto presence = shared::fromJson<shared::PresenceUpdate>(stored->presence);
    setPresence(restored, presence.has_value() ? *presence : shared::PresenceUpdate());
    if (restored.catchingUp->open.empty()) finishCatchingUp(restored);
}

void GatewayThread::streamReleased(Session& session, const StreamKey& key) {
    if (!session.catchingUp) return;
    session.catchingUp->open.erase(key);
    if (session.catchingUp->open.empty()) finishCatchingUp(session);
}

/** All that was missed is here: sent in the order in which it happened, each stream in its own. */
void GatewayThread::finishCatchingUp(Session& session) {
    auto events = std::move(session.catchingUp->events);
    session.catchingUp.reset();
    // A clock that was set back must not reorder a stream; what is made here belongs to what came before it.
    std::unordered_map<StreamKey, qint64> last;
    qint64 previous = 0;
    for (auto& [at, event] : events) {
        qint64& known = last[event->key()];
        at = known = std::max(event->kind() == OutEvent::Kind::Own ? previous : at, known);
        previous = at;
    }
    std::ranges::stable_sort(events, {}, [](const auto& one) { return one.first; });
    for (const auto& [at, event] : events)
        session.dispatch(event);
    session.dispatchResumed();
    tellPresences(session);
}

/** Presences are in no log: who has come since the restart, before this session was here again, is told now. */
void GatewayThread::tellPresences(Session& session) {
    if (!session.traits().wants(shared::describe(GatewayEvent::PresenceUpdate), true)) return;
    for (const auto& subscription : session.subscriptions()) {
        if (subscription->key.kind != StreamKind::Guild) continue;
        const shared::GuildId guild = subscription->key.guildId();
        for (shared::Presence& one : parts().presence.onlineIn(guild, kMostPresences)) {
            if (one.user.id == session.actor().userId) continue;
            one.guildId = guild;
            session.dispatch(std::make_shared<OutEvent>(GatewayEvent::PresenceUpdate, shared::toJson(one),
                                                        OutEvent::Kind::Transient));
        }
    }
}

}  // namespace server
