#pragma once

#include <algorithm>

#include <QtCore/QHash>
#include <QtCore/QList>

#include "shared/models/Role.h"

namespace app {

/** The roles of every guild, highest first. Changed by reducers only. */
class RoleCache {
 public:
    /** Highest first; @everyone is the last. */
    const QList<shared::Role>& list(shared::GuildId guildId) const {
        static const QList<shared::Role> kNone;
        const auto it = m_roles.constFind(guildId);
        return it == m_roles.cend() ? kNone : *it;
    }
    const shared::Role* find(shared::GuildId guildId, shared::RoleId id) const {
        for (const shared::Role& role : list(guildId))
            if (role.id == id) return &role;
        return nullptr;
    }
    /** A role by its id alone, as a mention gives it. */
    const shared::Role* find(shared::RoleId id) const {
        for (const auto& roles : m_roles)
            for (const shared::Role& role : roles)
                if (role.id == id) return &role;
        return nullptr;
    }

    void replace(shared::GuildId guildId, QList<shared::Role> roles) {
        sort(roles);
        m_roles.insert(guildId, std::move(roles));
    }
    void put(shared::GuildId guildId, const shared::Role& role) {
        QList<shared::Role>& roles = m_roles[guildId];
        roles.removeIf([&role](const shared::Role& other) { return other.id == role.id; });
        roles.append(role);
        sort(roles);
    }
    void remove(shared::GuildId guildId, shared::RoleId id) {
        m_roles[guildId].removeIf([id](const shared::Role& role) { return role.id == id; });
    }
    void removeGuild(shared::GuildId guildId) { m_roles.remove(guildId); }
    void clear() { m_roles.clear(); }

 private:
    /** Of two roles at one position the older one counts as the higher one. */
    static void sort(QList<shared::Role>& roles) {
        std::sort(roles.begin(), roles.end(), [](const shared::Role& a, const shared::Role& b) {
            return a.position != b.position ? a.position > b.position : a.id < b.id;
        });
    }

    QHash<shared::GuildId, QList<shared::Role>> m_roles;
};

}  // namespace app
