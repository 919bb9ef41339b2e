#include "bench/limits/WebSocketLimit.h"

#include <semaphore>
#include <string>
#include <thread>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr size_t kPayload = 500;
constexpr int kWindow = 8;
constexpr int kSilenceMs = 1000;

/** A text frame as a server sends it: not masked, with a length of two bytes. */
std::string frame() {
    std::string bytes{'\x81', '\x7e', static_cast<char>(kPayload >> 8), static_cast<char>(kPayload & 0xff)};
    return bytes + std::string(kPayload, 'x');
}

/** Reads until `total` bytes have come, and frees one place in the window for each whole message. */
void receive(int epoll, size_t bytesPerMessage, size_t total, std::counting_semaphore<kWindow>& window) {
    static thread_local char buffer[65536];
    epoll_event events[256];
    size_t received = 0;
    size_t announced = 0;
    while (received < total) {
        const int count = epoll_wait(epoll, events, 256, kSilenceMs);
        for (int i = 0; i < count; ++i) {
            const ssize_t size = recv(events[i].data.fd, buffer, sizeof buffer, 0);
            received += size > 0 ? static_cast<size_t>(size) : 0;
        }
        for (; announced < received / bytesPerMessage; ++announced) {
            window.release();
        }
    }
}

}  // namespace

Limit measureDelivery(size_t clients, size_t messages) {
    const int listening = listenOnLoopback();
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<int> servers;
    std::vector<int> readers;
    for (size_t i = 0; i < clients; ++i) {
        readers.push_back(connectTo(listening));
        servers.push_back(acceptFrom(listening));
        setNonBlocking(readers.back());
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = readers.back();
        epoll_ctl(epoll, EPOLL_CTL_ADD, readers.back(), &event);
    }
    const std::string bytes = frame();
    std::counting_semaphore<kWindow> window(kWindow);
    std::thread reader([&] {
        pinToCore(1);
        receive(epoll, bytes.size() * clients, bytes.size() * clients * messages, window);
    });
    Limit limit;
    std::thread writer([&] {
        pinToCore(0);
        const ThreadMeter meter;
        for (size_t i = 0; i < messages; ++i) {
            window.acquire();
            for (const int fd : servers) {
                sendAll(fd, bytes.data(), bytes.size());
            }
        }
        limit = meter.per("delivery_" + std::to_string(clients), clients * messages);
    });
    writer.join();
    reader.join();
    readers.insert(readers.end(), servers.begin(), servers.end());
    readers.insert(readers.end(), {listening, epoll});
    for (const int fd : readers) {
        close(fd);
    }
    return limit;
}

}  // namespace bench
