#include <QtCore/QDateTime>
#include <gtest/gtest.h>

#include "shared/core/Snowflake.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

TEST(SnowflakeTest, TellsItsParts) {
    // The example of Discord's API reference.
    constexpr Snowflake id(175928847299117063);
    EXPECT_EQ(id.createdAtMs(), 1462015105796);
    EXPECT_EQ(QDateTime::fromMSecsSinceEpoch(id.createdAtMs(), Qt::UTC).toString(Qt::ISODateWithMs),
              u"2016-04-30T11:18:25.796Z"_s);
    EXPECT_EQ(id.worker(), 1);
    EXPECT_EQ(id.process(), 0);
    EXPECT_EQ(id.sequence(), 7);
}

TEST(SnowflakeTest, ParsesOnlyDecimalDigitsWithin64Bits) {
    EXPECT_EQ(Snowflake::fromString(u"0"), Snowflake(0));
    EXPECT_EQ(Snowflake::fromString(u"9223372036854775807"), Snowflake(~quint64{0} >> 1));
    for (const QStringView text :
         {QStringView(u""), QStringView(u"9223372036854775808"), QStringView(u"01"),
          QStringView(u"18446744073709551616"), QStringView(u"99999999999999999999"),
          QStringView(u"000000000000000000001"), QStringView(u"-1"), QStringView(u"+1"), QStringView(u" 1"),
          QStringView(u"1 "), QStringView(u"1a"), QStringView(u"0x1"), QStringView(u"1.0"), QStringView(u"١")}) {
        EXPECT_FALSE(Snowflake::fromString(text)) << text.toString().toStdString();
    }
}

TEST(SnowflakeTest, LowestAtBoundsATime) {
    const qint64 time = 1462015105796;
    const Snowflake lowest = Snowflake::lowestAt(time);
    EXPECT_EQ(lowest.createdAtMs(), time);
    EXPECT_EQ(lowest.sequence(), 0);
    EXPECT_LT(Snowflake(lowest.value() - 1).createdAtMs(), time);
    EXPECT_TRUE(Snowflake::lowestAt(kSnowflakeEpochMs).isNull());
    EXPECT_TRUE(Snowflake::lowestAt(0).isNull());
}

TEST(SnowflakeTest, TypedIdsCrossOnlyOnPurpose) {
    static_assert(!std::is_convertible_v<GuildId, RoleId>);
    EXPECT_EQ(GuildId(5).as<RoleId>(), RoleId(5));
    EXPECT_EQ(GuildId::fromString(u"5"), GuildId(5));
    EXPECT_FALSE(GuildId::fromString(u"five"));
    EXPECT_LT(GuildId(5), GuildId(6));
}

}  // namespace
}  // namespace shared
