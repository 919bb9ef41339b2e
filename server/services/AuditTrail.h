#pragma once

#include "server/services/Actor.h"
#include "server/storage/Storage.h"
#include "shared/models/AuditLogEntry.h"

namespace server {

/** What somebody did, for the audit log. */
struct AuditRecord {
    shared::AuditLogEvent event;
    shared::Snowflake target;  ///< null: none
    QList<shared::AuditLogChange> changes = {};
    shared::AuditLogOptions options = {};
};

/**
 * Writes an entry within the unit that does the thing, with the actor's X-Audit-Log-Reason, and emits
 * GUILD_AUDIT_LOG_ENTRY_CREATE. Key: the guild's.
 */
shared::Result<void> recordAudit(Transaction& tx, const Actor& actor, AuditRecord record);

/**
 * What changed between two states of the same thing, key by key as on the wire. An empty object stands for a thing
 * that was not there before, or is no more.
 */
QList<shared::AuditLogChange> changesBetween(const QByteArray& before, const QByteArray& after);

}  // namespace server
