#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/Access.h"
#include "server/services/ChannelService.h"
#include "server/services/GuildService.h"
#include "server/services/InviteService.h"

using namespace Qt::StringLiterals;
using shared::GuildId;
using shared::Permission;
using shared::Permissions;
using shared::Route;

namespace server {
namespace {

/** A list that is empty until its feature exists, for those who may ask. */
ApiServer::Handler emptyList(Access& access, Permissions needed) {
    return [&access, needed](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        auto allowed = access.require(request.actor(), guild, needed);
        if (!allowed.has_value()) return std::move(allowed).error();
        return okJson("[]"_ba);
    };
}

ApiResult get(GuildService& guilds, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const bool withCounts, request.flag("with_counts", false));
    return replyOk(guilds.get(request.actor(), guild, withCounts));
}

void addGuildChannels(ApiServer& api, ChannelService& channels) {
    api.serve(Route::ListGuildChannels, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(channels.list(request.actor(), guild));
    });
    api.serve(Route::CreateGuildChannel, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateChannel>());
        return replyCreated(channels.create(request.actor(), guild, body));
    });
    api.serve(Route::BulkUpdateGuildChannels, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<QList<shared::ChannelPosition>>());
        return replyEmpty(channels.setPositions(request.actor(), guild, body));
    });
}

}  // namespace

void addGuildRoutes(ApiServer& api, GuildService& guilds, ChannelService& channels, InviteService& invites,
                    Access& access) {
    api.serve(Route::CreateGuild, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateGuild>());
        return replyCreated(guilds.create(request.actor(), body));
    });
    api.serve(Route::GetGuild, [&](ApiRequest& request) { return get(guilds, request); });
    api.serve(Route::UpdateGuild, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::ModifyGuild>());
        return replyOk(guilds.modify(request.actor(), guild, body));
    });
    const ApiServer::Handler remove = [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyEmpty(guilds.remove(request.actor(), guild));
    };
    api.serve(Route::DeleteGuild, remove);
    api.serve(Route::DeleteGuildWithPassword, remove);
    api.serve(Route::GetGuildPreview, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(guilds.preview(request.actor(), guild));
    });
    api.serve(Route::ListGuildIntegrations, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(guilds.integrations(request.actor(), guild));
    });
    api.serve(Route::ListGuildInvites, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(invites.listForGuild(request.actor(), guild));
    });
    addGuildChannels(api, channels);

    api.serve(Route::ListGuildStickers, emptyList(access, {}));
    api.serve(Route::ListGuildScheduledEvents, emptyList(access, {}));
    api.serve(Route::ListGuildVoiceRegions, emptyList(access, {}));
    api.serve(Route::GetGuildWebhooks, emptyList(access, Permission::ManageWebhooks));
    api.serve(Route::ListGuildTemplates, emptyList(access, Permission::ManageGuild));
    api.serve(Route::ListVoiceRegions, [](ApiRequest&) -> ApiResult { return okJson("[]"_ba); });
    api.serve(Route::ListStickerPacks, [](ApiRequest&) -> ApiResult { return okJson(R"({"sticker_packs":[]})"_ba); });
}

}  // namespace server
