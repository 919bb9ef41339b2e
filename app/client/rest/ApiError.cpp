#include "app/client/rest/ApiError.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace app {

namespace {

/** Discord nests errors by path, with `_errors` at each place that has some; here they become a flat list. */
void flatten(const QJsonObject& object, const QString& path, QList<shared::FieldError>& fields, int depth) {
    if (depth > 32) return;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == "_errors"_L1) {
            for (const QJsonValue& value : it.value().toArray()) {
                const QJsonObject error = value.toObject();
                fields.append({path, error["code"_L1].toString(), error["message"_L1].toString()});
            }
        } else if (it.value().isObject()) {
            flatten(it.value().toObject(), path.isEmpty() ? it.key() : path + u'.' + it.key(), fields, depth + 1);
        } else if (it.value().isArray()) {  // the old shape: {"email": ["..."]}
            for (const QJsonValue& value : it.value().toArray())
                fields.append({it.key(), QString(), value.toString()});
        }
    }
}

}  // namespace

ApiError ApiError::fromAnswer(int httpStatus, const QByteArray& body) {
    ApiError error;
    error.kind = Kind::Refused;
    error.httpStatus = httpStatus;
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    error.code = object["code"_L1].toInt();
    error.message = object["message"_L1].toString();
    if (error.message.isEmpty()) error.message = u"HTTP %1"_s.arg(httpStatus);
    flatten(object["errors"_L1].toObject(), QString(), error.fields, 0);
    if (object["retry_after"_L1].isDouble())
        error.retryAfter = std::chrono::milliseconds(qRound64(object["retry_after"_L1].toDouble() * 1000.0));
    return error;
}

QString ApiError::fieldMessage(QStringView path) const {
    for (const shared::FieldError& field : fields)
        if (field.path == path) return field.message;
    return {};
}

}  // namespace app
