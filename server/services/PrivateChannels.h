#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "server/events/EventBus.h"
#include "server/storage/Storage.h"
#include "shared/models/Channel.h"

namespace server {

/** A DM or group DM as services use it. Immutable but for the counter. */
struct PrivateChannel {
    ChannelRow row;
    shared::Channel channel;  ///< without recipients, which depend on who asks
    std::shared_ptr<std::atomic<quint64>> lastMessageId;

    bool hasRecipient(shared::UserId user) const { return row.recipients.contains(user); }
};
using PrivateChannelPtr = std::shared_ptr<const PrivateChannel>;

/** The L1 cache of DMs; CHANNEL_* events of a channel's own stream make it read that one again. Any thread. */
class PrivateChannels {
 public:
    PrivateChannels(Storage& storage, EventBus& bus, int maxChannels = 50'000);
    ~PrivateChannels();

    /** Blocking on a miss. Or UnknownChannel. */
    shared::Result<PrivateChannelPtr> get(shared::ChannelId id);
    /** Never blocks; null on a miss. */
    PrivateChannelPtr cached(shared::ChannelId id) const;

 private:
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<shared::ChannelId, PrivateChannelPtr> channels;
        quint64 generation = 0;
    };
    static constexpr int kShards = 16;
    Shard& shard(shared::ChannelId id) const { return m_shards[placementHash(id.value()) % kShards]; }

    Storage& m_storage;
    const size_t m_maxPerShard;
    mutable std::array<Shard, kShards> m_shards;
    EventBus::Subscription m_subscription;
};

}  // namespace server
