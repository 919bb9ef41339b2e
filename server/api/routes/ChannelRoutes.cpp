#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/Access.h"
#include "server/services/ChannelService.h"
#include "server/services/InviteService.h"

using namespace Qt::StringLiterals;
using shared::ChannelId;
using shared::OverwriteId;
using shared::Permission;
using shared::Route;

namespace server {
namespace {

ApiResult setOverwrite(ChannelService& channels, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto target, request.id<OverwriteId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::EditOverwrite>());
    return replyEmpty(channels.setOverwrite(request.actor(), channel, target, body));
}

ApiResult createInvite(InviteService& invites, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateInvite>());
    return replyOk(invites.create(request.actor(), channel, body));
}

}  // namespace

void addChannelRoutes(ApiServer& api, ChannelService& channels, InviteService& invites, Access& access) {
    api.serve(Route::GetChannel, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyOk(channels.get(request.actor(), channel));
    });
    api.serve(Route::UpdateChannel, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const ChannelAccess seen, access.require(request.actor(), channel));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyChannel>(seen.channel->type));
        return replyOk(channels.modify(request.actor(), channel, body));
    });
    api.serve(Route::DeleteChannel, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyOk(channels.remove(request.actor(), channel));
    });
    api.serve(Route::SetChannelPermissionOverwrite,
              [&](ApiRequest& request) { return setOverwrite(channels, request); });
    api.serve(Route::DeleteChannelPermissionOverwrite, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const auto target, request.id<OverwriteId>(1));
        return replyEmpty(channels.removeOverwrite(request.actor(), channel, target));
    });
    api.serve(Route::CreateChannelInvite, [&](ApiRequest& request) { return createInvite(invites, request); });
    api.serve(Route::ListChannelInvites, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyOk(invites.listForChannel(request.actor(), channel));
    });
    api.serve(Route::ListChannelWebhooks, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        auto allowed = access.require(request.actor(), channel, Permission::ManageWebhooks);
        if (!allowed.has_value()) return std::move(allowed).error();
        return okJson("[]"_ba);
    });
}

}  // namespace server
