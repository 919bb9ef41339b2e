#pragma once

#include <QtCore/QHash>

#include "shared/models/VoiceState.h"

namespace app {

/** Who is in which voice channel. Changed by reducers only. */
class VoiceStateCache {
 public:
    using States = QHash<shared::UserId, shared::VoiceState>;

    const States& list(shared::GuildId guildId) const {
        static const States kNone;
        const auto it = m_states.constFind(guildId);
        return it == m_states.cend() ? kNone : *it;
    }

    void put(shared::GuildId guildId, const shared::VoiceState& state) {
        m_states[guildId].insert(state.userId, state);
    }
    void remove(shared::GuildId guildId, shared::UserId userId) { m_states[guildId].remove(userId); }
    void removeGuild(shared::GuildId guildId) { m_states.remove(guildId); }
    void clear() { m_states.clear(); }

 private:
    QHash<shared::GuildId, States> m_states;
};

}  // namespace app
