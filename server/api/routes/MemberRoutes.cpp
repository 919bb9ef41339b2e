#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/MemberService.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::GuildId;
using shared::RoleId;
using shared::Route;
using shared::UserId;

namespace server {
namespace {

ApiResult list(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 1, 1, 1000));
    ASSIGN_OR_RETURN(const auto after, request.queryId<UserId>("after"));
    return replyOk(members.list(request.actor(), guild, after, limit));
}

ApiResult search(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 1, 1, 1000));
    const QString query = request.queryText("query");
    if (query.isEmpty() || query.size() > 100) {
        return Error::invalidForm(u"query"_s, u"BASE_TYPE_BAD_LENGTH"_s, u"Must be between 1 and 100 in length."_s);
    }
    return replyOk(members.search(request.actor(), guild, query, limit));
}

ApiResult modify(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyMember>(request.now()));
    return replyOk(members.modify(request.actor(), guild, user, body));
}

ApiResult modifyOwn(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyCurrentMember>());
    return replyOk(members.modifySelf(request.actor(), guild, body));
}

ApiResult countPrune(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const int days, request.number("days", 7, 1, 30));
    ASSIGN_OR_RETURN(const QList<shared::Snowflake> ids, request.queryIds("include_roles"));
    QList<RoleId> roles;
    for (const shared::Snowflake id : ids)
        roles.append(RoleId(id));
    ASSIGN_OR_RETURN(const int count, members.pruneCount(request.actor(), guild, days, roles));
    return ok(QJsonObject{{u"pruned"_s, count}});
}

ApiResult prune(MemberService& members, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::Prune>());
    ASSIGN_OR_RETURN(const int count,
                     members.prune(request.actor(), guild, body.days.valueOr(7), body.includeRoles.value().ids));
    const bool isCounted = body.computePruneCount.valueOr(true);
    return ok(QJsonObject{{u"pruned"_s, isCounted ? QJsonValue(count) : QJsonValue(QJsonValue::Null)}});
}

using RoleChange = shared::Result<void> (MemberService::*)(const Actor&, GuildId, UserId, RoleId);

ApiResult changeRole(MemberService& members, ApiRequest& request, RoleChange how) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
    ASSIGN_OR_RETURN(const auto role, request.id<RoleId>(2));
    return replyEmpty((members.*how)(request.actor(), guild, user, role));
}

}  // namespace

void addMemberRoutes(ApiServer& api, MemberService& members) {
    api.serve(Route::ListGuildMembers, [&](ApiRequest& request) { return list(members, request); });
    api.serve(Route::SearchGuildMembers, [&](ApiRequest& request) { return search(members, request); });
    api.serve(Route::GetGuildMember, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        return replyOk(members.get(request.actor(), guild, user));
    });
    api.serve(Route::UpdateGuildMember, [&](ApiRequest& request) { return modify(members, request); });
    api.serve(Route::UpdateMyGuildMember, [&](ApiRequest& request) { return modifyOwn(members, request); });
    api.serve(Route::UpdateMyNick, [&](ApiRequest& request) { return modifyOwn(members, request); });
    api.serve(Route::DeleteGuildMember, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        return replyEmpty(members.kick(request.actor(), guild, user));
    });
    api.serve(Route::AddGuildMemberRole,
              [&](ApiRequest& request) { return changeRole(members, request, &MemberService::addRole); });
    api.serve(Route::DeleteGuildMemberRole,
              [&](ApiRequest& request) { return changeRole(members, request, &MemberService::removeRole); });
    api.serve(Route::DeleteGuildIntegration, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto integration, request.id<shared::IntegrationId>(1));
        return replyEmpty(members.removeIntegration(request.actor(), guild, integration));
    });
    api.serve(Route::PreviewPruneGuild, [&](ApiRequest& request) { return countPrune(members, request); });
    api.serve(Route::PruneGuild, [&](ApiRequest& request) { return prune(members, request); });
}

}  // namespace server
