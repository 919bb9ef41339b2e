#pragma once

#include <QtCore/QHash>

#include "shared/models/Member.h"

namespace app {

/** The members that are known of each guild; of a large one not all. Changed by reducers only. */
class MemberCache {
 public:
    using Members = QHash<shared::UserId, shared::Member>;

    const shared::Member* find(shared::GuildId guildId, shared::UserId userId) const {
        const auto guild = m_members.constFind(guildId);
        if (guild == m_members.cend()) return nullptr;
        const auto it = guild->constFind(userId);
        return it == guild->cend() ? nullptr : &*it;
    }
    const Members& list(shared::GuildId guildId) const {
        static const Members kNone;
        const auto it = m_members.constFind(guildId);
        return it == m_members.cend() ? kNone : *it;
    }
    /** All members were asked for and have come. */
    bool isComplete(shared::GuildId guildId) const { return m_complete.contains(guildId); }

    /** The member's user belongs into UserCache; here it is left out. @return whether anything is new */
    bool put(shared::GuildId guildId, shared::UserId userId, shared::Member member) {
        member.user.reset();
        Members& members = m_members[guildId];
        const auto it = members.constFind(userId);
        if (it != members.cend() && *it == member) return false;
        members.insert(userId, std::move(member));
        return true;
    }
    shared::Member* edit(shared::GuildId guildId, shared::UserId userId) {
        const auto guild = m_members.find(guildId);
        if (guild == m_members.end()) return nullptr;
        const auto it = guild->find(userId);
        return it == guild->end() ? nullptr : &*it;
    }
    void remove(shared::GuildId guildId, shared::UserId userId) { m_members[guildId].remove(userId); }
    void setComplete(shared::GuildId guildId, bool complete) {
        if (complete) {
            m_complete.insert(guildId);
        } else {
            m_complete.remove(guildId);
        }
    }
    void removeGuild(shared::GuildId guildId) {
        m_members.remove(guildId);
        m_complete.remove(guildId);
    }
    void clear() {
        m_members.clear();
        m_complete.clear();
    }

 private:
    QHash<shared::GuildId, Members> m_members;
    QSet<shared::GuildId> m_complete;
};

}  // namespace app
