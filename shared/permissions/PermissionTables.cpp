#include "shared/permissions/PermissionTables.h"

#include <algorithm>

namespace shared {

GuildPermissionTable::GuildPermissionTable(GuildId id, UserId owner, const QList<Role>& roles)
    : m_id(id), m_owner(owner), m_roles(static_cast<size_t>(roles.size())) {
    for (const Role& role : roles) {
        if (role.id == id.as<RoleId>()) m_everyone = role.permissions;
        if (!role.id.isNull()) m_roles.insert(role.id, {role.permissions, role.position, role.managed});
    }
}

ChannelPermissionTable::ChannelPermissionTable(GuildId guild, const QList<Overwrite>& overwrites) {
    const auto isMember = [](const Overwrite& overwrite) { return overwrite.type == OverwriteType::Member; };
    const auto members = static_cast<size_t>(std::ranges::count_if(overwrites, isMember));
    m_members = FlatIdMap<Entry>(members);
    m_roles = FlatIdMap<Entry>(static_cast<size_t>(overwrites.size()) - members);
    for (const Overwrite& overwrite : overwrites) {
        const Entry entry{overwrite.allow, overwrite.deny};
        if (overwrite.id.isNull()) continue;
        if (isMember(overwrite)) {
            m_members.insert(overwrite.id, entry);
        } else if (overwrite.id == guild.as<OverwriteId>()) {
            m_everyone = entry;
        } else {
            m_roles.insert(overwrite.id, entry);
        }
    }
}

}  // namespace shared
