#pragma once

#include "server/services/Actor.h"
#include "server/services/ServiceParts.h"
#include "shared/models/AuditLogEntry.h"

namespace server {

/** GET /guilds/{guild.id}/audit-logs; null and zero mean unset. */
struct AuditLogFilter {
    shared::UserId userId;
    quint64 targetId = 0;
    int actionType = 0;
    shared::AuditLogEntryId before;
    shared::AuditLogEntryId after;
    int limit = 50;  ///< 1 to 100
};

/** A page of the log, with the users that it names. */
struct AuditLogPage {
    QList<QByteArray> entries;  ///< JSON of each
    QList<shared::User> users;
};
/** Source: "Audit Log Structure"; lists of things that we do not have are empty. */
void writeJson(shared::JsonWriter& writer, const AuditLogPage& page);

/** Reads the audit log; it is written by recordAudit(), within the units of others. Blocking calls, for workers. */
class AuditLogService {
 public:
    explicit AuditLogService(ServiceParts parts) : m_parts(parts) {}

    /** Needs VIEW_AUDIT_LOG. */
    shared::Result<AuditLogPage> list(const Actor& actor, shared::GuildId guild, const AuditLogFilter& filter);

 private:
    ServiceParts m_parts;
};

}  // namespace server
