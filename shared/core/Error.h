#pragma once

#include <chrono>
#include <optional>
#include <source_location>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/ErrorCode.h"

namespace shared {

/** What is wrong with one field of a request: Discord's `{code, message}` under the field's path. */
struct FieldError {
    QString path;     ///< dotted, indexes as numbers: "embeds.0.fields.2.name"; empty for the body as a whole
    QString code;     ///< Discord's word: BASE_TYPE_REQUIRED, BASE_TYPE_BAD_LENGTH, ...
    QString message;  ///< a sentence for a developer

    bool operator==(const FieldError&) const = default;
};

/**
 * Why something was refused or failed, in the terms of Discord's error answers.
 *
 * Its HTTP status and default text come from one table (ErrorCode.cpp). `where` is for logs and never leaves the
 * process.
 */
class [[nodiscard]] Error {
 public:
    explicit Error(ErrorCode code, std::source_location where = std::source_location::current())
        : m_code(code), m_where(where) {}
    Error(ErrorCode code, QString message, std::source_location where = std::source_location::current())
        : m_code(code), m_message(std::move(message)), m_where(where) {}

    /** ErrorCode::InvalidFormBody with the given fields. */
    static Error invalidForm(QList<FieldError> fields, std::source_location where = std::source_location::current());
    static Error invalidForm(const QString& path, const QString& code, const QString& message,
                             std::source_location where = std::source_location::current());
    /** ErrorCode::RateLimited. @param after until the next attempt may succeed @param global the global limit */
    static Error rateLimited(std::chrono::milliseconds after, bool global,
                             std::source_location where = std::source_location::current());
    /** ErrorCode::SlowMode. @param after until the next message may be sent in the channel */
    static Error slowMode(std::chrono::milliseconds after,
                          std::source_location where = std::source_location::current());
    /** A dependency is out of order; answered with 503 and Retry-After. */
    static Error unavailable(QString what, std::chrono::milliseconds retryAfter,
                             std::source_location where = std::source_location::current());

    ErrorCode code() const { return m_code; }
    int httpStatus() const;
    /** The own text, or that of the code. */
    QString message() const;
    const QList<FieldError>& fields() const { return m_fields; }
    std::optional<std::chrono::milliseconds> retryAfter() const { return m_retryAfter; }
    bool isGlobal() const { return m_global; }
    const std::source_location& where() const { return m_where; }

 private:
    ErrorCode m_code;
    QString m_message;
    QList<FieldError> m_fields;
    std::optional<std::chrono::milliseconds> m_retryAfter;
    bool m_global = false;
    std::source_location m_where;
};

}  // namespace shared
