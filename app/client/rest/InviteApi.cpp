#include "app/client/rest/InviteApi.h"

#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace app {

Reply<shared::Invite> InviteApi::get(const QString& code) {
    RestRequest request = requestOf(Route::InviteResolve, {code});
    request.query.addQueryItem(u"with_counts"_s, u"true"_s);
    request.tellsAtOnce = true;
    request.silence = std::chrono::seconds(10);
    return m_client.call<shared::Invite>(request);
}

Reply<shared::Invite> InviteApi::accept(const QString& code) {
    return m_client.call<shared::Invite>(requestOf(Route::AcceptInvite, {code}, QJsonValue(QJsonObject())));
}

Reply<void> InviteApi::remove(const QString& code) {
    return m_client.call<void>(requestOf(Route::InviteRevoke, {code}));
}

}  // namespace app
