#include "shared/json/JsonWriter.h"

#include <array>
#include <charconv>
#include <cmath>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace shared {
namespace {

/** Where small texts start, so that most need no second allocation. */
constexpr qsizetype kFirstRoom = 512;
/** Longest text of a 64-bit integer. */
constexpr qsizetype kIntegerLength = 20;
/** Longest shortest-form text of a double. */
constexpr qsizetype kDoubleLength = 32;
/** A UTF-16 unit becomes at most 3 bytes of UTF-8, or 6 as an escape. */
constexpr qsizetype kBytesPerUnit = 6;
/** Strings are written in pieces of that many units, so that room is asked for by what is needed. */
constexpr qsizetype kPiece = 256;

/** Copies what is plain ASCII without need of escaping, and stops at the first unit that is not. */
const char16_t* copyPlain(const char16_t* from, const char16_t* end, char*& to) {
#ifdef __SSE2__
    const __m128i low = _mm_set1_epi16(0x20);
    const __m128i high = _mm_set1_epi16(0x7f);
    const __m128i quote = _mm_set1_epi16('"');
    const __m128i backslash = _mm_set1_epi16('\\');
    for (; end - from >= 8; from += 8, to += 8) {
        const __m128i units = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        // Units from 0x8000 on are negative here, and so below `low`.
        const __m128i bad =
            _mm_or_si128(_mm_or_si128(_mm_cmplt_epi16(units, low), _mm_cmpgt_epi16(units, high)),
                         _mm_or_si128(_mm_cmpeq_epi16(units, quote), _mm_cmpeq_epi16(units, backslash)));
        if (_mm_movemask_epi8(bad) != 0) break;
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(units, units));
    }
#endif
    for (; from != end; ++from) {
        const char16_t unit = *from;
        if (unit < 0x20 || unit > 0x7f || unit == u'"' || unit == u'\\') break;
        *to++ = static_cast<char>(unit);
    }
    return from;
}

void writeEscape(char16_t unit, char*& to) {
    *to++ = '\\';
    switch (unit) {
        case u'"':
            *to++ = '"';
            return;
        case u'\\':
            *to++ = '\\';
            return;
        case u'\b':
            *to++ = 'b';
            return;
        case u'\f':
            *to++ = 'f';
            return;
        case u'\n':
            *to++ = 'n';
            return;
        case u'\r':
            *to++ = 'r';
            return;
        case u'\t':
            *to++ = 't';
            return;
        default:
            break;
    }
    constexpr std::array<char, 16> kHex = {'0', '1', '2', '3', '4', '5', '6', '7',
                                           '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    for (const char c : {'u', '0', '0'})
        *to++ = c;
    *to++ = kHex[unit >> 4];
    *to++ = kHex[unit & 0xf];
}

/** Writes the character at `from`, which is neither plain nor to be escaped. @return behind it */
const char16_t* writeUtf8(const char16_t* from, const char16_t* end, char*& to) {
    char32_t code = *from++;
    if (QChar::isHighSurrogate(code) && from != end && QChar::isLowSurrogate(*from)) {
        code = QChar::surrogateToUcs4(static_cast<char16_t>(code), *from++);
    } else if (QChar::isSurrogate(code)) {
        code = QChar::ReplacementCharacter;
    }
    if (code < 0x800) {
        *to++ = static_cast<char>(0xc0 | (code >> 6));
    } else {
        if (code < 0x10000) {
            *to++ = static_cast<char>(0xe0 | (code >> 12));
        } else {
            *to++ = static_cast<char>(0xf0 | (code >> 18));
            *to++ = static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        }
        *to++ = static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    }
    *to++ = static_cast<char>(0x80 | (code & 0x3f));
    return from;
}

}  // namespace

void JsonWriter::grow(qsizetype size) {
    const qsizetype used = m_position == nullptr ? m_out.size() : m_position - m_out.constData();
    const qsizetype wanted = std::max({used + size, m_out.capacity(), m_position == nullptr ? kFirstRoom : used * 2});
    m_out.resize(wanted);
    m_position = m_out.data() + used;
    m_end = m_out.data() + wanted;
}

void JsonWriter::close() {
    m_out.truncate(m_position - m_out.constData());
    m_position = nullptr;
    m_end = nullptr;
    m_comma = false;
}

void JsonWriter::string(QStringView text) {
    const char16_t* from = text.utf16();
    const char16_t* const end = from + text.size();
    *m_position++ = '"';
    while (from != end) {
        const char16_t* pieceEnd = from + std::min<qsizetype>(end - from, kPiece);
        // Room for the worst, for the closing quote, and for a surrogate pair that the end of the piece cuts.
        ensure((pieceEnd - from) * kBytesPerUnit + 8);
        char* to = m_position;
        while (from < pieceEnd) {
            from = copyPlain(from, pieceEnd, to);
            if (from == pieceEnd) break;
            if (*from < 0x80) {
                writeEscape(*from++, to);
            } else {
                from = writeUtf8(from, end, to);
            }
        }
        m_position = to;
    }
    ensure(1);
    *m_position++ = '"';
}

void JsonWriter::key(QStringView key) {
    prepare(1);
    string(key);
    ensure(1);
    *m_position++ = ':';
    m_comma = false;
}

void JsonWriter::value(qint64 value) {
    prepare(kIntegerLength);
    m_position = std::to_chars(m_position, m_end, value).ptr;
    done();
}

void JsonWriter::value(quint64 value) {
    prepare(kIntegerLength);
    m_position = std::to_chars(m_position, m_end, value).ptr;
    done();
}

void JsonWriter::value(double value) {
    if (!std::isfinite(value)) {
        this->value(nullptr);
        return;
    }
    prepare(kDoubleLength);
    m_position = std::to_chars(m_position, m_end, value).ptr;
    done();
}

void JsonWriter::value(QStringView value) {
    prepare(1);
    string(value);
    done();
}

void JsonWriter::value(QLatin1StringView value) {
    this->value(QStringView(QString(value)));
}

void JsonWriter::utf8(QByteArrayView value) {
    prepare(value.size() * kBytesPerUnit + 2);
    *m_position++ = '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '"' || c == '\\') {
            writeEscape(byte, m_position);
        } else {
            *m_position++ = c;
        }
    }
    *m_position++ = '"';
    done();
}

void JsonWriter::decimalString(quint64 value) {
    prepare(kIntegerLength + 2);
    char* to = m_position;
    *to++ = '"';
    to = std::to_chars(to, to + kIntegerLength, value).ptr;
    *to++ = '"';
    m_position = to;
    done();
}

void JsonWriter::value(Timestamp time) {
    prepare(Timestamp::kTextLength + 2);
    *m_position++ = '"';
    time.writeTo(m_position);
    m_position += Timestamp::kTextLength;
    *m_position++ = '"';
    done();
}

void JsonWriter::raw(QByteArrayView json) {
    literal(json.isEmpty() ? QLatin1StringView("null", 4) : QLatin1StringView(json));
}

void JsonWriter::value(const QJsonValue& value) {
    switch (value.type()) {
        case QJsonValue::Bool:
            this->value(value.toBool());
            return;
        case QJsonValue::String:
            this->value(value.toString());
            return;
        case QJsonValue::Double: {
            const qint64 integer = value.toInteger();
            if (static_cast<double>(integer) == value.toDouble()) {
                this->value(integer);
            } else {
                this->value(value.toDouble());
            }
            return;
        }
        case QJsonValue::Array: {
            beginArray();
            const QJsonArray array = value.toArray();
            for (const QJsonValue item : array)
                this->value(item);
            endArray();
            return;
        }
        case QJsonValue::Object: {
            beginObject();
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                key(QStringView(it.key()));
                this->value(it.value());
            }
            endObject();
            return;
        }
        case QJsonValue::Null:
        case QJsonValue::Undefined:
            this->value(nullptr);
            return;
    }
}

}  // namespace shared
