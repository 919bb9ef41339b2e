#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/InviteService.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace server {

void addInviteRoutes(ApiServer& api, InviteService& invites) {
    api.serve(Route::InviteResolve, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const bool withCounts, request.flag("with_counts", false));
        return replyOk(invites.get(request.text(0), withCounts));
    });
    api.serve(Route::AcceptInvite, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const InviteService::Accepted accepted, invites.accept(request.actor(), request.text(0)));
        QJsonObject answer = QJsonDocument::fromJson(shared::toJson(accepted.invite)).object();
        answer[u"new_member"_s] = accepted.isNewMember;
        return ok(answer);
    });
    api.serve(Route::InviteRevoke, [&](ApiRequest& request) -> ApiResult {
        return replyOk(invites.remove(request.actor(), request.text(0)));
    });
}

}  // namespace server
