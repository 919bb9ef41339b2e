#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/AuditLogService.h"

using shared::AuditLogEntryId;
using shared::GuildId;
using shared::Route;
using shared::UserId;

namespace server {
namespace {

/** Types of events stay far below; see shared::AuditLogEvent. */
constexpr int kLargestActionType = 10'000;

ApiResult list(AuditLogService& log, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    AuditLogFilter filter;
    ASSIGN_OR_RETURN(filter.userId, request.queryId<UserId>("user_id"));
    ASSIGN_OR_RETURN(const auto target, request.queryId<shared::Snowflake>("target_id"));
    filter.targetId = target.value();
    ASSIGN_OR_RETURN(filter.actionType, request.number("action_type", 0, 0, kLargestActionType));
    ASSIGN_OR_RETURN(filter.before, request.queryId<AuditLogEntryId>("before"));
    ASSIGN_OR_RETURN(filter.after, request.queryId<AuditLogEntryId>("after"));
    ASSIGN_OR_RETURN(filter.limit, request.number("limit", 50, 1, 100));
    return replyOk(log.list(request.actor(), guild, filter));
}

}  // namespace

void addAuditLogRoutes(ApiServer& api, AuditLogService& log) {
    api.serve(Route::ListGuildAuditLogEntries, [&](ApiRequest& request) { return list(log, request); });
}

}  // namespace server
