#pragma once

#include <QtCore/QString>

#include "server/events/Topic.h"
#include "shared/core/Result.h"

namespace server {

/** What a name stands for. The values are stored: never renumber. */
enum class DirectoryKind : quint8 {
    Channel = 1,     ///< channel id -> its guild, or itself for a DM. Never changes, cached for ever.
    InviteCode = 2,  ///< -> guild
    Username = 3,    ///< -> user; the name as directoryName() folds it
    Email = 4,       ///< -> user
    DmPair = 5,      ///< two user ids (dmPairName) -> the DM
    Webhook = 6,     ///< webhook id -> guild
    VanityCode = 7,  ///< -> guild
};

/** Folds casing and compatibility forms (NFKC), so that "Ann@x" and "ann@X" are one name. */
QString directoryName(const QString& text);
QString directoryName(shared::Snowflake id);
/** The same whichever comes first. */
QString dmPairName(shared::UserId one, shared::UserId other);

/**
 * The writing side, in a unit: the entries are owed by the unit's commit and always point to its key. Look-ups and
 * claims belong to no key: Storage::lookUp, Storage::claim.
 */
class DirectoryStore {
 public:
    virtual ~DirectoryStore() = default;

    /**
     * Enters a name, or confirms a claim on it, for this key. BadRequest if somebody else holds it: claim
     * first where that can happen.
     */
    virtual shared::Result<void> put(DirectoryKind kind, const QString& name) = 0;
    /** Only if it points to this key. */
    virtual shared::Result<void> remove(DirectoryKind kind, const QString& name) = 0;
};

}  // namespace server
