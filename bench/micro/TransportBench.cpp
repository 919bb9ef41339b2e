// What the transport alone costs: CPU of its threads, without the client's, and memory of an idle connection.
//
//   bench_transport [rounds]      one JSON line for each figure

#include <cstdio>
#include <ctime>
#include <future>

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/platform/http/HttpServer.h"
#include "server/platform/threads/IoThread.h"
#include "server/platform/threads/WorkerPool.h"
#include "server/platform/ws/WebSocket.h"

namespace {

using server::HttpResponse;

constexpr int kHttpClients = 64;
constexpr int kSockets = 1000;

class Listener final : public server::WebSocketListener {
 public:
    void onText(QByteArray) override {}
    void onBinary(QByteArray) override {}
    void onClosed(server::WebSocketEnd, quint16, const QByteArray&) override {}
    std::unique_ptr<server::WebSocket> socket;
};

class Handler final : public server::HttpHandler {
 public:
    void onRequest(std::shared_ptr<server::HttpRequest> request, server::HttpResponder responder) override {
        if (request->head().segment(0) == "hop") {
            const bool posted = pool.post([responder = std::move(responder), request] {
                responder.respond(HttpResponse::json(200, QByteArray(600, 'x')));
            });
            if (!posted) std::abort();
            return;
        }
        responder.respond(HttpResponse::json(200, body)
                              .addHeader("X-RateLimit-Limit", "50")
                              .addHeader("X-RateLimit-Remaining", "49")
                              .addHeader("X-RateLimit-Reset-After", "1.000"));
    }
    server::UpgradeDecision onUpgrade(const server::HttpRequestHead&) override {
        server::UpgradeDecision decision;
        decision.thread = &gateway;
        decision.open = [this](std::unique_ptr<server::WebSocket> socket, auto) {
            auto listener = std::make_unique<Listener>();
            listener->socket = std::move(socket);
            listener->socket->setListener(listener.get());
            listeners.push_back(std::move(listener));
            if (listeners.size() == kSockets) ready.set_value();
        };
        return decision;
    }

    const QByteArray body = QByteArray(136, 'x');
    server::WorkerPool pool{QStringLiteral("worker"), 2, 10000};
    server::IoThread gateway{QStringLiteral("gateway")};
    std::vector<std::unique_ptr<Listener>> listeners;
    std::promise<void> ready;
};

int connectTo(quint16 port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) std::abort();
    return descriptor;
}

void sendAll(int descriptor, const QByteArray& bytes) {
    if (::send(descriptor, bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL) != bytes.size()) {
        std::abort();
    }
}

/** Reads until an answer's body of `bodySize` bytes is over. */
void readAnswer(int descriptor, qsizetype bodySize) {
    char buffer[4096];
    QByteArray all;
    while (true) {
        const ssize_t size = ::recv(descriptor, buffer, sizeof(buffer), 0);
        if (size <= 0) std::abort();
        all.append(buffer, size);
        const qsizetype end = all.indexOf("\r\n\r\n");
        if (end >= 0 && all.size() >= end + 4 + bodySize) return;
    }
}

double threadSeconds(server::IoThread& thread) {
    timespec time{};
    thread.call([&] { ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time); });
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double processSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double threadSelf() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

void measureHttp(server::HttpServer& http, const QByteArray& path, qsizetype bodySize, int rounds, const char* name) {
    const QByteArray request = "GET /" + path +
                               " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nAuthorization: Bot "
                               "MTc1OTI4ODQ3Mjk5MTE3MDYz.abcdef.0123456789\r\nUser-Agent: DiscordBot (bench, 1)\r\n"
                               "Accept-Encoding: gzip, deflate\r\n\r\n";
    std::vector<int> clients;
    for (int i = 0; i < kHttpClients; ++i)
        clients.push_back(connectTo(http.port()));
    double before = 0;
    double allBefore = 0;
    for (int round = -rounds / 10; round < rounds; ++round) {
        if (round == 0) {
            before = threadSeconds(http.thread());
            allBefore = processSeconds() - threadSelf();
        }
        for (const int client : clients)
            sendAll(client, request);
        for (const int client : clients)
            readAnswer(client, bodySize);
    }
    const double count = static_cast<double>(rounds) * kHttpClients;
    const double net = (threadSeconds(http.thread()) - before) / count * 1e6;
    const double all = (processSeconds() - threadSelf() - allBefore) / count * 1e6;
    std::printf("{\"figure\":\"%s\",\"net_us\":%.2f,\"all_threads_us\":%.2f}\n", name, net, all);
    for (const int client : clients)
        ::close(client);
}

void measureWebSockets(server::HttpServer& http, Handler& handler, int rounds) {
    const qint64 before = residentBytes();
    std::vector<int> clients;
    for (int i = 0; i < kSockets; ++i) {
        clients.push_back(connectTo(http.port()));
        sendAll(
            clients.back(),
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        readAnswer(clients.back(), 0);
    }
    handler.ready.get_future().wait();
    std::printf("{\"figure\":\"websocket_idle\",\"kb_per_connection\":%.2f}\n",
                static_cast<double>(residentBytes() - before) / 1024 / kSockets);

    const QByteArray frame = server::WebSocket::textFrame(QByteArray(500, 'x'));
    const QByteArray shared(460, 'x');
    const auto measure = [&](const char* name, auto send) {
        const double cpu = threadSeconds(handler.gateway);
        std::vector<char> buffer(static_cast<std::size_t>(frame.size()));
        for (int round = 0; round < rounds; ++round) {
            handler.gateway.call([&] {
                for (const auto& listener : handler.listeners)
                    send(*listener->socket, round);
            });
            for (const int client : clients) {
                ssize_t got = 0;
                while (got < frame.size()) {
                    const ssize_t size = ::recv(client, buffer.data(), static_cast<std::size_t>(frame.size() - got), 0);
                    if (size <= 0) std::abort();
                    got += size;
                }
            }
        }
        std::printf("{\"figure\":\"%s\",\"us_per_delivery\":%.2f}\n", name,
                    (threadSeconds(handler.gateway) - cpu) / rounds / kSockets * 1e6);
    };
    measure("websocket_prebuilt", [&](server::WebSocket& socket, int) { socket.sendFrame(frame); });
    measure("websocket_parts", [&](server::WebSocket& socket, int round) {
        const QByteArray number = QByteArray::number(round).rightJustified(16, '0');
        socket.sendText(number, shared, QByteArrayView("012345678901234567890123"));
    });
    handler.gateway.call([&] { handler.listeners.clear(); });
    for (const int client : clients)
        ::close(client);
}

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_NO_GLIB", "1");
    const QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, QByteArray(argv[1]).toInt()) : 3000;
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    const QTemporaryDir folder;
    Handler handler;
    handler.gateway.start();
    server::HttpServerSettings settings;
    settings.spoolFolder = folder.path();
    server::HttpServer http(settings, handler);
    if (!http.start()) return 1;
    measureHttp(http, "memory", handler.body.size(), rounds, "http_get_from_memory");
    measureHttp(http, "hop", 600, rounds / 2, "http_get_with_hop");
    measureWebSockets(http, handler, rounds / 10);
    http.stop();
    handler.gateway.stop();
    return 0;
}
