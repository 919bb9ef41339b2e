#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/AuthService.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace server {
namespace {

HttpResponse tokenAnswer(const LoginResult& login, int status) {
    const QJsonObject body{{u"token"_s, QString::fromLatin1(login.token)}, {u"user_id"_s, login.userId.toString()}};
    return HttpResponse::json(status, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

/** The answer of the one-time secret's door, which is no route of Discord's. */
HttpResponse claimOwner(AuthService& auth, const shared::Clock& clock, const HttpRequest& http) {
    if (http.head().method() != HttpMethod::Post)
        return errorResponse(shared::Error(shared::ErrorCode::MethodNotAllowed));
    const auto run = [&]() -> ApiResult {
        ASSIGN_OR_RETURN(const QJsonValue json, shared::parseJson(http.body()));
        ASSIGN_OR_RETURN(const auto body,
                         shared::readRequest<shared::Register>(json, shared::Timestamp(clock.nowMs())));
        const QByteArray secret = json["secret"_L1].toString().toUtf8();
        ASSIGN_OR_RETURN(const LoginResult login, auth.claimOwner(secret, body, http.head().countedPeer()));
        return tokenAnswer(login, 201);
    };
    ApiResult result = run();
    return result.has_value() ? *std::move(result) : errorResponse(result.error());
}

}  // namespace

void addAuthRoutes(ApiServer& api, AuthService& auth) {
    api.serve(Route::Register, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::Register>(request.now()));
        ASSIGN_OR_RETURN(const LoginResult login, auth.registerAccount(body, request.actor().clientAddress));
        return tokenAnswer(login, 201);
    });
    api.serve(Route::Login, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::Login>());
        ASSIGN_OR_RETURN(const LoginResult login, auth.login(body, request.actor().clientAddress));
        return tokenAnswer(login, 200);
    });
    api.serve(Route::Logout, [&](ApiRequest& request) { return replyEmpty(auth.logout(request.actor())); });
}

void addAdminDoors(ApiServer& api, AuthService& auth, const shared::Clock& clock) {
    api.addDoor({"admin", false, [&](const HttpRequest& http) {
                     if (http.head().segmentCount() == 2 && http.head().segment(1) == "claim-owner")
                         return claimOwner(auth, clock, http);
                     return errorResponse(shared::Error(shared::ErrorCode::NotFound));
                 }});
}

}  // namespace server
