#include "shared/protocol/GatewayEvents.h"

#include <array>

#include <QtCore/QHash>

namespace shared {
namespace {

constexpr IntentNeed kNeedsAlways{true, {}};
constexpr IntentNeed kNeedsNever{false, {}};
constexpr IntentNeed kNeedsGuildsOrGuildMembers{true, Intent::Guilds | Intent::GuildMembers};
#define GUILDHALL_NEEDS(intent) constexpr IntentNeed kNeeds##intent{true, Intent::intent};
GUILDHALL_NEEDS(Guilds)
GUILDHALL_NEEDS(GuildMembers)
GUILDHALL_NEEDS(GuildModeration)
GUILDHALL_NEEDS(GuildExpressions)
GUILDHALL_NEEDS(GuildIntegrations)
GUILDHALL_NEEDS(GuildWebhooks)
GUILDHALL_NEEDS(GuildInvites)
GUILDHALL_NEEDS(GuildVoiceStates)
GUILDHALL_NEEDS(GuildPresences)
GUILDHALL_NEEDS(GuildMessages)
GUILDHALL_NEEDS(GuildMessageReactions)
GUILDHALL_NEEDS(GuildMessageTyping)
GUILDHALL_NEEDS(DirectMessages)
GUILDHALL_NEEDS(DirectMessageReactions)
GUILDHALL_NEEDS(DirectMessageTyping)
GUILDHALL_NEEDS(GuildScheduledEvents)
GUILDHALL_NEEDS(AutoModerationConfiguration)
GUILDHALL_NEEDS(AutoModerationExecution)
GUILDHALL_NEEDS(GuildMessagePolls)
GUILDHALL_NEEDS(DirectMessagePolls)
#undef GUILDHALL_NEEDS

constexpr auto kRows = std::to_array<GatewayEventRow>({
#define GUILDHALL_ROW(event, name, guild, dm, audience) \
    {GatewayEvent::event, QLatin1StringView(name), kNeeds##guild, kNeeds##dm, EventAudience::audience},
    GUILDHALL_GATEWAY_EVENTS(GUILDHALL_ROW)
#undef GUILDHALL_ROW
});

}  // namespace

std::span<const GatewayEventRow> gatewayEvents() {
    return kRows;
}

const GatewayEventRow& describe(GatewayEvent event) {
    return kRows[static_cast<size_t>(event)];
}

std::optional<GatewayEvent> gatewayEventByName(QStringView name) {
    static const QHash<QString, GatewayEvent> kByName = [] {
        QHash<QString, GatewayEvent> byName;
        for (const GatewayEventRow& row : kRows)
            byName.insert(QString(row.name), row.event);
        return byName;
    }();
    const auto found = kByName.constFind(name.toString());
    if (found == kByName.cend()) return std::nullopt;
    return *found;
}

}  // namespace shared
