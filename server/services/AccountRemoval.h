#pragma once

#include "server/events/Event.h"
#include "server/storage/Storage.h"
#include "shared/models/User.h"

/** How accounts end: a person's by their own wish, their bots' with it. */
namespace server {

/** How somebody who has gone is shown, from the id alone. */
shared::User deletedUser(shared::UserId id);

/** Ends all tokens of the key's user; their gateway sessions are closed with 4004. */
shared::Result<void> endAllSessions(Transaction& tx);

/**
 * Ends the account of the key's user, in a unit: tokens, names and what was known of the person go; the row stays, so
 * that the id is not used again. Guilds are owed the departure, applications their own end. Twice is once.
 */
shared::Result<void> removeAccount(Transaction& tx);

/** Sets the appliers of what removeAccount owes to applications and to the server. Once, before the first write. */
void attachRemovalOutbox(Storage& storage);

/** Under the server's key: everybody who has gone. */
shared::Result<QList<shared::UserId>> readDeletedUsers(const ReadView& view);
/** Of an AUTH_SESSION_CHANGE: it is the last of its user. */
bool saysDeleted(const Event& event);

}  // namespace server
