#pragma once

#include "shared/core/Error.h"
#include "shared/core/Timestamp.h"
#include "shared/protocol/requests/ApplicationRequests.h"
#include "shared/protocol/requests/ModifySettings.h"
#include "shared/protocol/requests/UserRequests.h"

namespace shared {

/** User names are compared and stored like this: trimmed, in lower case. */
QString normalizedUsername(QStringView username);
/** For comparing only: e-mail addresses differ by more than their case. */
QString normalizedEmail(QStringView email);
/** local@domain, without quotes and comments. */
bool isWellFormedEmail(QStringView email);

// What is wrong with a request by itself; empty when nothing is. Pure, any thread, the same in client and server.
/** @param now from which the age is reckoned */
QList<FieldError> validate(const Register& request, Timestamp now);
QList<FieldError> validate(const Login& request);
/** @param isBot bots may have names of more letters */
QList<FieldError> validate(const ModifyCurrentUser& request, bool isBot = false);
QList<FieldError> validate(const CreateDm& request);
QList<FieldError> validate(const SendFriendRequest& request);
QList<FieldError> validate(const PutRelationship& request);
QList<FieldError> validate(const ModifyRelationship& request);
QList<FieldError> validate(const PutNote& request);
QList<FieldError> validate(const ModifySettings& request);
QList<FieldError> validate(const ModifyUserGuildSettings& request);
QList<FieldError> validate(const CreateApplication& request);
QList<FieldError> validate(const ModifyApplication& request);
QList<FieldError> validate(const ModifyApplicationBot& request);
QList<FieldError> validate(const Authorize& request);

}  // namespace shared
