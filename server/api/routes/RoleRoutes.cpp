#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/RoleService.h"

using shared::GuildId;
using shared::RoleId;
using shared::Route;

namespace server {
namespace {

ApiResult modify(RoleService& roles, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto role, request.id<RoleId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyRole>());
    return replyOk(roles.modify(request.actor(), guild, role, body));
}

ApiResult memberCounts(RoleService& roles, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto counts, roles.memberCounts(request.actor(), guild));
    QJsonObject json;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        json[it.key()] = it.value();
    return ok(json);
}

}  // namespace

void addRoleRoutes(ApiServer& api, RoleService& roles) {
    api.serve(Route::ListGuildRoles, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(roles.list(request.actor(), guild));
    });
    api.serve(Route::GuildRoleMemberCounts, [&](ApiRequest& request) { return memberCounts(roles, request); });
    api.serve(Route::GetGuildRole, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto role, request.id<RoleId>(1));
        return replyOk(roles.get(request.actor(), guild, role));
    });
    api.serve(Route::CreateGuildRole, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateRole>());
        return replyOk(roles.create(request.actor(), guild, body));
    });
    api.serve(Route::UpdateGuildRole, [&](ApiRequest& request) { return modify(roles, request); });
    api.serve(Route::BulkUpdateGuildRoles, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<QList<shared::RolePosition>>());
        return replyOk(roles.setPositions(request.actor(), guild, body));
    });
    api.serve(Route::DeleteGuildRole, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto role, request.id<RoleId>(1));
        return replyEmpty(roles.remove(request.actor(), guild, role));
    });
}

}  // namespace server
