#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <unordered_map>

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

    static PublicUser fromRow(const AccountRow& row);

 private:
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<shared::UserId, UserPtr> users;
        quint64 generation = 0;
    };
    static constexpr int kShards = 16;
    Shard& shard(shared::UserId id) const { return m_shards[placementHash(id.value()) % kShards]; }

    Storage& m_storage;
    const size_t m_maxPerShard;
    mutable std::array<Shard, kShards> m_shards;
    EventBus::Subscription m_subscription;
};

}  // namespace server
