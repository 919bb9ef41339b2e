#include "server/platform/http/HttpEngine.h"

#include <csignal>
#include <ctime>

#include <QtCore/QDir>
#include <QtCore/QLoggingCategory>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/platform/http/ConnectionTable.h"
#include "server/platform/http/HttpConnection.h"
#include "server/platform/http/HttpDate.h"
#include "server/platform/net/PeerAddress.h"
#include "server/platform/tls/TlsContext.h"

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

Q_LOGGING_CATEGORY(logHttp, "server.platform.http")

constexpr int kBacklog = 1024;
constexpr int kHelpers = 2;
constexpr std::size_t kHelperQueue = 4096;

/** The peer, an IPv4 one never as a mapped IPv6 address. */
QHostAddress peerOf(int descriptor) {
    sockaddr_storage storage{};
    socklen_t size = sizeof(storage);
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
    return unmapped(QHostAddress(reinterpret_cast<const sockaddr*>(&storage)));
}

/** Each connection is a descriptor, and systems start processes with 1,024 of them. */
void raiseDescriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int sweepInterval(const HttpLimits& limits) {
    const int shortest = std::min({limits.headTimeoutMs, limits.bodyIdleTimeoutMs, limits.keepAliveTimeoutMs,
                                   limits.writeStallTimeoutMs, limits.drainTimeoutMs, limits.bodyGraceMs});
    return std::clamp(shortest / 4, 10, 500);
}

}  // namespace

/** Qt's listening socket, without Qt's connection for each that is accepted. */
class HttpEngine::Listener final : public QTcpServer {
 public:
    explicit Listener(HttpEngine& engine) : m_engine(engine) {
        setListenBacklogSize(kBacklog);
        connect(this, &QTcpServer::acceptError, this, [this] {
            // Qt stops accepting then, most likely for want of descriptors: try again when some may be free.
            qCWarning(logHttp) << "a connection could not be accepted:" << errorString();
            QTimer::singleShot(200, this, [this] { resumeAccepting(); });
        });
    }

 protected:
    void incomingConnection(qintptr descriptor) override { m_engine.accept(descriptor); }

 private:
    HttpEngine& m_engine;
};

HttpEngine::HttpEngine(HttpServerSettings settings, HttpHandler& handler)
    : m_settings(std::move(settings)),
      m_handler(handler),
      m_thread(u"net"_s),
      m_table(
          std::make_shared<ConnectionTable>(m_settings.limits.connections, m_settings.limits.connectionsPerAddress)),
      m_requestSeed(QRandomGenerator::system()->generate64()) {}

HttpEngine::~HttpEngine() {
    stop(std::chrono::milliseconds(0));
}

shared::Result<quint16> HttpEngine::start() {
    Q_ASSERT(!m_started);
    // TLS writes without MSG_NOSIGNAL; Qt's own sockets do the same.
    ::signal(SIGPIPE, SIG_IGN);
    raiseDescriptorLimit();
    RETURN_IF_ERROR(prepareSpoolFolder());
    m_helpers = std::make_unique<WorkerPool>(u"http-"_s, kHelpers, kHelperQueue);
    m_thread.start();
    m_started = true;
    shared::Result<quint16> port = quint16{0};
    m_thread.call([&] { port = listen(); });
    if (!port) stop(std::chrono::milliseconds(0));
    return port;
}

shared::Result<quint16> HttpEngine::listen() {
    m_answers = std::make_shared<AnswerBox>(m_thread, *this);
    m_listener = std::make_unique<Listener>(*this);
    if (!m_listener->listen(m_settings.address, m_settings.port)) {
        return Error(ErrorCode::ServiceUnavailable,
                     u"The server cannot listen on %1, port %2: %3."_s.arg(m_settings.address.toString())
                         .arg(m_settings.port)
                         .arg(m_listener->errorString()));
    }
    m_sweep = std::make_unique<QTimer>();
    m_sweep->setInterval(sweepInterval(m_settings.limits));
    QObject::connect(m_sweep.get(), &QTimer::timeout, m_sweep.get(), [this] { sweep(); });
    m_sweep->start();
    m_port = m_listener->serverPort();
    return quint16{m_port};
}

/** What a crash left in it is nobody's. */
shared::Result<void> HttpEngine::prepareSpoolFolder() {
    const QDir folder(m_settings.spoolFolder);
    if (m_settings.spoolFolder.isEmpty() || !folder.mkpath(u"."_s)) {
        return Error(ErrorCode::ServiceUnavailable,
                     u"The folder \"%1\" for uploads cannot be made."_s.arg(m_settings.spoolFolder));
    }
    const QStringList left = folder.entryList({u"body-*"_s}, QDir::Files);
    for (const QString& name : left)
        QFile::remove(folder.filePath(name));
    return {};
}

void HttpEngine::accept(qintptr descriptor) {
    const int fd = static_cast<int>(descriptor);
    const QHostAddress peer = peerOf(fd);
    const bool free = peer.isLoopback() || isTrustedProxy(peer);
    std::shared_ptr<void> lease;
    if (!m_stopping && !peer.isNull()) lease = m_table->enter(countedAddress(peer), !free);
    if (!lease) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        ::close(fd);
        return;
    }
    m_accepted.fetch_add(1, std::memory_order_relaxed);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const quint64 id = m_nextConnection++;
    m_connections.emplace(id, std::make_unique<HttpConnection>(
                                  *this, id, std::make_unique<SocketStream>(descriptor, std::move(lease)), peer));
}

void HttpEngine::sweep() {
    const auto now = std::chrono::steady_clock::now();
    // A connection may close, and leave the table, while it is asked.
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        HttpConnection* connection = it->second.get();
        ++it;
        connection->checkTime(now);
    }
}

void HttpEngine::stopAccepting() {
    m_thread.call([this] {
        m_stopping = true;
        if (m_listener) m_listener->close();
        for (auto it = m_connections.begin(); it != m_connections.end();) {
            HttpConnection* connection = it->second.get();
            ++it;
            connection->finishSoon();
        }
    });
}

void HttpEngine::stop(std::chrono::milliseconds grace) {
    if (!m_started) return;
    m_started = false;
    stopAccepting();
    // Asks again a few times a second; a stop is rare, and what it waits for are other threads' answers.
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto until = std::chrono::steady_clock::now() + grace;
    while (std::chrono::steady_clock::now() < until) {
        bool busy = false;
        m_thread.call([&] {
            busy = std::any_of(m_connections.begin(), m_connections.end(),
                               [](const auto& entry) { return entry.second->isBusy(); });
        });
        if (!busy) break;
        never.wait_for(lock, std::chrono::milliseconds(10));
    }
    m_helpers->stop();
    m_thread.call([this] { closeAll(); });
    m_thread.stop();
}

void HttpEngine::closeAll() {
    if (m_answers) m_answers->close();
    m_connections.clear();
    m_sweep.reset();
    m_listener.reset();
}

HttpServerStats HttpEngine::stats() const {
    return {.connections = m_table->open(),
            .accepted = m_accepted.load(std::memory_order_relaxed),
            .refused = m_refused.load(std::memory_order_relaxed),
            .requests = requests.load(std::memory_order_relaxed),
            .badRequests = badRequests.load(std::memory_order_relaxed),
            .upgrades = upgrades.load(std::memory_order_relaxed)};
}

/** A number that nobody can tell from the one before: a step of splitmix64. */
quint64 HttpEngine::nextRequestId() {
    quint64 mixed = m_requestSeed + (++m_requestCount) * 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
}

QString HttpEngine::nextSpoolFile() {
    return u"%1/body-%2"_s.arg(m_settings.spoolFolder).arg(++m_spoolCount);
}

const QByteArray& HttpEngine::date() {
    const auto now = static_cast<qint64>(std::time(nullptr));
    if (now != m_dateSecond) {
        m_dateSecond = now;
        m_date = httpDate(now);
    }
    return m_date;
}

bool HttpEngine::isTrustedProxy(const QHostAddress& address) const {
    return std::any_of(m_settings.trustedProxies.begin(), m_settings.trustedProxies.end(),
                       [&](const auto& subnet) { return address.isInSubnet(subnet.first, subnet.second); });
}

HttpConnection* HttpEngine::find(quint64 id) const {
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : found->second.get();
}

void HttpEngine::remove(HttpConnection* connection) {
    m_connections.erase(connection->id());
}

void HttpEngine::onAnswer(quint64 connection, quint32 request, std::optional<HttpResponse> response) {
    if (HttpConnection* target = find(connection)) target->answer(request, std::move(response));
}

}  // namespace server
