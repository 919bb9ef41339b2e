#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/VoiceService.h"

using shared::GuildId;
using shared::Route;
using shared::UserId;

namespace server {

void addVoiceRoutes(ApiServer& api, VoiceService& voice) {
    api.serve(Route::GetSelfVoiceState, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(voice.get(request.actor(), guild, request.actor().userId));
    });
    api.serve(Route::GetVoiceState, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        return replyOk(voice.get(request.actor(), guild, user));
    });
    api.serve(Route::UpdateSelfVoiceState, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.body<ModifyVoiceState>());
        return replyEmpty(voice.modifySelf(request.actor(), guild, body));
    });
    api.serve(Route::UpdateVoiceState, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(1));
        ASSIGN_OR_RETURN(const auto body, request.body<ModifyVoiceState>());
        return replyEmpty(voice.modify(request.actor(), guild, user, body));
    });
}

}  // namespace server
