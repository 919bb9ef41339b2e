#include "server/services/AuditTrail.h"

#include <set>

#include <QtCore/QJsonDocument>

#include "server/services/EventPayloads.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {

shared::Result<void> recordAudit(Transaction& tx, const Actor& actor, AuditRecord record) {
    shared::AuditLogEntry entry;
    entry.id = tx.nextId<shared::AuditLogEntryId>();
    if (record.target) entry.targetId = record.target.toString();
    if (actor.userId) entry.userId = actor.userId;
    entry.actionType = record.event;
    entry.changes = std::move(record.changes);
    if (!(record.options == shared::AuditLogOptions())) {
        entry.options = shared::Box<shared::AuditLogOptions>(std::move(record.options));
    }
    if (!actor.auditReason.isEmpty()) entry.reason = actor.auditReason.left(512);
    const QByteArray json = shared::toJson(entry);
    RETURN_IF_ERROR(
        tx.auditLog().insert({entry.id, actor.userId, record.target.value(), static_cast<int>(record.event), json}));

    EventRoute route;
    route.permissions = static_cast<quint64>(shared::Permission::ViewAuditLog);
    tx.emitEvent(shared::GatewayEvent::GuildAuditLogEntryCreate, withGuildId(json, tx.key().guildId()), route);
    return {};
}

QList<shared::AuditLogChange> changesBetween(const QByteArray& before, const QByteArray& after) {
    const QJsonObject old = QJsonDocument::fromJson(before).object();
    const QJsonObject now = QJsonDocument::fromJson(after).object();
    // What identifies the thing, or moves by itself, is no change.
    static const std::set<QString> kIgnored{u"id"_s,    u"guild_id"_s, u"last_message_id"_s, u"last_pin_timestamp"_s,
                                            u"roles"_s, u"emojis"_s,   u"stickers"_s,        u"user"_s};
    std::set<QString> keys;
    for (const QString& key : old.keys())
        keys.insert(key);
    for (const QString& key : now.keys())
        keys.insert(key);
    QList<shared::AuditLogChange> changes;
    for (const QString& key : keys) {
        if (kIgnored.contains(key)) continue;
        const QJsonValue oldValue = old.value(key);
        const QJsonValue newValue = now.value(key);
        const auto isNothing = [](const QJsonValue& value) { return value.isNull() || value.isUndefined(); };
        if (oldValue == newValue || (isNothing(oldValue) && isNothing(newValue))) continue;
        shared::AuditLogChange change;
        change.key = key;
        if (!isNothing(newValue)) change.newValue = newValue;
        if (!isNothing(oldValue)) change.oldValue = oldValue;
        changes.append(std::move(change));
    }
    return changes;
}

}  // namespace server
