// What every mode needs before it can measure: requests that must succeed, accounts, guilds, kept in a state file.
#pragma once
#include "bench/load/gateway.h"
#include "bench/load/http.h"

struct Args {
    std::vector<std::pair<std::string, std::string>> given;
    bool has(const std::string& k) const {
        for (auto& g : given)
            if (g.first == k) return true;
        return false;
    }
    std::string text(const std::string& k, const std::string& def = "") const {
        for (auto& g : given)
            if (g.first == k) return g.second;
        return def;
    }
    double number(const std::string& k, double def, double min, double max) const {
        if (!has(k)) return def;
        char* e = nullptr;
        double v = std::strtod(text(k).c_str(), &e);
        if (text(k).empty() || *e || !(v >= min && v <= max))
            throw Fatal("--" + k + ": want a number from " + Json(min).dump() + " to " + Json(max).dump());
        return v;
    }
    size_t count(const std::string& k, double def, double min, double max) const {
        double v = number(k, def, min, max);
        if (v != std::floor(v)) throw Fatal("--" + k + ": want a whole number");
        return size_t(v);
    }
};

constexpr double SETUP_LIMIT_MS = 1'500'000;

/// Set-up calls and what they made. Errors are collected: the run is right only when there are none.
class Setup {
 protected:
    explicit Setup(const Args& a) : args(a), api(a.text("api")), setupPool(loop, api, 64) {
        std::srand(unsigned(getpid()) ^ unsigned(time(nullptr)));
        char id[9];
        std::snprintf(id, sizeof id, "%08x", unsigned(std::rand()) ^ unsigned(time(nullptr)) << 8);
        runId = id;
    }

    // ---------------------------------------------------------------- set-up calls
    std::vector<int> pids(const char* name) const {
        std::vector<int> v;
        std::istringstream in(args.text(name));
        for (std::string s; std::getline(in, s, ',');)
            v.push_back(std::atoi(s.c_str()));
        return v;
    }
    void log(const std::string& m) const {
        if (!args.has("json")) std::fprintf(stderr, "[load] %s\n", m.c_str());
    }
    void fail(const std::string& m) {
        if (errorCount++ < 10) errors.push_back(m.substr(0, 400));
    }
    std::string auth(const std::string& token) const { return token.empty() ? "" : args.text("auth-prefix") + token; }

    struct Request {
        std::string method, path, token, body;
    };
    /// `n` requests, `width` at a time; every answer must be 2xx and, where there is a body, JSON
    void batch(size_t n, size_t width, const std::function<Request(size_t)>& make,
               const std::function<void(size_t, Json&)>& use) {
        size_t next = 0, done = 0;
        std::string broken;
        std::function<void()> go = [&] {
            if (next >= n || !broken.empty()) return;
            size_t i = next++;
            Request q = make(i);
            HttpConn* c = setupPool.idle();
            if (!c) throw Fatal("set-up: no free connection");
            c->request(q.method, q.path, auth(q.token), q.body,
                       [&, i, what = q.method + " " + q.path](const Response& r) {
                           done++;
                           if (r.status < 200 || r.status > 299) {
                               if (broken.empty()) broken = what + ": " + r.brief();
                               return;
                           }
                           try {
                               Json j = r.body.empty() ? Json() : Json::parse(r.body);
                               use(i, j);
                           } catch (std::exception& e) {
                               if (broken.empty()) broken = what + ": " + e.what();
                               return;
                           }
                           go();
                       });
        };
        for (size_t w = 0; w < width; w++)
            go();
        if (!loop.runUntil([&] { return done == next && (next == n || !broken.empty()); }, SETUP_LIMIT_MS))
            broken = "set-up took too long";
        if (!broken.empty()) throw Fatal(broken);
    }
    Json call(std::string method, std::string path, std::string token = "", std::string body = "") {
        Json got;
        batch(
            1, 1,
            [&](size_t) {
                return Request{method, path, token, body};
            },
            [&](size_t, Json& j) { got = std::move(j); });
        return got;
    }
    static std::string need(const Json& j, const char* key, const std::string& where) {
        if (!j[key].isStr() || j[key].str.empty()) throw Fatal(where + ": no " + key);
        return j[key].str;
    }

    // ---------------------------------------------------------------- accounts and guilds, kept in --state
    void loadState() {
        state = Json::object()
                    .set("api", args.text("api"))
                    .set("accounts", Json::array())
                    .set("guilds", Json::object())
                    .set("logins", Json::object());
        std::ifstream f(args.text("state"));
        if (!args.has("state") || !f) return;
        Json s = Json::parse(std::string{std::istreambuf_iterator<char>(f), {}});
        if (s["api"].str != args.text("api") || s["accounts"].arr.empty()) return;
        try {
            if (call("GET", "/users/@me", s["accounts"].arr[0]["token"].str)["id"].str !=
                s["accounts"].arr[0]["id"].str)
                return;
        } catch (Fatal& e) {
            log(std::string("state file is stale, starting anew: ") + e.what());
            return;
        }
        state = s;
    }
    void saveState() const {
        if (!args.has("state")) return;
        std::string f = args.text("state"), tmp = f + ".tmp";
        std::ofstream(tmp) << state.dump();
        if (std::rename(tmp.c_str(), f.c_str()) != 0) throw Fatal("cannot write " + f);
    }
    const std::string& token(size_t i) const { return state["accounts"].arr.at(i)["token"].str; }
    Json& entry(const char* map, const std::string& key) {
        for (auto& m : state.obj)
            if (m.first == map) {
                for (auto& e : m.second.obj)
                    if (e.first == key) return e.second;
                m.second.set(key, Json::object());
                return m.second.obj.back().second;
            }
        state.set(map, Json::object());
        return entry(map, key);
    }
    std::string registration(const std::string& name, size_t i) const {
        return Json::object()
            .set("email", name + "@example.com")
            .set("username", name)
            .set("global_name", name)
            .set("password", "Pw12AB-" + runId + "-" + std::to_string(i))
            .set("consent", true)
            .set("date_of_birth", "1990-01-01")
            .dump();
    }
    void ensureAccounts(size_t n) {
        size_t have = state["accounts"].arr.size();
        if (have >= n) return;
        double t0 = nowMs();
        std::vector<Json> fresh(n - have, Json::object());
        batch(
            n - have, 8,
            [&](size_t i) {
                return Request{"POST", "/auth/register", "", registration("ld" + runId + std::to_string(have + i), i)};
            },
            [&](size_t i, Json& j) { fresh[i].set("token", need(j, "token", "POST /auth/register")); });
        batch(
            n - have, 8,
            [&](size_t i) {
                return Request{"GET", "/users/@me", fresh[i]["token"].str, ""};
            },
            [&](size_t i, Json& j) { fresh[i].set("id", need(j, "id", "GET /users/@me")); });
        for (auto& m : state.obj)
            if (m.first == "accounts")
                for (auto& a : fresh)
                    m.second.arr.push_back(a);
        setup.set("registered", n - have).set("register_ms_each", roundTo((nowMs() - t0) / double(n - have), 2));
        saveState();
        log("registered " + std::to_string(n - have) + " accounts");
    }
    struct Guild {
        std::string id, key;
        std::vector<std::string> channels;
    };
    Guild ensureGuild(const std::string& key, size_t members, size_t textChannels = 1) {
        ensureAccounts(std::max<size_t>(members, 1));
        Json& g = entry("guilds", key);
        if (!g["id"].isStr()) {
            std::string id = need(call("POST", "/guilds", token(0), Json::object().set("name", "load " + key).dump()),
                                  "id", "POST /guilds");
            Json list = call("GET", "/guilds/" + id + "/channels", token(0));
            std::string channel;
            for (auto& c : list.arr)
                if (c["type"].num == 0 && channel.empty()) channel = c["id"].str;
            if (channel.empty()) throw Fatal("a new guild has no text channel");
            std::string code = need(call("POST", "/channels/" + channel + "/invites", token(0),
                                         R"({"max_age":0,"max_uses":0,"temporary":false})"),
                                    "code", "POST invites");
            g.set("id", id).set("channel", channel).set("invite", code).set("members", 1).set("messages", 0);
        }
        size_t have = size_t(g["members"].num);
        if (have < members) {
            double t0 = nowMs();
            batch(
                members - have, 4,
                [&](size_t i) {
                    return Request{"POST", "/invites/" + g["invite"].str, token(have + i), "{}"};
                },
                [](size_t, Json&) {});
            g.set("members", members);
            setup.set("joined", members - have)
                .set("join_ms_each", roundTo((nowMs() - t0) / double(members - have), 2));
            log(std::to_string(members - have) + " joined " + key);
        }
        Guild r{g["id"].str, key, {g["channel"].str}};
        Json more = g["more"];
        more.type = Json::Arr;
        while (more.arr.size() + 1 < textChannels)
            more.arr.push_back(
                need(call("POST", "/guilds/" + r.id + "/channels", token(0),
                          Json::object().set("name", "more-" + std::to_string(more.arr.size())).set("type", 0).dump()),
                     "id", "POST channels"));
        g.set("more", more);
        for (auto& c : more.arr)
            if (r.channels.size() < textChannels) r.channels.push_back(c.str);
        saveState();
        return r;
    }
    /// One post alone by each writer that has not written there yet: a server may do work, or race, on a first
    /// message.
    void prime(const Guild& g, size_t writers) {
        Json& e = entry("guilds", g.key);
        size_t from = size_t(e["primed"].num);
        if (writers <= from) return;
        batch(
            writers - from, 1,
            [&](size_t i) {
                return Request{"POST", "/channels/" + g.channels[0] + "/messages", token(from + i),
                               Json::object().set("content", "first of writer " + std::to_string(from + i)).dump()};
            },
            [](size_t, Json&) {});
        e.set("primed", writers);
        saveState();
    }

    const Args& args;
    std::string runId;
    Url api;
    Loop loop;
    HttpPool setupPool;
    Json state, setup = Json::object();
    std::vector<std::string> errors;
    size_t errorCount = 0;
};
