#include "shared/models/Role.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RoleColors>& colors) {
    v.withDefault("primary_color", colors.primaryColor);
    v("secondary_color", colors.secondaryColor);
    v("tertiary_color", colors.tertiaryColor);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RoleTags>& tags) {
    v("bot_id", tags.botId);
    v("integration_id", tags.integrationId);
    v("subscription_listing_id", tags.subscriptionListingId);
    v.nullIfTrue("premium_subscriber", tags.premiumSubscriber);
    v.nullIfTrue("available_for_purchase", tags.availableForPurchase);
    v.nullIfTrue("guild_connections", tags.guildConnections);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Role>& role) {
    v("id", role.id);
    v("name", role.name);
    v.withDefault("color", role.color);
    v.withDefault("colors", role.colors);
    v.withDefault("hoist", role.hoist);
    v("icon", role.icon);
    v("unicode_emoji", role.unicodeEmoji);
    v.withDefault("position", role.position);
    v.withDefault("permissions", role.permissions);
    v.withDefault("managed", role.managed);
    v.withDefault("mentionable", role.mentionable);
    v("tags", role.tags);
    v.withDefault("flags", role.flags);
}

}  // namespace

GUILDHALL_DEFINE_JSON(RoleColors)
GUILDHALL_DEFINE_JSON(RoleTags)
GUILDHALL_DEFINE_JSON(Role)

}  // namespace shared
