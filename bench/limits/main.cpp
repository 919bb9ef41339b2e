/**
 * What the bare steps cost on this machine, with nothing of ours in them: a plain epoll loop that answers HTTP and
 * sends WebSocket frames, and SQLite's own commit and page. One JSON object on stdout; CPU in microseconds of the
 * serving thread, pinned to core 0, the other end on core 1; the best of three runs.
 */
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>

#include <sys/resource.h>
#include <unistd.h>

#include "bench/limits/HttpLimit.h"
#include "bench/limits/SqliteLimit.h"
#include "bench/limits/WebSocketLimit.h"

namespace {

constexpr int kRuns = 3;

void raiseFileLimit() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

bench::Limit best(const std::function<bench::Limit()>& measure) {
    std::vector<bench::Limit> runs;
    for (int i = 0; i < kRuns; ++i) {
        runs.push_back(measure());
    }
    return bench::fastest(runs);
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
    if (!(seconds > 0 && seconds <= 60)) {
        std::fprintf(stderr, "usage: bench_limits [seconds of each run, at most 60]\n");
        return 2;
    }
    raiseFileLimit();
    std::string folder = (std::filesystem::temp_directory_path() / "guildhall-limits-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) {
        std::perror("bench_limits");
        return 1;
    }
    int status = 0;
    try {
        const std::vector<bench::Limit> limits{
            best([&] { return bench::measureHttp(bench::HttpShape::Get, seconds); }),
            best([&] { return bench::measureHttp(bench::HttpShape::Post, seconds); }),
            best([&] { return bench::measureHttp(bench::HttpShape::Page, seconds); }),
            best([&] { return bench::measureDelivery(1000, 200); }),
            best([&] { return bench::measureCommit(folder, seconds); }),
            best([&] { return bench::measurePage(folder, seconds); }),
        };
        const char* separator = "{";
        for (const bench::Limit& limit : limits) {
            std::printf("%s\"%s\":{\"cpu_us\":%.2f,\"per_s\":%.0f}", separator, limit.name.c_str(),
                        limit.cpuMicroseconds, limit.perSecond);
            separator = ",";
        }
        std::printf("}\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_limits: %s\n", error.what());
        status = 1;
    }
    std::filesystem::remove_all(folder);
    return status;
}
