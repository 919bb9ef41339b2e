#include "server/api/ApiRequest.h"

#include <QtCore/QUrlQuery>

using namespace Qt::StringLiterals;
using shared::Error;
using shared::Result;
using shared::Snowflake;

namespace server {
namespace {

/** @param value as it came; only its beginning is repeated */
Error notASnowflake(const QString& name, QByteArrayView value) {
    constexpr qsizetype kShown = 64;
    const QString shown = QString::fromUtf8(value.first(qMin(kShown, value.size())));
    return Error::invalidForm(name, u"NUMBER_TYPE_COERCE"_s, u"Value \"%1\" is not snowflake."_s.arg(shown));
}

/** "/guilds/{guild.id}/bans/{user.id}", 1 -> "user_id" */
QString parameterName(const shared::RouteRow& row, int index) {
    const QString path = QString::fromLatin1(row.path);
    qsizetype at = -1;
    for (int i = 0; i <= index; ++i)
        at = path.indexOf(u'{', at + 1);
    return path.sliced(at + 1, path.indexOf(u'}', at) - at - 1).replace(u'.', u'_');
}

}  // namespace

Result<Snowflake> ApiRequest::idParameter(int index) const {
    const auto id = Snowflake::fromString(QString::fromLatin1(parameter(index)));
    if (!id) return notASnowflake(parameterName(route(), index), parameter(index));
    return *id;
}

Result<Snowflake> ApiRequest::idOfQuery(QByteArrayView name) const {
    const auto value = m_http->head().queryValue(name);
    if (!value || value->isEmpty()) return Snowflake();
    const auto id = Snowflake::fromString(QString::fromLatin1(*value));
    if (!id) return notASnowflake(QString::fromLatin1(name), *value);
    // 0 is no id and null means "not given"; clients say after=0 for "from the first on".
    return id->isNull() ? Snowflake(1) : *id;
}

Result<QList<Snowflake>> ApiRequest::queryIds(QByteArrayView name) const {
    QList<Snowflake> ids;
    for (const QByteArray& value : m_http->head().queryValues(name)) {
        for (const QByteArray& part : value.split(',')) {
            if (part.isEmpty()) continue;
            const auto id = Snowflake::fromString(QString::fromLatin1(part.trimmed()));
            if (!id) return notASnowflake(QString::fromLatin1(name), part);
            ids.append(*id);
        }
    }
    return ids;
}

Result<int> ApiRequest::number(QByteArrayView name, int fallback, int least, int most) const {
    const auto value = m_http->head().queryValue(name);
    if (!value || value->isEmpty()) return fallback;
    const QString field = QString::fromLatin1(name);
    bool isNumber = false;
    const qlonglong number = value->toLongLong(&isNumber);
    if (!isNumber)
        return Error::invalidForm(field, u"NUMBER_TYPE_COERCE"_s,
                                  u"Value \"%1\" is not int."_s.arg(QString::fromUtf8(*value).left(50)));
    if (number < least) {
        return Error::invalidForm(field, u"NUMBER_TYPE_MIN"_s,
                                  u"int value should be greater than or equal to %1."_s.arg(least));
    }
    if (number > most) {
        return Error::invalidForm(field, u"NUMBER_TYPE_MAX"_s,
                                  u"int value should be less than or equal to %1."_s.arg(most));
    }
    return static_cast<int>(number);
}

Result<bool> ApiRequest::flag(QByteArrayView name, bool fallback) const {
    const auto value = m_http->head().queryValue(name);
    if (!value || value->isEmpty()) return fallback;
    const QByteArray word = value->toLower();
    if (word == "true" || word == "1") return true;
    if (word == "false" || word == "0") return false;
    return Error::invalidForm(QString::fromLatin1(name), u"BOOLEAN_TYPE_CONVERT"_s, u"Must be either true or false."_s);
}

QString ApiRequest::queryText(QByteArrayView name) const {
    return QString::fromUtf8(m_http->head().queryValue(name).value_or(QByteArray()));
}

Result<QByteArray> ApiRequest::wholeBody() const {
    if (!m_http->isSpooled()) return m_http->body();
    const auto device = m_http->openBody();
    if (!device) return Error::unavailable(u"The upload could not be read back."_s, std::chrono::seconds(1));
    return device->readAll();
}

Result<QByteArray> ApiRequest::bodyJson() {
    const QByteArrayView type = m_http->head().header("content-type");
    if (m_http->bodySize() == 0) return "{}"_ba;
    if (type.startsWith("application/json")) return wholeBody();
    if (isMultipart(type)) {
        if (!m_hasReadForm) {
            ASSIGN_OR_RETURN(m_form, readMultipart(*m_http, m_spoolFolder));
            m_hasReadForm = true;
        }
        if (m_form.payloadJson) return *m_form.payloadJson;
        QJsonObject fields;
        for (auto it = m_form.fields.cbegin(); it != m_form.fields.cend(); ++it)
            fields[it.key()] = it.value();
        return QJsonDocument(fields).toJson(QJsonDocument::Compact);
    }
    // A page of another site can make a browser send a form, but not with a token.
    if (type.startsWith("application/x-www-form-urlencoded") && actor().userId) {
        ASSIGN_OR_RETURN(QByteArray form, wholeBody());
        const QUrlQuery query(QString::fromUtf8(form.replace('+', "%20")));
        QJsonObject fields;
        for (const auto& [name, value] : query.queryItems(QUrl::FullyDecoded))
            fields[name] = value;
        return QJsonDocument(fields).toJson(QJsonDocument::Compact);
    }
    // Source: API reference, "Content Type".
    return Error::invalidForm(QString(), u"CONTENT_TYPE_INVALID"_s,
                              u"Expected \"Content-Type\" header to be one of {'application/json'}."_s);
}

Result<QJsonObject> ApiRequest::bodyObject() {
    ASSIGN_OR_RETURN(const QByteArray json, bodyJson());
    ASSIGN_OR_RETURN(const QJsonValue value, shared::parseJson(json));
    if (!value.isObject()) {
        return Error::invalidForm(QString(), u"MODEL_TYPE_CONVERT"_s,
                                  u"Only dictionaries may be used in a MODEL_TYPE"_s);
    }
    return value.toObject();
}

}  // namespace server
