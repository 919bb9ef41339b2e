#include "server/platform/http/HttpDate.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace server {
namespace {

constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

QByteArray httpDate(qint64 seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm t{};
    ::gmtime_r(&time, &t);
    char text[64];
    const int size = std::snprintf(
        text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[static_cast<std::size_t>(t.tm_wday)],
        t.tm_mday, kMonths[static_cast<std::size_t>(t.tm_mon)], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
    return QByteArray(text, size);
}

std::optional<qint64> parseHttpDate(QByteArrayView text) {
    if (text.size() != 29) return std::nullopt;
    const QByteArray copy = text.toByteArray();
    char month[4] = {};
    std::tm t{};
    int end = 0;
    if (std::sscanf(copy.constData() + 4, " %2d %3s %4d %2d:%2d:%2d GMT%n", &t.tm_mday, month, &t.tm_year, &t.tm_hour,
                    &t.tm_min, &t.tm_sec, &end) != 6 ||
        end != 25) {
        return std::nullopt;
    }
    t.tm_year -= 1900;
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (std::strcmp(month, kMonths[i]) != 0) continue;
        t.tm_mon = static_cast<int>(i);
        return static_cast<qint64>(::timegm(&t));
    }
    return std::nullopt;
}

}  // namespace server
