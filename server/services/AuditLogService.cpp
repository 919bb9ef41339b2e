#include "server/services/AuditLogService.h"

#include <set>

#include "shared/json/JsonType.h"

namespace server {

void writeJson(shared::JsonWriter& writer, const AuditLogPage& page) {
    writer.beginObject();
    writer.key("audit_log_entries");
    writer.beginArray();
    for (const QByteArray& entry : page.entries)
        writer.raw(entry);
    writer.endArray();
    writer("users", page.users);
    const auto nothing = [&](QLatin1StringView key) {
        writer.key(key);
        writer.beginArray();
        writer.endArray();
    };
    nothing(QLatin1StringView("application_commands"));
    nothing(QLatin1StringView("auto_moderation_rules"));
    nothing(QLatin1StringView("guild_scheduled_events"));
    nothing(QLatin1StringView("integrations"));
    nothing(QLatin1StringView("threads"));
    nothing(QLatin1StringView("webhooks"));
    writer.endObject();
}

shared::Result<AuditLogPage> AuditLogService::list(const Actor& actor, shared::GuildId guild,
                                                   const AuditLogFilter& filter) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, shared::Permission::ViewAuditLog));
    const AuditLogQuery query{filter.userId, filter.targetId, filter.actionType,
                              filter.before, filter.after,    filter.limit};
    ASSIGN_OR_RETURN(const QList<AuditLogRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return view.auditLog().list(query);
    }));
    AuditLogPage page;
    std::set<quint64> seen;
    const auto addUser = [&](quint64 id) {
        if (id == 0 || !seen.insert(id).second) return;
        if (const auto user = m_parts.users().get(shared::UserId(id)); user.has_value()) {
            page.users.append(user.value()->user);
        }
    };
    for (const AuditLogRow& row : rows) {
        page.entries.append(row.entry);
        addUser(row.userId.value());
        // Targets of 20 to 28 are people, and so are those of deleted and pinned messages.
        const bool isAboutUser = (row.actionType >= 20 && row.actionType <= 28) ||
                                 (row.actionType >= 72 && row.actionType <= 75 && row.actionType != 73);
        if (isAboutUser) addUser(row.targetId);
    }
    return page;
}

}  // namespace server
