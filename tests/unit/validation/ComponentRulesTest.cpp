#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <gtest/gtest.h>

#include "shared/validation/ComponentRules.h"
#include "shared/validation/Limits.h"
#include "shared/validation/Validate.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

using L = QStringList;

L errorsOf(const QByteArray& json, ComponentSet set = ComponentSet::Rows) {
    L words;
    for (const FieldError& error : checkComponents({json}, set).errors)
        words.append(error.path + u' ' + error.code);
    return words;
}
L v2(const QByteArray& json) {
    return errorsOf(json, ComponentSet::V2);
}
QByteArray row(const QByteArray& inside) {
    return R"({"type":1,"components":[)" + inside + "]}";
}
QByteArray button(int n, const QByteArray& more = {}) {
    return R"({"type":2,"style":1,"label":"b","custom_id":"c)" + QByteArray::number(n) + '"' + more + '}';
}
/** `count` of them with a comma in between. */
template <class Make>
QByteArray times(int count, Make&& make) {
    QByteArray out;
    for (int i = 0; i < count; ++i)
        out += (i > 0 ? "," : "") + make(i);
    return out;
}
QByteArray text(int count) {
    return R"({"type":10,"content":")" + QByteArray(count, 'x') + R"("})";
}

TEST(ComponentRulesTest, OnlyKnownTypesWhereTheyBelong) {
    EXPECT_EQ(errorsOf(R"([{"type":99,"evil":"z"}])"), L{u"components.0 UNION_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf("[7]"), L{u"components.0 MODEL_TYPE_CONVERT"_s});
    EXPECT_EQ(errorsOf("{}"), L{u"components LIST_TYPE_CONVERT"_s});
    EXPECT_EQ(errorsOf(R"([{"type":1}])"), L{u"components.0.components BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(errorsOf("[" + row("") + "]"), L{u"components.0.components BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf("[" + row(row(button(1))) + "]"), L{u"components.0.components.0 UNION_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf("[" + button(1) + "]"), L{u"components.0 UNION_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf("[" + text(1) + "]"), L{u"components.0 UNION_TYPE_CHOICES"_s}) << "needs the flag";
    EXPECT_EQ(v2("[" + text(1) + "]"), L{});
    QByteArray deep = text(1);
    for (int i = 0; i < 200; ++i)
        deep = R"({"type":17,"components":[)" + deep + "]}";
    EXPECT_EQ(v2("[" + deep + "]"), L{u"components.0.components.0 UNION_TYPE_CHOICES"_s});
}

TEST(ComponentRulesTest, RowsOfButtonsAndSelects) {
    const auto rowOf = [](int r) { return row(times(5, [r](int b) { return button(r * 5 + b); })); };
    EXPECT_EQ(errorsOf("[" + times(5, rowOf) + "]"), L{});
    EXPECT_EQ(errorsOf("[" + times(6, rowOf) + "]"), L{u"components BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf("[" + row(times(6, [](int b) { return button(b); })) + "]"),
              L{u"components.0.components BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf("[" + row(button(1) + R"(,{"type":5,"custom_id":"u"})") + "]"),
              L{u"components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED"_s});
    EXPECT_EQ(errorsOf("[" + row(button(1) + "," + button(1)) + "]"),
              L{u"components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"_s});
}

TEST(ComponentRulesTest, Buttons) {
    const auto of = [](const QByteArray& keys) {
        L words = errorsOf("[" + row(R"({"type":2,)" + keys + "}") + "]");
        words.replaceInStrings(u"components.0.components.0."_s, QString());
        return words;
    };
    EXPECT_EQ(of(R"("style":1,"label":")" + QByteArray(5000, 'x') + '"'),
              (L{u"label BASE_TYPE_MAX_LENGTH"_s, u"custom_id BASE_TYPE_REQUIRED"_s}));
    EXPECT_EQ(of(R"("style":1,"label":"x","custom_id":"")"), L{u"custom_id BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(of(R"("style":1,"label":"x","custom_id":")" + QByteArray(101, 'x') + '"'),
              L{u"custom_id BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(of(R"("label":"x","custom_id":"c")"), L{u"style BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(of(R"("style":7,"label":"x","custom_id":"c")"), L{u"style NUMBER_TYPE_MAX"_s});
    EXPECT_EQ(of(R"("style":1,"custom_id":"c")"), L{u"label BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(of(R"("style":1,"custom_id":"c","emoji":{"name":"👍"})"), L{});
    EXPECT_EQ(of(R"("style":1,"custom_id":"c","emoji":{})"), L{u"emoji.name COMPONENT_INVALID_EMOJI"_s});
    EXPECT_EQ(of(R"("style":5,"label":"x","url":"https://a.example")"), L{});
    EXPECT_EQ(of(R"("style":5,"label":"x","url":"discord://-/settings")"), L{});
    EXPECT_EQ(of(R"x("style":5,"label":"x","url":"javascript:alert(1)")x"), L{u"url URL_TYPE_INVALID_SCHEME"_s});
    EXPECT_EQ(of(R"("style":5,"label":"x","custom_id":"c")"),
              (L{u"url BASE_TYPE_REQUIRED"_s, u"custom_id BUTTON_COMPONENT_FIELD_NOT_ALLOWED"_s}));
    EXPECT_EQ(of(R"("style":1,"label":"x","custom_id":"c","url":"https://a.example")"),
              L{u"url BUTTON_COMPONENT_FIELD_NOT_ALLOWED"_s});
    EXPECT_EQ(of(R"("style":6,"sku_id":"5")"), L{});
}

TEST(ComponentRulesTest, Selects) {
    const auto option = [](int n) { return R"({"label":"l","value":")" + QByteArray::number(n) + R"("})"; };
    const auto select = [&](int options, const QByteArray& more = {}) {
        L words = errorsOf(
            "[" + row(R"({"type":3,"custom_id":"s","options":[)" + times(options, option) + "]" + more + "}") + "]");
        words.replaceInStrings(u"components.0.components.0."_s, QString());
        return words;
    };
    EXPECT_EQ(select(25), L{});
    EXPECT_EQ(select(26), L{u"options BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(select(0), L{u"options BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(select(2, R"(,"min_values":2,"max_values":1)"), L{u"min_values NUMBER_TYPE_MAX"_s});
    EXPECT_EQ(select(2, R"(,"max_values":26)"), L{u"max_values NUMBER_TYPE_MAX"_s});
    EXPECT_EQ(select(2, R"(,"placeholder":")" + QByteArray(151, 'x') + '"'), L{u"placeholder BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf("[" + row(R"({"type":5,"custom_id":"u","default_values":[{"id":"1","type":"role"}]})") + "]"),
              L{u"components.0.components.0.default_values.0.type BASE_TYPE_CHOICES"_s});
}

TEST(ComponentRulesTest, TheSecondGeneration) {
    const QByteArray section = R"({"type":9,"components":[)" + text(1) + R"(],"accessory":)" + button(1) + "}";
    EXPECT_EQ(v2(R"([{"type":17,"accent_color":16711680,"components":[)" + text(3) + R"(,{"type":14,"spacing":1},)" +
                 section + "]}]"),
              L{});
    EXPECT_EQ(v2("[" + times(40, [](int) { return text(1); }) + "]"), L{});
    EXPECT_EQ(v2("[" + times(21, [](int n) { return row(button(n)); }) + "]"),
              L{u"components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"_s});
    EXPECT_EQ(v2("[" + text(2001) + "," + text(2000) + "]"),
              L{u"components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"_s});
    EXPECT_EQ(v2("[" + text(0) + "]"), L{u"components.0.content BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(v2(R"([{"type":9,"components":[)" + text(1) + "]}]"), L{u"components.0.accessory BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(v2(R"([{"type":13,"file":{"url":"https://a.example"}}])"),
              L{u"components.0.file.url URL_TYPE_INVALID_SCHEME"_s});
    EXPECT_EQ(v2(R"([{"type":13,"file":{"url":"attachment://a.txt"}}])"), L{});
    EXPECT_EQ(v2(R"([{"type":12,"items":[]}])"), L{u"components.0.items BASE_TYPE_BAD_LENGTH"_s});
    // Galleries without end are bounded as a whole.
    const auto item = [](int) {
        return R"({"media":{"url":"https://a.example"},"description":")" + QByteArray(1024, 'x') + R"("})";
    };
    const auto gallery = [&](int) { return R"({"type":12,"items":[)" + times(10, item) + "]}"; };
    EXPECT_EQ(v2("[" + times(5, gallery) + "]"), L{});
    EXPECT_EQ(v2("[" + times(20, gallery) + "]"), L{u"components BASE_TYPE_MAX_LENGTH"_s});
}

TEST(ComponentRulesTest, WhatIsStoredHasDocumentedKeysAlone) {
    const auto checked = checkComponents(
        {"[" + row(button(1, R"(,"evil":"z","disabled":true,"emoji":{"id":"5","name":"e","x":1},"url":null)")) + "]"},
        ComponentSet::Rows);
    ASSERT_TRUE(checked.errors.isEmpty());
    const QJsonObject stored =
        QJsonDocument::fromJson(checked.components.bytes).array().at(0)["components"_L1][0].toObject();
    EXPECT_EQ(stored.keys(), (L{u"custom_id"_s, u"disabled"_s, u"emoji"_s, u"label"_s, u"style"_s, u"type"_s}));
    EXPECT_EQ(stored["emoji"_L1].toObject().keys(), (L{u"id"_s, u"name"_s}));
}

TEST(ComponentRulesTest, NothingGoesBesideTheSecondGeneration) {
    const auto of = [](const QByteArray& body) {
        L words;
        const auto read = readRequest<CreateMessage>(QByteArrayView(body));
        if (read.has_value()) return words;
        for (const FieldError& error : read.error().fields())
            words.append(error.path);
        return words;
    };
    const QByteArray v2 = R"("flags":32768,"components":[)" + text(1) + "]";
    EXPECT_EQ(of("{" + v2 + "}"), L{});
    EXPECT_EQ(of(R"({"content":"a","embeds":[{"title":"t"}],"sticker_ids":["1"],"poll":{},)" + v2 + "}"),
              (L{u"content"_s, u"embeds"_s, u"sticker_ids"_s, u"poll"_s}));
}

}  // namespace
}  // namespace shared
