// HTTP/1.1 client: keep-alive connections, one request at a time on each.
#pragma once
#include "bench/load/loop.h"

struct Response {
    int status = 0;  // 0: no answer, `error` tells why
    std::string_view body;
    std::string error;
    /// what an error line shows
    std::string brief() const {
        return status ? "status " + std::to_string(status) + ": " + std::string(body.substr(0, 300)) : error;
    }
};

/// One keep-alive connection, one request at a time.
class HttpConn : public Conn {
 public:
    using Done = std::function<void(const Response&)>;
    HttpConn(Loop& l, const Url& u) : Conn(l), url(u) {}
    ~HttpConn() override { loop.cancel(timeout); }
    bool busy() const { return bool(done); }
    double lastUsed = 0;

    void request(std::string_view method, std::string_view path, std::string_view auth, std::string_view body, Done d,
                 double timeoutMs = 60'000) {
        done = std::move(d);
        in.clear();
        head = 0;
        line.clear();
        line.append(method)
            .append(" ")
            .append(url.path)
            .append(path)
            .append(" HTTP/1.1\r\nHost: ")
            .append(url.host)
            .append("\r\nUser-Agent: DiscordBot (https://localhost, 1) load\r\nAccept: application/json\r\n");
        if (!auth.empty()) line.append("Authorization: ").append(auth).append("\r\n");
        if (method != "GET")
            line.append("Content-Type: application/json\r\nContent-Length: ")
                .append(std::to_string(body.size()))
                .append("\r\n");
        line.append("\r\n").append(body);
        // a connection left idle may be one that the server is about to close
        if (!isOpen() || nowMs() - lastUsed > 2500) open(url);
        write(line);
        // one timer serves many requests: it is moved on when it fires too early
        deadline = nowMs() + timeoutMs;
        if (!timeout) watch(timeoutMs);
    }

 protected:
    void onData(const char* p, size_t n) override {
        if (!done) {
            drop();
            return;
        }  // bytes nobody asked for
        in.append(p, n);
        parse();
    }
    void onGone(const std::string& why) override {
        if (!done) return;
        if (head && untilClose) {
            finish(in.size() - head);
            return;
        }
        Response r;
        r.error = "connection: " + why;
        auto d = std::move(done);
        done = nullptr;
        d(r);
    }

 private:
    void watch(double ms) {
        timeout = loop.after(ms, [this] {
            timeout = 0;
            if (!done) return;
            double left = deadline - nowMs();
            if (left > 0) {
                watch(left);
                return;
            }
            drop();
            onGone("no answer in time");
        });
    }
    void parse() {
        if (!head) {
            size_t e = in.find("\r\n\r\n");
            if (e == in.npos) return;
            head = e + 4;
            status = in.size() > 12 ? std::atoi(in.c_str() + 9) : 0;
            length = 0;
            chunked = false;
            untilClose = closes = false;
            bool sized = status == 204 || status == 304;
            for (size_t at = in.find("\r\n") + 2; at < head - 2;) {
                size_t eol = in.find("\r\n", at);
                const char* l = in.c_str() + at;
                if (!strncasecmp(l, "content-length:", 15)) {
                    length = size_t(std::atoll(l + 15));
                    sized = true;
                } else if (!strncasecmp(l, "transfer-encoding:", 18) &&
                           std::string_view(l, eol - at).find("chunked") != std::string_view::npos)
                    chunked = sized = true;
                else if (!strncasecmp(l, "connection:", 11) &&
                         std::string_view(l, eol - at).find("close") != std::string_view::npos)
                    closes = true;
                at = eol + 2;
            }
            if (status == 204 || status == 304) {
                length = 0;
                chunked = false;
            }
            untilClose = !sized;
            unchunked.clear();
            chunkAt = head;
        }
        if (chunked) {
            for (;;) {
                size_t eol = in.find("\r\n", chunkAt);
                if (eol == in.npos) return;
                size_t n = std::strtoul(in.c_str() + chunkAt, nullptr, 16);
                if (n == 0) {  // trailers are not expected
                    if (in.size() < eol + 4) return;
                    in.resize(head);
                    in += unchunked;
                    finish(unchunked.size());
                    return;
                }
                if (in.size() < eol + 2 + n + 2) return;
                unchunked.append(in, eol + 2, n);
                chunkAt = eol + 2 + n + 2;
            }
        }
        if (!untilClose && in.size() >= head + length) finish(length);
    }
    void finish(size_t n) {
        Response r;
        r.status = status;
        std::swap(in, held);
        r.body = std::string_view(held).substr(head, n);
        lastUsed = nowMs();
        if (closes) drop();
        auto d = std::move(done);
        done = nullptr;
        d(r);
    }
    Url url;
    Done done;
    std::string line, in, held, unchunked;
    size_t head = 0, length = 0, chunkAt = 0;
    int status = 0;
    bool chunked = false, untilClose = false, closes = false;
    double deadline = 0;
    Loop::Timer timeout = 0;
};

/// Up to `size` connections; the one used last goes first.
class HttpPool {
 public:
    HttpPool(Loop& l, const Url& u, size_t size) : loop(l), url(u), size_(size) {}
    HttpConn* idle() {
        HttpConn* best = nullptr;
        for (auto& c : all)
            if (!c->busy() && (!best || c->lastUsed > best->lastUsed)) best = c.get();
        if (!best && all.size() < size_) {
            all.push_back(std::make_unique<HttpConn>(loop, url));
            best = all.back().get();
        }
        return best;
    }

 private:
    Loop& loop;
    Url url;
    size_t size_;
    std::vector<std::unique_ptr<HttpConn>> all;
};
