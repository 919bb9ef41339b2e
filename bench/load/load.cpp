// Load tool for any server that speaks the Discord API (REST and Gateway). See README.md beside this file.
// Loopback only; every loop is bounded in count and time; one JSON line a run; exit 0 only if every answer was right.
#include "bench/load/modes.h"
#include "bench/load/summary.h"

const char* const USAGE =
    R"(usage: load --mode post|history|get|fanout|idle|login --api http://127.0.0.1:PORT/api/v10 [...]
       load --summary FILE...        medians of the runs in files of JSON lines
  --gateway URL      ws://127.0.0.1:PORT (default: what GET /gateway says)
  --seconds S        length of the measured part (10)
  --warmup S         post, history, get, login: lead that isn't measured (2)
  --conns C          post, history, get, login: loops at a time (16; login 1); fanout: most posts in flight (256)
  --clients G        fanout, idle: Gateway sessions (50; idle 1000)
  --rate R           fanout: messages a second (20)
  --window W         fanout: instead of a rate, W messages on their way at a time: the most the server can deliver
  --spread N         fanout: channels of the guild written to in turn (1)
  --strict-order     fanout: sessions that disagree on a channel's order are an error, not only counted
  --channels M       login: channels in the guild (100)
  --size B           bytes of message content (64)
  --prefill K        history: least messages in the channel (2000)
  --prefill-conns K  history: writers while filling (1)
  --limit L          history: page size (50)
  --drain S          fanout: wait for late deliveries (20)
  --settle S         idle: wait before reading memory (5)
  --connect K        Gateway logins at a time (10)
  --users N          accounts (what the mode needs)
  --state FILE       keep accounts and guilds for later runs
  --pid P[,P]        server processes: CPU and memory, their children counted with them
  --db-pid P[,P]     the same of the server's database
  --compress zlib-stream   Gateway transport compression
  --verify-every K   parse each Kth answer whole (10)
  --auth-prefix P    put before the token in Authorization
  --label TEXT       copied to the result
  --json             only the JSON line, no progress on stderr
)";

int main(int argc, char** argv) {
    rlimit fds{};
    getrlimit(RLIMIT_NOFILE, &fds);
    fds.rlim_cur = fds.rlim_max;
    setrlimit(RLIMIT_NOFILE, &fds);
    Args a;
    std::vector<std::string> files;
    bool summary = false;
    const std::set<std::string> flags{"json", "help", "summary", "strict-order"};
    const std::set<std::string> values{
        "mode",   "api",    "gateway",  "users",   "seconds",       "conns",        "clients",     "rate",    "window",
        "spread", "size",   "channels", "prefill", "prefill-conns", "limit",        "warmup",      "drain",   "settle",
        "pid",    "db-pid", "state",    "connect", "label",         "verify-every", "auth-prefix", "compress"};
    try {
        for (int i = 1; i < argc; i++) {
            std::string k = argv[i];
            if (summary && k.rfind("--", 0) != 0) {
                files.push_back(k);
                continue;
            }
            if (k.rfind("--", 0) != 0) throw Fatal("unknown argument " + k);
            k = k.substr(2);
            if (flags.count(k)) {
                a.given.emplace_back(k, "");
                summary |= k == "summary";
                continue;
            }
            if (!values.count(k)) throw Fatal("unknown argument --" + k);
            if (++i >= argc) throw Fatal("--" + k + ": no value");
            a.given.emplace_back(k, argv[i]);
        }
        if (a.has("help")) {
            std::fputs(USAGE, stdout);
            return 0;
        }
        if (summary) return summarize(files);
        if (!std::set<std::string>{"post", "history", "get", "fanout", "idle", "login"}.count(a.text("mode")) ||
            !a.has("api"))
            throw Fatal("--mode and --api are required");
        return Tool(a).run();
    } catch (std::exception& e) {
        std::fprintf(stderr, "load: %s\n%s", e.what(), USAGE);
        return 2;
    }
}
