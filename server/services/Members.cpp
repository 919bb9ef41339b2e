#include "server/services/Members.h"

#include <set>

#include "server/services/EventPayloads.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"

namespace server {

std::shared_ptr<const GuildMember> GuildMember::fromModel(shared::GuildId guild, shared::Member member,
                                                          quint64 userVersion) {
    auto out = std::make_shared<GuildMember>();
    out->guildId = guild;
    out->userId = member.user->id;
    out->isBot = member.user->bot;
    out->userVersion = userVersion;
    out->joinedAt = member.joinedAt ? member.joinedAt->ms() : 0;
    out->timedOutUntil = member.communicationDisabledUntil ? member.communicationDisabledUntil->ms() : 0;
    out->userJson = shared::toJson(*member.user);
    shared::Member partial = member;
    partial.user.reset();
    out->memberJson = shared::toJson(partial);
    out->member = std::move(member);
    return out;
}

Members::Members(Storage& storage, EventBus& bus, GuildGraphs& graphs, int maxMembers)
    : m_storage(storage), m_graphs(graphs), m_maxPerShard(static_cast<size_t>(std::max(maxMembers / kShards, 1))) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onBatch(batch); });
}

Members::~Members() {
    m_subscription.reset();
}

MemberPtr Members::fromRow(const GuildGraph& graph, const MemberRow& row) {
    shared::Member member = toModel(row);
    member.roles = graph.existing(member.roles);
    return GuildMember::fromModel(graph.id(), std::move(member), row.userVersion);
}

MemberPtr Members::cached(shared::GuildId guild, shared::UserId user) const {
    const Key key{guild, user};
    Shard& home = shard(key);
    const std::lock_guard lock(home.mutex);
    const auto it = home.index.find(key);
    if (it == home.index.end()) return nullptr;
    home.order.splice(home.order.begin(), home.order, it->second);
    return it->second->second;
}

shared::Result<MemberPtr> Members::find(shared::GuildId guild, shared::UserId user) {
    const Key key{guild, user};
    Shard& home = shard(key);
    quint64 generation = 0;
    {
        const std::lock_guard lock(home.mutex);
        if (const auto it = home.index.find(key); it != home.index.end()) {
            home.order.splice(home.order.begin(), home.order, it->second);
            return it->second->second;
        }
        generation = home.generation;
    }
    ASSIGN_OR_RETURN(
        const std::optional<MemberRow> row,
        m_storage.read(StreamKey::guild(guild), [user](const ReadView& view) { return view.members().find(user); }));
    // After the row: the graph must not know less than the row does of which roles exist.
    ASSIGN_OR_RETURN(const GuildGraphPtr graph, m_graphs.get(guild));
    if (!row) return MemberPtr();
    MemberPtr member = fromRow(*graph, *row);
    const std::lock_guard lock(home.mutex);
    if (home.generation == generation) put(home, key, member);
    return member;
}

shared::Result<MemberPtr> Members::get(shared::GuildId guild, shared::UserId user) {
    ASSIGN_OR_RETURN(MemberPtr member, find(guild, user));
    if (!member) return shared::ErrorCode::UnknownMember;
    return member;
}

shared::Result<QList<MemberPtr>> Members::findMany(shared::GuildId guild, const QList<shared::UserId>& users) {
    QList<MemberPtr> found;
    QList<shared::UserId> missing;
    std::set<shared::UserId> seen;
    for (const shared::UserId user : users) {
        if (!seen.insert(user).second) continue;
        if (MemberPtr member = cached(guild, user)) {
            found.append(std::move(member));
        } else {
            missing.append(user);
        }
    }
    if (missing.isEmpty()) return found;
    std::array<quint64, kShards> generations{};
    for (int i = 0; i < kShards; ++i) {
        const std::lock_guard lock(m_shards[i].mutex);
        generations[i] = m_shards[i].generation;
    }
    ASSIGN_OR_RETURN(const QList<MemberRow> rows, m_storage.read(StreamKey::guild(guild), [&](const ReadView& view) {
        return view.members().findMany(missing);
    }));
    ASSIGN_OR_RETURN(const GuildGraphPtr graph, m_graphs.get(guild));
    for (const MemberRow& row : rows) {
        MemberPtr member = fromRow(*graph, row);
        const Key key{guild, member->userId};
        const size_t index = KeyHash()(key) % kShards;
        {
            const std::lock_guard lock(m_shards[index].mutex);
            if (m_shards[index].generation == generations[index]) put(m_shards[index], key, member);
        }
        found.append(std::move(member));
    }
    return found;
}

void Members::put(Shard& home, const Key& key, MemberPtr member) {
    if (const auto it = home.index.find(key); it != home.index.end()) {
        it->second->second = std::move(member);
        return;
    }
    if (home.index.size() >= m_maxPerShard) {
        home.index.erase(home.order.back().first);
        home.order.pop_back();
    }
    home.order.emplace_front(key, std::move(member));
    home.index[key] = home.order.begin();
}

void Members::drop(const Key& key) {
    Shard& home = shard(key);
    const std::lock_guard lock(home.mutex);
    ++home.generation;
    const auto it = home.index.find(key);
    if (it == home.index.end()) return;
    home.order.erase(it->second);
    home.index.erase(it);
}

void Members::dropGuild(shared::GuildId guild, shared::RoleId onlyWithRole) {
    for (Shard& home : m_shards) {
        const std::lock_guard lock(home.mutex);
        ++home.generation;
        for (auto it = home.order.begin(); it != home.order.end();) {
            const bool goes = it->first.guild == guild && (!onlyWithRole || it->second->hasRole(onlyWithRole));
            if (goes) home.index.erase(it->first);
            it = goes ? home.order.erase(it) : std::next(it);
        }
    }
}

void Members::update(const Event& event) {
    const auto* model = std::any_cast<MemberPtr>(&event.model);
    if (model == nullptr || !*model) {
        // From another process: the payload lacks what the row has, so the next reader loads it.
        const shared::UserId user = userOf(event);
        if (user) drop({event.key.guildId(), user});
        return;
    }
    const Key key{(*model)->guildId, (*model)->userId};
    Shard& home = shard(key);
    const std::lock_guard lock(home.mutex);
    ++home.generation;
    put(home, key, *model);
}

void Members::onBatch(const EventBatch& batch) {
    for (const EventPtr& event : batch) {
        const shared::GuildId guild = event->key.guildId();
        if (!guild) continue;
        switch (event->type) {
            case shared::GatewayEvent::GuildMemberAdd:
            case shared::GatewayEvent::GuildMemberUpdate:
                update(*event);
                break;
            case shared::GatewayEvent::GuildMemberRemove:
                if (const shared::UserId user = userOf(*event)) drop({guild, user});
                break;
            case shared::GatewayEvent::GuildRoleDelete:
                if (const shared::RoleId role = roleOf(*event)) dropGuild(guild, role);
                break;
            case shared::GatewayEvent::GuildDelete:
                dropGuild(guild, {});
                break;
            default:
                break;
        }
    }
}

}  // namespace server
