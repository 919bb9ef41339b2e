#pragma once

#include <atomic>
#include <memory>
#include <unordered_map>

#include <QtCore/QTimer>

#include "server/gateway/Connection.h"
#include "server/gateway/Dispatcher.h"
#include "server/gateway/GatewayParts.h"
#include "server/gateway/ReadyBuilder.h"
#include "server/gateway/SessionRegistry.h"
#include "server/gateway/WorkTracker.h"
#include "server/platform/threads/IoThread.h"
#include "server/services/DmService.h"

namespace server {

class GatewayThread;

/** What all gateway threads share. */
struct GatewayShared {
    const GatewayParts& parts;
    const GatewaySettings& settings;
    ReadyBuilder& ready;
    FeedRouter& router;
    SessionRegistry& registry;
    WorkTracker& work;
    std::vector<std::unique_ptr<GatewayThread>>& threads;
    std::atomic<int>& connected;  ///< sessions with a connection
};

/**
 * One gateway thread with its connections and sessions. Where it is not said otherwise, its methods belong to the
 * thread itself.
 */
class GatewayThread final : public StreamListener {
 public:
    GatewayThread(int index, const GatewayShared& common);
    ~GatewayThread() override;

    // --- any thread ---
    void start();
    void stop();
    IoThread& io() { return m_io; }
    bool post(Task task) { return m_io.post(std::move(task)); }
    void postDelayed(int ms, Task task) { m_io.postDelayed(ms, std::move(task)); }
    bool work(Task task) { return m_common.work.post(std::move(task)); }
    void postEvent(EventPtr event) override;
    void postReleased(FeedToken token, EventBatch backlog) override;
    void postReset(FeedToken token) override;
    const GatewayParts& parts() const { return m_common.parts; }
    const GatewaySettings& settings() const { return m_common.settings; }
    ReadyBuilder& ready() { return m_common.ready; }
    FeedRouter& router() { return m_common.router; }
    SessionRegistry& registry() { return m_common.registry; }
    int index() const { return m_index; }

    // --- connections ---
    Connection& open(std::unique_ptr<GatewaySocket> socket, ConnectionOptions options);
    Connection* connection(quint64 id) const;
    /** The socket has ended. @param ended the client has said good-bye, so its session is over */
    void closed(quint64 id, bool ended);
    /** Lets go of the connection's session, which lives on for a while if it may be resumed. */
    void detach(Connection& connection, bool mayBeResumed);
    /** The server is about to stop: no session begins any more. */
    bool isRetired() const { return m_retired; }

    // --- sessions ---
    Session* session(const QByteArray& id) const;
    /** A new session, READY and all; the connection must be open. */
    void begin(Connection& connection, SessionTraits traits, const shared::PresenceUpdate& presence,
               const ReadyResult& result);
    /** Joins session and connection; an older connection of the session is closed. */
    void attach(Connection& connection, Session& session);
    /** RESUME on this thread. The token has been found to be the actor's. */
    void resume(Connection& connection, const Actor& actor, const QByteArray& sessionId, quint64 seq);
    /** Over: forgets the session and closes its connection with this code. */
    void end(Session& session, shared::CloseCode code);
    /** Over, since something was lost: opcode 9, and the client has to IDENTIFY. */
    void invalidate(Session& session);
    /** Answers RESUME with opcode 9. */
    void refuseResume(Connection& connection);

    /** Follows a guild or DM that the user has come into; a guild is told by GUILD_CREATE first. */
    void joinStream(Session& session, const StreamKey& key, const StreamPosition& from);
    void joinDm(Session& session, const DmOpened& dm);
    void streamReleased(Session& session, const StreamKey& key);
    void setPresence(Session& session, const shared::PresenceUpdate& presence);
    /** Has a worker do what VoiceService was asked for. */
    void settleVoice(shared::UserId user);

    /** Opcode 7 to all, and what is to be kept of the sessions; nothing is dispatched afterwards. */
    std::vector<StoredSession> retire();
    /** Closes what is still open after retire(). */
    void closeAll();
    /** Lets go of `done` when no connection is left, or after `limit`. Any thread. */
    void postWhenEmpty(std::chrono::milliseconds limit, std::shared_ptr<void> done);

    /** Looks after heartbeats and abandoned sessions; once a second. */
    void sweep();
    void forgetStored();

 private:
    void destroy(Session& session);
    void endPresence(Session& session);
    void dropConnection(Session& session, shared::CloseCode code);
    void answerResume(Connection& connection, Session& session, quint64 seq);
    /** Hands the session over to the thread that the connection is on. */
    void giveTo(GatewayThread& other, quint64 connection, const Actor& actor, const QByteArray& sessionId, quint64 seq);
    void takeFrom(std::unique_ptr<Session> session, const QList<JoinedStream>& streams, quint64 connection,
                  quint64 seq);
    void restore(Connection& connection, StoredSession stored, quint64 seq);
    void finishRestore(quint64 connection, const std::shared_ptr<StoredSession>& stored, quint64 seq,
                       const shared::Result<QList<JoinedStream>>& streams);
    void finishCatchingUp(Session& session);
    void tellPresences(Session& session);
    void finishJoin(const QByteArray& sessionId, const StreamKey& key, const StreamPosition& from,
                    const shared::Result<JoinedStream>& result);
    void whenEmpty(std::chrono::steady_clock::time_point deadline, std::shared_ptr<void> done);
    StoredSession store(const Session& session) const;

    void onEvent(const EventPtr& event);

    const int m_index;
    const GatewayShared m_common;
    IoThread m_io;
    std::unique_ptr<QTimer> m_timer;
    Dispatcher m_dispatcher;
    std::atomic<int> m_eventsWaiting{0};
    int m_eventsHeld = 0;
    std::unordered_map<quint64, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<QByteArray, std::unique_ptr<Session>> m_sessions;
    quint64 m_nextConnection = 1;
    bool m_isStarted = false;
    bool m_retired = false;
};

}  // namespace server
