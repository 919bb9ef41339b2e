#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** One line of a guild's audit log. */
struct AuditLogRow {
    shared::AuditLogEntryId id;
    shared::UserId userId;  ///< who did it; null: the server
    quint64 targetId = 0;   ///< 0: none
    int actionType = 0;
    QByteArray entry;  ///< the entry's JSON as on the wire
};

/** Which part of the log. A null or zero filter lets everything through. */
struct AuditLogQuery {
    shared::UserId userId;
    quint64 targetId = 0;
    int actionType = 0;
    shared::AuditLogEntryId before;
    shared::AuditLogEntryId after;
    int limit = 50;
};

/** Key: the guild. */
class AuditLogStore {
 public:
    virtual ~AuditLogStore() = default;

    virtual shared::Result<void> insert(const AuditLogRow& row) = 0;
    /** Newest first; with `after` the oldest of those that follow it, rising. */
    virtual shared::Result<QList<AuditLogRow>> list(const AuditLogQuery& query) const = 0;
    /** Removes up to `limit` entries with ids below `before`; for a job. Returns how many. */
    virtual shared::Result<int> trim(shared::AuditLogEntryId before, int limit) = 0;
};

}  // namespace server
