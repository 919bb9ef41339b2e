// Non-blocking sockets on one epoll loop, to this machine's loopback only.
#pragma once
#include <csignal>
#include <functional>
#include <memory>
#include <queue>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "bench/load/measure.h"

struct Fatal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// scheme://host[:port][/path][?query], resolved; throws Fatal for a host that isn't this machine's loopback
struct Url {
    std::string host, path, query;
    sockaddr_storage addr{};
    socklen_t len = 0;
    explicit Url(const std::string& u) {
        size_t s = u.find("://"), from = s == u.npos ? 0 : s + 3, to = u.find_first_of("/?", from);
        host = u.substr(from, to == u.npos ? u.npos : to - from);
        if (to != u.npos) {
            size_t q = u.find('?', to);
            path = u.substr(to, q == u.npos ? u.npos : q - to);
            if (q != u.npos) query = u.substr(q + 1);
        }
        size_t colon = host.rfind(':');
        bool noPort = colon == host.npos || host.back() == ']';
        std::string name = noPort ? host : host.substr(0, colon), port = noPort ? "80" : host.substr(colon + 1);
        if (name.size() > 2 && name[0] == '[') name = name.substr(1, name.size() - 2);
        if (name == "localhost") name = "127.0.0.1";
        addrinfo hints{}, *r = nullptr;
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
        hints.ai_socktype = SOCK_STREAM;
        if (getaddrinfo(name.c_str(), port.c_str(), &hints, &r) != 0) throw Fatal(u + ": want an address, a port");
        std::memcpy(&addr, r->ai_addr, r->ai_addrlen);
        len = r->ai_addrlen;
        freeaddrinfo(r);
        auto* v4 = reinterpret_cast<sockaddr_in*>(&addr);
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&addr);
        bool loop = addr.ss_family == AF_INET ? (ntohl(v4->sin_addr.s_addr) >> 24) == 127
                                              : IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
        if (!loop) throw Fatal(u + ": only loopback addresses are allowed");
    }
};

class Loop;

/// A socket on the loop. `in` are bytes not yet used, `out` bytes not yet sent.
class Conn {
 public:
    explicit Conn(Loop& l) : loop(l) {}
    virtual ~Conn() { drop(); }
    Conn(const Conn&) = delete;
    void open(const Url& to);
    void drop();
    void write(std::string_view bytes);
    bool isOpen() const { return fd >= 0; }
    void onEvents(uint32_t ev);

 protected:
    virtual void onData(const char* p, size_t n) = 0;
    /// the peer closed, or the socket failed; the socket is gone already
    virtual void onGone(const std::string& why) = 0;
    Loop& loop;

 private:
    void flush();
    void arm(bool writing);
    int fd = -1;
    bool writing_ = false;
    std::string out;
    size_t outAt = 0;
};

class Loop {
 public:
    Loop() : ep(epoll_create1(EPOLL_CLOEXEC)), buf(256 << 10) { signal(SIGPIPE, SIG_IGN); }
    ~Loop() { close(ep); }
    using Timer = uint64_t;
    Timer after(double ms, std::function<void()> fn) {
        Timer id = ++lastTimer;
        timers.push({nowMs() + ms, id});
        jobs.emplace(id, std::move(fn));
        return id;
    }
    void cancel(Timer id) { jobs.erase(id); }
    /// runs until `done` holds; false when `ms` passed first
    bool runUntil(const std::function<bool()>& done, double ms) {
        double end = nowMs() + ms;
        while (!done()) {
            double t = nowMs();
            if (t >= end) return false;
            step(end - t);
        }
        return true;
    }
    void sleep(double ms) {
        runUntil([] { return false; }, ms);
    }
    /// deletes it after the events now being handled
    void bury(std::unique_ptr<Conn> c) { dead.push_back(std::move(c)); }

    const int ep;
    std::vector<char> buf;  // every read lands here first

 private:
    void step(double ms) {
        double t = nowMs();
        while (!timers.empty()) {
            if (!jobs.count(timers.top().second)) {
                timers.pop();
                continue;
            }
            if (timers.top().first > t) {
                ms = std::min(ms, timers.top().first - t);
                break;
            }
            auto it = jobs.find(timers.top().second);
            timers.pop();
            auto fn = std::move(it->second);
            jobs.erase(it);
            fn();
            ms = 0;
            if (nowMs() - t > 1) break;
        }
        epoll_event ev[512];
        int n = epoll_wait(ep, ev, 512, int(std::ceil(ms)));
        for (int i = 0; i < n; i++)
            static_cast<Conn*>(ev[i].data.ptr)->onEvents(ev[i].events);
        dead.clear();
    }
    using At = std::pair<double, Timer>;
    std::priority_queue<At, std::vector<At>, std::greater<At>> timers;
    std::unordered_map<Timer, std::function<void()>> jobs;
    Timer lastTimer = 0;
    std::vector<std::unique_ptr<Conn>> dead;
};

inline void Conn::open(const Url& to) {
    drop();
    fd = socket(to.addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) throw Fatal(std::string("socket: ") + std::strerror(errno));
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&to.addr), to.len) != 0 && errno != EINPROGRESS) {
        std::string why = std::strerror(errno);
        drop();
        throw Fatal("connect to " + to.host + ": " + why);
    }
    epoll_event e{};
    e.events = EPOLLIN | EPOLLOUT;
    e.data.ptr = this;
    writing_ = true;
    epoll_ctl(loop.ep, EPOLL_CTL_ADD, fd, &e);
}
inline void Conn::drop() {
    if (fd >= 0) close(fd);
    fd = -1;
    out.clear();
    outAt = 0;
}
inline void Conn::arm(bool w) {
    if (w == writing_) return;
    writing_ = w;
    epoll_event e{};
    e.events = EPOLLIN | (w ? EPOLLOUT : 0u);
    e.data.ptr = this;
    epoll_ctl(loop.ep, EPOLL_CTL_MOD, fd, &e);
}
inline void Conn::write(std::string_view bytes) {
    if (fd < 0) return;
    out.append(bytes);
    if (!writing_) flush();
}
inline void Conn::flush() {
    while (outAt < out.size()) {
        ssize_t n = send(fd, out.data() + outAt, out.size() - outAt, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EAGAIN) {
                arm(true);
                return;
            }
            std::string why = std::strerror(errno);
            // told on the next turn of the loop, by the read that fails
            shutdown(fd, SHUT_RDWR);
            return;
        }
        outAt += size_t(n);
    }
    out.clear();
    outAt = 0;
    arm(false);
}
inline void Conn::onEvents(uint32_t ev) {
    if (fd < 0) return;
    if (ev & EPOLLOUT) flush();
    if (!(ev & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    for (;;) {
        ssize_t n = recv(fd, loop.buf.data(), loop.buf.size(), 0);
        if (n > 0) {
            onData(loop.buf.data(), size_t(n));
            if (size_t(n) < loop.buf.size() || fd < 0) return;
            continue;
        }
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        std::string why = n == 0 ? "closed by the server" : std::strerror(errno);
        drop();
        onGone(why);
        return;
    }
}
