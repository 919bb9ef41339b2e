#include <gtest/gtest.h>

#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"
#include "shared/validation/Validate.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr Timestamp kNow(1767225600000);  // 2026-01-01

/** "path code" for each error of a body. */
template <class Request, class... Context>
QStringList errorsOf(const QByteArray& body, const Context&... context) {
    const auto read = readRequest<Request>(QByteArrayView(body), context...);
    QStringList words;
    if (read.has_value()) return words;
    for (const FieldError& error : read.error().fields())
        words.append(error.path + u' ' + error.code);
    if (words.isEmpty()) words.append(QString::number(static_cast<int>(read.error().code())));
    return words;
}

QByteArray x(int count) {
    return QByteArray(count, 'x');
}

using L = QStringList;

TEST(MessageRulesTest, Content) {
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"content":")" + x(2000) + R"("})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"content":")" + x(2001) + R"("})"), L{u"content BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"content":")" + QByteArray("👍").repeated(2000) + R"("})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"content":")" + QByteArray("👍").repeated(2001) + R"("})"),
              L{u"content BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<EditMessage>(R"({"content":")" + x(2001) + R"("})"), L{u"content BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"nonce":")" + x(26) + R"("})"), L{u"nonce BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateMessage>("{"), L{u"50109"_s});
}

TEST(MessageRulesTest, EmptyMessages) {
    const auto codeOf = [](const QByteArray& body, int files = 0) {
        const auto checked = check(fromJson<CreateMessage>(body).value(), files);
        return checked.has_value() ? 0 : static_cast<int>(checked.error().code());
    };
    EXPECT_EQ(codeOf("{}"), 50006);
    EXPECT_EQ(codeOf(R"({"content":""})"), 50006);
    EXPECT_EQ(codeOf(R"({"content":" \n "})"), 50006);
    EXPECT_EQ(codeOf(R"({"embeds":[],"components":[],"sticker_ids":[]})"), 50006);
    EXPECT_EQ(codeOf("{}", 1), 0);
    EXPECT_EQ(codeOf(R"({"content":"a"})"), 0);
    EXPECT_EQ(codeOf(R"({"embeds":[{"title":"t"}]})"), 0);
    EXPECT_EQ(codeOf(R"({"sticker_ids":["1"]})"), 0);
    EXPECT_EQ(codeOf(R"({"message_reference":{"type":1,"message_id":"1","channel_id":"2"}})"), 0);
    EXPECT_EQ(codeOf(R"({"content":")" + x(2001) + R"("})"), 50035) << "wrong comes before empty";
}

TEST(MessageRulesTest, EmbedsAreNamedByPath) {
    const QByteArray body = R"({"embeds":[{"title":"fine"},{"title":")" + x(257) +
                            R"(","color":16777216,"url":"ftp://a.example","fields":[{"name":"","value":"v"}],
        "footer":{"text":")" +
                            x(2049) + R"("},"author":{"name":")" + x(257) + R"("}}]})";
    EXPECT_EQ(errorsOf<CreateMessage>(body),
              (L{u"embeds.1.title BASE_TYPE_MAX_LENGTH"_s, u"embeds.1.url URL_TYPE_INVALID_SCHEME"_s,
                 u"embeds.1.color NUMBER_TYPE_MAX"_s, u"embeds.1.footer.text BASE_TYPE_MAX_LENGTH"_s,
                 u"embeds.1.author.name BASE_TYPE_MAX_LENGTH"_s, u"embeds.1.fields.0.name BASE_TYPE_REQUIRED"_s}));
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"embeds":[)" + QByteArray("{},").repeated(10) + "{}]}"),
              L{u"embeds BASE_TYPE_MAX_LENGTH"_s});
    const QByteArray large = R"({"description":")" + x(3001) + R"("})";
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"embeds":[)" + large + "," + large + "]}"),
              L{u"embeds MAX_EMBED_SIZE_EXCEEDED"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"embeds":[{"image":{"url":"attachment://a.png"}}]})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"embeds":[{"url":"https://a.example/ü"}]})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"embeds":[{"url":"nonsense"}]})"), L{u"embeds.0.url URL_TYPE_INVALID_URL"_s});
}

TEST(MessageRulesTest, AllowedMentions) {
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"allowed_mentions":{"parse":["users","roles","everyone"]}})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"allowed_mentions":{"parse":["all"]}})"),
              L{u"allowed_mentions.parse.0 BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"allowed_mentions":{"parse":["users"],"users":["1"]}})"),
              L{u"allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"allowed_mentions":{"parse":["roles"],"users":["1"]}})"), L{});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"allowed_mentions":{"parse":["users"],"users":[]}})"), L{});
}

TEST(MessageRulesTest, ReferencesAndBulkDelete) {
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"message_reference":{}})"),
              L{u"message_reference.message_id BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(errorsOf<CreateMessage>(R"({"message_reference":{"type":9,"message_id":"1"}})"),
              L{u"message_reference.type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<BulkDelete>(R"({"messages":["1"]})"), L{u"messages BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<BulkDelete>(R"({"messages":[)" + QByteArray("\"1\",").repeated(100) + "\"1\"]}"),
              L{u"messages BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<BulkDelete>("{}"), L{u"messages BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(errorsOf<AckMessage>(""), L{}) << "an empty body is an empty object";
}

TEST(ChannelRulesTest, Fields) {
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":""})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"!!!"})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":")" + x(101) + R"("})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","type":99})"), L{u"type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","type":1})"), L{u"type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","rate_limit_per_user":21601})"),
              L{u"rate_limit_per_user NUMBER_TYPE_MAX"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","rate_limit_per_user":-1,"position":-1})"),
              (L{u"rate_limit_per_user NUMBER_TYPE_MIN"_s, u"position NUMBER_TYPE_MIN"_s}));
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","topic":")" + x(1025) + R"("})"),
              L{u"topic BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","type":15,"topic":")" + x(1025) + R"("})"), L{});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","type":2,"user_limit":100,"bitrate":1})"),
              (L{u"bitrate NUMBER_TYPE_MIN"_s, u"user_limit NUMBER_TYPE_MAX"_s}));
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","default_auto_archive_duration":61})"),
              L{u"default_auto_archive_duration BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<CreateChannel>(R"({"name":"x","permission_overwrites":[{"id":"1","type":5}]})"),
              L{u"permission_overwrites.0.type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<ModifyChannel>(R"({"name":null,"topic":null,"parent_id":null})", ChannelType::GuildText), L{});
    EXPECT_EQ(errorsOf<ModifyChannel>(R"({"auto_archive_duration":5})", ChannelType::PublicThread),
              L{u"auto_archive_duration BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<CreateInvite>(R"({"max_age":5184001,"max_uses":101})"),
              (L{u"max_age NUMBER_TYPE_MAX"_s, u"max_uses NUMBER_TYPE_MAX"_s}));
    EXPECT_EQ(errorsOf<EditOverwrite>(R"({"type":9999})"), L{u"type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<QList<ChannelPosition>>(R"([{"id":"1"},{"id":"2","position":-1}])"),
              L{u"1.position NUMBER_TYPE_MIN"_s});
}

TEST(ChannelRulesTest, NamesOfTextChannels) {
    const auto text = [](QStringView name) { return normalizedChannelName(name, ChannelType::GuildText); };
    EXPECT_EQ(text(u"General Chat"), u"general-chat"_s);
    EXPECT_EQ(text(u"  a   b "), u"a-b"_s);
    EXPECT_EQ(text(u"a--b_c"), u"a-b_c"_s);
    EXPECT_EQ(text(u"#what's new?!"), u"whats-new"_s);
    EXPECT_EQ(text(u"Grüße 👋"), u"grüße-👋"_s);
    EXPECT_EQ(text(u"-x-"), u"x"_s);
    EXPECT_EQ(normalizedChannelName(u" A Voice ", ChannelType::GuildVoice), u"A Voice"_s);
    EXPECT_EQ(normalizedChannelName(u"A Category!", ChannelType::GuildCategory), u"A Category!"_s);
    EXPECT_EQ(normalizedChannelName(u"A Thread?", ChannelType::PublicThread), u"A Thread?"_s);
}

TEST(GuildRulesTest, Fields) {
    EXPECT_EQ(errorsOf<CreateGuild>(R"({"name":"x"})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<CreateGuild>(R"({"name":" x "})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<ModifyGuild>(R"({"verification_level":9999,"afk_timeout":301,"preferred_locale":"nonsense"})"),
              (L{u"verification_level BASE_TYPE_CHOICES"_s, u"afk_timeout BASE_TYPE_CHOICES"_s,
                 u"preferred_locale BASE_TYPE_CHOICES"_s}));
    EXPECT_EQ(errorsOf<ModifyGuild>(R"({"icon":"nonsense"})"), L{u"icon IMAGE_INVALID"_s});
    EXPECT_EQ(errorsOf<ModifyGuild>(R"({"icon":"data:image/png;base64,AAAA","banner":null})"), L{});
    EXPECT_EQ(errorsOf<CreateBan>(R"({"delete_message_seconds":604801})"),
              L{u"delete_message_seconds NUMBER_TYPE_MAX"_s});
    EXPECT_EQ(errorsOf<CreateBan>(""), L{});
    EXPECT_EQ(errorsOf<BulkBan>(R"({"user_ids":[]})"), L{u"user_ids BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<Prune>(R"({"days":31})"), L{u"days NUMBER_TYPE_MAX"_s});
}

TEST(GuildRulesTest, RolesAndMembers) {
    EXPECT_EQ(errorsOf<ModifyRole>(R"({"name":")" + x(101) + R"(","color":16777216})"),
              (L{u"name BASE_TYPE_MAX_LENGTH"_s, u"color NUMBER_TYPE_MAX"_s}));
    EXPECT_EQ(errorsOf<ModifyRole>(R"({"permissions":"many"})"), L{u"permissions NUMBER_TYPE_COERCE"_s});
    EXPECT_EQ(errorsOf<ModifyMember>(R"({"nick":")" + x(33) + R"("})", kNow), L{u"nick BASE_TYPE_MAX_LENGTH"_s});
    EXPECT_EQ(errorsOf<ModifyMember>(R"({"communication_disabled_until":"2026-01-28T00:00:00Z"})", kNow), L{});
    EXPECT_EQ(errorsOf<ModifyMember>(R"({"communication_disabled_until":"2026-01-30T00:00:00Z"})", kNow).size(), 1);
    EXPECT_EQ(errorsOf<ModifyMember>(R"({"communication_disabled_until":null})", kNow), L{});
}

TEST(UserRulesTest, Register) {
    const auto names = [](const QByteArray& name) {
        return errorsOf<Register>(R"({"username":")" + name + R"(","password":"long enough"})", kNow);
    };
    for (const char* good : {"ann", "a.b_c9", "ANN", " ann ", "xx"})
        EXPECT_EQ(names(good), L{}) << good;
    EXPECT_EQ(names("a"), L{u"username BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(names(x(33)), L{u"username BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(names("an n"), L{u"username USERNAME_INVALID_CHARACTERS"_s});
    EXPECT_EQ(names("ünn"), L{u"username USERNAME_INVALID_CHARACTERS"_s});
    EXPECT_EQ(names("a..b"), L{u"username USERNAME_CONSECUTIVE_PERIODS"_s});
    EXPECT_EQ(errorsOf<Register>(R"({"username":"ann","password":"short"})", kNow),
              L{u"password BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<Register>(R"({"username":"ann","password":"long enough","email":"x"})", kNow),
              L{u"email EMAIL_TYPE_INVALID_EMAIL"_s});
    const auto born = [](const QByteArray& date) {
        return errorsOf<Register>(R"({"username":"ann","password":"long enough","date_of_birth":")" + date + R"("})",
                                  kNow);
    };
    EXPECT_EQ(born("1990-01-01"), L{});
    EXPECT_EQ(born("2013-01-01"), L{});
    EXPECT_EQ(born("2013-01-02"), L{u"date_of_birth DATE_OF_BIRTH_UNDERAGE"_s});
    EXPECT_EQ(born("1990-02-30"), L{u"date_of_birth DATE_OF_BIRTH_INVALID"_s});
}

TEST(UserRulesTest, Emails) {
    for (const QStringView good : {QStringView(u"a@b.example"), QStringView(u"a.b+c@d-e.example.org"),
                                   QStringView(u"ü@bücher.example"), QStringView(u"root@localhost")}) {
        EXPECT_TRUE(isWellFormedEmail(good)) << good.toString().toStdString();
    }
    for (const QStringView bad :
         {QStringView(u""), QStringView(u"a"), QStringView(u"@b.example"), QStringView(u"a@"), QStringView(u"a@b"),
          QStringView(u"a b@c.example"), QStringView(u"a@b..example"), QStringView(u".a@b.example"),
          QStringView(u"a@.example"), QStringView(u"a@b.example\n"), QStringView(u"a@b@c.example"),
          QStringView(u"a@-b.example")}) {
        EXPECT_FALSE(isWellFormedEmail(bad)) << bad.toString().toStdString();
    }
    EXPECT_EQ(normalizedEmail(u" A@B.example "), u"a@b.example"_s);
}

TEST(UserRulesTest, TheRest) {
    EXPECT_EQ(errorsOf<Login>(R"({"login":"","password":""})"),
              (L{u"login BASE_TYPE_REQUIRED"_s, u"password BASE_TYPE_REQUIRED"_s}));
    EXPECT_EQ(errorsOf<CreateDm>("{}"), L{u"recipient_id BASE_TYPE_REQUIRED"_s});
    EXPECT_EQ(errorsOf<ModifyCurrentUser>(R"({"username":"My Bot","bio":"b"})", true), L{});
    EXPECT_EQ(errorsOf<ModifyCurrentUser>(R"({"username":"My Bot"})"), L{u"username USERNAME_INVALID_CHARACTERS"_s});
    EXPECT_EQ(errorsOf<ModifyCurrentUser>(R"({"username":"a@b"})", true), L{u"username USERNAME_INVALID_CONTAINS"_s});
    EXPECT_EQ(errorsOf<PutRelationship>(R"({"type":3})"), L{u"type BASE_TYPE_CHOICES"_s});
    EXPECT_EQ(errorsOf<PutRelationship>("{}"), L{});
    EXPECT_EQ(errorsOf<ModifyUserGuildSettings>(R"({"channel_overrides":{"x":{}}})"),
              L{u"channel_overrides.x NUMBER_TYPE_COERCE"_s});
    EXPECT_EQ(errorsOf<CreateApplication>(R"({"name":" "})"), L{u"name BASE_TYPE_BAD_LENGTH"_s});
    EXPECT_EQ(errorsOf<ModifyApplication>(R"({"interactions_endpoint_url":"javascript:x"})"),
              L{u"interactions_endpoint_url URL_TYPE_INVALID_SCHEME"_s});
    EXPECT_EQ(errorsOf<Authorize>(R"({"authorize":true})"), L{u"guild_id BASE_TYPE_REQUIRED"_s});
}

TEST(FieldChecksTest, LengthsAreInCodePoints) {
    EXPECT_EQ(codePoints(u""), 0);
    EXPECT_EQ(codePoints(u"aü"), 2);
    EXPECT_EQ(codePoints(u"👍👍"), 2);
    FieldChecks checks;
    checks.length(u"a"_s, QStringView(u"👍"), 2, 5);
    checks.length(u"b"_s, QStringView(u"👍👍"), 2, 5);
    checks.length(u"c"_s, QStringView(u"abc"), 2, 5);
    const auto errors = checks.take();
    ASSERT_EQ(errors.size(), 1);
    EXPECT_EQ(errors[0].path, u"a"_s);
}

}  // namespace
}  // namespace shared
