#pragma once

#include <mutex>

#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "server/storage/StorageFactory.h"
#include "tests/support/FakeClock.h"
#include "tests/support/PostgresServer.h"

namespace tests {

inline constexpr shared::GuildId kGuild{1001};
inline constexpr shared::ChannelId kChannel{2001};
inline constexpr shared::UserId kUser{3001};
inline constexpr server::StreamKey kGuildKey = server::StreamKey::guild(kGuild);
inline constexpr server::StreamKey kUserKey = server::StreamKey::user(kUser);

/** Fails the test with the error's text. */
template <class T>
testing::AssertionResult isGood(const shared::Result<T>& result) {
    if (result.has_value()) return testing::AssertionSuccess();
    return testing::AssertionFailure() << result.error().message().toStdString() << " at "
                                       << result.error().where().file_name() << ":" << result.error().where().line();
}

/** The value, or a default one with a failure noted. */
template <class T>
T valueOf(shared::Result<T> result) {
    EXPECT_TRUE(isGood(result));
    if constexpr (std::is_default_constructible_v<T>) {
        return result.has_value() ? std::move(result).value() : T();
    } else {
        return std::move(result).value();
    }
}

#define EXPECT_GOOD(expression) EXPECT_TRUE(::tests::isGood(expression))
#define ASSERT_GOOD(expression) ASSERT_TRUE(::tests::isGood(expression))

/** Keeps all that a bus carried. */
class BusTape {
 public:
    explicit BusTape(server::EventBus& bus)
        : m_subscription(bus.subscribe(server::EventBus::Phase::Feeds, [this](const server::EventBatch& batch) {
              const std::lock_guard lock(m_mutex);
              m_events += batch;
          })) {}

    server::EventBatch events() const {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }

 private:
    mutable std::mutex m_mutex;
    server::EventBatch m_events;
    server::EventBus::Subscription m_subscription;
};

/** An engine under test: how it is called and whether it leaves a file. */
struct Engine {
    const char* name;
    enum class Kind { File, Memory, Postgres } kind;
    bool isInMemory() const { return kind == Kind::Memory; }
};

inline void PrintTo(const Engine& engine, std::ostream* out) {
    *out << engine.name;
}

/** A storage of one engine, its bus and clock. */
class StorageWorld : public testing::Test {
 protected:
    explicit StorageWorld(bool isInMemory) : StorageWorld(isInMemory ? Engine::Kind::Memory : Engine::Kind::File) {}
    explicit StorageWorld(Engine::Kind kind) {
        if (kind != Engine::Kind::Memory) options.folder = folder.path();
        if (kind == Engine::Kind::Postgres) options.database = PostgresServer::shared().makeDatabase();
        reopen();
    }

    void reopen() {
        storage.reset();
        auto opened = factory.openStorage(options);
        ASSERT_GOOD(opened);
        storage = std::move(opened).value();
    }

    template <class F>
    auto write(F&& unit, server::StreamKey key = kGuildKey) {
        return storage->write(key, std::forward<F>(unit));
    }
    template <class F>
    auto read(F&& reader, server::StreamKey key = kGuildKey) {
        return storage->read(key, std::forward<F>(reader));
    }

    QTemporaryDir folder;
    server::StorageOptions options;
    FakeClock clock;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    server::InProcessEventBus bus;
    server::StorageFactory factory{bus, ids, clock};
    std::unique_ptr<server::Storage> storage;
};

/** The same cases over every engine. */
class StorageContract : public StorageWorld, public testing::WithParamInterface<Engine> {
 protected:
    StorageContract() : StorageWorld(GetParam().kind) {}
};

inline const Engine kEngines[] = {
    {"sqlite", Engine::Kind::File}, {"sqliteMemory", Engine::Kind::Memory}, {"postgres", Engine::Kind::Postgres}};

#define INSTANTIATE_OVER_ENGINES(Suite)                       \
    INSTANTIATE_TEST_SUITE_P(                                 \
        Engines, Suite, testing::ValuesIn(::tests::kEngines), \
        [](const testing::TestParamInfo<::tests::Engine>& engine) { return std::string(engine.param.name); })

}  // namespace tests
