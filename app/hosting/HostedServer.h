#pragma once

#include <memory>
#include <mutex>

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QThread>

#include "server/Server.h"

namespace app {

/** Where a hosted server keeps its data and who may reach it. */
struct HostingOptions {
    QString dataFolder;
    quint16 port = 0;  ///< 0: any free one, for tests; the app remembers the one it got
    bool onlyThisComputer = false;
    bool openRegistration = false;  ///< accounts without an invite
    QString serverName;
};

/** What a test bends in whatever the server is started with. */
struct HostingTuning {
    bool rateLimits = true;
    bool onlyThisComputer = false;  ///< never listens beyond loopback
};

/**
 * The server that this app hosts, as the app sees it: started, stopped, and what it says of itself. It runs in threads
 * of its own; after it has started, the app speaks to it over the network like to any other.
 *
 * On the GUI thread. start() and stop() return at once and tell by signals.
 */
class HostedServer final : public QObject {
    Q_OBJECT

 public:
    enum class State { Stopped, Starting, Running, Stopping, Failed };

    explicit HostedServer(QObject* parent = nullptr);
    /** Stops, and waits for it. */
    ~HostedServer() override;

    void start(const HostingOptions& options);
    /** For tests, which are faster than people; holds from the next start() on and is not remembered. */
    void setTuning(const HostingTuning& tuning) { m_tuning = tuning; }
    /** Finishes what is being written; sessions resume when it starts again. */
    void stop();

    State state() const { return m_state; }
    const HostingOptions& options() const { return m_options; }
    /** One sentence, in state Failed. */
    const QString& failure() const { return m_failure; }
    /** In state Failed: the port is another program's, or not for us; another one would do. */
    bool isPortRefused() const { return m_isPortRefused; }
    /** A port above this one that is free now; 0 = none was found. Asks the system only. */
    quint16 freePortAbove(quint16 port) const;
    quint16 port() const { return m_port; }
    /** SHA-256 of the public key, base64url: the `k` of an invite link. */
    const QString& keyHash() const { return m_keyHash; }
    /** What makes the first account the server's owner; empty once there is one. */
    QByteArray ownerSecret() const;
    /** Addresses under which others in the same network can reach it, "192.168.1.23:8443". */
    QStringList localAddresses() const;
    server::ServerStatus status() const;

 Q_SIGNALS:
    void stateChanged(app::HostedServer::State state);

 private:
    void setState(State state);
    struct Started {
        QString failure;
        bool isPortRefused = false;
        quint16 port = 0;
        QString keyHash;
    };
    void onStarted(const Started& started);

    State m_state = State::Stopped;
    HostingOptions m_options;
    HostingTuning m_tuning;
    QString m_failure;
    bool m_isPortRefused = false;
    quint16 m_port = 0;
    QString m_keyHash;
    QThread m_thread;
    QObject* m_worker;  ///< lives on m_thread
    mutable std::mutex m_mutex;
    std::unique_ptr<server::Server> m_server;  ///< made and ended on m_thread, under m_mutex
};

}  // namespace app
