#pragma once

#include <chrono>
#include <compare>
#include <functional>
#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QHashFunctions>
#include <QtCore/QString>

namespace shared {

/** 2015-01-01T00:00:00Z in milliseconds since 1970: where Discord's ids begin to count. */
inline constexpr qint64 kSnowflakeEpochMs = 1420070400000;

/**
 * A 64-bit id: 41 bits of milliseconds since kSnowflakeEpochMs, 5 of worker, 5 of process, 12 of sequence.
 *
 * Ids sort by their time of creation. Source: Discord's API reference, "Snowflakes".
 */
class Snowflake {
 public:
    constexpr Snowflake() = default;
    constexpr explicit Snowflake(quint64 value) : m_value(value) {}

    /** Parses decimal digits without leading zeros, up to 2^63 - 1 (the year 2084); nothing else is an id. */
    static std::optional<Snowflake> fromString(QStringView text);
    /** The lowest id that a given time can have; times before the epoch give 0. Used to bound searches. */
    static Snowflake lowestAt(qint64 msSinceUnixEpoch);

    constexpr quint64 value() const { return m_value; }
    constexpr bool isNull() const { return m_value == 0; }
    constexpr explicit operator bool() const { return m_value != 0; }

    constexpr qint64 createdAtMs() const { return static_cast<qint64>(m_value >> 22) + kSnowflakeEpochMs; }
    constexpr int worker() const { return static_cast<int>((m_value >> 17) & 0x1f); }
    constexpr int process() const { return static_cast<int>((m_value >> 12) & 0x1f); }
    constexpr int sequence() const { return static_cast<int>(m_value & 0xfff); }

    QString toString() const { return QString::number(m_value); }

    constexpr auto operator<=>(const Snowflake&) const = default;

 private:
    quint64 m_value = 0;
};

/** A snowflake that says of what it is the id, so that a role's id cannot be passed where a user's is due. */
template <class Tag>
class Id : public Snowflake {
 public:
    constexpr Id() = default;
    constexpr explicit Id(quint64 value) : Snowflake(value) {}
    constexpr explicit Id(Snowflake id) : Snowflake(id) {}

    static std::optional<Id> fromString(QStringView text) {
        const auto id = Snowflake::fromString(text);
        if (!id) return std::nullopt;
        return Id(*id);
    }
    /** A deliberate crossing, such as from a guild's id to that of its @everyone role. */
    template <class Other>
    constexpr Other as() const {
        return Other(value());
    }

    constexpr auto operator<=>(const Id&) const = default;
};

using UserId = Id<struct UserTag>;
using GuildId = Id<struct GuildTag>;
using ChannelId = Id<struct ChannelTag>;
using MessageId = Id<struct MessageTag>;
using RoleId = Id<struct RoleTag>;
using AttachmentId = Id<struct AttachmentTag>;
using EmojiId = Id<struct EmojiTag>;
using StickerId = Id<struct StickerTag>;
using ApplicationId = Id<struct ApplicationTag>;
using WebhookId = Id<struct WebhookTag>;
using OverwriteId = Id<struct OverwriteTag>;  ///< a role's or a member's id; the overwrite's type says which
using AuditLogEntryId = Id<struct AuditLogEntryTag>;
using ForumTagId = Id<struct ForumTagTag>;
using IntegrationId = Id<struct IntegrationTag>;
using InteractionId = Id<struct InteractionTag>;
using SkuId = Id<struct SkuTag>;
using StickerPackId = Id<struct StickerPackTag>;

inline size_t qHash(const Snowflake& id, size_t seed = 0) noexcept {
    return ::qHash(id.value(), seed);
}

}  // namespace shared

template <>
struct std::hash<shared::Snowflake> {
    size_t operator()(const shared::Snowflake& id) const noexcept { return std::hash<quint64>()(id.value()); }
};
template <class Tag>
struct std::hash<shared::Id<Tag>> {
    size_t operator()(const shared::Id<Tag>& id) const noexcept { return std::hash<quint64>()(id.value()); }
};
