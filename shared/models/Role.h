#pragma once

#include <optional>

#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/json/Field.h"
#include "shared/models/Permissions.h"

namespace shared {

/** RGB colours; the second makes a gradient, the third the holographic style. */
struct RoleColors {
    int primaryColor = 0;
    std::optional<int> secondaryColor;
    std::optional<int> tertiaryColor;

    bool operator==(const RoleColors&) const = default;
};
GUILDHALL_DECLARE_JSON(RoleColors);

/** What a role belongs to. The flags among them are null on the wire when true. */
struct RoleTags {
    Field<UserId> botId;
    Field<IntegrationId> integrationId;
    Field<SkuId> subscriptionListingId;
    bool premiumSubscriber = false;
    bool availableForPurchase = false;
    bool guildConnections = false;

    bool operator==(const RoleTags&) const = default;
};
GUILDHALL_DECLARE_JSON(RoleTags);

enum class RoleFlag : quint64 { InPrompt = 1 << 0 };
using RoleFlags = Flags<RoleFlag>;

/** A role of a guild. Source: "Role Structure". @everyone has the guild's id and position 0. */
struct Role {
    RoleId id;
    QString name;
    int color = 0;  ///< the same as colors.primaryColor, for older clients
    RoleColors colors;
    bool hoist = false;
    std::optional<QString> icon;  ///< hash
    std::optional<QString> unicodeEmoji;
    int position = 0;
    Permissions permissions;
    bool managed = false;
    bool mentionable = false;
    Field<Box<RoleTags>> tags;
    RoleFlags flags;

    bool operator==(const Role&) const = default;
};
GUILDHALL_DECLARE_JSON(Role);

}  // namespace shared
