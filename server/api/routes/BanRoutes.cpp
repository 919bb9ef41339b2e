#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/BanService.h"

using shared::GuildId;
using shared::Route;
using shared::UserId;

namespace server {
namespace {

constexpr int kSecondsPerDay = 86'400;

ApiResult list(BanService& bans, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 1000, 1, 1000));
    ASSIGN_OR_RETURN(const auto before, request.queryId<UserId>("before"));
    ASSIGN_OR_RETURN(const auto after, request.queryId<UserId>("after"));
    return replyOk(bans.list(request.actor(), guild, before, after, limit));
}

ApiResult create(BanService& bans, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateBan>());
    const int seconds = body.deleteMessageSeconds.valueOr(body.deleteMessageDays.valueOr(0) * kSecondsPerDay);
    return replyEmpty(bans.create(request.actor(), guild, user, seconds));
}

}  // namespace

void addBanRoutes(ApiServer& api, BanService& bans) {
    api.serve(Route::ListGuildBans, [&](ApiRequest& request) { return list(bans, request); });
    api.serve(Route::BanUserFromGuild, [&](ApiRequest& request) { return create(bans, request); });
    api.serve(Route::GetGuildBan, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        return replyOk(bans.get(request.actor(), guild, user));
    });
    api.serve(Route::UnbanUserFromGuild, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        return replyEmpty(bans.remove(request.actor(), guild, user));
    });
    api.serve(Route::BulkBanUsersFromGuild, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::BulkBan>());
        return replyOk(bans.createMany(request.actor(), guild, body.userIds, body.deleteMessageSeconds.valueOr(0)));
    });
}

}  // namespace server
