#include "server/gateway/GatewayServer.h"

#include <algorithm>
#include <future>

#include "server/gateway/GatewayThread.h"
#include "server/gateway/GuildJson.h"
#include "server/platform/http/HttpResponse.h"
#include "server/platform/metrics/Metrics.h"
#include "server/platform/ws/WebSocket.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace server {
namespace {

/** Source: "Payloads" of the Gateway: at most 4096 bytes, else close code 4002. */
constexpr qint64 kMessageBytes = 4096;
constexpr int kMostThreads = 255;

/** A WebSocket as the seam that Connection knows. It lives and dies with the Connection. */
class SocketAdapter final : public GatewaySocket, public WebSocketListener {
 public:
    explicit SocketAdapter(std::unique_ptr<WebSocket> socket) : m_socket(std::move(socket)) {}

    void start(GatewayThread& thread, Connection& connection) {
        m_thread = &thread;
        m_connection = &connection;
        m_socket->setListener(this);
    }

    bool sendText(QByteArrayView before, const QByteArray& shared, QByteArrayView after) override {
        return m_socket->sendText(before, shared, after);
    }
    bool sendBinary(const QByteArray& payload) override { return m_socket->sendBinary(payload); }
    void close(quint16 code, const QByteArray& reason) override { m_socket->close(code, reason); }

    void onText(QByteArray message) override { m_connection->receive(message, false); }
    void onBinary(QByteArray message) override { m_connection->receive(message, true); }
    void onClosed(WebSocketEnd end, quint16 code, const QByteArray&) override {
        const bool ended = end == WebSocketEnd::Peer && (code == 1000 || code == 1001);
        m_thread->closed(m_connection->id(), ended);  // destroys this
    }

 private:
    std::unique_ptr<WebSocket> m_socket;
    GatewayThread* m_thread = nullptr;
    Connection* m_connection = nullptr;
};

/** Waits until every copy of what `start` was given is gone. */
template <class F>
void waitForAll(F&& start) {
    std::promise<void> promise;
    const auto done = promise.get_future();
    start(std::shared_ptr<void>(nullptr, [&promise](void*) { promise.set_value(); }));
    done.wait();
}

}  // namespace

class GatewayServer::Private {
 public:
    Private(const GatewayParts& partsOf, GatewaySettings settingsOf)
        : parts(partsOf),
          settings(std::move(settingsOf)),
          guildJson(parts.bus, parts.members, parts.presence, parts.voice, parts.access),
          router(parts.feeds),
          ready(parts, guildJson, router),
          work(parts.workers) {
        const GatewayShared common{parts, settings, ready, router, registry, work, threads, *connected};
        const int count = std::clamp(settings.threads, 1, kMostThreads);
        std::vector<StreamListener*> listeners;
        for (int i = 0; i < count; ++i) {
            threads.push_back(std::make_unique<GatewayThread>(i, common));
            listeners.push_back(threads.back().get());
        }
        router.setListeners(std::move(listeners));
    }

    GatewayThread& next() { return *threads[turn.fetch_add(1) % threads.size()]; }

    const GatewayParts parts;
    const GatewaySettings settings;
    /** Metrics may read it when the gateway is gone. */
    const std::shared_ptr<std::atomic<int>> connected = std::make_shared<std::atomic<int>>(0);
    GuildJson guildJson;
    std::vector<std::unique_ptr<GatewayThread>> threads;
    FeedRouter router;
    ReadyBuilder ready;
    SessionRegistry registry;
    WorkTracker work;
    std::atomic<unsigned> turn{0};
    bool isRunning = false;
};

GatewayServer::GatewayServer(const GatewayParts& parts, GatewaySettings settings)
    : d(std::make_unique<Private>(parts, std::move(settings))) {
    parts.metrics.gaugeFunction("guildhall_gateway_sessions", "Gateway sessions that are connected",
                                [connected = d->connected] { return static_cast<double>(connected->load()); });
}

GatewayServer::~GatewayServer() {
    stop();
}

void GatewayServer::start() {
    if (d->isRunning) return;
    d->isRunning = true;
    if (!d->settings.sessionFile.isEmpty()) {
        const auto window = std::chrono::milliseconds(d->settings.resumeWindow).count();
        d->registry.load(d->settings.sessionFile, d->parts.clock.nowMs() - window);
    }
    for (const auto& thread : d->threads)
        thread->start();
}

void GatewayServer::stop() {
    if (!d->isRunning) return;
    d->isRunning = false;
    std::vector<StoredSession> sessions;
    for (const auto& thread : d->threads) {
        thread->io().call([&] { std::ranges::move(thread->retire(), std::back_inserter(sessions)); });
    }
    // Who has not come back since the last restart may still do so.
    std::ranges::move(d->registry.takeAllStored(), std::back_inserter(sessions));
    if (!d->settings.sessionFile.isEmpty() && !SessionRegistry::save(d->settings.sessionFile, sessions)) {
        qWarning("server.gateway: the positions of gateway sessions could not be kept; clients begin anew.");
    }
    const auto waitAll = [&](std::chrono::milliseconds limit) {
        waitForAll([&](const std::shared_ptr<void>& done) {
            for (const auto& thread : d->threads)
                thread->postWhenEmpty(limit, done);
        });
    };
    waitAll(100ms);
    for (const auto& thread : d->threads)
        thread->io().call([&] { thread->closeAll(); });
    waitAll(500ms);
    d->work.drain();
    for (const auto& thread : d->threads)
        thread->stop();
}

UpgradeDecision GatewayServer::onUpgrade(const HttpRequestHead& head) {
    const QByteArrayView path = head.rawPath();
    if (path != "/" && path != "/gateway" && path != "/gateway/") return UpgradeDecision::refuse(HttpResponse(404));
    ConnectionOptions options = ConnectionOptions::fromQuery(head.query());
    options.clientAddress = head.countedPeer();
    if (d->settings.addressFor) options.resumeUrl = d->settings.addressFor(head.header("host"), head.isTls());

    UpgradeDecision decision;
    GatewayThread& thread = d->next();
    decision.thread = &thread.io();
    decision.limits.messageBytes = kMessageBytes;
    decision.limits.tooLargeCode = static_cast<quint16>(shared::CloseCode::DecodeError);
    decision.limits.tooLargeReason = shared::textOf(shared::CloseCode::DecodeError);
    decision.limits.queuedBytes = d->settings.queueLimit;
    decision.open = [&thread, options = std::move(options)](std::unique_ptr<WebSocket> socket,
                                                            const std::shared_ptr<const HttpRequestHead>&) {
        auto adapter = std::make_unique<SocketAdapter>(std::move(socket));
        SocketAdapter& seam = *adapter;
        Connection& connection = thread.open(std::move(adapter), options);
        seam.start(thread, connection);
        connection.greet();
    };
    return decision;
}

int GatewayServer::sessionCount() const {
    return d->connected->load();
}

std::vector<std::unique_ptr<GatewayThread>>& GatewayServer::threads() {
    return d->threads;
}

}  // namespace server
