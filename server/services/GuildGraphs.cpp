#include "server/services/GuildGraphs.h"

#include <map>

namespace server {

using shared::GatewayEvent;

GuildGraphs::GuildGraphs(Storage& storage, EventBus& bus, int maxGuilds)
    : m_storage(storage), m_maxPerShard(static_cast<size_t>(std::max(maxGuilds / kShards, 1))) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onBatch(batch); });
}

GuildGraphs::~GuildGraphs() {
    m_subscription.reset();
}

GuildGraphPtr GuildGraphs::cached(shared::GuildId id) const {
    Shard& home = shard(id);
    const std::lock_guard lock(home.mutex);
    const auto it = home.slots.find(id);
    if (it == home.slots.end()) return nullptr;
    it->second.usedAt = m_tick.fetch_add(1, std::memory_order_relaxed);
    return it->second.graph;
}

shared::Result<GuildGraphPtr> GuildGraphs::get(shared::GuildId id) {
    if (GuildGraphPtr graph = cached(id)) return graph;
    return load(id);
}

shared::Result<GuildGraphPtr> GuildGraphs::getAtLeast(shared::GuildId id, quint64 version) {
    ASSIGN_OR_RETURN(GuildGraphPtr graph, get(id));
    if (graph->version() >= version) return graph;
    forget(id);
    return load(id);
}

shared::Result<GuildGraphPtr> GuildGraphs::getAtLeast(shared::GuildId id, const StreamPosition& position) {
    {
        Shard& home = shard(id);
        const std::lock_guard lock(home.mutex);
        const auto it = home.slots.find(id);
        if (it != home.slots.end() && it->second.graph && !it->second.isLoading && it->second.seq >= position.seq &&
            it->second.graph->position().epoch == position.epoch) {
            return it->second.graph;
        }
    }
    ASSIGN_OR_RETURN(GuildGraphPtr graph, get(id));
    // What was cached, or was being loaded, may be of before.
    const bool isCurrent = graph->position().seq >= position.seq && graph->position().epoch == position.epoch;
    if (isCurrent) return graph;
    forget(id);
    return load(id);
}

void GuildGraphs::forget(shared::GuildId id) {
    Shard& home = shard(id);
    const std::lock_guard lock(home.mutex);
    const auto it = home.slots.find(id);
    if (it == home.slots.end()) return;
    if (it->second.isLoading) {
        it->second.graph.reset();
    } else {
        home.slots.erase(it);
    }
}

shared::Result<GuildGraphPtr> GuildGraphs::load(shared::GuildId id) {
    Shard& home = shard(id);
    {
        std::unique_lock lock(home.mutex);
        while (true) {
            Slot& slot = home.slots[id];
            if (slot.graph) return slot.graph;
            if (!slot.isLoading) {
                slot.isLoading = true;
                break;
            }
            // The load has the storage's time limit, so this wait ends.
            home.loaded.wait(lock);
        }
    }
    auto rows = m_storage.read(StreamKey::guild(id), [](const ReadView& view) { return view.guilds().loadGraph(); });
    GuildGraphPtr graph = rows.has_value() ? GuildGraph::fromRows(std::move(rows).value()) : nullptr;

    const std::lock_guard lock(home.mutex);
    Slot& slot = home.slots[id];
    slot.isLoading = false;
    const QList<EventPtr> missed = std::exchange(slot.missed, {});
    if (!graph) {
        home.slots.erase(id);
        home.loaded.notify_all();
        return std::move(rows).error();
    }
    slot.graph = graph;
    slot.seq = graph->position().seq;
    slot.usedAt = m_tick.fetch_add(1, std::memory_order_relaxed);
    fold(slot, missed);
    graph = slot.graph;
    if (!graph) home.slots.erase(id);
    evict(home, id);
    home.loaded.notify_all();
    if (!graph) return shared::ErrorCode::UnknownGuild;
    return graph;
}

void GuildGraphs::onBatch(const EventBatch& batch) {
    // One copy of a graph per batch, however many of its events change it.
    std::map<shared::GuildId, QList<EventPtr>> byGuild;
    for (const EventPtr& event : batch) {
        if (const shared::GuildId guild = event->key.guildId(); guild && event->isDurable()) {
            byGuild[guild].append(event);
        }
    }
    for (const auto& [guild, events] : byGuild) {
        Shard& home = shard(guild);
        const std::lock_guard lock(home.mutex);
        const auto it = home.slots.find(guild);
        if (it == home.slots.end()) continue;
        if (it->second.isLoading) {
            it->second.missed.append(events);
            continue;
        }
        fold(it->second, events);
        if (!it->second.graph) home.slots.erase(it);
    }
}

/** Leaves the slot without a graph when the guild is gone or events are missing: the next reader loads it. */
void GuildGraphs::fold(Slot& slot, const QList<EventPtr>& events) {
    std::shared_ptr<GuildGraph> draft;
    for (const EventPtr& event : events) {
        if (!slot.graph || event->seq <= slot.seq) continue;
        const bool isNext = event->seq == slot.seq + 1 && event->epoch == slot.graph->position().epoch;
        if (!isNext || event->type == GatewayEvent::GuildDelete) {
            slot.graph.reset();
            return;
        }
        slot.seq = event->seq;
        (draft ? *draft : *slot.graph).count(*event);
        const quint64 version = draft ? draft->version() : slot.graph->version();
        if (!GuildGraph::isChangedBy(event->type) && event->graphVersion == version) continue;
        if (!draft) draft = slot.graph->draft();
        draft->apply(*event);
    }
    if (!draft) return;
    draft->finish();
    slot.graph = std::move(draft);
}

void GuildGraphs::evict(Shard& home, shared::GuildId keep) {
    if (home.slots.size() <= m_maxPerShard) return;
    auto oldest = home.slots.end();
    for (auto it = home.slots.begin(); it != home.slots.end(); ++it) {
        if (it->first == keep || it->second.isLoading) continue;
        if (oldest == home.slots.end() || it->second.usedAt < oldest->second.usedAt) oldest = it;
    }
    if (oldest != home.slots.end()) home.slots.erase(oldest);
}

}  // namespace server
