#pragma once

#include <compare>
#include <optional>

#include <QtCore/QString>
#include <QtCore/QStringView>

namespace shared {

/**
 * A point in time, in milliseconds since 1970, UTC.
 *
 * Its text is Discord's: "2026-11-24T22:53:00.123000+00:00".
 */
class Timestamp {
 public:
    /** Length of the text. */
    static constexpr int kTextLength = 32;

    constexpr Timestamp() = default;
    constexpr explicit Timestamp(qint64 msSinceUnixEpoch) : m_ms(msSinceUnixEpoch) {}

    /**
     * Reads ISO 8601: date, optionally time with seconds and a fraction (cut to milliseconds), optionally `Z` or an
     * offset; without an offset it is UTC.
     */
    static std::optional<Timestamp> fromString(QStringView text);

    constexpr qint64 ms() const { return m_ms; }
    /** Writes exactly kTextLength characters of ASCII, without a final zero. Years 0 to 9999. */
    void writeTo(char* out) const;
    QString toString() const;

    constexpr auto operator<=>(const Timestamp&) const = default;

 private:
    qint64 m_ms = 0;
};

}  // namespace shared
