#pragma once

#include <QtCore/QHash>

#include "shared/models/Presence.h"

namespace app {

/** How people are seen; who is not here is offline. Changed by reducers only. */
class PresenceCache {
 public:
    const shared::Presence* find(shared::UserId userId) const {
        const auto it = m_presences.constFind(userId);
        return it == m_presences.cend() ? nullptr : &*it;
    }
    shared::Status status(shared::UserId userId) const {
        const shared::Presence* presence = find(userId);
        return presence == nullptr ? shared::Status::Offline : presence->status;
    }

    /** @return whether anything is new */
    bool put(const shared::Presence& presence) {
        const shared::UserId id = presence.user.id;
        if (presence.status == shared::Status::Offline) return m_presences.remove(id) > 0;
        const auto it = m_presences.constFind(id);
        if (it != m_presences.cend() && *it == presence) return false;
        m_presences.insert(id, presence);
        return true;
    }
    void clear() { m_presences.clear(); }

 private:
    QHash<shared::UserId, shared::Presence> m_presences;
};

}  // namespace app
