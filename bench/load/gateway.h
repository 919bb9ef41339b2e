// Gateway (WebSocket) client: JSON encoding, plain or zlib-stream.
#pragma once
#include <zlib.h>

#include "bench/load/loop.h"

/// One Gateway session: handshake, Identify, heartbeats. JSON encoding; plain or zlib-stream.
class Gateway : public Conn {
 public:
    struct Wanted {
        std::string guild;
        size_t channels = 0;
        double timeoutMs = 60'000;
        int intents = 0;
        bool zlib = false;
        bool whole = true;
    };
    struct Opened {
        double helloMs = 0, readyMs = 0, completeMs = 0;
        size_t readyBytes = 0;
    };
    std::function<void(Gateway&, const std::string& error)> onOpened;  // once; error is empty when all is well
    std::function<void(Gateway&, const std::string& why)> onLost;      // after that, a connection that ended by itself
    std::function<bool(Gateway&, std::string_view)> onFrame;           // sees every message after READY; true: used
    Opened opened;
    long long seq = -1;
    bool closed = false;

    Gateway(Loop& l, const Url& u, std::string token, Wanted w)
        : Conn(l), url(u), token_(std::move(token)), want(std::move(w)) {}
    ~Gateway() override {
        loop.cancel(limit);
        loop.cancel(beat);
        if (zs) inflateEnd(zs.get());
    }

    void start() {
        t0 = nowMs();
        limit = loop.after(want.timeoutMs, [this] {
            fail(opened.readyMs > 0 ? "READY came, but not the guild's channels, in time" : "no READY in time");
        });
        if (want.zlib) {
            zs = std::make_unique<z_stream>();
            inflateInit(zs.get());
        }
        open(url);
        std::string q = url.query;
        auto add = [&](const char* k, const char* v) {
            if (("&" + q).find(std::string("&") + k + "=") == std::string::npos)
                q += (q.empty() ? "" : "&") + std::string(k) + "=" + v;
        };
        add("v", "10");
        add("encoding", "json");
        if (want.zlib) add("compress", "zlib-stream");
        write("GET " + (url.path.empty() ? "/" : url.path) + "?" + q + " HTTP/1.1\r\nHost: " + url.host +
              "\r\nUser-Agent: DiscordBot (https://localhost, 1) load\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }
    void end() {
        if (closing) return;
        closing = true;
        loop.cancel(beat);
        beat = 0;
        frame(8, std::string_view("\x03\xe8", 2));
    }
    void noteSeq(std::string_view f) {
        long long s = seqOf(f);
        if (s >= 0) seq = s;
    }
    /// the Gateway sequence number of a message, looked for at its two ends; -1: not there
    static long long seqOf(std::string_view f) {
        auto look = [](std::string_view v, bool last) -> long long {
            size_t at = last ? v.rfind("\"s\":") : v.find("\"s\":");
            if (at == v.npos) return -1;
            at += 4;
            while (at < v.size() && v[at] == ' ')
                at++;
            if (at == v.size() || v[at] < '0' || v[at] > '9') return -1;
            long long s = 0;
            for (; at < v.size() && v[at] >= '0' && v[at] <= '9'; at++)
                s = s * 10 + v[at] - '0';
            return s;
        };
        long long s = look(f.substr(0, 64), false);
        return s >= 0 || f.size() <= 64 ? s : look(f.substr(f.size() - 48), true);
    }

 protected:
    void onData(const char* p, size_t n) override {
        if (!partial.empty()) {
            partial.append(p, n);
            size_t used = take(partial);
            partial.erase(0, used);
            return;
        }
        size_t used = take({p, n});
        if (used < n) partial.assign(p + used, n - used);
    }
    void onGone(const std::string& why) override {
        closed = true;
        loop.cancel(beat);
        beat = 0;
        if (closing) return;
        if (!done_)
            fail("gateway: connection " + why + closeReason);
        else if (onLost)
            onLost(*this, why + closeReason);
    }

 private:
    size_t take(std::string_view b) {
        size_t at = 0;
        if (!upgraded) {
            size_t e = b.find("\r\n\r\n");
            if (e == b.npos) return 0;
            if (b.substr(0, 12) != "HTTP/1.1 101") {
                fail("gateway: handshake answered " + std::string(b.substr(0, b.find('\r'))));
                return b.size();
            }
            upgraded = true;
            at = e + 4;
        }
        while (isOpen()) {
            if (b.size() - at < 2) break;
            auto u = [&](size_t i) { return uint64_t(static_cast<unsigned char>(b[at + i])); };
            uint64_t len = u(1) & 127;
            size_t hdr = 2;
            if (u(1) & 128) {
                fail("gateway: a masked frame");
                return b.size();
            }
            if (len == 126) {
                if (b.size() - at < 4) break;
                len = u(2) << 8 | u(3);
                hdr = 4;
            } else if (len == 127) {
                if (b.size() - at < 10) break;
                len = 0;
                for (size_t i = 2; i < 10; i++)
                    len = len << 8 | u(i);
                hdr = 10;
            }
            if (len > (64u << 20)) {
                fail("gateway: a frame over 64 MiB");
                return b.size();
            }
            if (b.size() - at < hdr + len) break;
            int op = int(u(0) & 15);
            bool fin = u(0) & 128;
            std::string_view body = b.substr(at + hdr, len);
            at += hdr + len;
            if (op == 9)
                frame(10, body);
            else if (op == 8) {
                if (body.size() >= 2) {
                    closeReason = " (close " + std::to_string(static_cast<unsigned char>(body[0]) << 8 |
                                                              static_cast<unsigned char>(body[1]));
                    closeReason += body.size() > 2 ? " " + std::string(body.substr(2)) + ")" : ")";
                }
                if (!closing) frame(8, body.substr(0, 2));
                drop();
                onGone("closed by the server");
                return b.size();
            } else if (op == 0 || !fin) {
                fragments.append(body);
                if (!fin) continue;
                std::string whole;
                std::swap(whole, fragments);
                payload(whole);
            } else if (op == 1 || op == 2)
                payload(body);
        }
        return at;
    }
    void payload(std::string_view p) {
        if (closing) return;
        if (!zs) {
            message(p);
            return;
        }
        packed.append(p);
        if (p.size() < 4 || std::memcmp(p.data() + p.size() - 4, "\0\0\xff\xff", 4) != 0) return;
        static std::string plain;  // one loop, one thread
        plain.clear();
        zs->next_in = reinterpret_cast<Bytef*>(packed.data());
        zs->avail_in = uInt(packed.size());
        char buf[32 << 10];
        do {
            zs->next_out = reinterpret_cast<Bytef*>(buf);
            zs->avail_out = sizeof buf;
            int rc = inflate(zs.get(), Z_SYNC_FLUSH);
            if (rc != Z_OK && rc != Z_BUF_ERROR) {
                fail("gateway: zlib-stream is broken");
                return;
            }
            plain.append(buf, sizeof buf - zs->avail_out);
        } while (zs->avail_in || zs->avail_out == 0);
        packed.clear();
        message(plain);
    }
    void message(std::string_view m) {
        if (done_ && onFrame && onFrame(*this, m)) return;
        if (!want.whole && quick(m)) return;
        Json j;
        try {
            j = Json::parse(m);
        } catch (std::exception&) {
            fail("gateway: a message that is not JSON");
            return;
        }
        if (j["s"].isNum()) seq = static_cast<long long>(j["s"].num);
        const Json& d = j["d"];
        int op = j["op"].isNum() ? int(j["op"].num) : -1;
        if (op == 10) {
            opened.helloMs = nowMs() - t0;
            interval = d["heartbeat_interval"].num;
            if (!(interval > 0)) {
                fail("gateway: Hello without heartbeat_interval");
                return;
            }
            beat = loop.after(interval * (.2 + .6 * double(std::rand()) / RAND_MAX), [this] { heartbeat(); });
            frame(1, "{\"op\":2,\"d\":{\"token\":\"" + token_ + "\",\"intents\":" + std::to_string(want.intents) +
                         ",\"properties\":{\"os\":\"linux\",\"browser\":\"load\",\"device\":\"load\"},\"compress\":"
                         "false,\"large_threshold\":50}}");
        } else if (op == 1)
            sendBeat();
        else if (op == 7 || op == 9)
            fail("gateway: op " + std::to_string(op));
        else if (op == 0 && j["t"].str == "READY") {
            opened.readyMs = nowMs() - t0;
            opened.readyBytes = m.size();
            if (!d["session_id"].isStr() || !d["user"]["id"].isStr()) {
                fail("gateway: READY without session_id or user.id");
                return;
            }
            if (d["guilds"].type != Json::Arr) {
                fail("gateway: READY without guilds");
                return;
            }
            if (want.guild.empty()) {
                succeed();
                return;
            }
            for (auto& g : d["guilds"].arr)
                if (g["id"].str == want.guild) {
                    // real bots get the guild after READY; a session counts as open only with the guild in hand
                    bool here = g["channels"].type == Json::Arr && g["unavailable"].num == 0;
                    if (here && g["channels"].arr.size() >= want.channels) succeed();
                    return;
                }
            fail("gateway: READY lacks the guild");
        } else if (op == 0 && j["t"].str == "GUILD_CREATE" && !done_ && opened.readyMs > 0 &&
                   d["id"].str == want.guild) {
            opened.readyBytes += m.size();
            size_t n = d["channels"].arr.size();
            if (n >= want.channels)
                succeed();
            else
                fail("gateway: GUILD_CREATE has " + std::to_string(n) + " channels, wanted " +
                     std::to_string(want.channels));
        }
    }
    /// READY and GUILD_CREATE by their bytes alone: true when the message was one of them and complete in itself
    bool quick(std::string_view m) {
        bool ready = m.substr(0, 200).find("\"READY\"") != m.npos ||
                     m.substr(m.size() > 200 ? m.size() - 200 : 0).find("\"READY\"") != m.npos;
        if (done_ || m.size() < 500 || (!ready && m.find("\"GUILD_CREATE\"") == m.npos)) return false;
        if (m.find(want.guild) == m.npos) return false;
        size_t n = 0;
        static const std::string key = "\"permission_overwrites\":";  // one in each channel, wherever channels come
        for (size_t at = 0; (at = m.find(key, at)) != m.npos; at += key.size())
            n++;
        if (ready && n < want.channels) return false;
        if (ready) {
            opened.readyMs = nowMs() - t0;
            opened.readyBytes = 0;
        }
        opened.readyBytes += m.size();
        noteSeq(m);
        if (n < want.channels) {
            fail("gateway: the guild came with too few channels");
            return true;
        }
        succeed();
        return true;
    }
    void succeed() {
        opened.completeMs = nowMs() - t0;
        loop.cancel(limit);
        limit = 0;
        done_ = true;
        if (onOpened) onOpened(*this, "");
    }
    void fail(const std::string& why) {
        loop.cancel(limit);
        limit = 0;
        loop.cancel(beat);
        beat = 0;
        closing = closed = true;
        drop();
        if (done_) {
            if (onLost) onLost(*this, why);
            return;
        }
        done_ = true;
        if (onOpened) onOpened(*this, why);
    }
    void heartbeat() {
        sendBeat();
        beat = loop.after(interval, [this] { heartbeat(); });
    }
    void sendBeat() {
        frame(1, seq < 0 ? std::string("{\"op\":1,\"d\":null}") : "{\"op\":1,\"d\":" + std::to_string(seq) + "}");
    }
    void frame(int op, std::string_view body) {
        static const unsigned char mask[4] = {0x21, 0x43, 0x65, 0x87};
        std::string f;
        f += char(128 | op);
        if (body.size() < 126)
            f += char(128 | body.size());
        else {
            f += char(128 | 126);
            f += char(body.size() >> 8);
            f += char(body.size() & 255);
        }
        f.append(reinterpret_cast<const char*>(mask), 4);
        for (size_t i = 0; i < body.size(); i++)
            f += char(static_cast<unsigned char>(body[i]) ^ mask[i & 3]);
        write(f);
    }

    Url url;
    std::string token_;
    Wanted want;
    std::string partial, fragments, packed, closeReason;
    std::unique_ptr<z_stream> zs;
    bool upgraded = false, closing = false, done_ = false;
    double t0 = 0, interval = 0;
    Loop::Timer limit = 0, beat = 0;
};
