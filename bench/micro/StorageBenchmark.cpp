// What storage costs for each message written and each page of history read, alone: no HTTP, no services.

#include <random>
#include <thread>

#include <QtCore/QTemporaryDir>
#include <benchmark/benchmark.h>

#include "server/storage/StorageFactory.h"

using namespace Qt::StringLiterals;

namespace {

using namespace server;
using shared::ChannelId;
using shared::MessageId;
using shared::Result;

constexpr int kRows = 300'000;
constexpr ChannelId kChannel(2);
constexpr StreamKey kGuild{StreamKind::Guild, 1};
const QByteArray kAuthor =
    R"({"id":"80351110224678912","username":"nelly","discriminator":"0","global_name":"Nelly","avatar":"8342729096ea3675442027381ff50dfe","public_flags":64,"avatar_decoration_data":null})"_ba;
const QString kContent = u"A sentence of about the length that people write when they chat with each other all day."_s;

/** A database in a file with one channel of kRows messages. */
class World {
 public:
    World() {
        StorageOptions options;
        options.folder = m_folder.path();
        storage = std::move(StorageFactory(m_bus, m_ids, m_clock).openStorage(options)).value();
        const auto made = storage->write(kGuild, [&](Transaction& tx) {
            ChannelRow channel;
            channel.id = kChannel;
            return tx.channels().insert(channel);
        });
        Q_ASSERT(made.has_value());
    }

    static MessageRow aMessage(MessageId id) {
        MessageRow message;
        message.id = id;
        message.channelId = kChannel;
        message.authorId = shared::UserId(80351110224678912);
        message.author = kAuthor;
        message.content = kContent;
        return message;
    }
    void fill() {
        while (rows.size() < kRows) {
            const auto done = storage->write(kGuild, [&](Transaction& tx) -> Result<void> {
                for (int i = 0; i < 5000; ++i) {
                    const auto id = tx.nextId<MessageId>();
                    RETURN_IF_ERROR(tx.messages().insert(aMessage(id)));
                    rows.push_back(id);
                }
                return {};
            });
            Q_ASSERT(done.has_value());
        }
    }
    bool post(const StreamKey& key) {
        static const QByteArray payload(900, 'x');
        return storage
            ->write(key,
                    [&](Transaction& tx) -> Result<void> {
                        const auto id = tx.nextId<MessageId>();
                        tx.emitEvent(shared::GatewayEvent::MessageCreate, payload, {.channelId = kChannel});
                        return tx.messages().insert(aMessage(id));
                    })
            .has_value();
    }

    std::unique_ptr<Storage> storage;
    std::vector<MessageId> rows;

 private:
    QTemporaryDir m_folder;
    shared::SystemClock m_clock;
    shared::SnowflakeGenerator m_ids{m_clock, 0, 0};
    InProcessEventBus m_bus;
};

World& filledWorld() {
    static World world;
    world.fill();
    return world;
}

/** As many writers as the argument says, each waiting for its own commit: the size of a batch. */
void durablePost(benchmark::State& state) {
    World world;
    const auto writers = static_cast<int>(state.range(0));
    const int posts = std::max(10, 6000 / writers);
    for (auto _ : state) {
        std::vector<std::thread> threads;
        for (int t = 0; t < writers; ++t) {
            threads.emplace_back([&, t] {
                const StreamKey key{StreamKind::Guild, static_cast<quint64>(t % 8 + 1)};
                for (int i = 0; i < posts; ++i)
                    benchmark::DoNotOptimize(world.post(key));
            });
        }
        for (auto& thread : threads)
            thread.join();
    }
    const auto total = state.iterations() * writers * posts;
    state.SetItemsProcessed(total);
    const auto status = world.storage->status();
    state.counters["batch"] = double(status.units) / double(status.commits);
    state.counters["us_each"] =
        benchmark::Counter(double(total) / 1e6, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(durablePost)
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->Arg(256)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void insertInsideOneUnit(benchmark::State& state) {
    World world;
    for (auto _ : state) {
        const auto done = world.storage->write(kGuild, [&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < 1000; ++i)
                RETURN_IF_ERROR(tx.messages().insert(World::aMessage(tx.nextId<MessageId>())));
            return {};
        });
        if (!done.has_value()) state.SkipWithError("insert");
    }
    state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(insertInsideOneUnit)->Unit(benchmark::kMillisecond);

/** One page of 50. Argument 0: the newest of the channel, again and again; 1: somewhere in it. */
void historyPage(benchmark::State& state) {
    World& world = filledWorld();
    std::mt19937 random(1);
    for (auto _ : state) {
        const MessageId before = state.range(0) == 0 ? MessageId() : world.rows[random() % world.rows.size()];
        const auto page = world.storage->read(
            kGuild, [&](const ReadView& view) { return view.messages().listBefore(kChannel, before, 50); });
        if (!page.has_value()) state.SkipWithError("page");
        benchmark::DoNotOptimize(page);
    }
}
BENCHMARK(historyPage)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

void readOneRow(benchmark::State& state) {
    World& world = filledWorld();
    for (auto _ : state) {
        benchmark::DoNotOptimize(world.storage->read(
            kGuild, [&](const ReadView& view) { return view.messages().find(kChannel, world.rows[7]); }));
    }
}
BENCHMARK(readOneRow)->Unit(benchmark::kMicrosecond);

void takeFromBucket(benchmark::State& state) {
    static shared::SystemClock clock;
    static InProcessEventBus bus;
    static shared::SnowflakeGenerator ids(clock, 0, 0);
    static const auto store = StorageFactory(bus, ids, clock).makeEphemeral();
    for (auto _ : state) {
        benchmark::DoNotOptimize(store->take("POST/channels/messages:2:80351110224678912", 5, std::chrono::seconds(5)));
    }
}
BENCHMARK(takeFromBucket);

}  // namespace

BENCHMARK_MAIN();
