#pragma once

#include <array>
#include <condition_variable>
#include <mutex>

#include "server/events/EventBus.h"
#include "server/services/GuildGraph.h"
#include "server/storage/Storage.h"

namespace server {

/**
 * The L1 cache of guild graphs. It hears of every event on the publisher's thread, before anybody who waits for the
 * commit is woken, and folds it in; so who has an answer can rely on what it gives.
 *
 * A guild that is not there is loaded by the first who asks, while the others wait for that load. Any thread.
 */
class GuildGraphs {
 public:
    /** @param maxGuilds kept; beyond it the longest unused goes */
    GuildGraphs(Storage& storage, EventBus& bus, int maxGuilds = 20'000);
    ~GuildGraphs();

    /** Loads on a miss: blocking, for workers. Or UnknownGuild. */
    shared::Result<GuildGraphPtr> get(shared::GuildId id);
    /** Never blocks; null on a miss. For gateway and net threads. */
    GuildGraphPtr cached(shared::GuildId id) const;
    /** One that shows at least this version; reads it afresh if the cache is behind. Blocking. */
    shared::Result<GuildGraphPtr> getAtLeast(shared::GuildId id, quint64 version);
    /** One that contains all events up to this position; reads it afresh if the cache is behind. Blocking. */
    shared::Result<GuildGraphPtr> getAtLeast(shared::GuildId id, const StreamPosition& position);
    void forget(shared::GuildId id);

 private:
    struct Slot {
        GuildGraphPtr graph;  ///< null while it is loaded for the first time
        quint64 seq = 0;      ///< of the last event that is counted in
        bool isLoading = false;
        QList<EventPtr> missed;  ///< while it was loading
        quint64 usedAt = 0;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::condition_variable loaded;
        std::unordered_map<shared::GuildId, Slot> slots;
    };
    static constexpr int kShards = 16;

    Shard& shard(shared::GuildId id) const { return m_shards[placementHash(id.value()) % kShards]; }
    void onBatch(const EventBatch& batch);
    static void fold(Slot& slot, const QList<EventPtr>& events);
    shared::Result<GuildGraphPtr> load(shared::GuildId id);
    void evict(Shard& shard, shared::GuildId keep);

    Storage& m_storage;
    const size_t m_maxPerShard;
    mutable std::array<Shard, kShards> m_shards;
    mutable std::atomic<quint64> m_tick{0};
    EventBus::Subscription m_subscription;
};

}  // namespace server
