#pragma once

#include <QtCore/QHash>
#include <QtCore/QList>

#include "shared/models/Guild.h"

namespace app {

/** A guild as this account knows it; its roles are in RoleCache, its channels in ChannelCache. */
struct GuildState {
    shared::Guild guild;
    int memberCount = 0;
    shared::Timestamp joinedAt;
    bool large = false;        ///< READY did not bring all members
    bool unavailable = false;  ///< the server cannot reach it now; what is known is shown dimmed
};

/** The guilds of the account, in the order they came. Changed by reducers only. */
class GuildCache {
 public:
    const GuildState* find(shared::GuildId id) const {
        const auto it = m_guilds.constFind(id);
        return it == m_guilds.cend() ? nullptr : &*it;
    }
    const QList<shared::GuildId>& ids() const { return m_order; }
    qsizetype size() const { return m_order.size(); }

    void insert(GuildState state) {
        const shared::GuildId id = state.guild.id;
        if (!m_guilds.contains(id)) m_order.append(id);
        m_guilds.insert(id, std::move(state));
    }
    GuildState* edit(shared::GuildId id) {
        const auto it = m_guilds.find(id);
        return it == m_guilds.end() ? nullptr : &*it;
    }
    void remove(shared::GuildId id) {
        m_guilds.remove(id);
        m_order.removeOne(id);
    }
    void clear() {
        m_guilds.clear();
        m_order.clear();
    }

 private:
    QHash<shared::GuildId, GuildState> m_guilds;
    QList<shared::GuildId> m_order;
};

}  // namespace app
