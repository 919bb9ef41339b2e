#pragma once

#include "shared/json/JsonType.h"
#include "shared/validation/ChannelRules.h"
#include "shared/validation/GuildRules.h"
#include "shared/validation/MessageRules.h"
#include "shared/validation/UserRules.h"

namespace shared {

/** validate() as a Result: ErrorCode::InvalidFormBody with every wrong field. */
template <class Request, class... Context>
Result<void> checkRequest(const Request& request, const Context&... context) {
    QList<FieldError> errors = validate(request, context...);
    if (!errors.isEmpty()) return Error::invalidForm(std::move(errors));
    return {};
}

/**
 * A request's body, read and checked: what every route does first.
 * @param context what the rules need beside the request (the time, the type of the channel)
 */
template <class Request, class... Context>
Result<Request> readRequest(const QJsonValue& json, const Context&... context) {
    ASSIGN_OR_RETURN(Request request, fromJson<Request>(json));
    RETURN_IF_ERROR(checkRequest(request, context...));
    return request;
}

/** The same from bytes. No bytes at all count as {}, which suits requests without required fields. */
template <class Request, class... Context>
Result<Request> readRequest(QByteArrayView body, const Context&... context) {
    if (body.isEmpty()) return readRequest<Request>(QJsonValue(QJsonObject()), context...);
    ASSIGN_OR_RETURN(const QJsonValue json, parseJson(body));
    return readRequest<Request>(json, context...);
}

}  // namespace shared
