#include "app/client/rest/UserApi.h"

#include <QtCore/QJsonDocument>

#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace app {

Reply<shared::CurrentUser> UserApi::me() {
    return m_client.call<shared::CurrentUser>(requestOf(Route::GetMyUser));
}

Reply<shared::CurrentUser> UserApi::modify(const shared::ModifyCurrentUser& body) {
    return m_client.call<shared::CurrentUser>(requestOf(Route::UpdateMyUser, {}, body));
}

Reply<shared::User> UserApi::get(shared::UserId id) {
    return m_client.call<shared::User>(requestOf(Route::GetUser, {id.toString()}));
}

Reply<shared::Channel> UserApi::openDm(shared::UserId id) {
    shared::CreateDm body;
    body.recipientId = id;
    return m_client.call<shared::Channel>(requestOf(Route::CreateDm, {}, body));
}

Reply<shared::UserSettings> UserApi::updateSettings(const QJsonObject& changes) {
    RestRequest request = requestOf(Route::UpdateMySettings);
    request.body = QJsonDocument(changes).toJson(QJsonDocument::Compact);
    return m_client.call<shared::UserSettings>(request);
}

Reply<shared::UserGuildSettings> UserApi::updateGuildSettings(shared::GuildId id,
                                                              const shared::ModifyUserGuildSettings& body) {
    const QString place = id.isNull() ? u"@me"_s : id.toString();
    return m_client.call<shared::UserGuildSettings>(requestOf(Route::UpdateMyGuildSettings, {place}, body));
}

Reply<void> UserApi::leaveGuild(shared::GuildId id) {
    return m_client.call<void>(requestOf(Route::LeaveGuild, {id.toString()}));
}

Reply<void> UserApi::sendFriendRequest(const shared::SendFriendRequest& body) {
    return m_client.call<void>(requestOf(Route::SendFriendRequest, {}, body));
}

Reply<void> UserApi::putRelationship(shared::UserId id, const shared::PutRelationship& body) {
    return m_client.call<void>(requestOf(Route::PutRelationship, {id.toString()}, body));
}

Reply<void> UserApi::removeRelationship(shared::UserId id) {
    return m_client.call<void>(requestOf(Route::DeleteRelationship, {id.toString()}));
}

}  // namespace app
