#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/PinService.h"
#include "server/services/ReadStateService.h"

using namespace Qt::StringLiterals;
using shared::ChannelId;
using shared::MessageId;
using shared::Route;

namespace server {
namespace {

using Change = shared::Result<void> (PinService::*)(const Actor&, ChannelId, MessageId);

ApiResult change(PinService& pins, ApiRequest& request, Change how) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
    return replyEmpty((pins.*how)(request.actor(), channel, message));
}

ApiResult list(PinService& pins, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const int limit, request.number("limit", 50, 1, 50));
    qint64 before = 0;
    if (const QString text = request.queryText("before"); !text.isEmpty()) {
        ASSIGN_OR_RETURN(const auto time, shared::fromJson<shared::Timestamp>(QJsonValue(text)));
        before = time.ms();
    }
    return replyOk(pins.list(request.actor(), channel, before, limit));
}

}  // namespace

void addPinRoutes(ApiServer& api, PinService& pins, ReadStateService& readStates) {
    api.serve(Route::ListPins, [&](ApiRequest& request) { return list(pins, request); });
    api.serve(Route::CreatePin, [&](ApiRequest& request) { return change(pins, request, &PinService::pin); });
    api.serve(Route::DeletePin, [&](ApiRequest& request) { return change(pins, request, &PinService::unpin); });
    api.serve(Route::DeprecatedListPins, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyOk(pins.listMessages(request.actor(), channel));
    });
    api.serve(Route::DeprecatedCreatePin, [&](ApiRequest& request) { return change(pins, request, &PinService::pin); });
    api.serve(Route::DeprecatedDeletePin,
              [&](ApiRequest& request) { return change(pins, request, &PinService::unpin); });
    api.serve(Route::AckPins, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyEmpty(readStates.acknowledgePins(request.actor(), channel));
    });
}

}  // namespace server
