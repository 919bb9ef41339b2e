#pragma once

#include <QtCore/QLocale>
#include <QtCore/QString>

namespace app {

enum class HourFormat { System, Hours24, Hours12 };

/** Times and dates as rows show them, in the local time zone and the given locale. Milliseconds since 1970. */
class TimeText {
 public:
    explicit TimeText(const QLocale& locale = QLocale(), HourFormat hours = HourFormat::System)
        : m_locale(locale), m_hours(hours) {}

    /** "14:02" */
    QString time(qint64 ms) const;
    /** "Monday, 23 November 2026, 11:37:04", for tooltips. */
    QString full(qint64 ms) const;
    /** "Today", "Yesterday", "Tuesday, 24 November", with the year when it is another one. */
    QString day(qint64 ms, qint64 nowMs) const;
    /** Discord's <t:...> marks: one of t T d D f F s S R. */
    QString stamp(qint64 seconds, QChar style, qint64 nowMs) const;
    /** True when both are on the same local day. */
    static bool sameDay(qint64 a, qint64 b);
    /** "3.1 MB" */
    QString size(qint64 bytes) const;

 private:
    QString relative(qint64 seconds, qint64 nowMs) const;

    QLocale m_locale;
    HourFormat m_hours;
};

}  // namespace app
