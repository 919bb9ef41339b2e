#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/ReactionService.h"

using shared::ChannelId;
using shared::MessageId;
using shared::Route;
using shared::UserId;

namespace server {
namespace {

/** The message whose reactions a path is about. */
struct Place {
    ChannelId channel;
    MessageId message;
};

shared::Result<Place> placeOf(const ApiRequest& request) {
    Place place;
    ASSIGN_OR_RETURN(place.channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(place.message, request.id<MessageId>(1));
    return place;
}

ApiResult list(ReactionService& reactions, ApiRequest& request) {
    ASSIGN_OR_RETURN(const Place place, placeOf(request));
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 25, 1, 100));
    ASSIGN_OR_RETURN(const int type, request.number("type", 0, 0, 1));
    ASSIGN_OR_RETURN(const auto after, request.queryId<UserId>("after"));
    return replyOk(reactions.list(request.actor(), place.channel, place.message, request.text(2),
                                  static_cast<shared::ReactionType>(type), after, limit));
}

}  // namespace

void addReactionRoutes(ApiServer& api, ReactionService& reactions) {
    api.serve(Route::ListMessageReactionsByEmoji, [&](ApiRequest& request) { return list(reactions, request); });
    api.serve(Route::AddMyMessageReaction, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const Place place, placeOf(request));
        return replyEmpty(reactions.add(request.actor(), place.channel, place.message, request.text(2)));
    });
    api.serve(Route::DeleteMyMessageReaction, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const Place place, placeOf(request));
        return replyEmpty(reactions.removeOwn(request.actor(), place.channel, place.message, request.text(2)));
    });
    api.serve(Route::DeleteUserMessageReaction, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const Place place, placeOf(request));
        ASSIGN_OR_RETURN(const auto user, request.id<UserId>(3));
        return replyEmpty(reactions.remove(request.actor(), place.channel, place.message, request.text(2), user));
    });
    api.serve(Route::DeleteAllMessageReactions, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const Place place, placeOf(request));
        return replyEmpty(reactions.clear(request.actor(), place.channel, place.message));
    });
    api.serve(Route::DeleteAllMessageReactionsByEmoji, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const Place place, placeOf(request));
        return replyEmpty(reactions.clearEmoji(request.actor(), place.channel, place.message, request.text(2)));
    });
}

}  // namespace server
