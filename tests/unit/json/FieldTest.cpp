#include <QtCore/QString>

#include "shared/json/Field.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

struct Patch {
    Field<QString> name;
    Field<bool> flag;
    Field<QList<int>> list;
    Field<Box<Patch>> nested;
    Box<Patch> box;

    bool operator==(const Patch&) const = default;
};
GUILDHALL_DECLARE_JSON(Patch);

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Patch>& patch) {
    v("name", patch.name);
    v("flag", patch.flag);
    v("list", patch.list);
    v("nested", patch.nested);
    v("box", patch.box);
}

GUILDHALL_DEFINE_JSON(Patch)

TEST(Field, TellsMissingNullAndValueApart) {
    const auto patch = fromJson<Patch>(R"({"name":null,"flag":false})"_ba);
    ASSERT_TRUE(patch);
    EXPECT_TRUE(patch->name.isPresent());
    EXPECT_TRUE(patch->name.isNull());
    EXPECT_FALSE(patch->name.hasValue());
    EXPECT_TRUE(patch->flag.hasValue());
    EXPECT_FALSE(patch->flag.value());
    EXPECT_TRUE(patch->list.isMissing());
    EXPECT_FALSE(patch->list.isPresent());
    EXPECT_EQ(toJson(patch.value()), R"({"name":null,"flag":false,"box":null})");
    EXPECT_EQ(toJson(Patch()), R"({"box":null})");
}

TEST(Field, NestedModels) {
    const QByteArray text = R"({"nested":{"name":"a","nested":null,"box":null},"box":{"list":[1],"box":null}})";
    const auto patch = fromJson<Patch>(text);
    ASSERT_TRUE(patch);
    EXPECT_EQ(patch->nested.value()->name.value(), u"a");
    EXPECT_TRUE(patch->nested.value()->nested.isNull());
    EXPECT_EQ(patch->box->list.value(), QList<int>{1});
    EXPECT_EQ(toJson(patch.value()), text);
}

TEST(Field, IsAssignedFromValuesAndNull) {
    Field<QString> field;
    EXPECT_EQ(field.valueOr(u"x"_s), u"x");
    field = u"y"_s;
    EXPECT_EQ(field.valueOr(u"x"_s), u"y");
    field = nullptr;
    EXPECT_TRUE(field.isNull());
    EXPECT_EQ(field.value(), QString());
    field.edit() = u"z"_s;
    EXPECT_EQ(field.toOptional(), u"z"_s);
    field.reset();
    EXPECT_TRUE(field.isMissing());
    EXPECT_EQ(field.toOptional(), std::nullopt);
    EXPECT_TRUE(Field<int>::fromNullable(std::nullopt).isNull());
    EXPECT_TRUE(Field<int>::fromOptional(std::nullopt).isMissing());
    EXPECT_EQ(Field<int>::fromNullable(3), Field<int>(3));
}

TEST(Field, ComparesStateAndValue) {
    EXPECT_EQ(Field<int>(), Field<int>());
    EXPECT_NE(Field<int>(), Field<int>(nullptr));
    EXPECT_NE(Field<int>(nullptr), Field<int>(0));
    EXPECT_NE(Field<int>(1), Field<int>(2));
}

TEST(Field, AppliesPatches) {
    QString name = u"a"_s;
    EXPECT_FALSE(Field<QString>().applyTo(name));
    EXPECT_FALSE(Field<QString>(nullptr).applyTo(name));
    EXPECT_FALSE(Field<QString>(u"a"_s).applyTo(name));
    EXPECT_TRUE(Field<QString>(u"b"_s).applyTo(name));
    EXPECT_EQ(name, u"b");

    std::optional<QString> nullable = u"a"_s;
    EXPECT_FALSE(Field<QString>().applyTo(nullable));
    EXPECT_TRUE(Field<QString>(nullptr).applyTo(nullable));
    EXPECT_EQ(nullable, std::nullopt);
    EXPECT_FALSE(Field<QString>(nullptr).applyTo(nullable));

    Field<QString> field = u"a"_s;
    EXPECT_FALSE(Field<QString>().applyTo(field));
    EXPECT_TRUE(Field<QString>(nullptr).applyTo(field));
    EXPECT_TRUE(field.isNull());
}

TEST(Box, SharesUntilEdited) {
    Box<QString> a = u"x"_s;
    Box<QString> b = a;
    EXPECT_EQ(a.get(), b.get());
    b.edit() = u"y"_s;
    EXPECT_EQ(*a, u"x");
    EXPECT_EQ(*b, u"y");
    EXPECT_NE(a, b);
    b.edit() = u"x"_s;
    EXPECT_EQ(a, b);
    EXPECT_NE(a, Box<QString>());
    EXPECT_EQ(Box<QString>(), Box<QString>());
}

}  // namespace
}  // namespace shared
