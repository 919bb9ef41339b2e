#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/ApplicationService.h"

using namespace Qt::StringLiterals;
using shared::ApplicationId;
using shared::Error;
using shared::ErrorCode;
using shared::Route;

namespace server {
namespace {

/** What to authorise, by the query of /oauth2/authorize; the body may give the guild and the permissions again. */
ApiResult authorize(ApplicationService& applications, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto client, request.queryId<ApplicationId>("client_id"));
    if (!client) return Error::invalidForm(u"client_id"_s, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s);
    const QStringList scopes = request.queryText("scope").split(u' ', Qt::SkipEmptyParts);
    if (!scopes.contains(u"bot"_s) && !scopes.contains(u"applications.commands"_s)) {
        return Error::invalidForm(u"scope"_s, u"BASE_TYPE_CHOICES"_s,
                                  u"The scopes bot and applications.commands can be granted here."_s);
    }
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::Authorize>());
    if (!body.authorize) return ok(QJsonObject{{u"location"_s, QString()}});
    if (!body.guildId.hasValue())
        return Error::invalidForm(u"guild_id"_s, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s);
    shared::Permissions permissions = body.permissions.value();
    if (body.permissions.isMissing()) permissions = shared::Permissions(request.queryText("permissions").toULongLong());
    auto added = applications.authorizeBot(request.actor(), client, body.guildId.value(), permissions);
    if (!added.has_value()) return std::move(added).error();
    return ok(QJsonObject{{u"location"_s, QString()}});
}

ApiResult tokenAnswer(shared::Result<QByteArray> token) {
    if (!token.has_value()) return std::move(token).error();
    return ok(QJsonObject{{u"token"_s, QString::fromLatin1(*token)}});
}

}  // namespace

void addApplicationRoutes(ApiServer& api, ApplicationService& applications) {
    api.serve(Route::CreateApplication, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateApplication>());
        return replyOk(applications.create(request.actor(), body));
    });
    api.serve(Route::ListApplications,
              [&](ApiRequest& request) { return replyOk(applications.listOwned(request.actor())); });
    api.serve(Route::GetMyApplication,
              [&](ApiRequest& request) { return replyOk(applications.current(request.actor())); });
    api.serve(Route::GetMyOauth2Application,
              [&](ApiRequest& request) { return replyOk(applications.current(request.actor())); });
    api.serve(Route::GetApplication, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto id, request.id<ApplicationId>(0));
        return replyOk(applications.get(request.actor(), id));
    });
    api.serve(Route::UpdateMyApplication, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyApplication>());
        return replyOk(applications.modify(request.actor(), request.actor().applicationId, body));
    });
    api.serve(Route::UpdateApplication, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto id, request.id<ApplicationId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyApplication>());
        return replyOk(applications.modify(request.actor(), id, body));
    });
    // An application comes with its bot, so there is nothing left to make; the answer has no token, as Discord's.
    api.serve(Route::CreateApplicationBot, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto id, request.id<ApplicationId>(0));
        auto found = applications.get(request.actor(), id);
        if (!found.has_value()) return std::move(found).error();
        return ok(QJsonObject{{u"token"_s, QJsonValue::Null}});
    });
    api.serve(Route::ResetApplicationBotToken, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto id, request.id<ApplicationId>(0));
        return tokenAnswer(applications.resetBotToken(request.actor(), id));
    });
    api.serve(Route::Authorize, [&](ApiRequest& request) { return authorize(applications, request); });
}

}  // namespace server
