#include "app/views/timeline/TimeText.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;

namespace app {
namespace {

struct TimeWords {
    Q_DECLARE_TR_FUNCTIONS(app::TimeText)
};

constexpr qint64 kMinute = 60;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kMonth = 30 * kDay;
constexpr qint64 kYear = 365 * kDay;

QString spelled(qint64 count, qint64 unit) {
    const int n = int(count);
    if (unit == kYear) return n == 1 ? TimeWords::tr("1 year") : TimeWords::tr("%n years", nullptr, n);
    if (unit == kMonth) return n == 1 ? TimeWords::tr("1 month") : TimeWords::tr("%n months", nullptr, n);
    if (unit == kDay) return n == 1 ? TimeWords::tr("1 day") : TimeWords::tr("%n days", nullptr, n);
    if (unit == kHour) return n == 1 ? TimeWords::tr("1 hour") : TimeWords::tr("%n hours", nullptr, n);
    if (unit == kMinute) return n == 1 ? TimeWords::tr("1 minute") : TimeWords::tr("%n minutes", nullptr, n);
    return n == 1 ? TimeWords::tr("1 second") : TimeWords::tr("%n seconds", nullptr, n);
}

}  // namespace

QString TimeText::time(qint64 ms) const {
    const QTime time = QDateTime::fromMSecsSinceEpoch(ms).time();
    switch (m_hours) {
        case HourFormat::Hours24:
            return m_locale.toString(time, u"HH:mm"_s);
        case HourFormat::Hours12:
            return m_locale.toString(time, u"h:mm AP"_s);
        case HourFormat::System:
            break;
    }
    return m_locale.toString(time, QLocale::ShortFormat);
}

QString TimeText::full(qint64 ms) const {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms);
    const QString seconds = m_hours == HourFormat::Hours12 ? u"h:mm:ss AP"_s : u"HH:mm:ss"_s;
    return m_locale.toString(when.date(), QLocale::LongFormat) + u", "_s + m_locale.toString(when.time(), seconds);
}

QString TimeText::day(qint64 ms, qint64 nowMs) const {
    const QDate date = QDateTime::fromMSecsSinceEpoch(ms).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    if (date == today) return TimeWords::tr("Today");
    if (date == today.addDays(-1)) return TimeWords::tr("Yesterday");
    return m_locale.toString(date, date.year() == today.year() ? u"dddd, d MMMM"_s : u"dddd, d MMMM yyyy"_s);
}

bool TimeText::sameDay(qint64 a, qint64 b) {
    return QDateTime::fromMSecsSinceEpoch(a).date() == QDateTime::fromMSecsSinceEpoch(b).date();
}

QString TimeText::relative(qint64 seconds, qint64 nowMs) const {
    const qint64 away = seconds - nowMs / 1000;
    const qint64 distance = qAbs(away);
    const qint64 unit = distance >= kYear     ? kYear
                        : distance >= kMonth  ? kMonth
                        : distance >= kDay    ? kDay
                        : distance >= kHour   ? kHour
                        : distance >= kMinute ? kMinute
                                              : 1;
    const QString amount = spelled(distance / unit, unit);
    return away >= 0 ? TimeWords::tr("in %1").arg(amount) : TimeWords::tr("%1 ago").arg(amount);
}

QString TimeText::stamp(qint64 seconds, QChar style, qint64 nowMs) const {
    const QDateTime when = QDateTime::fromSecsSinceEpoch(seconds);
    const QString clock = time(seconds * 1000);
    switch (style.unicode()) {
        case 't':
            return clock;
        case 'T':
            return m_locale.toString(when.time(), u"HH:mm:ss"_s);
        case 'd':
            return m_locale.toString(when.date(), QLocale::ShortFormat);
        case 'D':
            return m_locale.toString(when.date(), u"d MMMM yyyy"_s);
        case 'F':
            return m_locale.toString(when.date(), u"dddd, d MMMM yyyy"_s) + u' ' + clock;
        case 's':
            return m_locale.toString(when.date(), QLocale::ShortFormat) + u", "_s + clock;
        case 'S':
            return m_locale.toString(when.date(), QLocale::ShortFormat) + u", "_s +
                   m_locale.toString(when.time(), u"HH:mm:ss"_s);
        case 'R':
            return relative(seconds, nowMs);
        default:
            return m_locale.toString(when.date(), u"d MMMM yyyy"_s) + u' ' + clock;
    }
}

QString TimeText::size(qint64 bytes) const {
    return m_locale.formattedDataSize(bytes, bytes < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

}  // namespace app
