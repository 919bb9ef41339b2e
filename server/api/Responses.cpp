#include "server/api/Responses.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace server {
namespace {

/** Each is put into a tree that is copied for it. */
constexpr qsizetype kMostFields = 100;

void insertAt(QJsonObject& object, const QStringList& path, qsizetype at, const QJsonObject& entry) {
    if (at == path.size()) {
        QJsonArray list = object["_errors"_L1].toArray();
        list.append(entry);
        object["_errors"_L1] = list;
        return;
    }
    QJsonObject child = object[path[at]].toObject();
    insertAt(child, path, at + 1, entry);
    object[path[at]] = child;
}

HttpResponse tooMany(const shared::Error& error) {
    const double seconds = static_cast<double>(error.retryAfter()->count()) / 1000.0;
    QJsonObject body{{u"message"_s, error.message()}, {u"retry_after"_s, seconds}, {u"global"_s, error.isGlobal()}};
    const bool isOfTheAction = error.code() != shared::ErrorCode::RateLimited;
    if (isOfTheAction) body[u"code"_s] = describe(error.code()).discordCode;
    HttpResponse response = HttpResponse::json(429, QJsonDocument(body).toJson(QJsonDocument::Compact));
    response.addHeader("Retry-After", QByteArray::number(static_cast<qint64>(std::ceil(seconds))));
    // Limits of routes are the limiter's to describe.
    if (isOfTheAction) response.addHeader("X-RateLimit-Scope", "user");
    return response;
}

}  // namespace

QJsonObject nestedErrors(const QList<shared::FieldError>& fields) {
    QJsonObject errors;
    for (const shared::FieldError& field : fields.first(qMin(fields.size(), kMostFields))) {
        const QStringList path = field.path.split(u'.', Qt::SkipEmptyParts);
        insertAt(errors, path, 0, {{u"code"_s, field.code}, {u"message"_s, field.message}});
    }
    return errors;
}

HttpResponse errorResponse(const shared::Error& error) {
    if (error.httpStatus() == 429 && error.retryAfter()) return tooMany(error);
    QJsonObject body{{u"message"_s, error.message()}, {u"code"_s, describe(error.code()).discordCode}};
    if (!error.fields().isEmpty()) body[u"errors"_s] = nestedErrors(error.fields());
    HttpResponse response = HttpResponse::json(error.httpStatus(), QJsonDocument(body).toJson(QJsonDocument::Compact));
    if (const auto wait = error.retryAfter()) {
        response.addHeader("Retry-After", QByteArray::number(std::max<qint64>(1, (wait->count() + 999) / 1000)));
    }
    return response;
}

}  // namespace server
