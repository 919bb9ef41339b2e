#pragma once

#include <QtCore/QJsonObject>

#include "server/events/Topic.h"
#include "server/services/Actor.h"
#include "server/storage/Transaction.h"
#include "shared/models/User.h"

namespace server {

/** What concerns the server as a whole is kept under a user id that no account can have. */
inline constexpr StreamKey kServerKey = StreamKey::user(shared::UserId(1));
/** Under kServerKey: the id of the server's owner. */
inline const QString kOwnerSetting = QStringLiteral("server.owner");
/** In AccountRow::flags, never sent: may administer this server. */
inline constexpr quint64 kServerOwnerFlag = quint64{1} << 62;
/** The flags of an account that its owner may see. */
inline constexpr quint64 kVisibleFlags = (quint64{1} << 51) - 1;

/** Names inside AccountRow::profile. */
QJsonObject profileOf(const AccountRow& account);
void setProfile(AccountRow& account, const QJsonObject& profile);

/** What everybody may know. */
shared::User publicUser(const AccountRow& account);
/** What the account itself gets from GET /users/@me. */
shared::CurrentUser currentUser(const AccountRow& account);

/**
 * AUTH_SESSION_CHANGE: these tokens (AuthToken::idOf) have ended. Caches forget all tokens of the user.
 * @param isDeleted the account itself has ended
 */
void emitSessionChange(Transaction& tx, shared::UserId user, const QList<quint64>& endedTokenIds,
                       bool isDeleted = false);
/** Ends all of the actor's sessions but the one that asks. */
shared::Result<void> endOtherSessions(Transaction& tx, const Actor& actor);

}  // namespace server
