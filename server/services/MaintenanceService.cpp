#include "server/services/MaintenanceService.h"

namespace server {

shared::Result<int> MaintenanceService::removeExpiredInvites() {
    constexpr int kGuildsPerCall = 50;
    ASSIGN_OR_RETURN(const QList<StreamKey> guilds, m_storage.listKeys(StreamKind::Guild, m_nextGuild, kGuildsPerCall));
    int removed = 0;
    for (const StreamKey& guild : guilds) {
        ASSIGN_OR_RETURN(const int count, m_invites.removeExpired(guild.guildId()));
        removed += count;
    }
    m_nextGuild = guilds.size() < kGuildsPerCall ? 0 : guilds.last().id;
    return removed;
}

}  // namespace server
