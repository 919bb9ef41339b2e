#include "shared/models/AuditLogEntry.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AuditLogChange>& change) {
    v("key", change.key);
    v("new_value", change.newValue);
    v("old_value", change.oldValue);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AuditLogOptions>& options) {
    v("application_id", options.applicationId);
    v("auto_moderation_rule_name", options.autoModerationRuleName);
    v("auto_moderation_rule_trigger_type", options.autoModerationRuleTriggerType);
    v("channel_id", options.channelId);
    v("count", options.count);
    v("delete_member_days", options.deleteMemberDays);
    v("id", options.id);
    v("integration_type", options.integrationType);
    v("members_removed", options.membersRemoved);
    v("message_id", options.messageId);
    v("role_name", options.roleName);
    v("status", options.status);
    v("type", options.type);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AuditLogEntry>& entry) {
    v("id", entry.id);
    v("target_id", entry.targetId);
    v("user_id", entry.userId);
    v("action_type", entry.actionType);
    v.unlessDefault("changes", entry.changes);
    v("options", entry.options);
    v("reason", entry.reason);
}

}  // namespace

GUILDHALL_DEFINE_JSON(AuditLogChange)
GUILDHALL_DEFINE_JSON(AuditLogOptions)
GUILDHALL_DEFINE_JSON(AuditLogEntry)

}  // namespace shared
