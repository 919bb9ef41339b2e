// The modes of the load tool.
#pragma once
#include <set>

#include "bench/load/setup.h"

constexpr int INTENTS = 1 << 0 | 1 << 9 | 1 << 15;  // GUILDS, GUILD_MESSAGES, MESSAGE_CONTENT
constexpr size_t MAX_REQUESTS = 3'000'000, MAX_DELIVERIES = 20'000'000;

class Tool : Setup {
 public:
    explicit Tool(const Args& a) : Setup(a), mode(a.text("mode")), server(pids("pid")), db(pids("db-pid")) {
        seconds = a.number("seconds", 10, 1, 120);
        warmup = a.number("warmup", 2, 0, 30);
        bool fan = mode == "fanout";
        conns = a.count("conns", mode == "login" ? 1 : fan ? 256 : 16, 1, 512);
        clients = a.count("clients", mode == "idle" ? 1000 : 50, 1, 5000);
        rate = a.number("rate", 20, .1, 20'000);
        window = a.count("window", 0, 0, 1000);
        spread = a.count("spread", 1, 1, 500);
        channels = a.count("channels", 100, 1, 2000);
        size = a.count("size", 64, 40, 2000);
        prefill = a.count("prefill", 2000, 1, 20'000);
        prefillConns = a.count("prefill-conns", 1, 1, 64);
        limit = a.count("limit", 50, 1, 100);
        drain = a.number("drain", 20, 1, 120);
        settle = a.number("settle", 5, 0, 60);
        connect = a.count("connect", 10, 1, 100);
        verifyEvery = a.count("verify-every", 10, 1, 1e6);
        users = a.count("users",
                        mode == "post"                       ? double(conns)
                        : mode == "fanout" || mode == "idle" ? double(clients)
                                                             : 1,
                        1, 5000);
        if (a.has("compress") && a.text("compress") != "zlib-stream") throw Fatal("--compress: only zlib-stream");
        params.set("seconds", seconds)
            .set("conns", conns)
            .set("clients", clients)
            .set("rate", rate)
            .set("window", window)
            .set("spread", spread)
            .set("size", size)
            .set("channels", channels)
            .set("prefill", prefill)
            .set("limit", limit)
            .set("warmup", warmup)
            .set("drain", drain)
            .set("settle", settle)
            .set("connect", connect)
            .set("users", users)
            .set("verify_every", verifyEvery)
            .set("compress", a.text("compress"));
    }

    int run() {
        char at[32];
        time_t now = time(nullptr);
        strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
        Json out = Json::object()
                       .set("tool", "2")
                       .set("label", args.has("label") ? Json(args.text("label")) : Json())
                       .set("mode", mode)
                       .set("api", args.text("api"))
                       .set("at", at)
                       .set("params", params)
                       .set("ok", false);
        Json result;
        try {
            if (!server.alive()) throw Fatal("--pid: no such process");
            if (!db.alive()) throw Fatal("--db-pid: no such process");
            std::string gw = args.text("gateway");
            if (gw.empty()) gw = call("GET", "/gateway")["url"].str;
            if (gw.empty()) throw Fatal("GET /gateway: no url");
            gateway = std::make_unique<Url>(gw);
            loadState();
            result = mode == "post"      ? post()
                     : mode == "history" ? history()
                     : mode == "get"     ? get()
                     : mode == "fanout"  ? fanout()
                     : mode == "idle"    ? idle()
                                         : login();
            out.set("ok", errorCount == 0).set("result", result);
        } catch (std::exception& e) {
            errorCount++;
            errors.insert(errors.begin(), e.what());
        }
        out.set("setup", setup);
        if (errorCount) {
            Json list = Json::array();
            for (auto& e : errors)
                list.arr.push_back(e);
            out.set("error_count", errorCount).set("errors", list);
        }
        std::puts(out.dump().c_str());
        return errorCount ? 1 : 0;
    }

    // ---------------------------------------------------------------- messages
    /// TAG-NUMBER-filler, `size` bytes in all
    std::string content(const std::string& tag, size_t i) const {
        static const std::string filler = "abcdefghijklmnopqrstuvwxyz0123456789 ";
        std::string s = tag + "-" + std::to_string(i) + "-";
        while (s.size() + 1 < size)
            s += filler[s.size() % filler.size()];
        return s + "z";
    }
    bool checkPosted(const Response& r, const std::string& text, const std::string& channel, bool whole) {
        if (r.status < 200 || r.status > 299) {
            fail("POST message: " + r.brief());
            return false;
        }
        if (r.body.find(text) == r.body.npos) {
            fail("POST message: the answer lacks the content: " + r.brief());
            return false;
        }
        if (!whole) return true;
        try {
            Json m = Json::parse(r.body);
            if (m["content"].str == text && m["id"].isStr() && m["channel_id"].str == channel) return true;
        } catch (std::exception&) {
        }
        fail("POST message: the answer does not match: " + r.brief());
        return false;
    }
    /// `conns` loops until the time or the request bound is reached; `one(i, loop, done)` starts request i and calls
    /// done(true) when its answer was right
    Json closedLoop(const std::function<void(size_t, size_t, std::function<void(bool)>)>& one) {
        std::vector<float> lat;
        lat.reserve(1 << 20);
        size_t sent = 0, good = 0, open = 0;
        double start = nowMs(), from = start + warmup * 1e3, until = from + seconds * 1e3, firstMeasured = 0,
               lastDone = 0;
        std::unique_ptr<Meter> meter;
        bool stop = false;
        std::function<void(size_t)> go = [&](size_t w) {
            double t = nowMs();
            if (stop || t >= until || sent >= MAX_REQUESTS) {
                open--;
                return;
            }
            size_t i = sent++;
            one(i, w, [&, t, w](bool ok) {
                double end = nowMs();
                if (!ok && errorCount >= 5) stop = true;
                if (ok && meter && t >= firstMeasured && end <= until) {
                    lat.push_back(float(end - t));
                    good++;
                    lastDone = end;
                }
                // from the loop, so that answers that come at once don't nest
                if (stop || end >= until)
                    open--;
                else
                    go(w);
            });
        };
        for (size_t w = 0; w < conns; w++) {
            open++;
            go(w);
        }
        Json m;
        loop.after(warmup * 1e3, [&] {
            meter = std::make_unique<Meter>(server, db);
            firstMeasured = nowMs();
        });
        loop.runUntil(
            [&] {
                if (meter && m.type == Json::Null && nowMs() >= until) m = meter->stop();
                return open == 0;
            },
            (warmup + seconds) * 1e3 + 90'000);
        if (!meter || open)
            throw Fatal("stopped before the end: " + (errors.empty() ? "request bound reached" : errors[0]));
        if (m.type == Json::Null) m = meter->stop();
        double span = (sent >= MAX_REQUESTS || stop ? lastDone : until) - firstMeasured;
        Json r = Json::object()
                     .set("requests", good)
                     .set("per_s", roundTo(double(good) * 1e3 / span, 1))
                     .set("latency_ms", percentiles(lat));
        return r.merge(m);
    }

    Json post() {
        Guild g = ensureGuild("post", users);
        prime(g, std::min(users, conns));
        std::string tag = "p" + runId, path = "/channels/" + g.channels[0] + "/messages";
        auto http = connections(conns);
        Json res = closedLoop([&](size_t i, size_t w, std::function<void(bool)> done) {
            std::string text = content(tag, i), body = "{\"content\":\"" + text + "\"}";
            http[w]->request("POST", path, auth(token(w % users)), body,
                             [this, &g, text, i, done = std::move(done)](const Response& r) {
                                 done(checkPosted(r, text, g.channels[0], i % verifyEvery == 0));
                             });
        });
        Json last = call("GET", path + "?limit=1", token(0));
        if (last.arr.size() != 1 || last.arr[0]["content"].str.rfind(tag, 0) != 0)
            fail("after the run the newest message is not of this run");
        return res;
    }

    Json history() {
        Guild g = ensureGuild("history", 1);
        prime(g, 1);
        std::string path = "/channels/" + g.channels[0] + "/messages";
        Json& e = entry("guilds", g.key);
        size_t have = size_t(e["messages"].num);
        if (have < prefill) {
            double t0 = nowMs();
            std::string tag = "h" + runId;
            // one at a time unless told: then the order of the channel is beyond doubt
            batch(
                prefill - have, prefillConns,
                [&](size_t i) {
                    return Request{"POST", path, token(0), Json::object().set("content", content(tag, i)).dump()};
                },
                [&](size_t i, Json& j) {
                    if (j["content"].str != content(tag, i)) throw Fatal("the answer does not match");
                });
            e.set("messages", prefill);
            saveState();
            log(std::to_string(prefill - have) + " messages written in " + std::to_string(int(nowMs() - t0)) + " ms");
        }
        // count them by walking back through the channel
        std::string before;
        size_t counted = 0;
        for (size_t pages = 0; counted < prefill && pages < 201; pages++) {
            Json page = call("GET", path + "?limit=100" + before, token(0));
            if (page.arr.empty()) break;
            counted += page.arr.size();
            before = "&before=" + page.arr.back()["id"].str;
        }
        if (counted < prefill)
            throw Fatal("the channel has " + std::to_string(counted) + " messages by ?before= paging");
        std::string newest = call("GET", path + "?limit=1", token(0)).arr.at(0)["id"].str;
        std::string page = path + "?limit=" + std::to_string(limit);
        size_t bytes = 0;
        auto http = connections(conns);
        Json res = closedLoop([&](size_t i, size_t w, std::function<void(bool)> done) {
            http[w]->request("GET", page, auth(token(0)), "", [&, i, done = std::move(done)](const Response& r) {
                bytes = r.body.size();
                done(checkPage(r, newest, i % verifyEvery == 0));
            });
        });
        return res.set("response_bytes", bytes).set("messages_in_channel_at_least", counted);
    }
    /// what a server can answer from memory
    Json get() {
        ensureAccounts(1);
        const std::string id = "\"" + state["accounts"].arr[0]["id"].str + "\"";
        auto http = connections(conns);
        return closedLoop([&](size_t, size_t w, std::function<void(bool)> done) {
            http[w]->request("GET", "/users/@me", auth(token(0)), "", [&, done = std::move(done)](const Response& r) {
                const bool ok = r.status == 200 && r.body.find(id) != r.body.npos;
                if (!ok) fail("GET /users/@me: " + r.brief());
                done(ok);
            });
        });
    }
    bool checkPage(const Response& r, const std::string& newest, bool whole) {
        if (r.status != 200) {
            fail("GET messages: " + r.brief());
            return false;
        }
        if (!whole) {
            bool ok = r.body.size() >= limit * size && r.body.substr(0, 4096).find(newest) != r.body.npos;
            if (!ok) fail("GET messages: not the page wanted: " + r.brief());
            return ok;
        }
        try {
            Json a = Json::parse(r.body);
            bool ok = a.arr.size() == limit && a.arr[0]["id"].str == newest;
            for (size_t k = 0; ok && k < limit; k++) {
                const std::string &c = a.arr[k]["content"].str, &id = a.arr[k]["id"].str;
                ok = c.size() == size && c[0] == 'h' && c[9] == '-';
                if (ok && k) {  // newest first
                    const std::string& prev = a.arr[k - 1]["id"].str;
                    ok = id.size() < prev.size() || (id.size() == prev.size() && id < prev);
                }
            }
            if (ok) return true;
        } catch (std::exception&) {
        }
        fail("GET messages: wrong page: " + r.brief());
        return false;
    }
    std::vector<std::unique_ptr<HttpConn>> connections(size_t n) {
        std::vector<std::unique_ptr<HttpConn>> v;
        for (size_t i = 0; i < n; i++)
            v.push_back(std::make_unique<HttpConn>(loop, api));
        return v;
    }

    // ---------------------------------------------------------------- Gateway
    using Sessions = std::vector<std::unique_ptr<Gateway>>;
    Gateway::Wanted wanted(const std::string& guild) const {
        return {guild, 0, 60'000, INTENTS, args.has("compress"), true};
    }
    /// opens `n` sessions, `connect` at a time
    Json openAll(Sessions& list, size_t n, const std::string& guild,
                 const std::function<void(Gateway&, size_t)>& each = {}) {
        std::vector<double> ready;
        size_t next = 0, done = 0;
        std::string broken;
        double t0 = nowMs();
        std::function<void()> go = [&] {
            if (next >= n || !broken.empty()) return;
            size_t i = next++;
            auto g = std::make_unique<Gateway>(loop, *gateway, token(i % users), wanted(guild));
            g->onOpened = [&](Gateway& s, const std::string& error) {
                done++;
                if (!error.empty()) {
                    if (broken.empty()) broken = error;
                    return;
                }
                ready.push_back(s.opened.readyMs);
                loop.after(0, go);
            };
            g->onLost = [this](Gateway&, const std::string& why) { fail("Gateway session lost: " + why); };
            if (each) each(*g, i);
            list.push_back(std::move(g));
            list.back()->start();
        };
        for (size_t w = 0; w < connect; w++)
            go();
        if (!loop.runUntil([&] { return done == next && (next == n || !broken.empty()); }, SETUP_LIMIT_MS))
            broken = "logins took too long";
        if (!broken.empty()) throw Fatal(broken);
        loop.sleep(1);
        double ms = nowMs() - t0;
        log(std::to_string(n) + " Gateway sessions in " + std::to_string(int(ms)) + " ms");
        return Json::object()
            .set("open_total_ms", roundTo(ms, 1))
            .set("sessions_per_s", roundTo(double(n) * 1e3 / ms, 1))
            .set("ready_ms", percentiles(ready));
    }
    void closeAll(Sessions& list) {
        for (auto& g : list)
            if (!g->closed) g->end();
        loop.runUntil(
            [&] {
                for (auto& g : list)
                    if (!g->closed) return false;
                return true;
            },
            5000);
        list.clear();
    }

    Json fanout() {
        Guild g = ensureGuild("fan" + std::to_string(users), users, spread);
        prime(g, 1);
        const std::string tag = "f" + runId, needle = tag + "-";
        size_t cap =
            window ? std::min<size_t>(MAX_DELIVERIES / clients, 1'000'000) : size_t(std::llround(rate * seconds));
        cap = std::max<size_t>(1, std::min(cap, MAX_DELIVERIES / clients));
        struct Message {
            double sentAt = 0, lastAt = 0;
            unsigned seen = 0;
            std::string text;
        };
        std::vector<Message> msgs;
        msgs.reserve(std::min<size_t>(cap, 200'000));
        // per session: which messages came, and how many of each channel; per channel: the order as first seen
        struct Per {
            std::vector<uint64_t> seen;
            std::vector<uint32_t> at;
            size_t got = 0;
        };
        std::vector<Per> per(clients);
        std::vector<std::vector<uint32_t>> order(spread);
        std::vector<float> lat;
        lat.reserve(1 << 20);
        size_t got = 0, dup = 0, bad = 0, swapped = 0, seqGaps = 0, delivered = 0, hint = 0;
        double lastDelivery = 0, bytes = 0;
        std::function<void()> pump;
        Sessions list;
        Json opened = openAll(list, clients, g.id, [&](Gateway& s, size_t c) {
            per[c].at.resize(spread);
            s.onFrame = [&, c](Gateway& gw, std::string_view f) {
                size_t at = hint;
                if (at + needle.size() > f.size() || std::memcmp(f.data() + at, needle.data(), needle.size()) != 0) {
                    at = f.find(needle);
                    if (at == f.npos) return false;  // not one of ours
                    hint = at;
                }
                size_t i = 0, p = at + needle.size();
                for (; p < f.size() && f[p] >= '0' && f[p] <= '9'; p++)
                    i = i * 10 + size_t(f[p] - '0');
                if (i >= msgs.size() || f.compare(at, msgs[i].text.size(), msgs[i].text) != 0 ||
                    f.find("MESSAGE_CREATE") == f.npos) {
                    if (bad++ < 3) fail("a delivery does not match what was posted: " + std::string(f.substr(0, 300)));
                    return true;
                }
                long long before = gw.seq;
                gw.noteSeq(f);
                if (before >= 0 && gw.seq != before + 1) seqGaps++;
                Message& m = msgs[i];
                Per& me = per[c];
                if (me.seen.size() <= i / 64) me.seen.resize(i / 64 + 64);
                if (me.seen[i / 64] >> (i % 64) & 1) {
                    dup++;
                    return true;
                }
                me.seen[i / 64] |= uint64_t(1) << (i % 64);
                double now = nowMs();
                auto& ord = order[i % spread];
                uint32_t pos = me.at[i % spread]++;
                if (pos == ord.size())
                    ord.push_back(uint32_t(i));
                else if (ord[pos] != i)
                    swapped++;
                me.got++;
                got++;
                bytes += double(f.size());
                lat.push_back(float(now - m.sentAt));
                m.lastAt = lastDelivery = now;
                if (++m.seen == clients) {
                    delivered++;
                    if (window && pump) pump();
                }
                return true;
            };
        });
        loop.sleep(1000);
        HttpPool pool(loop, api, conns);
        std::vector<float> postLat;
        size_t inFlight = 0;
        double lateMax = 0;
        auto send = [&](double due) {
            HttpConn* c = pool.idle();
            if (!c) return false;
            size_t i = msgs.size();
            msgs.push_back({nowMs(), 0, 0, content(tag, i)});
            lateMax = std::max(lateMax, msgs[i].sentAt - due);
            inFlight++;
            c->request("POST", "/channels/" + g.channels[i % spread] + "/messages", auth(token(0)),
                       "{\"content\":\"" + msgs[i].text + "\"}", [&, i](const Response& r) {
                           inFlight--;
                           if (checkPosted(r, msgs[i].text, g.channels[i % spread], i % verifyEvery == 0))
                               postLat.push_back(float(nowMs() - msgs[i].sentAt));
                           if (window && pump) loop.after(0, pump);
                       });
            return true;
        };
        Meter meter(server, db);
        double t0 = nowMs(), until = t0 + seconds * 1e3;
        bool more = true;
        pump = [&] {
            while (more) {
                if (errorCount >= 5 || msgs.size() >= cap || (window && nowMs() >= until)) {
                    more = false;
                    break;
                }
                if (window) {
                    if (msgs.size() - delivered >= window || !send(nowMs())) break;
                } else {
                    double due = t0 + double(msgs.size()) * 1e3 / rate;
                    if (due > nowMs()) {
                        loop.after(due - nowMs(), pump);
                        break;
                    }
                    if (!send(due)) {
                        loop.after(1, pump);
                        break;
                    }
                }
            }
        };
        pump();
        loop.runUntil([&] { return (!more || (window && nowMs() >= until)) && inFlight == 0; }, seconds * 1e3 + 90'000);
        more = false;
        size_t expected = msgs.size() * clients;
        loop.runUntil([&] { return got >= expected || errorCount >= 5; }, drain * 1e3);
        Json m = meter.stop();
        if (got < expected)
            fail(std::to_string(expected - got) + " of " + std::to_string(expected) + " deliveries missing");
        if (dup) fail(std::to_string(dup) + " deliveries came twice");
        if (swapped && args.has("strict-order"))
            fail(std::to_string(swapped) + " deliveries in an order other than another session's");
        std::vector<float> last;
        for (auto& x : msgs)
            if (x.seen == clients) last.push_back(float(x.lastAt - x.sentAt));
        size_t shortOf = 0;
        for (auto& p : per)
            shortOf += p.got < msgs.size();
        Json r = Json::object()
                     .set("messages", msgs.size())
                     .set("expected_deliveries", expected)
                     .set("deliveries", got)
                     .set("missed", expected - got)
                     .set("duplicates", dup)
                     .set("order_differs", swapped)
                     .set("seq_gaps", seqGaps)
                     .set("clients_short", shortOf)
                     .set("deliveries_per_s", roundTo(double(got) * 1e3 / (lastDelivery - t0), 1))
                     .set("delivery_ms", percentiles(lat))
                     .set("last_client_ms", percentiles(last))
                     .set("post_ms", percentiles(postLat))
                     .set("span_s", roundTo((lastDelivery - t0) / 1e3, 3))
                     .set("writer_late_max_ms", roundTo(lateMax, 2))
                     .set("bytes_per_delivery", got ? std::round(bytes / double(got)) : 0.0);
        pump = nullptr;
        closeAll(list);
        return r.merge(m).merge(opened);
    }

    Json idle() {
        if (server.empty()) throw Fatal("--mode idle needs --pid");
        Guild g = ensureGuild("fan" + std::to_string(users), users);
        loop.sleep(settle * 1e3);
        auto before = server.read();
        Sessions list;
        Json opened = openAll(list, clients, g.id);
        loop.sleep(settle * 1e3);
        auto after = server.read();
        Meter meter(server, db);
        loop.sleep(seconds * 1e3);
        Json m = meter.stop();
        auto held = server.read();
        size_t lost = 0;
        for (auto& s : list)
            lost += s->closed;
        closeAll(list);
        loop.sleep(2000);
        Json r = Json::object()
                     .set("connections", clients)
                     .set("rss_before_kb", before.rssKb)
                     .set("rss_after_kb", after.rssKb)
                     .set("rss_after_hold_kb", held.rssKb)
                     .set("rss_after_close_kb", server.read().rssKb)
                     .set("kb_per_connection", roundTo((held.rssKb - before.rssKb) / double(clients), 1))
                     .set("lost", lost);
        return r.merge(m).merge(opened);
    }

    Json login() {
        // an account of its own, in that one guild only
        std::string key = "login" + std::to_string(channels);
        Json& l = entry("logins", key);
        if (!l["token"].isStr()) {
            std::string name = "lg" + runId + std::to_string(channels);
            std::string tok =
                need(call("POST", "/auth/register", "", registration(name, 0)), "token", "POST /auth/register");
            std::string id =
                need(call("POST", "/guilds", tok, Json::object().set("name", key).dump()), "id", "POST /guilds");
            std::string path = "/guilds/" + id + "/channels";
            size_t have = call("GET", path, tok).arr.size();
            for (size_t i = have; i < channels; i++)
                call("POST", path, tok, Json::object().set("name", "c-" + std::to_string(i)).set("type", 0).dump());
            have = call("GET", path, tok).arr.size();
            if (have < channels) throw Fatal("the guild has " + std::to_string(have) + " channels");
            l.set("token", tok).set("guild", id).set("channels", channels);
            saveState();
        }
        std::vector<float> hello, ready;
        size_t bytes = 0, number = 0;
        std::set<Gateway*> leaving;
        Gateway::Wanted w{l["guild"].str, size_t(l["channels"].num), 15'000, INTENTS, args.has("compress"), true};
        Json res = closedLoop([&](size_t i, size_t, std::function<void(bool)> done) {
            Gateway::Wanted mine = w;
            mine.whole = i % verifyEvery == 0;
            auto* g = new Gateway(loop, *gateway, l["token"].str, mine);
            number++;
            g->onOpened = [&, done = std::move(done)](Gateway& s, const std::string& error) {
                if (error.empty()) {
                    hello.push_back(float(s.opened.helloMs));
                    ready.push_back(float(s.opened.readyMs));
                    bytes = s.opened.readyBytes;
                } else
                    fail(error);
                s.end();  // not waited for: the cost asked for is up to the whole guild
                leaving.insert(&s);
                Gateway* p = &s;
                loop.after(300, [this, p, &leaving] {
                    if (leaving.erase(p)) loop.bury(std::unique_ptr<Conn>(p));
                });
                auto d = std::move(done);
                loop.after(0, [d, ok = error.empty()] { d(ok); });
            };
            g->start();
        });
        loop.runUntil([&] { return leaving.empty(); }, 2000);
        return res.set("channels", w.channels)
            .set("ready_bytes", bytes)
            .set("hello_ms_all", percentiles(hello))
            .set("ready_ms_all", percentiles(ready));
    }

    std::string mode;
    ProcessTrees server, db;
    std::unique_ptr<Url> gateway;
    double seconds, warmup, rate, drain, settle;
    size_t conns, clients, window, spread, channels, size, prefill, prefillConns, limit, connect, verifyEvery, users;
    Json params = Json::object();
};
