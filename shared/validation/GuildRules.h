#pragma once

#include "shared/core/Error.h"
#include "shared/core/Timestamp.h"
#include "shared/protocol/requests/GuildRequests.h"
#include "shared/protocol/requests/MemberRequests.h"

namespace shared {

/** Whether a language is one that Discord's API knows ("en-US"). */
bool isKnownLocale(QStringView locale);

// What is wrong with a request by itself; empty when nothing is. Pure, any thread, the same in client and server.
QList<FieldError> validate(const CreateGuild& request);
QList<FieldError> validate(const ModifyGuild& request);
QList<FieldError> validate(const CreateBan& request);
QList<FieldError> validate(const BulkBan& request);
QList<FieldError> validate(const Prune& request);
QList<FieldError> validate(const ModifyRole& request);
QList<FieldError> validate(const QList<RolePosition>& request);
/** @param now a time-out may end at most 28 days from it */
QList<FieldError> validate(const ModifyMember& request, Timestamp now);
QList<FieldError> validate(const ModifyCurrentMember& request);

}  // namespace shared
