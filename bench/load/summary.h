// Medians of runs: load --summary FILE...
#pragma once
#include <iostream>
#include <map>

#include "bench/load/measure.h"

inline int summarize(const std::vector<std::string>& files) {
    static const std::map<std::string, std::vector<const char*>> fields{
        {"post", {"per_s", "latency_ms.p50", "latency_ms.p95", "latency_ms.p99"}},
        {"get", {"per_s", "latency_ms.p50", "latency_ms.p95", "latency_ms.p99"}},
        {"history", {"per_s", "latency_ms.p50", "latency_ms.p95", "latency_ms.p99", "response_bytes"}},
        {"fanout",
         {"deliveries_per_s", "delivery_ms.p50", "delivery_ms.p95", "delivery_ms.p99", "last_client_ms.p50", "missed",
          "duplicates", "order_differs", "seq_gaps", "post_ms.p50", "post_ms.p99", "span_s", "bytes_per_delivery",
          "sessions_per_s"}},
        {"idle",
         {"kb_per_connection", "rss_before_kb", "rss_after_kb", "rss_after_hold_kb", "rss_after_close_kb", "lost",
          "sessions_per_s", "ready_ms.p50", "ready_ms.p99"}},
        {"login", {"per_s", "latency_ms.p50", "latency_ms.p95", "latency_ms.p99", "hello_ms_all.p50", "ready_bytes"}}};
    static const std::vector<const char*> always{"server_cpu", "db_cpu", "client_cpu", "server_rss_mb", "db_pss_mb"};
    auto median = [](std::vector<double> v) -> Json {
        if (v.empty()) return {};
        std::sort(v.begin(), v.end());
        return v.size() % 2 ? v[v.size() / 2] : (v[v.size() / 2 - 1] + v[v.size() / 2]) / 2;
    };
    std::vector<std::string> keys;
    std::map<std::string, std::vector<Json>> groups;
    for (auto& f : files) {
        std::ifstream in(f);
        if (!in) {
            std::cerr << "load: cannot read " << f << "\n";
            return 2;
        }
        for (std::string line; std::getline(in, line);) {
            if (line.empty()) continue;
            Json j = Json::parse(line);
            const Json& p = j["params"];
            std::string mode = j["mode"].str, key = j["label"].str + " | " + mode;
            auto add = [&](const char* k) { key += std::string(" ") + k + "=" + p[k].dump(); };
            if (mode == "fanout") {
                add("clients");
                add(p["window"].num > 0 ? "window" : "rate");
            } else
                add(mode == "idle" ? "clients" : "conns");
            if (mode == "login") add("channels");
            if (p["spread"].num > 1) add("spread");
            if (!p["compress"].str.empty()) add("compress");
            if (!groups.count(key)) keys.push_back(key);
            groups[key].push_back(std::move(j));
        }
    }
    for (auto& k : keys) {
        auto& g = groups[k];
        size_t ok = 0;
        for (auto& j : g)
            ok += j["ok"].num != 0;
        std::cout << k << " | runs=" << g.size() << " ok=" << ok << "\n   ";
        auto med = [&](auto&& get) {
            std::vector<double> v;
            for (auto& j : g) {
                Json x = get(j["result"]);
                if (x.isNum()) v.push_back(x.num);
            }
            return median(std::move(v));
        };
        auto all = fields.at(g[0]["mode"].str);
        all.insert(all.end(), always.begin(), always.end());
        for (auto* f : all) {
            Json m = med([&](const Json& r) { return r.at(f); });
            if (m.isNum()) std::cout << " " << f << "=" << m.dump();
        }
        for (auto* who : {"server_cpu", "db_cpu"}) {  // CPU of one operation (a request, a login, a delivery)
            Json m = med([&](const Json& r) -> Json {
                double per = r["per_s"].num > 0 ? r["per_s"].num : r["deliveries_per_s"].num;
                return per > 0 && r[who].isNum() ? Json(r[who].num * 1000 / per) : Json();
            });
            if (m.isNum()) std::cout << " " << who << "_ms_per_op=" << m.dump();
        }
        std::cout << "\n";
    }
    return 0;
}
