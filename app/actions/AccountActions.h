#pragma once

#include <QtCore/QJsonObject>

#include "app/client/rest/ApplicationApi.h"
#include "app/client/rest/AuthApi.h"
#include "app/client/rest/UserApi.h"

namespace app {

/** What one does with the own account, with relationships and with own bots. */
class AccountActions {
 public:
    explicit AccountActions(RestClient& client) : m_auth(client), m_user(client), m_applications(client) {}

    Reply<shared::CurrentUser> modify(const shared::ModifyCurrentUser& changes) { return m_user.modify(changes); }
    /** @param changes as the wire has them: {"status": "dnd"} */
    Reply<shared::UserSettings> updateSettings(const QJsonObject& changes) { return m_user.updateSettings(changes); }
    Reply<void> logOut() { return m_auth.logOut(); }

    Reply<void> sendFriendRequest(const QString& username) {
        shared::SendFriendRequest body;
        body.username = username;
        return m_user.sendFriendRequest(body);
    }
    Reply<void> acceptFriend(shared::UserId user) { return m_user.putRelationship(user, {}); }
    Reply<void> block(shared::UserId user) {
        shared::PutRelationship body;
        body.type = shared::RelationshipType::Blocked;
        return m_user.putRelationship(user, body);
    }
    /** Ends a friendship, a request or a block. */
    Reply<void> removeRelationship(shared::UserId user) { return m_user.removeRelationship(user); }

    ApplicationApi& applications() { return m_applications; }

 private:
    AuthApi m_auth;
    UserApi m_user;
    ApplicationApi m_applications;
};

}  // namespace app
