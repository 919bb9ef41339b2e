#pragma once

#include <array>
#include <list>
#include <mutex>

#include "server/events/EventBus.h"
#include "server/services/GuildGraphs.h"
#include "server/services/GuildMember.h"
#include "server/storage/Storage.h"

namespace server {

/**
 * The L1 cache of guild members, bounded; it follows the guilds' events as GuildGraphs does. Any thread.
 */
class Members {
 public:
    /** Created after the GuildGraphs, so that it hears of events after them. @param maxMembers kept in all */
    Members(Storage& storage, EventBus& bus, GuildGraphs& graphs, int maxMembers = 100'000);
    ~Members();

    /** Blocking on a miss. Null when the user is no member. UnknownGuild when there is no such guild. */
    shared::Result<MemberPtr> find(shared::GuildId guild, shared::UserId user);
    /** Or UnknownMember. */
    shared::Result<MemberPtr> get(shared::GuildId guild, shared::UserId user);
    /** Never blocks; null when it is not in the cache, which says nothing about membership. */
    MemberPtr cached(shared::GuildId guild, shared::UserId user) const;
    /** Those of `users` who are members, each once, in no order; one query for all that is not in the cache. */
    shared::Result<QList<MemberPtr>> findMany(shared::GuildId guild, const QList<shared::UserId>& users);

    /** A row of storage as a member; `graph` says which roles exist. */
    static MemberPtr fromRow(const GuildGraph& graph, const MemberRow& row);

 private:
    struct Key {
        shared::GuildId guild;
        shared::UserId user;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        size_t operator()(const Key& key) const noexcept {
            return static_cast<size_t>(placementHash(key.guild.value() * 31 + key.user.value()));
        }
    };
    using Order = std::list<std::pair<Key, MemberPtr>>;
    struct Shard {
        mutable std::mutex mutex;
        Order order;  ///< most recently used first
        std::unordered_map<Key, Order::iterator, KeyHash> index;
        quint64 generation =
            0;  ///< rises with every event that concerns the shard; a load that it overtook is not kept
    };
    static constexpr int kShards = 16;

    Shard& shard(const Key& key) const { return m_shards[KeyHash()(key) % kShards]; }
    void onBatch(const EventBatch& batch);
    void put(Shard& shard, const Key& key, MemberPtr member);
    void drop(const Key& key);
    void dropGuild(shared::GuildId guild, shared::RoleId onlyWithRole);
    void update(const Event& event);

    Storage& m_storage;
    GuildGraphs& m_graphs;
    const size_t m_maxPerShard;
    mutable std::array<Shard, kShards> m_shards;
    EventBus::Subscription m_subscription;
};

}  // namespace server
