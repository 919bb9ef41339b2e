// What a run measures: time, percentiles, CPU and memory of process trees.
#pragma once
#include <algorithm>
#include <fstream>
#include <sstream>
#include <unordered_map>

#include <dirent.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench/load/json.h"

/// monotonic time in milliseconds
inline double nowMs() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

inline double roundTo(double x, int digits) {
    double f = std::pow(10, digits);
    return std::round(x * f) / f;
}

/// n, mean, p50, p95, p99, max of milliseconds (3 digits); null when there are none
template <class T>
Json percentiles(std::vector<T> v) {
    if (v.empty()) return {};
    std::sort(v.begin(), v.end());
    double sum = 0;
    for (T x : v)
        sum += double(x);
    auto q = [&](double p) {
        size_t i = size_t(std::ceil(p * double(v.size())));
        return roundTo(double(v[std::min(v.size() - 1, i ? i - 1 : 0)]), 3);
    };
    return Json::object()
        .set("n", v.size())
        .set("mean", roundTo(sum / double(v.size()), 3))
        .set("p50", q(.5))
        .set("p95", q(.95))
        .set("p99", q(.99))
        .set("max", q(1));
}

/// Processes given by pid, each with all of its descendants.
class ProcessTrees {
 public:
    explicit ProcessTrees(std::vector<int> roots = {}) : roots_(std::move(roots)) {}
    bool empty() const { return roots_.empty(); }
    bool alive() const {
        for (int p : roots_)
            if (access(("/proc/" + std::to_string(p)).c_str(), F_OK) != 0) return false;
        return true;
    }
    struct Reading {
        double cpuMs = 0, rssKb = 0, pssKb = 0;
        int processes = 0;
    };
    /// CPU includes children that ended and were waited for, so the difference of two readings is right.
    Reading read(bool memory = true) const {
        struct Stat {
            int ppid;
            double ticks;
        };
        std::unordered_map<int, Stat> all;
        if (DIR* d = opendir("/proc")) {
            while (dirent* e = readdir(d)) {
                int pid = std::atoi(e->d_name);
                if (pid <= 0) continue;
                std::string s = slurp("/proc/" + std::string(e->d_name) + "/stat");
                size_t close = s.rfind(')');
                if (close == s.npos) continue;
                std::istringstream in(s.substr(close + 2));
                std::string state, skip;
                int ppid = 0;
                double t[4] = {};
                in >> state >> ppid;
                for (int i = 0; i < 9; i++)
                    in >> skip;
                for (double& x : t)
                    in >> x;
                all[pid] = {ppid, t[0] + t[1] + t[2] + t[3]};
            }
            closedir(d);
        }
        Reading r;
        for (auto& [pid, st] : all) {
            int p = pid;
            for (int depth = 0; depth < 32 && p > 1; depth++) {
                if (std::find(roots_.begin(), roots_.end(), p) != roots_.end()) {
                    r.cpuMs += st.ticks * 1000.0 / double(sysconf(_SC_CLK_TCK));
                    r.processes++;
                    if (memory) {
                        r.rssKb += field(slurp("/proc/" + std::to_string(pid) + "/status"), "VmRSS:");
                        r.pssKb += field(slurp("/proc/" + std::to_string(pid) + "/smaps_rollup"), "\nPss:");
                    }
                    break;
                }
                auto it = all.find(p);
                p = it == all.end() ? 0 : it->second.ppid;
            }
        }
        return r;
    }

 private:
    static std::string slurp(const std::string& path) {
        std::ifstream f(path);
        return {std::istreambuf_iterator<char>(f), {}};
    }
    static double field(const std::string& text, const char* name) {
        size_t at = text.find(name);
        return at == text.npos ? 0 : std::atof(text.c_str() + at + std::strlen(name));
    }
    std::vector<int> roots_;
};

/// CPU used from construction to `stop`, by this program, by the server and by its database.
class Meter {
 public:
    Meter(const ProcessTrees& server, const ProcessTrees& db) : server_(server), db_(db) {
        if (!server_.empty()) s0_ = server_.read(false).cpuMs;
        if (!db_.empty()) d0_ = db_.read(false).cpuMs;
        c0_ = ownCpu();
        t0_ = nowMs();
    }
    Json stop() const {
        double el = nowMs() - t0_, own = ownCpu() - c0_;
        Json r = Json::object().set("elapsed_s", roundTo(el / 1e3, 3)).set("client_cpu", roundTo(own / el, 3));
        if (!server_.empty()) {
            auto s = server_.read();
            r.set("server_cpu", roundTo((s.cpuMs - s0_) / el, 3))
                .set("server_rss_mb", roundTo(s.rssKb / 1024, 1))
                .set("server_pss_mb", roundTo(s.pssKb / 1024, 1))
                .set("server_processes", s.processes);
        }
        if (!db_.empty()) {
            auto d = db_.read();
            r.set("db_cpu", roundTo((d.cpuMs - d0_) / el, 3)).set("db_pss_mb", roundTo(d.pssKb / 1024, 1));
        }
        return r;
    }

 private:
    static double ownCpu() {
        rusage u;
        getrusage(RUSAGE_SELF, &u);
        auto ms = [](timeval t) { return double(t.tv_sec) * 1e3 + double(t.tv_usec) / 1e3; };
        return ms(u.ru_utime) + ms(u.ru_stime);
    }
    const ProcessTrees &server_, &db_;
    double s0_ = 0, d0_ = 0, c0_, t0_;
};
