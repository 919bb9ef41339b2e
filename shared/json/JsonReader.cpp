#include "shared/json/JsonReader.h"

#include <cmath>
#include <limits>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

/** How much of a wrong value an error repeats. */
constexpr qsizetype kShownLength = 100;
/** Of one body. */
constexpr qsizetype kMostErrors = 100;

/** An integer that lost nothing on its way here; 1e30 and 1.5 are none. */
bool exactInteger(const QJsonValue& json, qint64& out) {
    // toInteger() gives its argument when the number is no exact integer; two arguments tell it from the number.
    out = json.toInteger(0);
    return json.toInteger(1) == out;
}

}  // namespace

QString JsonReader::path() const {
    if (m_parent == nullptr) return {};
    QString name = m_key;
    if (!m_latin1Key.isNull()) name = m_latin1Key;
    if (m_index >= 0) name = QString::number(m_index);
    const QString parent = m_parent->path();
    return parent.isEmpty() ? name : parent + u'.' + name;
}

void JsonReader::addError(QLatin1StringView code, QString message) {
    // Nobody reads more of them, and telling them all would cost more than the body did.
    if (m_errors->size() < kMostErrors) m_errors->append({path(), QString(code), std::move(message)});
}

bool JsonReader::enterObject() {
    if (!m_value.isObject()) {
        addError("MODEL_TYPE_CONVERT"_L1, u"Only dictionaries may be used in a ModelType"_s);
        return false;
    }
    m_object = m_value.toObject();
    return true;
}

QString JsonReader::describeValue() const {
    const QString text = m_value.isString() ? m_value.toString() : QString::fromUtf8(toJson(m_value));
    return text.size() <= kShownLength ? text : text.left(kShownLength) + u"..."_s;
}

bool JsonReader::coerceError(QLatin1StringView typeName) {
    addError("NUMBER_TYPE_COERCE"_L1, u"Value \"%1\" is not %2."_s.arg(describeValue(), typeName));
    return false;
}

bool JsonReader::read(bool& out) {
    if (m_value.isBool()) {
        out = m_value.toBool();
        return true;
    }
    const QString word = m_value.isString() ? m_value.toString() : QString();
    const bool isOne = m_value.isDouble() && m_value.toDouble() == 1;
    const bool isZero = m_value.isDouble() && m_value.toDouble() == 0;
    if (isOne || word == "true"_L1 || word == "True"_L1) {
        out = true;
        return true;
    }
    if (isZero || word == "false"_L1 || word == "False"_L1) {
        out = false;
        return true;
    }
    addError("BOOLEAN_TYPE_CONVERT"_L1, u"Must be either true or false."_s);
    return false;
}

bool JsonReader::read(qint64& out) {
    if (m_value.isDouble()) return exactInteger(m_value, out) || coerceError("int"_L1);
    if (m_value.isString()) {
        bool ok = false;
        const qint64 number = m_value.toString().toLongLong(&ok);
        if (ok) {
            out = number;
            return true;
        }
    }
    return coerceError("int"_L1);
}

bool JsonReader::read(int& out) {
    qint64 number = 0;
    if (!read(number)) return false;
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
        const bool above = number > 0;
        addError(above ? "NUMBER_TYPE_MAX"_L1 : "NUMBER_TYPE_MIN"_L1,
                 above ? u"int value should be less than or equal to 2147483647."_s
                       : u"int value should be greater than or equal to -2147483648."_s);
        return false;
    }
    out = static_cast<int>(number);
    return true;
}

bool JsonReader::read(double& out) {
    if (m_value.isDouble()) {
        out = m_value.toDouble();
        return true;
    }
    if (m_value.isString()) {
        bool ok = false;
        const double number = m_value.toString().toDouble(&ok);
        if (ok && std::isfinite(number)) {
            out = number;
            return true;
        }
    }
    return coerceError("float"_L1);
}

bool JsonReader::read(QString& out) {
    if (m_value.isString()) {
        out = m_value.toString();
        return true;
    }
    if (m_value.isDouble()) {
        out = QString::fromUtf8(toJson(m_value));
        return true;
    }
    addError("STRING_TYPE_CONVERT"_L1, u"Could not interpret \"%1\" as string."_s.arg(describeValue()));
    return false;
}

bool JsonReader::readUnsigned(quint64& out, QLatin1StringView typeName) {
    if (m_value.isString()) {
        const auto id = Snowflake::fromString(m_value.toString());
        if (!id) return coerceError(typeName);
        out = id->value();
        return true;
    }
    qint64 number = 0;
    if (!m_value.isDouble() || !exactInteger(m_value, number) || number < 0) return coerceError(typeName);
    out = static_cast<quint64>(number);
    return true;
}

void JsonCodec<Timestamp>::read(JsonReader& reader, Timestamp& time) {
    if (reader.value().isString()) {
        if (const auto parsed = Timestamp::fromString(reader.value().toString())) {
            time = *parsed;
            return;
        }
    }
    reader.addError("DATE_TIME_TYPE_PARSE"_L1, u"Could not parse %1. Should be ISO8601."_s.arg(
                                                   QString::fromUtf8(toJson(reader.value())).left(100)));
}

void JsonCodec<RawJson>::read(JsonReader& reader, RawJson& json) {
    json.bytes = reader.isNull() ? QByteArray() : toJson(reader.value());
}

Result<QJsonValue> parseJson(QByteArrayView text) {
    QJsonParseError error;
    // The parser takes objects and arrays only, and wants its bytes in a QByteArray; this one does not copy them.
    const QByteArray bytes = QByteArray::fromRawData(text.data(), text.size());
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error == QJsonParseError::NoError) {
        return document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    }
    const QByteArray trimmed = bytes.trimmed();
    if (trimmed.isEmpty() || trimmed.startsWith('{') || trimmed.startsWith('[')) return ErrorCode::MalformedJson;
    const QJsonDocument wrapped = QJsonDocument::fromJson('[' + trimmed + ']', &error);
    if (error.error != QJsonParseError::NoError || wrapped.array().size() != 1) return ErrorCode::MalformedJson;
    return QJsonValue(wrapped.array().first());
}

}  // namespace shared
