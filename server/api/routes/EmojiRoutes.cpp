#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/EmojiService.h"

using namespace Qt::StringLiterals;
using shared::EmojiId;
using shared::GuildId;
using shared::Route;

namespace server {
namespace {

ApiResult create(EmojiService& emojis, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto body, request.body<EmojiRequest>());
    return replyCreated(emojis.create(request.actor(), guild, body));
}

ApiResult modify(EmojiService& emojis, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
    ASSIGN_OR_RETURN(const auto emoji, request.id<EmojiId>(1));
    ASSIGN_OR_RETURN(const auto body, request.body<EmojiRequest>());
    return replyOk(emojis.modify(request.actor(), guild, emoji, body));
}

}  // namespace

void addEmojiRoutes(ApiServer& api, EmojiService& emojis) {
    api.serve(Route::ListGuildEmojis, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        return replyOk(emojis.list(request.actor(), guild));
    });
    api.serve(Route::GetGuildEmoji, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto emoji, request.id<EmojiId>(1));
        return replyOk(emojis.get(request.actor(), guild, emoji));
    });
    api.serve(Route::CreateGuildEmoji, [&](ApiRequest& request) { return create(emojis, request); });
    api.serve(Route::UpdateGuildEmoji, [&](ApiRequest& request) { return modify(emojis, request); });
    api.serve(Route::DeleteGuildEmoji, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto guild, request.id<GuildId>(0));
        ASSIGN_OR_RETURN(const auto emoji, request.id<EmojiId>(1));
        return replyEmpty(emojis.remove(request.actor(), guild, emoji));
    });
}

}  // namespace server
