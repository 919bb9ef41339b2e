#pragma once

#include <chrono>
#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Error.h"

namespace app {

/** Why a call to a server brought no value: the network, the server's key, or Discord's own error answer. */
struct ApiError {
    enum class Kind {
        Network,    ///< no connection, or it broke
        Timeout,    ///< the server did not answer in time
        Cancelled,  ///< by the caller
        Untrusted,  ///< the server's key is not the pinned one, or nobody vouches for it: see `keyHash`
        Refused,    ///< the server answered with an error: `httpStatus`, `code`, `fields`
        BadAnswer,  ///< an answer that cannot be read
        Local,      ///< it did not leave this machine: a file that cannot be read, plain HTTP that is not allowed
    };

    Kind kind = Kind::Network;
    int httpStatus = 0;  ///< 0 = there was no answer
    int code = 0;        ///< Discord's JSON error code; 0 = none
    QString message;     ///< the server's own sentence, or a technical one; for people see the views
    QList<shared::FieldError> fields;
    std::optional<std::chrono::milliseconds> retryAfter;
    QByteArray keyHash;  ///< Untrusted: the key that the server showed, to compare and confirm

    static ApiError network(const QString& message) { return {Kind::Network, 0, 0, message, {}, {}, {}}; }
    static ApiError timeout() { return {Kind::Timeout, 0, 0, QStringLiteral("no answer in time"), {}, {}, {}}; }
    static ApiError cancelled() { return {Kind::Cancelled, 0, 0, QStringLiteral("cancelled"), {}, {}, {}}; }
    static ApiError local(const QString& message) { return {Kind::Local, 0, 0, message, {}, {}, {}}; }
    static ApiError badAnswer(int httpStatus, const QString& message) {
        return {Kind::BadAnswer, httpStatus, 0, message, {}, {}, {}};
    }
    /** From the body of an answer with an error status; a body that is not Discord's error shape gives what it can. */
    static ApiError fromAnswer(int httpStatus, const QByteArray& body);

    /** The first message for a field ("password"), empty when there is none. */
    QString fieldMessage(QStringView path) const;
    /** The server does not know who we are (any more): log in again. */
    bool isUnauthorized() const { return kind == Kind::Refused && httpStatus == 401; }
};

}  // namespace app
