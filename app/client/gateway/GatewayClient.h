#pragma once

#include <deque>
#include <memory>
#include <optional>

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include "app/client/ServerAddress.h"
#include "app/client/ServerTrust.h"
#include "app/client/gateway/DispatchEvent.h"
#include "app/client/gateway/GatewayStatus.h"
#include "app/client/gateway/ZlibInflater.h"
#include "app/client/rest/Backoff.h"
#include "shared/core/Clock.h"
#include "shared/core/Random.h"
#include "shared/models/Presence.h"
#include "shared/protocol/CloseCodes.h"
#include "shared/protocol/Opcodes.h"

class QWebSocket;

namespace app {

class NetworkWatch;

/** How patient a GatewayClient is; tests shorten it. */
struct GatewayTiming {
    using Ms = std::chrono::milliseconds;

    Ms backoffBase{1'000};
    Ms backoffCap{60'000};
    Ms greeting{20'000};       ///< from the start of connecting to HELLO
    Ms session{40'000};        ///< from IDENTIFY or RESUME to READY or RESUMED
    Ms proof{6'000};           ///< after the network changed: an answer to a heartbeat
    Ms invalidSession{1'000};  ///< least pause after INVALID_SESSION; up to five times as long
    Ms shortestBeat{1'000};    ///< a server that wants heartbeats more often is not obeyed
    Ms watchInterval{4'000};   ///< of NetworkWatch; 0 = none
};

/** To whom a GatewayClient speaks, and as whom. */
struct GatewayTarget {
    ServerAddress address;
    bool allowPlainHttp = false;
    QString token;
    QString device;  ///< name of this machine, shown in the user's list of devices; may be empty
};

/** Which members of a guild are wanted: opcode 8. */
struct MemberRequest {
    shared::GuildId guildId;
    QString query;                  ///< prefix of a name; with `userIds` ignored
    int limit = 0;                  ///< 0 = all, with an empty query only
    QList<shared::UserId> userIds;  ///< at most 100
    bool presences = true;
    QString nonce;
};

/**
 * The WebSocket side of an account: greets, identifies, resumes, keeps the heart beating, and comes back by itself.
 *
 * Lives on the network thread, and all its methods must be called there. Signals carry values, for queued connections;
 * what `events` brought before a `statusChanged` was sent before it.
 */
class GatewayClient final : public QObject {
    Q_OBJECT

 public:
    /** @param clock, random must outlive the client */
    GatewayClient(const shared::Clock& clock, shared::Random& random, GatewayTiming timing = {});
    ~GatewayClient() override;

    /** Connects, and stays connected until close(). Ends an earlier connection and forgets its session. */
    void open(const GatewayTarget& target);
    /** Says good-bye; the session is over. */
    void close();
    /** Ends a pause at once; does nothing when none is on. */
    void retryNow();
    /** What others shall see of this session; kept for later connections too. */
    void setPresence(const shared::PresenceUpdate& presence);
    /** Answered by GuildMembersChunk events. Dropped while the session is not ready. */
    void requestMembers(const MemberRequest& request);

    const GatewayStatus& status() const { return m_status; }

 Q_SIGNALS:
    void statusChanged(const app::GatewayStatus& status);
    /** In the order of the gateway; all of a turn of this thread's event loop in one batch. */
    void events(const app::DispatchEvents& batch);

 private:
    using State = GatewayStatus::State;

    void connectSocket();
    void dropSocket(std::optional<int> closeCode);
    void handleSslErrors();
    void handleBytes(const QByteArray& bytes);
    void handleFrame(const QByteArray& json);
    void handleHello(const QJsonObject& data);
    void handleDispatch(const QString& name, const QJsonValue& data);
    void handleInvalidSession(bool resumable);
    void handleLost(const QString& reason);
    void handleNetworkChange();

    void identify();
    void resume();
    void beat();
    void expect(std::chrono::milliseconds within, const QString& otherwise);
    /** Drops the connection and makes a new one: at once, or after a growing pause. */
    void reconnect(const QString& reason, std::optional<std::chrono::milliseconds> pause = {});
    /** No pause after a session that stood, a growing one for a server that never lets it come to that. */
    std::optional<std::chrono::milliseconds> atOnceAfterASession() const;
    void fail(GatewayStatus::Failure failure, const QString& reason);
    void setState(State state);
    void forgetSession();

    void send(shared::Opcode opcode, const QByteArray& data);
    void sendWaiting();
    void flushEvents();

    const shared::Clock& m_clock;
    shared::Random& m_random;
    GatewayTiming m_timing;
    Backoff m_backoff;
    GatewayTarget m_target;
    ServerTrust m_trust;
    GatewayStatus m_status;
    NetworkWatch* m_watch;

    QWebSocket* m_socket = nullptr;
    std::unique_ptr<ZlibInflater> m_inflater;
    QByteArray m_foreignKey;

    QString m_sessionId;  ///< empty = nothing to resume
    qint64 m_sequence = -1;
    shared::PresenceUpdate m_presence;

    QTimer m_heart;
    QTimer m_deadline;  ///< what is expected did not come
    QTimer m_pause;     ///< until the next attempt
    QString m_deadlineReason;
    bool m_beatAnswered = true;
    std::chrono::steady_clock::time_point m_beatSent;

    std::deque<std::chrono::steady_clock::time_point> m_sent;  ///< within the last minute
    std::deque<QByteArray> m_waiting;                          ///< frames that the send limit holds back
    QTimer m_sendLater;

    DispatchEvents m_batch;
    QTimer m_flush;
};

}  // namespace app
