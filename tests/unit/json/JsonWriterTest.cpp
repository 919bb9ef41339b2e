#include <limits>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "shared/json/JsonType.h"
#include "shared/json/JsonWriter.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

template <class F>
QByteArray written(F&& write) {
    QByteArray out;
    JsonWriter writer(out);
    write(writer);
    return out;
}

QByteArray writtenString(QStringView text) {
    return written([&](JsonWriter& w) { w.value(text); });
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
    const QByteArray text = written([](JsonWriter& w) {
        w.beginObject();
        w.key("a");
        w.value(1);
        w.key("b");
        w.beginArray();
        w.value(true);
        w.value(nullptr);
        w.beginObject();
        w.endObject();
        w.beginArray();
        w.endArray();
        w.raw(R"({"x":1})");
        w.endArray();
        w.key("c");
        w.value(u"s"_s);
        w.endObject();
    });
    EXPECT_EQ(text, R"({"a":1,"b":[true,null,{},[],{"x":1}],"c":"s"})");
}

TEST(JsonWriter, AppendsAndIsCompleteAfterEachValue) {
    QByteArray out = R"({"op":0,"d":)";
    JsonWriter writer(out);
    writer.beginObject();
    writer.key("v");
    writer.value(10);
    writer.endObject();
    EXPECT_EQ(out, R"({"op":0,"d":{"v":10})");
    out += ",\"s\":";
    writer.value(7);
    out += '}';
    EXPECT_EQ(out, R"({"op":0,"d":{"v":10},"s":7})");
}

TEST(JsonWriter, LeavesOtherCopiesOfTheBytesAlone) {
    QByteArray out = "[1]";
    const QByteArray copy = out;
    JsonWriter writer(out);
    writer.value(u"more"_s);
    EXPECT_EQ(copy, "[1]");
    EXPECT_EQ(out, "[1]\"more\"");
}

TEST(JsonWriter, EscapesWhatMustBeEscaped) {
    EXPECT_EQ(writtenString(u"a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(writtenString(u"\b\f\n\r\t"), R"("\b\f\n\r\t")");
    EXPECT_EQ(writtenString(QStringView(u"\0\x01\x1f\x7f", 4)), "\"\\u0000\\u0001\\u001f\x7f\"");
    EXPECT_EQ(writtenString({}), R"("")");
}

TEST(JsonWriter, WritesUtf8) {
    EXPECT_EQ(writtenString(u"äß€\U0001F600"), "\"äß€😀\"");
    EXPECT_EQ(writtenString(u"\u0080\u07ff\u0800\uffff"), "\"\u0080\u07ff\u0800\uffff\"");
    EXPECT_EQ(writtenString(u"\u2028"), "\"\u2028\"");
}

TEST(JsonWriter, ReplacesLoneSurrogates) {
    const char16_t high[] = {u'a', 0xd83d, u'b'};
    const char16_t low[] = {0xde00, u'b'};
    const char16_t last[] = {u'a', 0xd83d};
    EXPECT_EQ(writtenString(QStringView(high, 3)), "\"a\uFFFDb\"");
    EXPECT_EQ(writtenString(QStringView(low, 2)), "\"\uFFFDb\"");
    EXPECT_EQ(writtenString(QStringView(last, 2)), "\"a\uFFFD\"");
}

/** Every place of a special character in the vector loop and at the seams between pieces. */
TEST(JsonWriter, WritesStringsOfEveryLength) {
    for (const QString& special : {u"\""_s, u"\n"_s, u"ü"_s, u"€"_s, u"\U0001F600"_s}) {
        for (int before = 0; before < 40; ++before) {
            const QString text = QString(before, u'x') + special + QString(20, u'y') + special;
            const QByteArray json = '[' + writtenString(text) + ']';
            ASSERT_EQ(QJsonDocument::fromJson(json).array().first().toString(), text) << before;
        }
        for (int before = 250; before < 260; ++before) {
            const QString text = QString(before, u'x') + special.repeated(300);
            const QByteArray json = '[' + writtenString(text) + ']';
            ASSERT_EQ(QJsonDocument::fromJson(json).array().first().toString(), text) << before;
        }
    }
}

TEST(JsonWriter, GrowsThroughLargeTexts) {
    const QString control(100'000, QChar(1));
    const QByteArray text = writtenString(control);
    EXPECT_EQ(text.size(), 600'002);
    EXPECT_EQ(QJsonDocument::fromJson('[' + text + ']').array().first().toString(), control);
}

TEST(JsonWriter, WritesNumbers) {
    EXPECT_EQ(toJson(0), "0");
    EXPECT_EQ(toJson(std::numeric_limits<int>::min()), "-2147483648");
    EXPECT_EQ(toJson(std::numeric_limits<qint64>::min()), "-9223372036854775808");
    EXPECT_EQ(written([](JsonWriter& w) { w.value(std::numeric_limits<quint64>::max()); }), "18446744073709551615");
    EXPECT_EQ(toJson(0.1), "0.1");
    EXPECT_EQ(toJson(12.0), "12");
    EXPECT_EQ(toJson(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(toJson(std::numeric_limits<double>::quiet_NaN()), "null");
    for (const double number : {1.7976931348623157e308, -4.9406564584124654e-324, 3.141592653589793}) {
        EXPECT_EQ(toJson(number).toDouble(), number);
    }
}

TEST(JsonWriter, WritesIdsAndTimesAsStrings) {
    EXPECT_EQ(toJson(UserId(18446744073709551615ull)), R"("18446744073709551615")");
    EXPECT_EQ(toJson(Timestamp(1795560780123)), R"("2026-11-24T22:53:00.123000+00:00")");
}

TEST(JsonWriter, EscapesKeysOfMaps) {
    EXPECT_EQ(toJson(QHash<QString, int>{{u"a\"ä"_s, 1}}), "{\"a\\\"ä\":1}");
}

TEST(JsonWriter, WritesUtf8Bytes) {
    EXPECT_EQ(written([](JsonWriter& w) { w.utf8("ä\"\x01"); }), "\"ä\\\"\\u0001\"");
}

TEST(JsonWriter, WritesJsonValues) {
    const QByteArray text = R"({"a":[1,2.5,9007199254740993,-1,true,null,"x\n"],"b":{}})";
    EXPECT_EQ(toJson(QJsonValue(QJsonDocument::fromJson(text).object())), text);
}

TEST(JsonWriter, EmptyRawIsNull) {
    EXPECT_EQ(toJson(RawJson()), "null");
    EXPECT_EQ(toJson(QList<RawJson>{{"{}"}, {}}), "[{},null]");
}

}  // namespace
}  // namespace shared
