#include <QtCore/QDateTime>

#include "shared/core/Timestamp.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr qint64 kSomeMs = 1795560780123;  // 2026-11-24T22:53:00.123Z

TEST(Timestamp, WritesDiscordsForm) {
    EXPECT_EQ(Timestamp(kSomeMs).toString(), u"2026-11-24T22:53:00.123000+00:00");
    EXPECT_EQ(Timestamp(0).toString(), u"1970-01-01T00:00:00.000000+00:00");
    EXPECT_EQ(Timestamp(-1).toString(), u"1969-12-31T23:59:59.999000+00:00");
}

TEST(Timestamp, AgreesWithQtOverTheCenturies) {
    for (qint64 ms = -62'135'596'800'000; ms < 253'402'300'800'000; ms += 31'556'952'123 * 3 / 7) {
        const Timestamp time(ms);
        const QString text = time.toString();
        const QDateTime qt = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
        ASSERT_EQ(text.left(23), qt.toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s)) << ms;
        ASSERT_EQ(Timestamp::fromString(text), time) << ms;
    }
}

TEST(Timestamp, ReadsOtherForms) {
    for (const QString& text : {u"2026-11-24T22:53:00.123Z"_s, u"2026-11-24T22:53:00.123"_s,
                                u"2026-11-24 22:53:00.123999+00:00"_s, u"2026-11-25T00:53:00.123+02:00"_s,
                                u"2026-11-24T20:23:00.123000000-0230"_s, u"2026-11-25t00:53:00.123+02"_s}) {
        EXPECT_EQ(Timestamp::fromString(text), Timestamp(kSomeMs)) << text.toStdString();
    }
    EXPECT_EQ(Timestamp::fromString(u"2026-11-24T22:53:00+00:00"), Timestamp(kSomeMs - 123));
    EXPECT_EQ(Timestamp::fromString(u"2026-11-24T22:53Z"), Timestamp(kSomeMs - 123));
    EXPECT_EQ(Timestamp::fromString(u"1970-01-02"), Timestamp(86'400'000));
    EXPECT_EQ(Timestamp::fromString(u"2024-02-29T00:00:00.5Z")->ms() % 1000, 500);
}

TEST(Timestamp, RefusesWhatIsNoTime) {
    for (const QString& text : {u""_s, u"noon"_s, u"2026"_s, u"2026-13-01"_s, u"2026-02-29"_s, u"2026-00-10"_s,
                                u"2026-01-32"_s, u"2026-1-1"_s, u"2026-11-24T24:00:00Z"_s, u"2026-11-24T22:60:00Z"_s,
                                u"2026-11-24T22"_s, u"2026-11-24T22:53:00.Z"_s, u"2026-11-24T22:53:00Zx"_s,
                                u"2026-11-24T22:53:00+"_s, u"2026-11-24T22:53:00+24:00"_s, u"20261124"_s}) {
        EXPECT_EQ(Timestamp::fromString(text), std::nullopt) << text.toStdString();
    }
}

}  // namespace
}  // namespace shared
