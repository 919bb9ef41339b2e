#include "server/storage/memory/MemoryEphemeralStore.h"

namespace server {

using shared::ChannelId;
using shared::Result;
using shared::UserId;

BucketState MemoryEphemeralStore::stateOf(const Bucket& bucket, int limit) {
    BucketState state;
    state.limit = limit;
    state.remaining = std::max(0, limit - bucket.used);
    state.resetAt = bucket.resetAt;
    return state;
}

Result<BucketState> MemoryEphemeralStore::take(QByteArrayView bucket, int limit, std::chrono::milliseconds window,
                                               int cost) {
    const QByteArray key = bucket.toByteArray();
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    Bucket* found = shard.buckets.find(key, now);
    if (found == nullptr) {
        const qint64 resetAt = now + window.count();
        found = &shard.buckets.set(key, {0, resetAt}, resetAt, now);
    }
    if (found->used + cost > limit) {
        BucketState refused = stateOf(*found, limit);
        refused.isAllowed = false;
        refused.remaining = 0;
        refused.retryAfter = std::chrono::milliseconds(found->resetAt - now);
        return refused;
    }
    found->used += cost;
    return stateOf(*found, limit);
}

Result<BucketState> MemoryEphemeralStore::peek(QByteArrayView bucket, int limit, std::chrono::milliseconds window) {
    const QByteArray key = bucket.toByteArray();
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    const Bucket* found = shard.buckets.find(key, now);
    BucketState state = stateOf(found != nullptr ? *found : Bucket{0, now + window.count()}, limit);
    state.isAllowed = state.remaining > 0;
    if (!state.isAllowed) state.retryAfter = std::chrono::milliseconds(state.resetAt - now);
    return state;
}

Result<void> MemoryEphemeralStore::clear(QByteArrayView bucket) {
    const QByteArray key = bucket.toByteArray();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    shard.buckets.erase(key);
    return {};
}

Result<bool> MemoryEphemeralStore::startTyping(ChannelId channel, UserId user, std::chrono::milliseconds life) {
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(channel);
    const std::lock_guard lock(shard.mutex);
    Typists* typists = shard.typing.find(channel, now);
    if (typists == nullptr) typists = &shard.typing.set(channel, {}, now + life.count(), now);
    shard.typing.extend(channel, now + life.count());
    std::erase_if(typists->users, [now](const auto& entry) { return entry.second.second <= now; });
    return typists->users.emplace(user, std::pair(now, now + life.count())).second;
}

Result<void> MemoryEphemeralStore::stopTyping(ChannelId channel, UserId user) {
    Shard& shard = shardOf(channel);
    const std::lock_guard lock(shard.mutex);
    if (Typists* typists = shard.typing.find(channel, m_clock.nowMs())) typists->users.erase(user);
    return {};
}

Result<QList<TypingRow>> MemoryEphemeralStore::typing(ChannelId channel) {
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(channel);
    const std::lock_guard lock(shard.mutex);
    QList<TypingRow> rows;
    const Typists* typists = shard.typing.find(channel, now);
    if (typists == nullptr) return rows;
    for (const auto& [user, times] : typists->users) {
        if (times.second > now) rows.append({user, times.first});
    }
    return rows;
}

Result<void> MemoryEphemeralStore::setPresence(const PresenceRow& row, std::chrono::milliseconds life) {
    const qint64 now = m_clock.nowMs();
    const qint64 endsAt = now + life.count();
    Shard& shard = shardOf(row.userId);
    const std::lock_guard lock(shard.mutex);
    Sessions* sessions = shard.presences.find(row.userId, now);
    if (sessions == nullptr) sessions = &shard.presences.set(row.userId, {}, endsAt, now);
    shard.presences.extend(row.userId, endsAt);
    std::erase_if(sessions->sessions, [now](const auto& entry) { return entry.second.second <= now; });
    sessions->sessions.insert_or_assign(row.sessionId, std::pair(row, endsAt));
    return {};
}

Result<void> MemoryEphemeralStore::removePresence(UserId user, QByteArrayView sessionId) {
    Shard& shard = shardOf(user);
    const std::lock_guard lock(shard.mutex);
    Sessions* sessions = shard.presences.find(user, m_clock.nowMs());
    if (sessions == nullptr) return {};
    sessions->sessions.erase(sessionId.toByteArray());
    if (sessions->sessions.empty()) shard.presences.erase(user);
    return {};
}

Result<QList<PresenceRow>> MemoryEphemeralStore::presences(const QList<UserId>& users) {
    const qint64 now = m_clock.nowMs();
    QList<PresenceRow> rows;
    for (const UserId user : users) {
        Shard& shard = shardOf(user);
        const std::lock_guard lock(shard.mutex);
        const Sessions* sessions = shard.presences.find(user, now);
        if (sessions == nullptr) continue;
        for (const auto& [session, entry] : sessions->sessions) {
            if (entry.second > now) rows.append(entry.first);
        }
    }
    return rows;
}

Result<void> MemoryEphemeralStore::put(QByteArrayView name, const QByteArray& value, std::chrono::milliseconds life) {
    const QByteArray key = name.toByteArray();
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    shard.values.set(key, value, now + life.count(), now);
    return {};
}

Result<std::optional<QByteArray>> MemoryEphemeralStore::find(QByteArrayView name) {
    const QByteArray key = name.toByteArray();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    const QByteArray* value = shard.values.find(key, m_clock.nowMs());
    return value != nullptr ? std::optional(*value) : std::nullopt;
}

Result<std::optional<QByteArray>> MemoryEphemeralStore::takeValue(QByteArrayView name) {
    const QByteArray key = name.toByteArray();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    const QByteArray* value = shard.values.find(key, m_clock.nowMs());
    if (value == nullptr) return std::optional<QByteArray>();
    std::optional<QByteArray> taken(*value);
    shard.values.erase(key);
    return taken;
}

Result<bool> MemoryEphemeralStore::putIfAbsent(QByteArrayView name, const QByteArray& value,
                                               std::chrono::milliseconds life) {
    const QByteArray key = name.toByteArray();
    const qint64 now = m_clock.nowMs();
    Shard& shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    if (shard.values.find(key, now) != nullptr) return false;
    shard.values.set(key, value, now + life.count(), now);
    return true;
}

}  // namespace server
