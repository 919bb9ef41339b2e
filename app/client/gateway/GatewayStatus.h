#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace app {

/** Where the connection to the gateway stands; a value for whoever shows it. */
struct GatewayStatus {
    enum class State {
        Offline,      ///< nobody asked for a connection
        Connecting,   ///< socket and greeting, without a session
        Identifying,  ///< the session is being made
        Ready,        ///< events flow
        Resuming,     ///< socket, greeting and replay of a session that was lost
        Waiting,      ///< pause until `retryAtMs`
        Failed,       ///< it will not be tried again by itself: see `failure`
    };
    enum class Failure {
        None,
        Unauthorized,  ///< the token is not valid
        Untrusted,     ///< the server's key: see `keyHash`
        Refused,       ///< the server will not have this client: `reason`
        Held,          ///< this app asks nobody: its own server does not run; `reason` is a sentence for people
    };

    State state = State::Offline;
    Failure failure = Failure::None;
    QString reason;        ///< of Waiting and Failed: technical, one line
    qint64 retryAtMs = 0;  ///< of Waiting: milliseconds since 1970
    int closeCode = 0;     ///< the last one, 0 = none
    int attempts = 0;      ///< failures in a row
    QByteArray keyHash;    ///< of Untrusted: the key that the server showed
    int latencyMs = -1;    ///< of the last heartbeat; -1 = not known

    bool isLive() const { return state == State::Ready; }
    bool operator==(const GatewayStatus&) const = default;
};

}  // namespace app

Q_DECLARE_METATYPE(app::GatewayStatus)
