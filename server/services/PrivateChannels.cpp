#include "server/services/PrivateChannels.h"

#include "server/services/Rows.h"

namespace server {

PrivateChannels::PrivateChannels(Storage& storage, EventBus& bus, int maxChannels)
    : m_storage(storage), m_maxPerShard(static_cast<size_t>(std::max(maxChannels / kShards, 1))) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) {
        for (const EventPtr& event : batch) {
            const shared::ChannelId id = event->key.channelId();
            if (!id) continue;
            Shard& home = shard(id);
            const std::lock_guard lock(home.mutex);
            switch (event->type) {
                case shared::GatewayEvent::MessageCreate: {
                    const auto it = home.channels.find(id);
                    const auto* message = std::any_cast<shared::MessageId>(&event->model);
                    if (it != home.channels.end() && message != nullptr) {
                        it->second->lastMessageId->store(message->value());
                        break;
                    }
                    [[fallthrough]];
                }
                case shared::GatewayEvent::ChannelCreate:
                case shared::GatewayEvent::ChannelUpdate:
                case shared::GatewayEvent::ChannelDelete:
                case shared::GatewayEvent::ChannelPinsUpdate:
                    ++home.generation;
                    home.channels.erase(id);
                    break;
                default:
                    break;
            }
        }
    });
}

PrivateChannels::~PrivateChannels() {
    m_subscription.reset();
}

shared::Result<PrivateChannelPtr> PrivateChannels::get(shared::ChannelId id) {
    Shard& home = shard(id);
    quint64 generation = 0;
    {
        const std::lock_guard lock(home.mutex);
        if (const auto it = home.channels.find(id); it != home.channels.end()) return it->second;
        generation = home.generation;
    }
    auto loaded = std::make_shared<PrivateChannel>();
    ASSIGN_OR_RETURN(loaded->row, m_storage.read(StreamKey::channel(id),
                                                 [id](const ReadView& view) { return view.channels().get(id); }));
    loaded->channel = toModel(loaded->row, {});
    loaded->lastMessageId = std::make_shared<std::atomic<quint64>>(loaded->row.lastMessageId.value());
    const std::lock_guard lock(home.mutex);
    if (home.generation == generation) {
        if (home.channels.size() >= m_maxPerShard) home.channels.erase(home.channels.begin());
        home.channels[id] = loaded;
    }
    return PrivateChannelPtr(loaded);
}

PrivateChannelPtr PrivateChannels::cached(shared::ChannelId id) const {
    Shard& home = shard(id);
    const std::lock_guard lock(home.mutex);
    const auto it = home.channels.find(id);
    return it == home.channels.end() ? nullptr : it->second;
}

}  // namespace server
