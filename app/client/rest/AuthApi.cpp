#include "app/client/rest/AuthApi.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace app {

void readJson(shared::JsonReader& reader, LoginAnswer& value) {
    if (!reader.enterObject()) return;
    reader.withDefault("user_id", value.userId);
    reader.withDefault("token", value.token);
    reader.withDefault("mfa", value.needsCode);
    reader.withDefault("ticket", value.ticket);
}

Reply<LoginAnswer> AuthApi::registerAccount(const shared::Register& body) {
    return m_client.call<LoginAnswer>(requestOf(Route::Register, {}, body));
}

Reply<LoginAnswer> AuthApi::claimOwner(const QByteArray& secret, const shared::Register& body) {
    QJsonObject json = QJsonDocument::fromJson(shared::toJson(body)).object();
    json.insert("secret"_L1, QString::fromUtf8(secret));
    RestRequest request;
    request.method = "POST"_ba;
    request.path = u"/admin/claim-owner"_s;
    request.route = u"claim-owner"_s;
    request.atRoot = true;
    request.authenticated = false;
    request.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return m_client.call<LoginAnswer>(request);
}

Reply<LoginAnswer> AuthApi::logIn(const shared::Login& body) {
    return m_client.call<LoginAnswer>(requestOf(Route::Login, {}, body));
}

Reply<LoginAnswer> AuthApi::logInWithCode(const QString& ticket, const QString& code) {
    return m_client.call<LoginAnswer>(requestOf(Route::LoginMfa, {u"totp"_s}, shared::LoginMfa{code, ticket}));
}

Reply<void> AuthApi::logOut() {
    RestRequest request = requestOf(Route::Logout);
    request.body = "{}"_ba;
    return m_client.call<void>(request);
}

}  // namespace app
