#include <gtest/gtest.h>

#include "shared/text/MentionParser.h"

namespace shared {
namespace {

TEST(MentionParserTest, FindsEachOnceInOrder) {
    const Mentions mentions = parseMentions(u"<@2> <@!1> <@2> <@&7> <#9> <#8> **<@3>**");
    EXPECT_EQ(mentions.users, (QList<UserId>{UserId(2), UserId(1), UserId(3)}));
    EXPECT_EQ(mentions.roles, QList<RoleId>{RoleId(7)});
    EXPECT_EQ(mentions.channels, (QList<ChannelId>{ChannelId(9), ChannelId(8)}));
    EXPECT_FALSE(mentions.everyone);
    EXPECT_FALSE(mentions.here);
}

TEST(MentionParserTest, EveryoneAndHereAreApart) {
    EXPECT_TRUE(parseMentions(u"@everyone").everyone);
    EXPECT_FALSE(parseMentions(u"@everyone").here);
    EXPECT_TRUE(parseMentions(u"hey @here!").here);
    EXPECT_FALSE(parseMentions(u"@Everyone").everyone);
}

TEST(MentionParserTest, CodeAndEscapesMentionNobody) {
    for (const QStringView content :
         {QStringView(u"`<@1>`"), QStringView(u"``@everyone``"), QStringView(u"```\n<@1> @here\n```"),
          QStringView(u"\\<@1>"), QStringView(u"\\@everyone"), QStringView(u"nobody"), QStringView(u"a@b.example"),
          QStringView(u"<@>")}) {
        EXPECT_EQ(parseMentions(content), Mentions()) << content.toString().toStdString();
    }
}

TEST(MentionParserTest, LooksIntoBlocksAndSpoilers) {
    const Mentions mentions = parseMentions(u"> <@1>\n- <@2>\n# <@3>\n||<@4>|| [<@5>](https://a.example)");
    EXPECT_EQ(mentions.users, (QList<UserId>{UserId(1), UserId(2), UserId(3), UserId(4), UserId(5)}));
}

}  // namespace
}  // namespace shared
