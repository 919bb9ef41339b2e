#pragma once

#include <QtCore/QHash>

#include "shared/models/User.h"

namespace app {

/** Everybody this account has met. Changed by reducers only. */
class UserCache {
 public:
    const shared::User* find(shared::UserId id) const {
        const auto it = m_users.constFind(id);
        return it == m_users.cend() ? nullptr : &*it;
    }

    /** @return whether anything is new */
    bool put(const shared::User& user) {
        const auto it = m_users.constFind(user.id);
        if (it != m_users.cend() && *it == user) return false;
        m_users.insert(user.id, user);
        return true;
    }
    void clear() { m_users.clear(); }

 private:
    QHash<shared::UserId, shared::User> m_users;
};

}  // namespace app
