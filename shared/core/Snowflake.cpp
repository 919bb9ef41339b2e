#include "shared/core/Snowflake.h"

namespace shared {

std::optional<Snowflake> Snowflake::fromString(QStringView text) {
    if (text.isEmpty() || text.size() > 20) return std::nullopt;
    quint64 value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9') return std::nullopt;
        const auto digit = static_cast<quint64>(c.unicode() - u'0');
        if (__builtin_mul_overflow(value, quint64{10}, &value) || __builtin_add_overflow(value, digit, &value)) {
            return std::nullopt;
        }
    }
    return Snowflake(value);
}

Snowflake Snowflake::lowestAt(qint64 msSinceUnixEpoch) {
    const qint64 ms = msSinceUnixEpoch - kSnowflakeEpochMs;
    return ms <= 0 ? Snowflake() : Snowflake(static_cast<quint64>(ms) << 22);
}

}  // namespace shared
