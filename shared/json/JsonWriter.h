#pragma once

#include <cstring>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonValue>
#include <QtCore/QLatin1StringView>
#include <QtCore/QStringView>

#include "shared/core/Snowflake.h"
#include "shared/core/Timestamp.h"
#include "shared/json/RawJson.h"

namespace shared {

/**
 * Writes JSON text straight into bytes, without a tree.
 *
 * Commas are its own business; that keys and values alternate is the caller's. The bytes are complete whenever every
 * object and array is closed; in between, whoever owns the array must leave it alone. One thread at a time.
 */
class JsonWriter {
 public:
    /** Appends to `out`, which must outlive the writer. */
    explicit JsonWriter(QByteArray& out) : m_out(out) {}
    ~JsonWriter() {
        if (m_position != nullptr) close();
    }
    Q_DISABLE_COPY_MOVE(JsonWriter)

    void beginObject() {
        prepare(2);
        *m_position++ = '{';
        m_comma = false;
        ++m_depth;
    }
    void endObject() { end('}'); }
    void beginArray() {
        prepare(2);
        *m_position++ = '[';
        m_comma = false;
        ++m_depth;
    }
    void endArray() { end(']'); }

    /** A key that needs no escaping: printable ASCII without quote and backslash, which every documented key is. */
    void key(QLatin1StringView key) {
        prepare(key.size() + 3);
        m_position = putKey(m_position, key.data(), static_cast<size_t>(key.size()));
        m_comma = false;
    }
    template <size_t N>
    void key(const char (&literal)[N]) {
        // The same with a length that the compiler knows, which makes the copy a few moves.
        prepare(N + 2);
        m_position = putKey(m_position, literal, N - 1);
        m_comma = false;
    }
    /** Any key; it is escaped. */
    void key(QStringView key);

    void value(bool value) { literal(value ? QLatin1StringView("true", 4) : QLatin1StringView("false", 5)); }
    void value(std::nullptr_t) { literal(QLatin1StringView("null", 4)); }
    void value(int value) { this->value(static_cast<qint64>(value)); }
    void value(unsigned value) { this->value(static_cast<quint64>(value)); }
    void value(qint64 value);
    void value(quint64 value);
    /** The shortest text that reads back equal; infinity and NaN are written as null. */
    void value(double value);
    /** Lone surrogates become U+FFFD. */
    void value(QStringView value);
    void value(const QString& value) { this->value(QStringView(value)); }
    void value(QLatin1StringView value);
    /** @param value valid UTF-8 */
    void utf8(QByteArrayView value);
    /** Ids are strings on the wire. */
    void value(Snowflake id) { decimalString(id.value()); }
    /** An ISO 8601 string. */
    void value(Timestamp time);
    void value(const RawJson& json) { raw(json.bytes); }
    /** Any JSON value, written as its JSON text. */
    void value(const QJsonValue& value);
    /** A number inside quotes, as permissions are sent. */
    void decimalString(quint64 value);
    /** Text that is JSON already; nothing is written as null. */
    void raw(QByteArrayView json);

    /** Writes key and value; how depends on the type (see JsonType.h). A missing Field writes nothing. */
    template <size_t N, class T>
    void operator()(const char (&literal)[N], const T& value) {
        member(literal, value);
    }
    /** For a writer the same: defaults matter to readers only. */
    template <size_t N, class T>
    void withDefault(const char (&literal)[N], const T& value) {
        member(literal, value);
    }
    /** The same, unless the value is a default-made T: for optional keys whose default says the same as nothing. */
    template <size_t N, class T>
    void unlessDefault(const char (&literal)[N], const T& value) {
        if (!(value == T{})) member(literal, value);
    }
    /** A key that is null for true and missing for false, as in a role's tags. */
    template <size_t N>
    void nullIfTrue(const char (&literal)[N], bool value) {
        if (!value) return;
        key(literal);
        this->value(nullptr);
    }
    /** Writes the fields of another model into the open object. */
    template <class T>
    void inlined(const T& value) {
        writeFields(*this, value);
    }
    template <size_t N, class T>
    void member(const char (&literal)[N], const T& value);  // JsonType.h

 private:
    /** Works on a local pointer: a char may alias any member, which would be read again after every byte. */
    static char* putKey(char* to, const char* key, size_t size) {
        *to++ = '"';
        std::memcpy(to, key, size);
        to += size;
        *to++ = '"';
        *to++ = ':';
        return to;
    }
    /** Room for `size` bytes beyond a comma, which is written when one is due. */
    void prepare(qsizetype size) {
        ensure(size + 1);
        if (m_comma) *m_position++ = ',';
    }
    void ensure(qsizetype size) {
        if (m_end - m_position < size) grow(size);
    }
    void grow(qsizetype size);
    void close();
    /** What follows a value. */
    void done() {
        m_comma = true;
        if (m_depth == 0) close();
    }
    void end(char bracket) {
        ensure(1);
        *m_position++ = bracket;
        --m_depth;
        done();
    }
    void literal(QLatin1StringView text) {
        prepare(text.size());
        std::memcpy(m_position, text.data(), static_cast<size_t>(text.size()));
        m_position += text.size();
        done();
    }
    void string(QStringView text);

    QByteArray& m_out;
    char* m_position = nullptr;  ///< where the next byte goes; null while nothing is open
    char* m_end = nullptr;       ///< end of the usable room
    int m_depth = 0;
    bool m_comma = false;
};

}  // namespace shared
