#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "server/events/EventBus.h"
#include "server/storage/Storage.h"
#include "shared/models/User.h"

namespace server {

/** What everybody may know of an account, immutable, with its JSON ready made. */
struct PublicUser {
    shared::User user;
    QByteArray json;
    QByteArray ownJson;   ///< with the private part: only for the account itself
    quint64 version = 0;  ///< AccountRow::version
    bool isDeleted = false;
};
using UserPtr = std::shared_ptr<const PublicUser>;

/**
 * The L1 cache of public users. USER_UPDATE in a user's stream makes it read that user again. Any thread.
 */
class Users {
 public:
    Users(Storage& storage, EventBus& bus, int maxUsers = 100'000);
    ~Users();

    /** Blocking on a miss. Or UnknownUser. */
    shared::Result<UserPtr> get(shared::UserId id);
    /** Never blocks; null on a miss. */
    UserPtr cached(shared::UserId id) const;
    void forget(shared::UserId id);
    /** Reads who has deleted their account; once, at the start. From then on it follows the events. */
    shared::Result<void> loadDeleted();
    /** Known without a look at storage, also of those who are not in the cache. Never blocks. */
    bool isDeleted(shared::UserId id) const;

    static PublicUser fromRow(const AccountRow& row);

 private:
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<shared::UserId, UserPtr> users;
        quint64 generation = 0;
    };
    static constexpr int kShards = 16;
    Shard& shard(shared::UserId id) const { return m_shards[placementHash(id.value()) % kShards]; }

    void noteDeleted(shared::UserId id);

    Storage& m_storage;
    std::atomic<bool> m_hasDeleted{false};  ///< so that a server where nobody has gone pays nothing
    mutable std::shared_mutex m_deletedMutex;
    std::unordered_set<shared::UserId> m_deleted;
    const size_t m_maxPerShard;
    mutable std::array<Shard, kShards> m_shards;
    EventBus::Subscription m_subscription;
};

}  // namespace server
