// Whatever was acknowledged is there when the power comes back, once and in order; and the same check notices when
// synchronous is not FULL.

#include <random>
#include <set>
#include <thread>

#include <QtCore/QFile>

#include "server/storage/sqlite/SqliteConnection.h"
#include "tests/storage/PowerCutVfs.h"
#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::GatewayEvent;
using shared::MessageId;
using shared::Result;

constexpr int kWriters = 6;
constexpr int kPostsPerWriter = 400;

/** Posts by several writers until the power is cut, and what came of it. */
class Round {
 public:
    Round(unsigned seed, const QByteArray& synchronous) : m_random(seed), m_vfs("powercut", seed) {
        StorageOptions options;
        options.folder = m_before.path();
        options.synchronous = synchronous;
        options.vfs = "powercut"_ba;
        auto opened = StorageFactory(m_bus, m_ids, m_clock).openStorage(options);
        EXPECT_GOOD(opened);
        m_storage = std::move(opened).value();
        EXPECT_GOOD(m_storage->write(kGuildKey, [](Transaction& tx) {
            ChannelRow channel;
            channel.id = kChannel;
            return tx.channels().insert(channel);
        }));
    }

    /** Number of acknowledged messages that are not there afterwards, and of everything else that is wrong. */
    int run() {
        m_vfs.cutAt(m_vfs.operations() + 1 + static_cast<int>(m_random() % 4000));
        std::vector<std::thread> writers;
        for (int w = 0; w < kWriters; ++w)
            writers.emplace_back([this] { post(); });
        for (auto& writer : writers)
            writer.join();
        m_vfs.cut();
        m_storage.reset();
        m_vfs.writeSurvivors(m_after.path());
        return inspect();
    }
    int acknowledged() const { return static_cast<int>(m_acknowledged.size()); }

 private:
    void post() {
        for (int i = 0; i < kPostsPerWriter; ++i) {
            const auto id = m_storage->write(kGuildKey, [](Transaction& tx) -> Result<MessageId> {
                MessageRow message;
                message.id = tx.nextId<MessageId>();
                message.channelId = kChannel;
                message.content = QString(u'x').repeated(static_cast<int>(message.id.value() % 900));
                RETURN_IF_ERROR(tx.messages().insert(message));
                tx.emitEvent(GatewayEvent::MessageCreate, QByteArray::number(message.id.value()));
                return message.id;
            });
            if (!id.has_value()) return;
            const std::lock_guard lock(m_mutex);
            m_acknowledged.insert(*id);
        }
    }

    /** Opens what the disk holds as a server would after the power is back. */
    int inspect() {
        StorageOptions options;
        options.folder = m_after.path();
        auto opened = StorageFactory(m_bus, m_ids, m_clock).openStorage(options);
        if (!opened.has_value()) return 1'000'000;
        Storage& storage = **opened;
        int wrong = 0;
        const auto checked = storage.read(kGuildKey, [&](const ReadView& view) -> Result<void> {
            ASSIGN_OR_RETURN(const auto rows, view.messages().listAfter(kChannel, {}, 100'000));
            std::set<MessageId> there;
            for (const auto& row : rows)
                there.insert(row.id);
            for (const MessageId id : m_acknowledged)
                wrong += there.contains(id) ? 0 : 1;
            // The log tells of exactly the messages that are there, in their order.
            ASSIGN_OR_RETURN(const auto position, view.position());
            wrong += position.seq == there.size() ? 0 : 1;
            return {};
        });
        if (!checked.has_value()) ++wrong;
        const auto page = storage.eventLog().readAfter(kGuildKey, 0, 100'000);
        if (!page.has_value() || !page->isComplete) {
            wrong += m_acknowledged.empty() ? 0 : 1;
        } else {
            quint64 last = 0;
            for (const auto& event : page->events) {
                wrong += event->payload.toULongLong() > last ? 0 : 1;
                last = event->payload.toULongLong();
            }
        }
        opened->reset();
        const auto sql = SqliteConnection::open(QFile::encodeName(m_after.filePath(u"guildhall.db"_s)),
                                                SqliteConnection::Mode::Write, {});
        const auto integrity = (*sql)->ask("PRAGMA integrity_check"_ba);
        if (!integrity.has_value() || *integrity != u"ok"_s) ++wrong;
        return wrong;
    }

    std::mt19937 m_random;
    QTemporaryDir m_before;
    QTemporaryDir m_after;
    FakeClock m_clock;
    shared::SnowflakeGenerator m_ids{m_clock, 0, 0};
    InProcessEventBus m_bus;
    PowerCutVfs m_vfs;
    std::unique_ptr<Storage> m_storage;
    std::mutex m_mutex;
    std::set<MessageId> m_acknowledged;
};

int rounds() {
    const int asked = qEnvironmentVariableIntValue("POWER_CUT_ROUNDS");
    return asked > 0 ? asked : 12;
}

TEST(PowerCut, LosesNothingThatWasAcknowledged) {
    int acknowledged = 0;
    for (int i = 0; i < rounds(); ++i) {
        Round round(static_cast<unsigned>(i), "FULL"_ba);
        EXPECT_EQ(round.run(), 0) << "round " << i << ", " << round.acknowledged() << " acknowledged";
        acknowledged += round.acknowledged();
    }
    EXPECT_GT(acknowledged, rounds() * 10) << "the power was cut before anything could be lost";
}

TEST(PowerCut, IsNoticedByThisCheckWhenNothingIsSynced) {
    int lossyRounds = 0;
    for (int i = 0; i < 4; ++i) {
        Round round(static_cast<unsigned>(i), "OFF"_ba);
        lossyRounds += round.run() > 0 ? 1 : 0;
    }
    EXPECT_GT(lossyRounds, 0);
}

}  // namespace
}  // namespace tests
