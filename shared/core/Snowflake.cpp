#include "shared/core/Snowflake.h"

#include <limits>

namespace shared {

std::optional<Snowflake> Snowflake::fromString(QStringView text) {
    if (text.isEmpty() || text.size() > 19 || (text.size() > 1 && text.front() == u'0')) return std::nullopt;
    quint64 value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9') return std::nullopt;
        value = value * 10 + static_cast<quint64>(c.unicode() - u'0');
    }
    // Databases count with a sign.
    return value > quint64(std::numeric_limits<qint64>::max()) ? std::nullopt : std::optional(Snowflake(value));
}

Snowflake Snowflake::lowestAt(qint64 msSinceUnixEpoch) {
    const qint64 ms = msSinceUnixEpoch - kSnowflakeEpochMs;
    return ms <= 0 ? Snowflake() : Snowflake(static_cast<quint64>(ms) << 22);
}

}  // namespace shared
