#include "server/api/ApiServer.h"
#include "server/api/routes/Routes.h"
#include "server/services/MessageService.h"
#include "server/services/ReadStateService.h"

using namespace Qt::StringLiterals;
using shared::ChannelId;
using shared::Error;
using shared::MessageId;
using shared::Route;

namespace server {
namespace {

constexpr int kPageLimit = 100;

ApiResult list(MessageService& messages, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    MessageQuery query;
    ASSIGN_OR_RETURN(query.limit, request.number("limit", 50, 1, kPageLimit));
    ASSIGN_OR_RETURN(query.around, request.queryId<MessageId>("around"));
    ASSIGN_OR_RETURN(query.before, request.queryId<MessageId>("before"));
    ASSIGN_OR_RETURN(query.after, request.queryId<MessageId>("after"));
    return replyOk(messages.list(request.actor(), channel, query));
}

ApiResult create(MessageService& messages, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::CreateMessage>());
    return replyOk(messages.create(request.actor(), channel, body, request.uploads()));
}

ApiResult edit(MessageService& messages, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::EditMessage>());
    return replyOk(messages.edit(request.actor(), channel, message, body, request.uploads()));
}

ApiResult acknowledge(ReadStateService& readStates, ApiRequest& request) {
    ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
    ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
    ASSIGN_OR_RETURN(const auto body, request.validBody<shared::AckMessage>());
    auto done = readStates.acknowledge(request.actor(), channel, message, body.manual.valueOr(false),
                                       body.mentionCount.toOptional());
    if (!done.has_value()) return std::move(done).error();
    return okJson(R"({"token":null})"_ba);
}

ApiResult acknowledgeMany(ReadStateService& readStates, ApiRequest& request) {
    ASSIGN_OR_RETURN(const QJsonObject body, request.bodyObject());
    const QJsonValue states = body["read_states"_L1];
    if (!states.isArray() || states.toArray().size() > kPageLimit) {
        return Error::invalidForm(u"read_states"_s, u"BASE_TYPE_BAD_LENGTH"_s,
                                  u"Must be between 1 and 100 in length."_s);
    }
    QList<std::pair<ChannelId, MessageId>> read;
    for (const QJsonValue& state : states.toArray()) {
        const auto channel = ChannelId::fromString(state["channel_id"_L1].toString());
        const auto message = MessageId::fromString(state["message_id"_L1].toString());
        if (channel && message) read.append({*channel, *message});
    }
    return replyEmpty(readStates.acknowledgeMany(request.actor(), read));
}

}  // namespace

void addMessageRoutes(ApiServer& api, MessageService& messages, ReadStateService& readStates) {
    api.serve(Route::ListMessages, [&](ApiRequest& request) { return list(messages, request); });
    api.serve(Route::CreateMessage, [&](ApiRequest& request) { return create(messages, request); });
    api.serve(Route::UpdateMessage, [&](ApiRequest& request) { return edit(messages, request); });
    api.serve(Route::GetMessage, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
        return replyOk(messages.get(request.actor(), channel, message));
    });
    api.serve(Route::DeleteMessage, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
        return replyEmpty(messages.remove(request.actor(), channel, message));
    });
    api.serve(Route::BulkDeleteMessages, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const auto body, request.validBody<shared::BulkDelete>());
        return replyEmpty(messages.removeMany(request.actor(), channel, body.messages));
    });
    api.serve(Route::CrosspostMessage, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        ASSIGN_OR_RETURN(const auto message, request.id<MessageId>(1));
        return replyOk(messages.crosspost(request.actor(), channel, message));
    });
    api.serve(Route::TriggerTypingIndicator, [&](ApiRequest& request) -> ApiResult {
        ASSIGN_OR_RETURN(const auto channel, request.id<ChannelId>(0));
        return replyEmpty(messages.startTyping(request.actor(), channel));
    });
    api.serve(Route::AckMessage, [&](ApiRequest& request) { return acknowledge(readStates, request); });
    api.serve(Route::AckBulk, [&](ApiRequest& request) { return acknowledgeMany(readStates, request); });
}

}  // namespace server
