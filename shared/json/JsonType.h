#pragma once

#include <optional>
#include <type_traits>

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QList>

#include "shared/core/Flags.h"
#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"
#include "shared/core/Timestamp.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"
#include "shared/json/JsonReader.h"
#include "shared/json/JsonWriter.h"
#include "shared/json/RawJson.h"

/**
 * How each C++ type is read and written, and the entrances toJson() and fromJson().
 *
 * A model names its fields once, in its .cpp:
 *
 *     template <class Visitor>
 *     void describe(Visitor& v, Described<Visitor, User>& user) {
 *         v("id", user.id);
 *         v.withDefault("bot", user.bot);
 *         v.inlined(user.other);  // the fields of a model that is declared elsewhere
 *     }
 *     GUILDHALL_DEFINE_JSON(User)
 */
namespace shared {

/** `T&` for a reader, `const T&` for a writer. */
template <class Visitor, class T>
using Described = std::conditional_t<std::is_same_v<Visitor, JsonWriter>, const T, T>;

/** How T is read and written. Models go through their own readJson and writeJson. */
template <class T>
struct JsonCodec {
    static void write(JsonWriter& writer, const T& value) { writeJson(writer, value); }
    static void read(JsonReader& reader, T& value) { readJson(reader, value); }
};

template <class T>
requires(std::is_same_v<T, bool> || std::is_same_v<T, int> || std::is_same_v<T, qint64> || std::is_same_v<T, double> ||
         std::is_same_v<T, QString>) struct JsonCodec<T> {
    static void write(JsonWriter& writer, const T& value) { writer.value(value); }
    static void read(JsonReader& reader, T& value) { reader.read(value); }
};

template <class T>
requires std::is_base_of_v<Snowflake, T>
struct JsonCodec<T> {
    static void write(JsonWriter& writer, const T& id) { writer.value(static_cast<const Snowflake&>(id)); }
    static void read(JsonReader& reader, T& id) {
        quint64 value = 0;
        if (reader.readUnsigned(value, QLatin1StringView("snowflake"))) id = T(value);
    }
};

/** An enum is its number; a number without an enumerator is kept. */
template <class T>
requires(std::is_enum_v<T> && !kEnumAsWord<T>) struct JsonCodec<T> {
    static void write(JsonWriter& writer, T value) { writer.value(static_cast<qint64>(value)); }
    static void read(JsonReader& reader, T& value) {
        qint64 number = 0;
        if (reader.read(number)) value = static_cast<T>(number);
    }
};

template <class Enum>
struct JsonCodec<Flags<Enum>> {
    static void write(JsonWriter& writer, Flags<Enum> flags) {
        if constexpr (kFlagsAsString<Enum>) {
            writer.decimalString(flags.bits());
        } else {
            writer.value(flags.bits());
        }
    }
    static void read(JsonReader& reader, Flags<Enum>& flags) {
        quint64 bits = 0;
        if (reader.readUnsigned(bits, QLatin1StringView("int"))) flags = Flags<Enum>(bits);
    }
};

template <>
struct JsonCodec<Timestamp> {
    static void write(JsonWriter& writer, Timestamp time) { writer.value(time); }
    static void read(JsonReader& reader, Timestamp& time);
};

template <>
struct JsonCodec<RawJson> {
    static void write(JsonWriter& writer, const RawJson& json) { writer.raw(json.bytes); }
    static void read(JsonReader& reader, RawJson& json);
};

template <>
struct JsonCodec<QJsonValue> {
    static void write(JsonWriter& writer, const QJsonValue& value) { writer.value(value); }
    static void read(JsonReader& reader, QJsonValue& value) { value = reader.value(); }
};

template <class T>
struct JsonCodec<std::optional<T>> {
    static void write(JsonWriter& writer, const std::optional<T>& value) {
        if (value) {
            JsonCodec<T>::write(writer, *value);
        } else {
            writer.value(nullptr);
        }
    }
    static void read(JsonReader& reader, std::optional<T>& value) {
        if (reader.isNull()) {
            value.reset();
        } else {
            JsonCodec<T>::read(reader, value.emplace());
        }
    }
};

template <class T>
struct JsonCodec<Field<T>> {
    static void write(JsonWriter& writer, const Field<T>& field) {
        if (field.hasValue()) {
            JsonCodec<T>::write(writer, field.value());
        } else {
            writer.value(nullptr);
        }
    }
    static void read(JsonReader& reader, Field<T>& field) {
        if (reader.isNull()) {
            field = nullptr;
        } else {
            JsonCodec<T>::read(reader, field.edit());
        }
    }
};

template <class T>
struct JsonCodec<Box<T>> {
    static void write(JsonWriter& writer, const Box<T>& box) {
        if (box) {
            JsonCodec<T>::write(writer, *box);
        } else {
            writer.value(nullptr);
        }
    }
    static void read(JsonReader& reader, Box<T>& box) {
        if (reader.isNull()) {
            box = Box<T>();
        } else {
            JsonCodec<T>::read(reader, box.edit());
        }
    }
};

template <class T>
struct JsonCodec<QList<T>> {
    static void write(JsonWriter& writer, const QList<T>& list) {
        writer.beginArray();
        for (const T& item : list)
            JsonCodec<T>::write(writer, item);
        writer.endArray();
    }
    static void read(JsonReader& reader, QList<T>& list) {
        if (!reader.value().isArray()) {
            reader.addError(QLatin1StringView("LIST_TYPE_CONVERT"),
                            QStringLiteral("Only iterables may be used in a ListType"));
            return;
        }
        const QJsonArray array = reader.value().toArray();
        list.clear();
        list.resize(array.size());
        T* out = list.data();
        for (qsizetype i = 0; i < array.size(); ++i) {
            JsonReader item(reader, i, array.at(i));
            JsonCodec<T>::read(item, out[i]);
        }
    }
};

/** An object used as a map. */
template <class T>
struct JsonCodec<QHash<QString, T>> {
    static void write(JsonWriter& writer, const QHash<QString, T>& map) {
        writer.beginObject();
        for (auto it = map.cbegin(); it != map.cend(); ++it) {
            writer.key(QStringView(it.key()));
            JsonCodec<T>::write(writer, it.value());
        }
        writer.endObject();
    }
    static void read(JsonReader& reader, QHash<QString, T>& map) {
        if (!reader.value().isObject()) {
            reader.addError(QLatin1StringView("DICT_TYPE_CONVERT"),
                            QStringLiteral("Only dictionaries may be used in a DictType"));
            return;
        }
        const QJsonObject object = reader.value().toObject();
        map.clear();
        for (auto it = object.begin(); it != object.end(); ++it) {
            JsonReader item(reader, it.key(), it.value());
            JsonCodec<T>::read(item, map[it.key()]);
        }
    }
};

template <class T>
inline constexpr bool kMayBeMissing = false;
template <class T>
inline constexpr bool kMayBeMissing<std::optional<T>> = true;
template <class T>
inline constexpr bool kMayBeMissing<Field<T>> = true;
template <class T>
inline constexpr bool kMayBeMissing<Box<T>> = true;
template <class T>
inline constexpr bool kTakesNull = kMayBeMissing<T>;
template <>
inline constexpr bool kTakesNull<RawJson> = true;
template <>
inline constexpr bool kTakesNull<QJsonValue> = true;

template <class T>
inline constexpr bool kIsField = false;
template <class T>
inline constexpr bool kIsField<Field<T>> = true;

template <size_t N, class T>
void JsonWriter::member(const char (&literal)[N], const T& value) {
    if constexpr (kIsField<T>) {
        if (value.isMissing()) return;
    }
    key(literal);
    JsonCodec<T>::write(*this, value);
}

template <class T>
void JsonReader::member(QLatin1StringView key, T& value, bool hasDefault) {
    const auto it = m_object.constFind(key);
    const bool missing = it == m_object.constEnd();
    if (missing && (hasDefault || kMayBeMissing<T>)) return;
    if (!missing && hasDefault && it.value().isNull()) return;
    JsonReader place(*this, key, missing ? QJsonValue(QJsonValue::Undefined) : it.value());
    if (missing || (!kTakesNull<T> && place.isNull())) {
        place.addError(QLatin1StringView("BASE_TYPE_REQUIRED"), QStringLiteral("This field is required"));
        return;
    }
    JsonCodec<T>::read(place, value);
}

/** The JSON text of a model, a list of models, or any other type with a JsonCodec. */
template <class T>
QByteArray toJson(const T& value) {
    QByteArray out;
    JsonWriter writer(out);
    JsonCodec<T>::write(writer, value);
    return out;
}

/** Reads a T from a parsed text; Error::invalidForm with every mistake when it does not fit. */
template <class T>
Result<T> fromJson(const QJsonValue& json) {
    JsonReader reader(json);
    T value{};
    JsonCodec<T>::read(reader, value);
    if (!reader.errors().isEmpty()) return Error::invalidForm(reader.errors());
    return value;
}
template <class T>
Result<T> fromJson(const QJsonObject& json) {
    return fromJson<T>(QJsonValue(json));
}
template <class T>
Result<T> fromJson(const QJsonArray& json) {
    return fromJson<T>(QJsonValue(json));
}
/** Parses and reads; ErrorCode::MalformedJson when the text is no JSON. */
template <class T>
Result<T> fromJson(QByteArrayView text) {
    auto json = parseJson(text);
    if (!json.has_value()) return std::move(json).error();
    return fromJson<T>(json.value());
}
template <class T>
Result<T> fromJson(const QByteArray& text) {
    return fromJson<T>(QByteArrayView(text));
}

}  // namespace shared

/** Defines what GUILDHALL_DECLARE_JSON declares, from the `describe` above it. */
#define GUILDHALL_DEFINE_JSON(Type)                                     \
    void readFields(::shared::JsonReader& reader, Type& value) {        \
        describe(reader, value);                                        \
    }                                                                   \
    void writeFields(::shared::JsonWriter& writer, const Type& value) { \
        describe(writer, value);                                        \
    }                                                                   \
    void readJson(::shared::JsonReader& reader, Type& value) {          \
        if (reader.enterObject()) describe(reader, value);              \
    }                                                                   \
    void writeJson(::shared::JsonWriter& writer, const Type& value) {   \
        writer.beginObject();                                           \
        describe(writer, value);                                        \
        writer.endObject();                                             \
    }
