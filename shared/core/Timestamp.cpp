#include "shared/core/Timestamp.h"

#include <array>

namespace shared {
namespace {

constexpr qint64 kMsPerDay = 86'400'000;

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
constexpr qint64 daysFromCivil(qint64 year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    const qint64 era = (year >= 0 ? year : year - 399) / 400;
    const qint64 yearOfEra = year - era * 400;
    const qint64 dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const qint64 dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
}

struct Civil {
    int year;
    int month;
    int day;
};

constexpr Civil civilFromDays(qint64 days) {
    days += 719468;
    const qint64 era = (days >= 0 ? days : days - 146096) / 146097;
    const qint64 dayOfEra = days - era * 146097;
    const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const qint64 shifted = (5 * dayOfYear + 2) / 153;
    const int day = static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1);
    const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {static_cast<int>(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month, day};
}

constexpr int daysInMonth(int year, int month) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[static_cast<size_t>(month - 1)];
}

/** Walks a text; every step says whether it fitted. */
class Scanner {
 public:
    explicit Scanner(QStringView text) : m_text(text) {}

    bool atEnd() const { return m_at == m_text.size(); }
    bool take(char16_t c) {
        if (atEnd() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    bool number(int digits, int& out) {
        if (m_text.size() - m_at < digits) return false;
        out = 0;
        for (int i = 0; i < digits; ++i) {
            const char16_t c = m_text[m_at + i].unicode();
            if (c < u'0' || c > u'9') return false;
            out = out * 10 + (c - u'0');
        }
        m_at += digits;
        return true;
    }
    /** Digits of a fraction, at least one, as milliseconds. */
    bool fraction(int& ms) {
        int scale = 100;
        const qsizetype start = m_at;
        for (; !atEnd(); ++m_at) {
            const char16_t c = m_text[m_at].unicode();
            if (c < u'0' || c > u'9') break;
            ms += (c - u'0') * scale;
            scale /= 10;
        }
        return m_at > start;
    }

 private:
    QStringView m_text;
    qsizetype m_at = 0;
};

/** `Z`, `+hh:mm`, `+hhmm`, `+hh`, or nothing. */
bool scanOffset(Scanner& scanner, qint64& offsetMs) {
    if (scanner.atEnd() || scanner.take(u'Z') || scanner.take(u'z')) return true;
    const bool negative = scanner.take(u'-');
    if (!negative && !scanner.take(u'+')) return false;
    int hours = 0;
    int minutes = 0;
    if (!scanner.number(2, hours)) return false;
    if (!scanner.atEnd()) {
        scanner.take(u':');
        if (!scanner.number(2, minutes)) return false;
    }
    if (hours > 23 || minutes > 59) return false;
    offsetMs = (hours * 60 + minutes) * 60'000LL * (negative ? -1 : 1);
    return true;
}

bool scanTime(Scanner& scanner, qint64& ms) {
    if (!scanner.take(u'T') && !scanner.take(u't') && !scanner.take(u' ')) return false;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int fraction = 0;
    if (!scanner.number(2, hour) || !scanner.take(u':') || !scanner.number(2, minute)) return false;
    if (scanner.take(u':')) {
        if (!scanner.number(2, second)) return false;
        if ((scanner.take(u'.') || scanner.take(u',')) && !scanner.fraction(fraction)) return false;
    }
    qint64 offset = 0;
    if (!scanOffset(scanner, offset)) return false;
    if (hour > 23 || minute > 59 || second > 60) return false;
    ms = ((hour * 60 + minute) * 60 + second) * 1000LL + fraction - offset;
    return true;
}

void writeDigits(char* out, int value, int digits) {
    for (int i = digits - 1; i >= 0; --i) {
        out[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

}  // namespace

std::optional<Timestamp> Timestamp::fromString(QStringView text) {
    Scanner scanner(text);
    int year = 0;
    int month = 0;
    int day = 0;
    if (!scanner.number(4, year) || !scanner.take(u'-') || !scanner.number(2, month) || !scanner.take(u'-') ||
        !scanner.number(2, day)) {
        return std::nullopt;
    }
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return std::nullopt;
    qint64 time = 0;
    if (!scanner.atEnd() && !scanTime(scanner, time)) return std::nullopt;
    if (!scanner.atEnd()) return std::nullopt;
    return Timestamp(daysFromCivil(year, month, day) * kMsPerDay + time);
}

void Timestamp::writeTo(char* out) const {
    qint64 days = m_ms / kMsPerDay;
    qint64 rest = m_ms % kMsPerDay;
    if (rest < 0) {
        rest += kMsPerDay;
        --days;
    }
    const Civil date = civilFromDays(days);
    const int ms = static_cast<int>(rest);
    writeDigits(out, date.year, 4);
    out[4] = '-';
    writeDigits(out + 5, date.month, 2);
    out[7] = '-';
    writeDigits(out + 8, date.day, 2);
    out[10] = 'T';
    writeDigits(out + 11, ms / 3'600'000, 2);
    out[13] = ':';
    writeDigits(out + 14, ms / 60'000 % 60, 2);
    out[16] = ':';
    writeDigits(out + 17, ms / 1000 % 60, 2);
    out[19] = '.';
    writeDigits(out + 20, ms % 1000, 3);
    for (int i = 0; i < 9; ++i)
        out[23 + i] = "000+00:00"[i];
}

QString Timestamp::toString() const {
    std::array<char, kTextLength> text;
    writeTo(text.data());
    return QString::fromLatin1(text.data(), text.size());
}

}  // namespace shared
