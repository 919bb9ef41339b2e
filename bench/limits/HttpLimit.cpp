#include "bench/limits/HttpLimit.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <unordered_map>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr int kConnections = 64;
constexpr int kEventsAtOnce = 64;
constexpr int kTurnMs = 100;

struct Exchange {
    std::string name;
    std::string request;
    std::string answer;
};

std::string sized(const std::string& firstLine, const std::string& headers, size_t bodySize) {
    return firstLine + "\r\n" + headers +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(bodySize) + "\r\n\r\n" +
           std::string(bodySize, 'x');
}

Exchange exchangeOf(HttpShape shape) {
    const std::string asked =
        "Host: 127.0.0.1\r\nAuthorization: Bot 0123456789.0123456789.0123456789\r\nUser-Agent: limits\r\n";
    const std::string limits =
        "X-RateLimit-Limit: 5\r\nX-RateLimit-Remaining: 4\r\nX-RateLimit-Reset: 1470173023.123\r\n"
        "X-RateLimit-Reset-After: 64.57\r\nX-RateLimit-Bucket: abcd1234\r\nX-Request-Id: 0123456789abcdef\r\n";
    const std::string get = "GET /api/v10/users/@me HTTP/1.1\r\n" + asked + "\r\n";
    switch (shape) {
        case HttpShape::Get:
            return {"http_get", get, sized("HTTP/1.1 200 OK", "", 136)};
        case HttpShape::Post:
            return {"http_post", sized("POST /api/v10/channels/1/messages HTTP/1.1", asked, 196),
                    sized("HTTP/1.1 200 OK", limits, 600)};
        case HttpShape::Page:
            break;
    }
    return {"http_page", get, sized("HTTP/1.1 200 OK", limits, 31'600)};
}

/** An epoll loop that calls `use(fd, bytes)` whenever something has been read, until `stop`. */
template <class Use>
void readLoop(int epoll, const std::atomic<bool>& stop, const Use& use) {
    static thread_local char buffer[65536];
    epoll_event events[kEventsAtOnce];
    while (!stop) {
        const int count = epoll_wait(epoll, events, kEventsAtOnce, kTurnMs);
        for (int i = 0; i < count; ++i) {
            const ssize_t size = recv(events[i].data.fd, buffer, sizeof buffer, 0);
            if (size > 0) {
                use(events[i].data.fd, std::string_view(buffer, static_cast<size_t>(size)));
            }
        }
    }
}

void watch(int epoll, int fd) {
    setNonBlocking(fd);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

size_t serve(int epoll, const Exchange& exchange, const std::atomic<bool>& stop) {
    size_t answered = 0;
    std::unordered_map<int, std::string> partial;
    readLoop(epoll, stop, [&](int fd, std::string_view bytes) {
        std::string& pending = partial[fd];
        pending.append(bytes);
        const size_t head = pending.find("\r\n\r\n");
        if (head == std::string::npos || pending.size() < exchange.request.size()) {
            return;
        }
        pending.erase(0, exchange.request.size());
        sendAll(fd, exchange.answer.data(), exchange.answer.size());
        ++answered;
    });
    return answered;
}

void ask(int epoll, const Exchange& exchange, const std::atomic<bool>& stop) {
    std::unordered_map<int, size_t> received;
    readLoop(epoll, stop, [&](int fd, std::string_view bytes) {
        size_t& have = received[fd];
        have += bytes.size();
        if (have >= exchange.answer.size()) {
            have -= exchange.answer.size();
            sendAll(fd, exchange.request.data(), exchange.request.size());
        }
    });
}

}  // namespace

Limit measureHttp(HttpShape shape, double seconds) {
    const Exchange exchange = exchangeOf(shape);
    const int listening = listenOnLoopback();
    const int serverEpoll = epoll_create1(EPOLL_CLOEXEC);
    const int clientEpoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<int> sockets;
    std::vector<int> clients;
    for (int i = 0; i < kConnections; ++i) {
        clients.push_back(connectTo(listening));
        sockets.push_back(acceptFrom(listening));
        watch(clientEpoll, clients.back());
        watch(serverEpoll, sockets.back());
    }
    std::atomic<bool> stop = false;
    Limit limit;
    std::thread server([&] {
        pinToCore(0);
        const ThreadMeter meter;
        const size_t answered = serve(serverEpoll, exchange, stop);
        limit = meter.per(exchange.name, answered);
    });
    std::thread client([&] {
        pinToCore(1);
        for (const int fd : clients) {
            sendAll(fd, exchange.request.data(), exchange.request.size());
        }
        ask(clientEpoll, exchange, stop);
    });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    server.join();
    client.join();
    sockets.insert(sockets.end(), clients.begin(), clients.end());
    sockets.insert(sockets.end(), {listening, serverEpoll, clientEpoll});
    for (const int fd : sockets) {
        close(fd);
    }
    return limit;
}

}  // namespace bench
