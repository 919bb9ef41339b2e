#include "app/hosting/HostedServer.h"

#include <csignal>

#include <QtNetwork/QNetworkInterface>
#include <QtNetwork/QTcpServer>

using namespace Qt::StringLiterals;

namespace app {
namespace {

server::ServerConfig configOf(const HostingOptions& options, const HostingTuning& tuning) {
    server::ServerConfig config;
    config.dataFolder = options.dataFolder;
    config.listen = (options.onlyThisComputer ? u"127.0.0.1:"_s : u"0.0.0.0:"_s) + QString::number(options.port);
    config.registration = options.openRegistration ? server::Registration::Open : server::Registration::Invite;
    config.rateLimits = tuning.rateLimits;
    if (!options.serverName.isEmpty()) config.serverName = options.serverName;
    return config;
}

bool isFree(const HostingOptions& options, quint16 port) {
    return QTcpServer().listen(options.onlyThisComputer ? QHostAddress::LocalHost : QHostAddress::AnyIPv4, port);
}

}  // namespace

HostedServer::HostedServer(QObject* parent) : QObject(parent), m_worker(new QObject) {
#ifdef SIGPIPE
    // The server writes to sockets whose other end may be gone, through OpenSSL, which cannot be told not to signal.
    std::signal(SIGPIPE, SIG_IGN);
#endif
    m_thread.setObjectName(u"hosting"_s);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

HostedServer::~HostedServer() {
    QMetaObject::invokeMethod(
        m_worker,
        [this] {
            std::lock_guard lock(m_mutex);
            m_server.reset();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void HostedServer::start(const HostingOptions& options) {
    if (m_state == State::Starting || m_state == State::Running) return;
    m_options = options;
    m_options.onlyThisComputer = options.onlyThisComputer || m_tuning.onlyThisComputer;
    m_failure.clear();
    setState(State::Starting);
    QMetaObject::invokeMethod(m_worker, [this, options = m_options, config = configOf(m_options, m_tuning)] {
        auto server = std::make_unique<server::Server>(config, server::ServerOptions{.keepsOwnerSecretInMemory = true});
        const auto result = server->start();
        Started started;
        started.port = server->port();
        started.keyHash = QString::fromLatin1(server->publicKeyHash());
        if (result.has_value()) {
            std::lock_guard lock(m_mutex);
            m_server = std::move(server);
        } else {
            started.failure = result.error().message();
            server.reset();
            started.isPortRefused = options.port != 0 && !isFree(options, options.port);
        }
        QMetaObject::invokeMethod(this, [this, started] { onStarted(started); });
    });
}

void HostedServer::onStarted(const Started& started) {
    m_failure = started.failure;
    m_isPortRefused = started.isPortRefused;
    m_port = started.port;
    m_keyHash = started.keyHash;
    if (!m_failure.isEmpty()) return setState(State::Failed);
    m_options.port = m_port;
    setState(State::Running);
}

quint16 HostedServer::freePortAbove(quint16 port) const {
    constexpr int kTries = 50;
    for (int other = port + 1; other <= port + kTries && other <= 65535; ++other)
        if (isFree(m_options, static_cast<quint16>(other))) return static_cast<quint16>(other);
    return 0;
}

void HostedServer::stop() {
    if (m_state != State::Running) return;
    setState(State::Stopping);
    QMetaObject::invokeMethod(m_worker, [this] {
        std::unique_ptr<server::Server> ending;
        {
            std::lock_guard lock(m_mutex);
            ending = std::move(m_server);
        }
        ending.reset();
        QMetaObject::invokeMethod(this, [this] { setState(State::Stopped); });
    });
}

QByteArray HostedServer::ownerSecret() const {
    std::lock_guard lock(m_mutex);
    return m_server ? m_server->ownerSecret() : QByteArray();
}

server::ServerStatus HostedServer::status() const {
    std::lock_guard lock(m_mutex);
    return m_server ? m_server->status() : server::ServerStatus();
}

QStringList HostedServer::localAddresses() const {
    QStringList addresses;
    if (m_options.onlyThisComputer || m_port == 0) return addresses;
    for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol) continue;
        addresses.append(address.toString() + u':' + QString::number(m_port));
    }
    return addresses;
}

void HostedServer::setState(State state) {
    if (m_state == state) return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

}  // namespace app
