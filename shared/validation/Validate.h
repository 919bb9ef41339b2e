#pragma once

#include <algorithm>

#include "shared/json/JsonType.h"
#include "shared/validation/ChannelRules.h"
#include "shared/validation/CleanRequests.h"
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

/** Adds what the rules found, but for places whose value could not be read at all: there it says nothing new. */
inline void appendBeyond(QList<FieldError>& unread, const QList<FieldError>& found) {
    const qsizetype known = unread.size();
    for (const FieldError& error : found) {
        const bool isKnown = std::any_of(unread.cbegin(), unread.cbegin() + known, [&](const FieldError& one) {
            return one.path.isEmpty() || error.path == one.path || error.path.startsWith(one.path + u'.');
        });
        if (!isKnown) unread.append(error);
    }
}

/**
 * A request's body, read and checked: what every route does first. Values of the wrong type and values beyond their
 * limits are reported together.
 * @param context what the rules need beside the request (the time, the type of the channel)
 */
template <class Request, class... Context>
Result<Request> readRequest(const QJsonValue& json, const Context&... context) {
    JsonReader reader(json);
    Request request{};
    JsonCodec<Request>::read(reader, request);
    cleanRequest(request);
    QList<FieldError> errors = reader.errors();
    appendBeyond(errors, validate(request, context...));
    if (!errors.isEmpty()) return Error::invalidForm(std::move(errors));
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
