#pragma once

#include <array>
#include <map>
#include <mutex>
#include <unordered_map>

#include "server/storage/EphemeralStore.h"
#include "shared/core/Clock.h"

namespace server {

/**
 * In this process's memory. Spread over shards, each with its own lock; what has expired is swept a little with every
 * write, and each shard is bounded.
 */
class MemoryEphemeralStore final : public EphemeralStore {
 public:
    explicit MemoryEphemeralStore(const shared::Clock& clock) : m_clock(clock) {}

    shared::Result<BucketState> take(QByteArrayView bucket, int limit, std::chrono::milliseconds window,
                                     int cost) override;
    shared::Result<BucketState> peek(QByteArrayView bucket, int limit, std::chrono::milliseconds window) override;
    shared::Result<void> clear(QByteArrayView bucket) override;

    shared::Result<bool> startTyping(shared::ChannelId channel, shared::UserId user,
                                     std::chrono::milliseconds life) override;
    shared::Result<void> stopTyping(shared::ChannelId channel, shared::UserId user) override;
    shared::Result<QList<TypingRow>> typing(shared::ChannelId channel) override;

    shared::Result<void> setPresence(const PresenceRow& row, std::chrono::milliseconds life) override;
    shared::Result<void> removePresence(shared::UserId user, QByteArrayView sessionId) override;
    shared::Result<QList<PresenceRow>> presences(const QList<shared::UserId>& users) override;

    shared::Result<void> put(QByteArrayView name, const QByteArray& value, std::chrono::milliseconds life) override;
    shared::Result<std::optional<QByteArray>> find(QByteArrayView name) override;
    shared::Result<std::optional<QByteArray>> takeValue(QByteArrayView name) override;
    shared::Result<bool> putIfAbsent(QByteArrayView name, const QByteArray& value,
                                     std::chrono::milliseconds life) override;

 private:
    /** A map whose entries end by themselves. */
    template <class Key, class Value>
    class Expiring {
     public:
        /** The live entry, or null. */
        Value* find(const Key& key, qint64 now) {
            const auto found = m_entries.find(key);
            return found == m_entries.end() || found->second.endsAt <= now ? nullptr : &found->second.value;
        }
        Value& set(const Key& key, Value value, qint64 endsAt, qint64 now) {
            sweep(now);
            auto& entry = m_entries[key];
            entry = {std::move(value), endsAt};
            return entry.value;
        }
        void extend(const Key& key, qint64 endsAt) {
            const auto found = m_entries.find(key);
            if (found != m_entries.end()) found->second.endsAt = std::max(found->second.endsAt, endsAt);
        }
        void erase(const Key& key) { m_entries.erase(key); }
        size_t size() const { return m_entries.size(); }

     private:
        struct Entry {
            Value value;
            qint64 endsAt = 0;
        };
        /** Once the map has doubled since the last time, all that has ended goes; the bound drops what is left over. */
        void sweep(qint64 now) {
            if (m_entries.size() < m_nextSweep) return;
            std::erase_if(m_entries, [now](const auto& entry) { return entry.second.endsAt <= now; });
            while (m_entries.size() >= kMaxEntries)
                m_entries.erase(m_entries.begin());
            m_nextSweep = std::max<size_t>(kFirstSweep, m_entries.size() * 2);
        }

        static constexpr size_t kFirstSweep = 256;
        static constexpr size_t kMaxEntries = 100'000;
        std::unordered_map<Key, Entry> m_entries;
        size_t m_nextSweep = kFirstSweep;
    };

    struct Bucket {
        int used = 0;
        qint64 resetAt = 0;
    };
    struct Typists {
        std::map<shared::UserId, std::pair<qint64, qint64>> users;  ///< startedAt, endsAt
    };
    struct Sessions {
        std::map<QByteArray, std::pair<PresenceRow, qint64>> sessions;  ///< row, endsAt
    };
    struct Shard {
        std::mutex mutex;
        Expiring<QByteArray, Bucket> buckets;
        Expiring<shared::ChannelId, Typists> typing;
        Expiring<shared::UserId, Sessions> presences;
        Expiring<QByteArray, QByteArray> values;
    };

    template <class Key>
    Shard& shardOf(const Key& key) {
        return m_shards[qHash(key) % m_shards.size()];
    }
    static BucketState stateOf(const Bucket& bucket, int limit);

    const shared::Clock& m_clock;
    std::array<Shard, 16> m_shards;
};

}  // namespace server
