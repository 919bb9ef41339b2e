// What a unit of work promises: order, numbers without holes, all or nothing, what is owed.

#include <set>
#include <thread>

#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::MessageId;
using shared::Result;

class UnitOfWork : public StorageContract {
 protected:
    Result<MessageId> post(const QByteArray& payload = "{}"_ba, StreamKey key = kGuildKey) {
        return write(
            [&](Transaction& tx) -> Result<MessageId> {
                const auto id = tx.nextId<MessageId>();
                MessageRow message;
                message.id = id;
                message.channelId = kChannel;
                message.content = QString::fromUtf8(payload);
                RETURN_IF_ERROR(tx.messages().insert(message));
                tx.emitEvent(GatewayEvent::MessageCreate, payload, {.channelId = kChannel});
                return id;
            },
            key);
    }
    StreamPosition position(StreamKey key = kGuildKey) { return valueOf(storage->eventLog().position(key)); }
};

TEST_P(UnitOfWork, CommitsAndPublishesWhatItEmits) {
    const BusTape tape(bus);
    ASSERT_GOOD(post("{\"a\":1}"_ba));
    const auto events = tape.events();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(events[0]->key, kGuildKey);
    EXPECT_EQ(events[0]->seq, 1u);
    EXPECT_EQ(events[0]->payload, "{\"a\":1}"_ba);
    EXPECT_EQ(events[0]->channelId, kChannel);
    EXPECT_EQ(events[0]->at, clock.nowMs());
    EXPECT_EQ(position().seq, 1u);
    EXPECT_NE(position().epoch, 0u);
}

TEST_P(UnitOfWork, ThatFailsLeavesNoTrace) {
    const BusTape tape(bus);
    const auto refused = write([](Transaction& tx) -> Result<void> {
        MessageRow message;
        message.id = tx.nextId<MessageId>();
        message.channelId = kChannel;
        RETURN_IF_ERROR(tx.messages().insert(message));
        tx.emitEvent(GatewayEvent::MessageCreate, "{}"_ba);
        return ErrorCode::MissingPermissions;
    });
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::MissingPermissions);
    EXPECT_TRUE(tape.events().isEmpty());
    EXPECT_EQ(position().seq, 0u);
    const auto last = valueOf(read([](const ReadView& view) { return view.messages().lastId(kChannel); }));
    EXPECT_FALSE(last.has_value());
    EXPECT_TRUE(storage->status().trouble.isEmpty());
}

TEST_P(UnitOfWork, NumbersManyAndNoEventsWithoutHoles) {
    const BusTape tape(bus);
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        EXPECT_EQ(tx.seq(), 1u);
        for (int i = 0; i < 3; ++i)
            tx.emitEvent(GatewayEvent::MessageCreate, "{}"_ba);
        return {};
    }));
    EXPECT_GOOD(write([](Transaction&) -> Result<void> { return {}; }));
    EXPECT_GOOD(post());
    const auto events = tape.events();
    ASSERT_EQ(events.size(), 4);
    for (qsizetype i = 0; i < events.size(); ++i)
        EXPECT_EQ(events[i]->seq, static_cast<quint64>(i + 1));
    EXPECT_EQ(position().seq, 4u);
}

TEST_P(UnitOfWork, RaisesTheGraphVersionOnceForAllItsEvents) {
    const BusTape tape(bus);
    quint64 before = 0;
    EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
        before = tx.graphVersion();
        tx.emitEvent(GatewayEvent::ChannelCreate, "{}"_ba);
        tx.bumpGraphVersion();
        tx.bumpGraphVersion();
        tx.emitEvent(GatewayEvent::ChannelUpdate, "{}"_ba);
        return {};
    }));
    const auto events = tape.events();
    ASSERT_EQ(events.size(), 2);
    EXPECT_EQ(events[0]->graphVersion, before + 1);
    EXPECT_EQ(events[1]->graphVersion, before + 1);
    EXPECT_EQ(position().graphVersion, before + 1);
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.position(); })).graphVersion, before + 1);
}

TEST_P(UnitOfWork, DrawsIdsAboveTheStreamsLastWhateverTheClockSays) {
    const auto first = valueOf(post());
    clock.setNowMs(clock.nowMs() - 3'600'000);
    const auto second = valueOf(post());
    EXPECT_LT(first, second);

    // Another process with another origin and a clock that is behind.
    FakeClock late;
    late.setNowMs(late.nowMs() - 7'200'000);
    shared::SnowflakeGenerator other(late, 3, 5);
    if (GetParam().isInMemory()) return;
    storage.reset();
    StorageFactory elsewhere(bus, other, late);
    auto opened = elsewhere.openStorage(options);
    ASSERT_GOOD(opened);
    storage = std::move(opened).value();
    const auto third = valueOf(post());
    EXPECT_LT(second, third);
    EXPECT_EQ(third.worker(), 3);
    QList<MessageId> many;
    EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
        many.clear();
        for (int i = 0; i < 5; ++i)
            many.append(tx.nextId<MessageId>());
        return {};
    }));
    EXPECT_LT(third, many.first());
    EXPECT_TRUE(std::is_sorted(many.begin(), many.end(), std::less_equal<>()));
}

TEST_P(UnitOfWork, KeepsOneOrderPerKeyUnderManyThreads) {
    constexpr int kThreads = 16;
    constexpr int kPosts = 60;
    const std::array keys{StreamKey::guild(shared::GuildId(1)), StreamKey::guild(shared::GuildId(2)),
                          StreamKey::channel(shared::ChannelId(3))};
    const BusTape tape(bus);
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            MessageId own;
            for (int i = 0; i < kPosts; ++i) {
                const bool isRefused = i % 10 == 9;
                const auto id = storage->write(
                    keys[static_cast<size_t>(t) % keys.size()], [&](Transaction& tx) -> Result<MessageId> {
                        const auto drawn = tx.nextId<MessageId>();
                        tx.emitEvent(GatewayEvent::MessageCreate, QByteArray::number(drawn.value()));
                        if (isRefused) return ErrorCode::Forbidden;
                        return drawn;
                    });
                if (id.has_value() == isRefused || (id.has_value() && *id <= own)) ++failures;
                if (id.has_value()) own = *id;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(failures, 0);

    for (const StreamKey& key : keys) {
        quint64 seq = 0;
        quint64 id = 0;
        for (const auto& event : tape.events()) {
            if (event->key != key) continue;
            EXPECT_EQ(event->seq, ++seq);
            EXPECT_GT(event->payload.toULongLong(), id);
            id = event->payload.toULongLong();
        }
        EXPECT_EQ(position(key).seq, seq);
        const auto page = valueOf(storage->eventLog().readAfter(key, 0, 10'000));
        EXPECT_EQ(page.events.size(), static_cast<qsizetype>(seq));
    }
    EXPECT_EQ(tape.events().size(), kThreads * kPosts * 9 / 10);
    EXPECT_EQ(storage->status().units, static_cast<quint64>(kThreads * kPosts * 9 / 10));
    EXPECT_EQ(storage->status().failedUnits, static_cast<quint64>(kThreads * kPosts / 10));
}

TEST_P(UnitOfWork, ThatIsAcknowledgedIsSeenByEveryReader) {
    for (int i = 0; i < 50; ++i) {
        const auto id = valueOf(post());
        std::thread([&] {
            const auto last = valueOf(read([](const ReadView& view) { return view.messages().lastId(kChannel); }));
            EXPECT_EQ(last, id);
        }).join();
    }
}

TEST_P(UnitOfWork, LogGivesBackWhatWasPublished) {
    const BusTape tape(bus);
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        EventRoute route;
        route.channelId = kChannel;
        route.onlyUser = shared::UserId(5);
        route.exceptUser = shared::UserId(6);
        route.subject = shared::UserId(7);
        route.mentions = {shared::UserId(8), shared::UserId(9)};
        route.permissions = 1u << 31;
        tx.emitEvent(GatewayEvent::MessageCreate, "{\"x\":\"\\u0000ä\"}"_ba, route);
        tx.emitEvent(GatewayEvent::GuildUpdate, "{}"_ba);
        return {};
    }));
    const auto sent = tape.events();
    const auto page = valueOf(storage->eventLog().readAfter(kGuildKey, 0, 100));
    EXPECT_TRUE(page.isComplete);
    EXPECT_EQ(page.head.seq, 2u);
    ASSERT_EQ(page.events.size(), 2);
    for (qsizetype i = 0; i < 2; ++i) {
        const Event& a = *sent[i];
        const Event& b = *page.events[i];
        EXPECT_EQ(a.key, b.key);
        EXPECT_EQ(a.seq, b.seq);
        EXPECT_EQ(a.epoch, b.epoch);
        EXPECT_EQ(a.graphVersion, b.graphVersion);
        EXPECT_EQ(a.at, b.at);
        EXPECT_EQ(a.type, b.type);
        EXPECT_EQ(a.payload, b.payload);
        EXPECT_EQ(a.channelId, b.channelId);
        EXPECT_EQ(a.onlyUser, b.onlyUser);
        EXPECT_EQ(a.exceptUser, b.exceptUser);
        EXPECT_EQ(a.subject, b.subject);
        EXPECT_EQ(a.mentions, b.mentions);
        EXPECT_EQ(a.permissions, b.permissions);
    }
    EXPECT_EQ(valueOf(storage->eventLog().readAfter(kGuildKey, 1, 100)).events.size(), 1);
    EXPECT_EQ(valueOf(storage->eventLog().readAfter(kGuildKey, 0, 1)).events.size(), 1);
    EXPECT_TRUE(valueOf(storage->eventLog().readAfter(kGuildKey, 2, 100)).isComplete);
}

TEST_P(UnitOfWork, LogIsTrimmedByAgeAndSaysSo) {
    EXPECT_GOOD(post());
    EXPECT_GOOD(post());
    clock.advance(std::chrono::minutes(10));
    EXPECT_GOOD(post());
    const qint64 cut = clock.nowMs();
    EXPECT_EQ(valueOf(storage->trimEventLog(cut)), 2);
    EXPECT_EQ(valueOf(storage->trimEventLog(cut)), 0);
    const auto fromStart = valueOf(storage->eventLog().readAfter(kGuildKey, 0, 100));
    EXPECT_FALSE(fromStart.isComplete);
    const auto later = valueOf(storage->eventLog().readAfter(kGuildKey, 2, 100));
    EXPECT_TRUE(later.isComplete);
    ASSERT_EQ(later.events.size(), 1);
    EXPECT_EQ(later.events[0]->seq, 3u);
}

TEST_P(UnitOfWork, WhatItOwesIsAppliedBeforeItReturns) {
    const BusTape tape(bus);
    OutboxRow seen;
    storage->setOutboxApplier("user.guild"_ba, [&](Transaction& tx, const OutboxRow& row) -> Result<void> {
        seen = row;
        EXPECT_EQ(tx.key(), kUserKey);
        tx.emitEvent(GatewayEvent::GuildCreate, row.payload);
        return tx.users().putGuild({row.source.guildId(), row.at});
    });
    EXPECT_GOOD(post());
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        tx.owe(kUserKey, "user.guild"_ba, "{}"_ba);
        tx.emitEvent(GatewayEvent::GuildMemberAdd, "{}"_ba);
        return {};
    }));
    EXPECT_EQ(seen.source, kGuildKey);
    EXPECT_EQ(seen.sourceSeq, 2u);
    const auto guilds = valueOf(read([](const ReadView& view) { return view.users().listGuilds(); }, kUserKey));
    ASSERT_EQ(guilds.size(), 1);
    EXPECT_EQ(guilds[0].guildId, kGuild);
    const auto events = tape.events();
    ASSERT_EQ(events.size(), 3);
    EXPECT_EQ(events[2]->key, kUserKey);
    EXPECT_EQ(events[2]->seq, 1u);
    EXPECT_EQ(valueOf(storage->repairOutbox()), 0);
}

TEST_P(UnitOfWork, WhatCannotBeAppliedWaitsInTheOutbox) {
    bool isOutOfOrder = true;
    QList<QByteArray> applied;
    storage->setOutboxApplier("note"_ba, [&](Transaction&, const OutboxRow& row) -> Result<void> {
        if (isOutOfOrder) return shared::Error::unavailable(u"test"_s, std::chrono::seconds(1));
        applied.append(row.payload);
        return {};
    });
    const auto owe = [&](const QByteArray& payload) {
        return write([&](Transaction& tx) -> Result<void> {
            tx.owe(kUserKey, "note"_ba, payload);
            return {};
        });
    };
    EXPECT_GOOD(owe("old"_ba));  // the unit itself is good: what it owes is promised
    EXPECT_EQ(valueOf(storage->repairOutbox()), 1);
    if (!GetParam().isInMemory()) {
        storage.reset();
        reopen();  // it survives a restart
        storage->setOutboxApplier("note"_ba, [&](Transaction&, const OutboxRow& row) -> Result<void> {
            applied.append(row.payload);
            return {};
        });
    }
    isOutOfOrder = false;
    EXPECT_EQ(valueOf(storage->repairOutbox()), 0);
    EXPECT_EQ(applied, QList<QByteArray>{"old"_ba});
    EXPECT_EQ(valueOf(storage->repairOutbox()), 0);
    EXPECT_EQ(applied.size(), 1);
}

TEST_P(UnitOfWork, TargetTakesOnlyNewerRows) {
    bool isOutOfOrder = true;
    QList<QByteArray> applied;
    storage->setOutboxApplier("note"_ba, [&](Transaction&, const OutboxRow& row) -> Result<void> {
        if (isOutOfOrder) return shared::Error::unavailable(u"test"_s, std::chrono::seconds(1));
        applied.append(row.payload);
        return {};
    });
    const auto owe = [&](const QByteArray& payload) {
        return write([&](Transaction& tx) -> Result<void> {
            tx.owe(kUserKey, "note"_ba, payload);
            return {};
        });
    };
    EXPECT_GOOD(owe("old"_ba));
    isOutOfOrder = false;
    EXPECT_GOOD(owe("new"_ba));
    EXPECT_EQ(valueOf(storage->repairOutbox()), 0);  // the old one is dropped, not applied over the new one
    EXPECT_EQ(applied, QList<QByteArray>{"new"_ba});
}

TEST_P(UnitOfWork, FailedUnitOwesNothing) {
    int calls = 0;
    storage->setOutboxApplier("note"_ba, [&](Transaction&, const OutboxRow&) -> Result<void> {
        ++calls;
        return {};
    });
    const auto refused = write([&](Transaction& tx) -> Result<void> {
        tx.owe(kUserKey, "note"_ba, {});
        return ErrorCode::Forbidden;
    });
    EXPECT_FALSE(refused.has_value());
    EXPECT_EQ(calls, 0);
}

TEST_P(UnitOfWork, ListsTheKeysThatWereWritten) {
    for (const quint64 id : {5u, 3u, 9u})
        EXPECT_GOOD(post({}, StreamKey::guild(shared::GuildId(id))));
    EXPECT_GOOD(write([](Transaction&) -> Result<void> { return {}; }, kUserKey));
    const auto all = valueOf(storage->listKeys(StreamKind::Guild, 0, 10));
    ASSERT_EQ(all.size(), 3);
    EXPECT_EQ(all[0].id, 3u);
    EXPECT_EQ(valueOf(storage->listKeys(StreamKind::Guild, 3, 1)).first().id, 5u);
}

INSTANTIATE_OVER_ENGINES(UnitOfWork);

}  // namespace
}  // namespace tests
