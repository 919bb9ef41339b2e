#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "server/platform/http/HttpResponse.h"
#include "shared/core/Error.h"
#include "shared/core/Result.h"
#include "shared/json/JsonType.h"

namespace server {

/** What a handler gives back: an answer, or the error that becomes one. */
using ApiResult = shared::Result<HttpResponse>;

/** Discord's `{code, message, errors?}` with the status of the error's row, or the body of a 429. */
HttpResponse errorResponse(const shared::Error& error);
/** The `errors` object: each field's path opened up, `_errors` at its end. */
QJsonObject nestedErrors(const QList<shared::FieldError>& fields);

/** 200 with a model, a list of models, or anything else that has a JsonCodec. */
template <class T>
HttpResponse ok(const T& value) {
    return HttpResponse::json(200, shared::toJson(value));
}
inline HttpResponse ok(const QJsonObject& object) {
    return HttpResponse::json(200, QJsonDocument(object).toJson(QJsonDocument::Compact));
}
inline HttpResponse ok(const QJsonArray& array) {
    return HttpResponse::json(200, QJsonDocument(array).toJson(QJsonDocument::Compact));
}
template <class T>
HttpResponse created(const T& value) {
    return HttpResponse::json(201, shared::toJson(value));
}
/** JSON that has been written already. */
inline HttpResponse okJson(QByteArray json) {
    return HttpResponse::json(200, std::move(json));
}

/** Turns a service's answer into the handler's: 200 with the value. */
template <class T>
ApiResult replyOk(shared::Result<T> result) {
    if (!result.has_value()) return std::move(result).error();
    return ok(*result);
}
template <class T>
ApiResult replyCreated(shared::Result<T> result) {
    if (!result.has_value()) return std::move(result).error();
    return created(*result);
}
/** 204 whatever the value was. */
template <class T>
ApiResult replyEmpty(shared::Result<T> result) {
    if (!result.has_value()) return std::move(result).error();
    return HttpResponse::noContent();
}

}  // namespace server
