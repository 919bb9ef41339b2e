#include "bench/limits/Measure.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

double secondsOf(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

[[noreturn]] void failed(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

void setNoDelay(int fd) {
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

}  // namespace

ThreadMeter::ThreadMeter() : m_cpu(secondsOf(CLOCK_THREAD_CPUTIME_ID)), m_real(secondsOf(CLOCK_MONOTONIC)) {}

Limit ThreadMeter::per(std::string name, size_t count) const {
    const double cpu = secondsOf(CLOCK_THREAD_CPUTIME_ID) - m_cpu;
    const double real = secondsOf(CLOCK_MONOTONIC) - m_real;
    const auto number = static_cast<double>(std::max<size_t>(count, 1));
    return {std::move(name), cpu * 1e6 / number, number / std::max(real, 1e-9)};
}

void pinToCore(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    pthread_setaffinity_np(pthread_self(), sizeof cores, &cores);
}

int listenOnLoopback() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 4096) != 0) {
        failed("listen");
    }
    return fd;
}

int connectTo(int listening) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, reinterpret_cast<sockaddr*>(&address), length) != 0) {
        failed("connect");
    }
    setNoDelay(fd);
    return fd;
}

int acceptFrom(int listening) {
    const int fd = accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
        failed("accept");
    }
    setNoDelay(fd);
    return fd;
}

void setNonBlocking(int fd) {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void sendAll(int fd, const char* data, size_t size) {
    while (size > 0) {
        const ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            pollfd wait{fd, POLLOUT, 0};
            poll(&wait, 1, 1000);
        } else if (sent < 0) {
            failed("send");
        } else {
            data += sent;
            size -= static_cast<size_t>(sent);
        }
    }
}

Limit fastest(const std::vector<Limit>& runs) {
    return *std::min_element(runs.begin(), runs.end(),
                             [](const Limit& a, const Limit& b) { return a.cpuMicroseconds < b.cpuMicroseconds; });
}

}  // namespace bench
