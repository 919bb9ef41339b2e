#include "server/gateway/Etf.h"

#include <cmath>
#include <cstring>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QMetaType>
#include <QtCore/QVariant>
#include <QtCore/QtEndian>

#include "shared/json/JsonReader.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

enum Tag : quint8 {
    NewFloat = 70,
    SmallInteger = 97,
    Integer = 98,
    OldFloat = 99,
    Atom = 100,
    SmallTuple = 104,
    LargeTuple = 105,
    Nil = 106,
    String = 107,
    List = 108,
    Binary = 109,
    SmallBig = 110,
    SmallAtom = 115,
    Map = 116,
    AtomUtf8 = 118,
    SmallAtomUtf8 = 119,
};

constexpr int kMaxDepth = 64;

template <class Number>
void appendNumber(QByteArray& out, Number number) {
    char bytes[sizeof(Number)];
    qToBigEndian(number, bytes);
    out.append(bytes, sizeof(Number));
}

void appendAtom(QByteArray& out, QByteArrayView name) {
    out.append(static_cast<char>(SmallAtom));
    out.append(static_cast<char>(name.size()));
    out.append(name);
}

void appendFloat(QByteArray& out, double value) {
    quint64 bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    out.append(static_cast<char>(NewFloat));
    appendNumber(out, bits);
}

/** Walks over a term. Every read checks what is left; a failure makes all that follow fail. */
class Reader {
 public:
    explicit Reader(QByteArrayView bytes) : m_rest(bytes) {}

    bool isAtEnd() const { return m_rest.isEmpty(); }
    bool hasFailed() const { return m_failed; }

    QJsonValue term(int depth) {
        if (depth > kMaxDepth) return fail();
        switch (number<quint8>()) {
            case SmallInteger:
                return number<quint8>();
            case Integer:
                return static_cast<qint64>(static_cast<qint32>(number<quint32>()));
            case NewFloat: {
                const quint64 bits = number<quint64>();
                double value = 0;
                std::memcpy(&value, &bits, sizeof(value));
                return value;
            }
            case OldFloat: {
                const QByteArray text = take(31).toByteArray();
                bool ok = false;
                const double value = QByteArray(text.constData()).toDouble(&ok);
                return ok ? QJsonValue(value) : fail();
            }
            case SmallBig:
                return big();
            case Atom:
            case AtomUtf8:
                return atom(take(number<quint16>()));
            case SmallAtom:
            case SmallAtomUtf8:
                return atom(take(number<quint8>()));
            case Binary:
                return QString::fromUtf8(take(number<quint32>()));
            case Nil:
                return QJsonArray();
            case String: {
                QJsonArray list;
                for (const char byte : take(number<quint16>()))
                    list.append(static_cast<quint8>(byte));
                return list;
            }
            case List: {
                const QJsonValue list = items(number<quint32>(), depth);
                if (number<quint8>() != Nil) return fail();
                return list;
            }
            case SmallTuple:
                return items(number<quint8>(), depth);
            case LargeTuple:
                return items(number<quint32>(), depth);
            case Map:
                return map(depth);
            default:
                return fail();
        }
    }

 private:
    QJsonValue fail() {
        m_failed = true;
        m_rest = {};
        return {};
    }

    QByteArrayView take(quint64 size) {
        if (size > static_cast<quint64>(m_rest.size())) {
            fail();
            return {};
        }
        const QByteArrayView bytes = m_rest.first(static_cast<qsizetype>(size));
        m_rest = m_rest.sliced(static_cast<qsizetype>(size));
        return bytes;
    }

    template <class Number>
    Number number() {
        const QByteArrayView bytes = take(sizeof(Number));
        return bytes.isEmpty() ? Number(0) : qFromBigEndian<Number>(bytes.data());
    }

    QJsonValue big() {
        const quint8 size = number<quint8>();
        const bool isNegative = number<quint8>() != 0;
        const QByteArrayView digits = take(size);
        if (m_failed || size > 8) return fail();
        quint64 value = 0;
        for (qsizetype i = digits.size(); i-- > 0;)
            value = value << 8 | static_cast<quint8>(digits[i]);
        // Ids are wanted as texts, and a number of this size is nothing else.
        if (!isNegative) return QString::number(value);
        return -static_cast<qint64>(value);
    }

    QJsonValue atom(QByteArrayView name) {
        if (m_failed) return {};
        if (name == "nil" || name == "null" || name == "undefined") return QJsonValue(QJsonValue::Null);
        if (name == "true") return true;
        if (name == "false") return false;
        return QString::fromUtf8(name);
    }

    QJsonValue items(quint32 count, int depth) {
        if (count > static_cast<quint64>(m_rest.size())) return fail();
        QJsonArray list;
        for (quint32 i = 0; i < count && !m_failed; ++i)
            list.append(term(depth + 1));
        return list;
    }

    QJsonValue map(int depth) {
        const quint32 count = number<quint32>();
        if (count > static_cast<quint64>(m_rest.size())) return fail();
        QJsonObject object;
        for (quint32 i = 0; i < count && !m_failed; ++i) {
            const QJsonValue key = term(depth + 1);
            if (!key.isString()) return fail();
            object.insert(key.toString(), term(depth + 1));
        }
        return object;
    }

    QByteArrayView m_rest;
    bool m_failed = false;
};

}  // namespace

void appendEtfMap(QByteArray& out, quint32 size) {
    out.append(static_cast<char>(Map));
    appendNumber(out, size);
}

void appendEtfBinary(QByteArray& out, QByteArrayView text) {
    out.append(static_cast<char>(Binary));
    appendNumber(out, static_cast<quint32>(text.size()));
    out.append(text);
}

void appendEtfInteger(QByteArray& out, qint64 number) {
    if (number >= 0 && number <= 255) {
        out.append(static_cast<char>(SmallInteger));
        out.append(static_cast<char>(number));
    } else if (number >= std::numeric_limits<qint32>::min() && number <= std::numeric_limits<qint32>::max()) {
        out.append(static_cast<char>(Integer));
        appendNumber(out, static_cast<quint32>(static_cast<qint32>(number)));
    } else {
        out.append(static_cast<char>(SmallBig));
        out.append(char(8));
        out.append(number < 0 ? char(1) : char(0));
        char bytes[8];
        qToLittleEndian(number < 0 ? ~static_cast<quint64>(number) + 1 : static_cast<quint64>(number), bytes);
        out.append(bytes, 8);
    }
}

void appendEtfNil(QByteArray& out) {
    appendAtom(out, "nil");
}

void appendEtf(QByteArray& out, const QJsonValue& value) {
    switch (value.type()) {
        case QJsonValue::Null:
        case QJsonValue::Undefined:
            appendEtfNil(out);
            break;
        case QJsonValue::Bool:
            appendAtom(out, value.toBool() ? QByteArrayView("true") : QByteArrayView("false"));
            break;
        case QJsonValue::Double: {
            const double number = value.toDouble();
            const bool isInteger = value.toVariant().typeId() == QMetaType::LongLong ||
                                   (std::floor(number) == number && std::abs(number) < 9e15);
            if (isInteger) {
                appendEtfInteger(out, value.toInteger(static_cast<qint64>(number)));
            } else {
                appendFloat(out, number);
            }
            break;
        }
        case QJsonValue::String:
            appendEtfBinary(out, value.toString().toUtf8());
            break;
        case QJsonValue::Array: {
            const QJsonArray array = value.toArray();
            if (!array.isEmpty()) {
                out.append(static_cast<char>(List));
                appendNumber(out, static_cast<quint32>(array.size()));
                for (const QJsonValue& item : array)
                    appendEtf(out, item);
            }
            out.append(static_cast<char>(Nil));
            break;
        }
        case QJsonValue::Object: {
            const QJsonObject object = value.toObject();
            appendEtfMap(out, static_cast<quint32>(object.size()));
            for (auto it = object.begin(); it != object.end(); ++it) {
                appendEtfBinary(out, it.key().toUtf8());
                appendEtf(out, it.value());
            }
            break;
        }
    }
}

void appendEtfFromJson(QByteArray& out, QByteArrayView json) {
    const auto value = shared::parseJson(json);
    if (value.has_value()) appendEtf(out, *value);
}

shared::Result<QJsonValue> parseEtf(QByteArrayView bytes) {
    if (bytes.isEmpty() || bytes.front() != kEtfVersion) return shared::ErrorCode::MalformedJson;
    Reader reader(bytes.sliced(1));
    QJsonValue value = reader.term(0);
    if (reader.hasFailed() || !reader.isAtEnd()) return shared::ErrorCode::MalformedJson;
    return value;
}

}  // namespace server
