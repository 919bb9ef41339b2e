#include "shared/core/Error.h"

using namespace Qt::StringLiterals;

namespace shared {

Error Error::invalidForm(QList<FieldError> fields, std::source_location where) {
    Error error(ErrorCode::InvalidFormBody, where);
    error.m_fields = std::move(fields);
    return error;
}

Error Error::invalidForm(const QString& path, const QString& code, const QString& message, std::source_location where) {
    return invalidForm(QList<FieldError>{{path, code, message}}, where);
}

Error Error::rateLimited(std::chrono::milliseconds after, bool global, std::source_location where) {
    Error error(ErrorCode::RateLimited, where);
    error.m_retryAfter = after;
    error.m_global = global;
    return error;
}

Error Error::slowMode(std::chrono::milliseconds after, std::source_location where) {
    Error error(ErrorCode::SlowMode, where);
    error.m_retryAfter = after;
    return error;
}

Error Error::unavailable(QString what, std::chrono::milliseconds retryAfter, std::source_location where) {
    Error error(ErrorCode::ServiceUnavailable, std::move(what), where);
    error.m_retryAfter = retryAfter;
    return error;
}

int Error::httpStatus() const {
    return describe(m_code).httpStatus;
}

QString Error::message() const {
    return m_message.isEmpty() ? QString::fromUtf8(describe(m_code).text) : m_message;
}

}  // namespace shared
