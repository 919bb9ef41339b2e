#include <QtCore/QJsonObject>

#include "shared/json/JsonReader.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace shared {

enum class Colour : int { Red = 1, Green = 2 };
enum class Bit : quint64 { One = 1, Two = 2, High = 1ull << 53 };
enum class TextBit : quint64 { One = 1, High = 1ull << 52 };
template <>
inline constexpr bool kFlagsAsString<TextBit> = true;

namespace {

struct Inner {
    QString name;
    std::optional<int> number;

    bool operator==(const Inner&) const = default;
};
GUILDHALL_DECLARE_JSON(Inner);

struct Outer {
    UserId id;
    bool flag = false;
    int count = 0;
    qint64 big = 0;
    double ratio = 0;
    QList<Inner> items;
    QHash<QString, Inner> map;
    Field<Inner> field;
    Colour colour = Colour::Red;
    Flags<Bit> bits;
    Flags<TextBit> textBits;
    Timestamp time;
    RawJson raw;
    int defaulted = 7;

    bool operator==(const Outer&) const = default;
};
GUILDHALL_DECLARE_JSON(Outer);

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Inner>& inner) {
    v("name", inner.name);
    v("number", inner.number);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Outer>& outer) {
    v("id", outer.id);
    v.withDefault("flag", outer.flag);
    v.withDefault("count", outer.count);
    v.withDefault("big", outer.big);
    v.withDefault("ratio", outer.ratio);
    v.withDefault("items", outer.items);
    v.withDefault("map", outer.map);
    v("field", outer.field);
    v.withDefault("colour", outer.colour);
    v.withDefault("bits", outer.bits);
    v.withDefault("text_bits", outer.textBits);
    v.withDefault("time", outer.time);
    v.withDefault("raw", outer.raw);
    v.withDefault("defaulted", outer.defaulted);
}

GUILDHALL_DEFINE_JSON(Inner)
GUILDHALL_DEFINE_JSON(Outer)

QList<FieldError> errorsOf(QByteArrayView text) {
    const auto result = fromJson<Outer>(text);
    return result ? QList<FieldError>() : result.error().fields();
}

/** "path code" of the only error of a text. */
QString errorOf(QByteArrayView text) {
    const auto errors = errorsOf(text);
    return errors.size() == 1 ? errors.first().path + u' ' + errors.first().code : u"%1 errors"_s.arg(errors.size());
}

template <class T>
void expectReads(QByteArrayView text, const T& wanted) {
    const auto result = fromJson<T>(text);
    ASSERT_TRUE(result) << text.toByteArray().constData();
    EXPECT_EQ(result.value(), wanted) << text.toByteArray().constData();
}

TEST(JsonReader, ReadsAndWritesBack) {
    Outer outer;
    outer.id = UserId(9223372036854775807ull);
    outer.flag = true;
    outer.count = -5;
    outer.big = 9007199254740993;
    outer.ratio = 0.25;
    outer.items = {{u"a"_s, 1}, {u"b"_s, std::nullopt}};
    outer.map = {{u"k"_s, {u"c"_s, 2}}};
    outer.field = Inner{u"d"_s, 3};
    outer.colour = Colour::Green;
    outer.bits = Flags(Bit::High) | Bit::One;
    outer.textBits = Flags(TextBit::High) | TextBit::One;
    outer.time = Timestamp(1795560780123);
    outer.raw = {R"({"a":[1]})"};
    outer.defaulted = 0;
    const auto back = fromJson<Outer>(toJson(outer));
    ASSERT_TRUE(back);
    EXPECT_EQ(back.value(), outer);
    EXPECT_TRUE(toJson(outer).contains(R"("bits":9007199254740993)"));
    EXPECT_TRUE(toJson(outer).contains(R"("text_bits":"4503599627370497")"));
}

TEST(JsonReader, NamesWhatIsMissingOrNull) {
    EXPECT_EQ(errorOf("{}"), u"id BASE_TYPE_REQUIRED");
    EXPECT_EQ(errorOf(R"({"id":null})"), u"id BASE_TYPE_REQUIRED");
    EXPECT_EQ(errorOf(R"({"id":"1","items":[{"number":1}]})"), u"items.0.name BASE_TYPE_REQUIRED");
    EXPECT_EQ(errorOf(R"({"id":"1","field":{}})"), u"field.name BASE_TYPE_REQUIRED");
}

TEST(JsonReader, DefaultsStayForMissingAndNull) {
    const auto result = fromJson<Outer>(R"({"id":"1","defaulted":null,"unknown":{"x":[]}})"_ba);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->defaulted, 7);
    EXPECT_EQ(result->colour, Colour::Red);
    EXPECT_TRUE(result->field.isMissing());
}

TEST(JsonReader, CollectsEveryErrorWithItsPath) {
    const auto errors = errorsOf(R"({"flag":"perhaps","count":"x","items":[{"name":"a"},7,{"name":{}}],)"
                                 R"("map":{"k":{"name":"n","number":"z"}},"time":"noon","text_bits":-1})");
    QStringList found;
    for (const FieldError& error : errors)
        found << error.path + u' ' + error.code;
    EXPECT_EQ(found, (QStringList{
                         u"id BASE_TYPE_REQUIRED"_s,
                         u"flag BOOLEAN_TYPE_CONVERT"_s,
                         u"count NUMBER_TYPE_COERCE"_s,
                         u"items.1 MODEL_TYPE_CONVERT"_s,
                         u"items.2.name STRING_TYPE_CONVERT"_s,
                         u"map.k.number NUMBER_TYPE_COERCE"_s,
                         u"text_bits NUMBER_TYPE_COERCE"_s,
                         u"time DATE_TIME_TYPE_PARSE"_s,
                     }));
    for (const FieldError& error : errors)
        EXPECT_FALSE(error.message.isEmpty());
}

TEST(JsonReader, RefusesWrongShapes) {
    EXPECT_EQ(errorOf("[]"), u" MODEL_TYPE_CONVERT");
    EXPECT_EQ(errorOf("null"), u" MODEL_TYPE_CONVERT");
    EXPECT_EQ(errorOf("12"), u" MODEL_TYPE_CONVERT");
    EXPECT_EQ(errorOf(R"("x")"), u" MODEL_TYPE_CONVERT");
    EXPECT_EQ(errorOf(R"({"id":"1","items":{}})"), u"items LIST_TYPE_CONVERT");
    EXPECT_EQ(errorOf(R"({"id":"1","map":[]})"), u"map DICT_TYPE_CONVERT");
    EXPECT_EQ(errorOf(R"({"id":"1","field":"x"})"), u"field MODEL_TYPE_CONVERT");
    EXPECT_EQ(errorOf(R"({"id":[]})"), u"id NUMBER_TYPE_COERCE");
    EXPECT_EQ(errorOf(R"({"id":"1","count":true})"), u"count NUMBER_TYPE_COERCE");
    EXPECT_EQ(fromJson<Outer>("[]"_ba).error().code(), ErrorCode::InvalidFormBody);
}

TEST(JsonReader, TellsMalformedFromWrong) {
    for (const QByteArray& text : {""_ba, " "_ba, "{"_ba, R"({"content": )"_ba, "nonsense"_ba, "{}x"_ba, "1,2"_ba,
                                   "\"\xff\""_ba, "[1]]"_ba, "1]["_ba}) {
        const auto result = fromJson<Outer>(text);
        ASSERT_FALSE(result) << text.constData();
        EXPECT_EQ(result.error().code(), ErrorCode::MalformedJson) << text.constData();
    }
}

TEST(JsonReader, SurvivesDeepNesting) {
    const int depth = 200'000;
    EXPECT_FALSE(parseJson(QByteArray(depth, '[')));
    EXPECT_FALSE(parseJson(QByteArray(depth, '[') + QByteArray(depth, ']')));
    const QByteArray within = QByteArray(1000, '[') + QByteArray(1000, ']');
    const auto raw = fromJson<RawJson>(within);
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->bytes, within);
}

TEST(JsonReader, ReadsIdsFromStringsAndExactNumbers) {
    expectReads(R"("175928847299117063")", UserId(175928847299117063));
    expectReads("175928847299117063", UserId(175928847299117063));
    expectReads("0", UserId(0));
    for (const char* text : {"-1", "1.5", "1e30", "18446744073709551615", "\"\"", "\"-1\"", "\" 1\"", "\"1.0\"",
                             "\"99999999999999999999999\"", "true", "{}"}) {
        EXPECT_FALSE(fromJson<UserId>(QByteArrayView(text))) << text;
    }
}

TEST(JsonReader, IsLenientLikeDiscord) {
    expectReads("\"5\"", 5);
    expectReads("5.0", 5);
    expectReads("\"-5\"", -5);
    expectReads("\"0.5\"", 0.5);
    expectReads("\"true\"", true);
    expectReads("\"False\"", false);
    expectReads("1", true);
    expectReads("123", u"123"_s);
    expectReads("2", Colour::Green);
    expectReads("99", Colour(99));
    expectReads("\"8\"", Flags<Bit>(8));
    expectReads("8", Flags<TextBit>(8));
    EXPECT_FALSE(fromJson<int>("2.5"_ba));
    EXPECT_FALSE(fromJson<bool>("2"_ba));
    EXPECT_FALSE(fromJson<bool>("null"_ba));
    EXPECT_EQ(fromJson<int>("2147483648"_ba).error().fields().first().code, u"NUMBER_TYPE_MAX");
    EXPECT_EQ(fromJson<int>("-2147483649"_ba).error().fields().first().code, u"NUMBER_TYPE_MIN");
}

TEST(JsonReader, RepeatsTheWrongValueInTheMessageBounded) {
    EXPECT_EQ(fromJson<int>("\"abc\""_ba).error().fields().first().message, u"Value \"abc\" is not int.");
    const auto result = fromJson<int>('"' + QByteArray(10'000, 'x') + '"');
    EXPECT_LT(result.error().fields().first().message.size(), 200);
}

TEST(JsonReader, KeepsWhatItDoesNotInterpret) {
    expectReads(R"( { "b" : [ 1, 2.5, null ], "a" : "ü" } )", RawJson{R"({"a":"ü","b":[1,2.5,null]})"});
    expectReads("null", RawJson());
    expectReads("9007199254740993", RawJson{"9007199254740993"});
}

TEST(JsonReader, ReadsLists) {
    expectReads("[]", QList<int>());
    expectReads(R"(["1",2])", QList<UserId>{UserId(1), UserId(2)});
    expectReads("[[1],[]]", QList<QList<int>>{{1}, {}});
    EXPECT_EQ(fromJson<QList<int>>("[1,null]"_ba).error().fields().first().path, u"1");
}

}  // namespace
}  // namespace shared
