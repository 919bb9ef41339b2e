#pragma once

#include <chrono>
#include <functional>

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include "shared/core/Clock.h"
#include "shared/core/Random.h"

namespace server {

class Access;
class ApplicationService;
class AuthService;
class DmService;
class EventBus;
class EventLog;
class FeedHub;
class GuildService;
class LimitService;
class MemberService;
class Metrics;
class PresenceService;
class ReadStateService;
class UserService;
class VoiceService;
class WorkerPool;

/** What the gateway is made from; all of it outlives the GatewayServer. The composition root fills it in. */
struct GatewayParts {
    FeedHub& feeds;
    EventLog& log;
    EventBus& bus;
    WorkerPool& workers;
    Access& access;
    AuthService& auth;
    LimitService& limits;
    PresenceService& presence;
    VoiceService& voice;
    UserService& users;
    ApplicationService& applications;
    GuildService& guilds;
    MemberService& members;
    DmService& dms;
    ReadStateService& readStates;
    Metrics& metrics;
    const shared::Clock& clock;
    shared::Random& random;
};

/** Numbers and places of the gateway. */
struct GatewaySettings {
    int threads = 1;  ///< each with its own sessions
    std::chrono::milliseconds heartbeatInterval{41'250};
    std::chrono::seconds resumeWindow{180};    ///< how long a session without a connection is kept
    std::chrono::milliseconds absence{8'000};  ///< after a lost connection, until its user looks offline
    qint64 queueLimit = 8 * 1024 * 1024;       ///< unsent bytes after which a slow session is cut, to be resumed
    /** Where the positions of sessions wait while the server restarts; empty: they are not kept. */
    QString sessionFile;
    /** What READY names in resume_gateway_url, for a client that came by this Host header. */
    std::function<QString(QByteArrayView host, bool isTls)> addressFor;
};

}  // namespace server
