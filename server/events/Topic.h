#pragma once

#include <compare>
#include <functional>

#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace server {

/** Whose order a stream is. The values are stored: never renumber. */
enum class StreamKind : quint8 {
    Guild = 1,      ///< a guild and all that belongs to it
    Channel = 2,    ///< a channel without a guild: a DM or a group DM
    User = 3,       ///< a user's own data: settings, sessions, read states, lists of guilds and DMs
    Directory = 4,  ///< names and look-ups that belong to nobody; used by storage alone, has no events
};

/**
 * The unit of order: every write happens under one key, and every durable event is numbered within one.
 *
 * It is also the topic of the EventBus. A guild's channel is written under its guild's key, never under its own.
 */
struct StreamKey {
    StreamKind kind = StreamKind::Guild;
    quint64 id = 0;

    static constexpr StreamKey guild(shared::GuildId id) { return {StreamKind::Guild, id.value()}; }
    static constexpr StreamKey channel(shared::ChannelId id) { return {StreamKind::Channel, id.value()}; }
    static constexpr StreamKey user(shared::UserId id) { return {StreamKind::User, id.value()}; }
    /** An application lives like a user; its bot has the same id. */
    static constexpr StreamKey application(shared::ApplicationId id) { return {StreamKind::User, id.value()}; }

    /** Null unless the key is a guild's. */
    constexpr shared::GuildId guildId() const { return shared::GuildId(kind == StreamKind::Guild ? id : 0); }
    /** Null unless the key is a DM's. */
    constexpr shared::ChannelId channelId() const { return shared::ChannelId(kind == StreamKind::Channel ? id : 0); }
    /** Null unless the key is a user's. */
    constexpr shared::UserId userId() const { return shared::UserId(kind == StreamKind::User ? id : 0); }

    constexpr auto operator<=>(const StreamKey&) const = default;

    /** For logs: "guild 123". */
    QString toString() const;
};

/** The word under which bus and feeds know a key. */
using Topic = StreamKey;

/**
 * splitmix64's finaliser: the fixed hash that places keys in partitions and lanes. It is part of the format of every
 * database and may never change.
 */
constexpr quint64 placementHash(quint64 value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

inline constexpr int kPartitionCount = 256;

/** The partition, 0 to 255, in which everything under this key lives. */
constexpr int partitionOf(const StreamKey& key) {
    return static_cast<int>(placementHash(key.id) % kPartitionCount);
}

inline size_t qHash(const StreamKey& key, size_t seed = 0) noexcept {
    return static_cast<size_t>(placementHash(key.id ^ (static_cast<quint64>(key.kind) << 60))) ^ seed;
}

}  // namespace server

template <>
struct std::hash<server::StreamKey> {
    size_t operator()(const server::StreamKey& key) const noexcept { return server::qHash(key); }
};
