#pragma once

#include <span>

#include <QtCore/QList>

#include "shared/models/Overwrite.h"
#include "shared/models/Role.h"
#include "shared/permissions/FlatIdMap.h"

namespace shared {

/** Where a role stands: a higher position is above; at equal positions the older role is. */
struct RoleRank {
    int position = -1;  ///< -1: below every role
    RoleId id;

    bool isAbove(const RoleRank& other) const {
        return position != other.position ? position > other.position : id < other.id;
    }
};

/** What the calculator knows of a guild. Made once per version of the guild, then read by any thread. */
class GuildPermissionTable {
 public:
    struct Entry {
        Permissions permissions;
        int position = 0;
        bool isManaged = false;
    };

    GuildPermissionTable() = default;
    /** @param roles all of the guild, @everyone among them (its id is the guild's) */
    GuildPermissionTable(GuildId id, UserId owner, const QList<Role>& roles);

    GuildId id() const { return m_id; }
    UserId owner() const { return m_owner; }
    Permissions everyone() const { return m_everyone; }
    /** Null for a role that is not of this guild. */
    const Entry* find(RoleId role) const { return m_roles.find(role); }

 private:
    GuildId m_id;
    UserId m_owner;
    Permissions m_everyone;
    FlatIdMap<Entry> m_roles;
};

/** What the calculator knows of a channel; of a thread it is the parent's. Made once per version, read by any thread.
 */
class ChannelPermissionTable {
 public:
    struct Entry {
        Permissions allow;
        Permissions deny;
    };

    ChannelPermissionTable() = default;
    ChannelPermissionTable(GuildId guild, const QList<Overwrite>& overwrites);

    const Entry& everyone() const { return m_everyone; }
    const Entry* findRole(RoleId role) const { return m_roles.find(role); }
    const Entry* findMember(UserId member) const { return m_members.find(member); }
    bool hasRoles() const { return !m_roles.isEmpty(); }

 private:
    Entry m_everyone;
    FlatIdMap<Entry> m_roles;
    FlatIdMap<Entry> m_members;
};

/** The member in question. It only points at the roles: build it where it is used. */
struct PermissionSubject {
    UserId id;
    std::span<const RoleId> roles;  ///< without @everyone; roles that the guild does not know are ignored
    bool isTimedOut = false;

    static PermissionSubject of(UserId id, const QList<RoleId>& roles, bool isTimedOut = false) {
        return {id, {roles.constData(), static_cast<size_t>(roles.size())}, isTimedOut};
    }
};

}  // namespace shared
