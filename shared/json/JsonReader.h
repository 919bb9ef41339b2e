#pragma once

#include <QtCore/QByteArrayView>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QLatin1StringView>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"

namespace shared {

/**
 * A place in a parsed JSON text, from which typed values are read.
 *
 * What does not fit is noted as a FieldError with its path and reading goes on, so that one pass finds every mistake.
 * Unknown keys are ignored. A reader lives on the stack of whoever reads; its children must not outlive it.
 */
class JsonReader {
 public:
    /** The place of the whole text. */
    explicit JsonReader(const QJsonValue& value) : m_value(value), m_errors(&m_ownErrors) {}
    Q_DISABLE_COPY_MOVE(JsonReader)

    const QJsonValue& value() const { return m_value; }
    bool isNull() const { return m_value.isNull() || m_value.isUndefined(); }
    /** Dotted, indexes as numbers: "embeds.0.title"; empty for the whole text. */
    QString path() const;

    /** Notes that this place is wrong. @param code Discord's word, such as BASE_TYPE_REQUIRED */
    void addError(QLatin1StringView code, QString message);
    const QList<FieldError>& errors() const { return *m_errors; }

    /** False, and an error, when this place holds no object; otherwise its keys can be read. */
    bool enterObject();
    bool contains(QLatin1StringView key) const { return m_object.contains(key); }
    const QJsonObject& object() const { return m_object; }

    /** Reads a key of this object. T is required, std::optional<T> and Field<T> are not (see JsonType.h). */
    template <size_t N, class T>
    void operator()(const char (&literal)[N], T& value) {
        member(QLatin1StringView(literal, static_cast<qsizetype>(N - 1)), value, false);
    }
    /** The same, but a missing key, or null, leaves `value` as it is. */
    template <size_t N, class T>
    void withDefault(const char (&literal)[N], T& value) {
        member(QLatin1StringView(literal, static_cast<qsizetype>(N - 1)), value, true);
    }
    /** For a reader the same as withDefault. */
    template <size_t N, class T>
    void unlessDefault(const char (&literal)[N], T& value) {
        withDefault(literal, value);
    }
    /** True when the key is there. */
    template <size_t N>
    void nullIfTrue(const char (&literal)[N], bool& value) {
        value = contains(QLatin1StringView(literal, static_cast<qsizetype>(N - 1)));
    }
    /** Reads the fields of another model from this object. */
    template <class T>
    void inlined(T& value) {
        readFields(*this, value);
    }
    template <class T>
    void member(QLatin1StringView key, T& value, bool hasDefault);  // JsonType.h

    /** Scalars, each with the error that Discord gives; `out` is untouched then. */
    bool read(bool& out);
    bool read(int& out);
    bool read(qint64& out);
    bool read(double& out);
    bool read(QString& out);
    /** A decimal string or an exact, not negative number. @param typeName for the message: "snowflake", "int" */
    bool readUnsigned(quint64& out, QLatin1StringView typeName);

    /** A member of the object or an element of the array at this place. */
    JsonReader(const JsonReader& parent, QLatin1StringView key, const QJsonValue& value)
        : m_value(value), m_parent(&parent), m_latin1Key(key), m_errors(parent.m_errors) {}
    JsonReader(const JsonReader& parent, const QString& key, const QJsonValue& value)
        : m_value(value), m_parent(&parent), m_key(key), m_errors(parent.m_errors) {}
    JsonReader(const JsonReader& parent, qsizetype index, const QJsonValue& value)
        : m_value(value), m_parent(&parent), m_index(index), m_errors(parent.m_errors) {}

 private:
    QString describeValue() const;
    bool coerceError(QLatin1StringView typeName);

    QJsonValue m_value;
    QJsonObject m_object;
    const JsonReader* m_parent = nullptr;
    QLatin1StringView m_latin1Key;
    QString m_key;
    qsizetype m_index = -1;
    QList<FieldError> m_ownErrors;
    QList<FieldError>* m_errors;
};

/** Parses a JSON text, scalars included; ErrorCode::MalformedJson when it is none. */
Result<QJsonValue> parseJson(QByteArrayView text);

}  // namespace shared
