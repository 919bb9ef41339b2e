#include <gtest/gtest.h>

#include "shared/validation/CleanText.h"
#include "shared/validation/Validate.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

TEST(CleanTextTest, NamesShowWhatTheyAre) {
    EXPECT_EQ(cleanName(u"  Ann   B. \t\n C "_s), u"Ann B. C"_s);
    EXPECT_EQ(cleanName(QString(u"a\0b\x1b\x7f\x85"_s)), u"ab"_s);
    EXPECT_EQ(cleanName(u"\u202egnp.exe\u202c"_s), u"gnp.exe"_s) << "direction overrides";
    EXPECT_EQ(cleanName(u"\u2066a\u2069\u200f\u200b\ufeff"_s), u"a"_s);
    EXPECT_EQ(cleanName(u"a\u2028b\u00a0c"_s), u"a b c"_s);
    EXPECT_EQ(cleanName(u"\u200b\u3164 \u200d"_s), QString()) << "nothing is seen of it";
    // Families, flags and scripts that join stay whole.
    for (const QString& whole :
         {u"\U0001F468\u200d\U0001F469\u200d\U0001F467"_s, u"\u2764\ufe0f"_s,
          u"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"_s, u"\U0001F3F4\U000E0067\U000E0062\U000E007F"_s}) {
        EXPECT_EQ(cleanName(whole), whole);
    }
}

TEST(CleanTextTest, ContentKeepsItsLines) {
    EXPECT_EQ(cleanContent(u"one\n\ttwo\r\nthree\rfour"_s), u"one\n\ttwo\nthree\nfour"_s);
    EXPECT_EQ(cleanContent(QString(u"a\0b\x07\x9f\x7f c"_s)), u"ab c"_s);
    EXPECT_EQ(cleanContent(u"\u202eabc\u200d"_s), u"\u202eabc\u200d"_s);
}

TEST(CleanTextTest, EveryRequestIsCleanedBeforeItIsJudged) {
    const auto guild = readRequest<CreateGuild>(QByteArrayView(R"({"name":" a\u0000\u202e   b "})"));
    ASSERT_TRUE(guild.has_value());
    EXPECT_EQ(guild->name, u"a b"_s);
    EXPECT_FALSE(readRequest<CreateGuild>(QByteArrayView(R"({"name":"\u0000\u200b"})")).has_value()) << "no name";
    const auto user = readRequest<ModifyCurrentUser>(QByteArrayView(R"({"global_name":"\u202e "})"));
    ASSERT_TRUE(user.has_value());
    EXPECT_TRUE(user->globalName.isNull());
    EXPECT_EQ(readRequest<ModifyMember>(QByteArrayView(R"({"nick":"x\u0007 \ty"})"), Timestamp(0))->nick.value(),
              u"x y"_s);
    EXPECT_EQ(readRequest<ModifyRole>(QByteArrayView(R"({"name":"x\u2066"})"))->name.value(), u"x"_s);
    EXPECT_EQ(readRequest<CreateChannel>(QByteArrayView(R"({"name":"a\u0000b"})"))->name, u"ab"_s);
    const auto message = readRequest<CreateMessage>(QByteArrayView(
        R"({"content":"a\u0000\nb","embeds":[{"title":"t\u0001","fields":[{"name":"n\u0002","value":"v"}]}]})"));
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(message->content.value(), u"a\nb"_s);
    EXPECT_EQ(message->embeds->first().title.value(), u"t"_s);
    EXPECT_EQ(message->embeds->first().fields.first().name, u"n"_s);
}

TEST(ReservedNamesTest, AreTheSameForPeopleAndBots) {
    for (const char* name : {"everyone", "here", "Discord", "my_discord_fan"}) {
        const QByteArray body = QByteArray(R"({"username":")") + name + R"(","password":"correct horse"})";
        EXPECT_FALSE(readRequest<Register>(QByteArrayView(body), Timestamp(0)).has_value()) << name;
        EXPECT_FALSE(readRequest<ModifyCurrentUser>(QByteArrayView(body), false).has_value()) << name;
        EXPECT_FALSE(readRequest<ModifyCurrentUser>(QByteArrayView(body), true).has_value()) << name;
        EXPECT_FALSE(readRequest<ModifyApplicationBot>(QByteArrayView(body)).has_value()) << name;
        const QByteArray application = QByteArray(R"({"name":")") + name + R"("})";
        EXPECT_FALSE(readRequest<CreateApplication>(QByteArrayView(application)).has_value()) << name;
    }
    EXPECT_TRUE(readRequest<Register>(QByteArrayView(R"({"username":"ann","password":"correct horse"})"), Timestamp(0))
                    .has_value());
}

TEST(RegisterRulesTest, WhoDoesNotConsentGetsNoAccount) {
    const QByteArray head = R"({"username":"ann","password":"correct horse","consent":)";
    const auto refused = readRequest<Register>(QByteArrayView(head + "false}"), Timestamp(0));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fields().first().path, u"consent"_s);
    EXPECT_TRUE(readRequest<Register>(QByteArrayView(head + "true}"), Timestamp(0)).has_value());
}

}  // namespace
}  // namespace shared
