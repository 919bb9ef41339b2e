#include "server/services/BanService.h"

#include "server/services/AuditTrail.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

constexpr int kDeletePiece = shared::limits::kBulkDeleteMax;

}  // namespace

void writeJson(shared::JsonWriter& writer, const BulkBanResult& result) {
    writer.beginObject();
    writer("banned_users", result.bannedUsers);
    writer("failed_users", result.failedUsers);
    writer.endObject();
}

shared::Result<QList<shared::Ban>> BanService::list(const Actor& actor, shared::GuildId guild, shared::UserId before,
                                                    shared::UserId after, int limit) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::BanMembers));
    ASSIGN_OR_RETURN(const QList<BanRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return before ? view.bans().listBefore(before, limit) : view.bans().listAfter(after, limit);
    }));
    QList<shared::Ban> bans;
    bans.reserve(rows.size());
    for (const BanRow& row : rows)
        bans.append(toModel(row));
    return bans;
}

shared::Result<shared::Ban> BanService::get(const Actor& actor, shared::GuildId guild, shared::UserId user) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::BanMembers));
    ASSIGN_OR_RETURN(const BanRow row,
                     m_parts.storage.read(access.key, [&](const ReadView& view) { return view.bans().get(user); }));
    return toModel(row);
}

shared::Result<void> BanService::create(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                        int deleteMessageSeconds) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::BanMembers));
    return ban(actor, access, user, deleteMessageSeconds);
}

shared::Result<BulkBanResult> BanService::createMany(const Actor& actor, shared::GuildId guild,
                                                     const QList<shared::UserId>& users, int deleteMessageSeconds) {
    ASSIGN_OR_RETURN(const GuildAccess access,
                     m_parts.access.require(actor, guild, Permission::BanMembers | Permission::ManageGuild));
    BulkBanResult result;
    for (const shared::UserId user : users) {
        const bool wasBanned = ban(actor, access, user, deleteMessageSeconds).has_value();
        (wasBanned ? result.bannedUsers : result.failedUsers).append(user);
    }
    if (result.bannedUsers.isEmpty() && !users.isEmpty()) return ErrorCode::BanFailed;
    return result;
}

shared::Result<void> BanService::ban(const Actor& actor, const GuildAccess& access, shared::UserId user,
                                     int deleteMessageSeconds) {
    if (user == access.graph->ownerId() || user == actor.userId) return ErrorCode::MissingPermissions;
    ASSIGN_OR_RETURN(const MemberPtr target, m_parts.members().find(access.guildId(), user));
    QByteArray userJson;
    if (target) {
        userJson = target->userJson;
    } else {
        ASSIGN_OR_RETURN(const UserPtr account, m_parts.users().get(user));
        userJson = account->json;
    }

    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const std::optional<MemberRow> row, tx.members().find(user));
        if (row) {
            const MemberPtr standing = Members::fromRow(*now.graph, *row);
            if (!now.graph->isAbove(*now.member, *standing)) return ErrorCode::MissingPermissions;
        }
        BanRow ban;
        ban.userId = user;
        ban.user = userJson;
        if (!actor.auditReason.isEmpty()) ban.reason = actor.auditReason;
        ban.bannedBy = actor.userId;
        ban.at = tx.now();
        ASSIGN_OR_RETURN(const bool isNew, tx.bans().insert(ban));
        if (!isNew) return {};

        RETURN_IF_ERROR(m_memberWrites.remove(tx, now.guildId(), user));
        tx.bumpGraphVersion();
        EventRoute route;
        route.subject = user;
        route.exceptUser = user;
        tx.emitEvent(GatewayEvent::GuildBanAdd, guildUserPayload(now.guildId(), userJson), route);
        if (deleteMessageSeconds > 0) RETURN_IF_ERROR(deleteRecent(tx, *now.graph, user, deleteMessageSeconds));
        return recordAudit(tx, actor, {shared::AuditLogEvent::MemberBanAdd, user});
    });
}

shared::Result<void> BanService::deleteRecent(Transaction& tx, const GuildGraph& graph, shared::UserId user,
                                              int seconds) const {
    const auto from = shared::MessageId(shared::Snowflake::lowestAt(tx.now() - qint64(seconds) * 1000));
    const auto sweep = [&](const shared::Channel& channel) -> shared::Result<void> {
        // A channel that has been silent since then has nothing to give.
        if (!shared::hasMessages(channel.type)) return {};
        while (true) {
            ASSIGN_OR_RETURN(const QList<shared::MessageId> ids,
                             tx.messages().listIdsByAuthor(channel.id, user, from, kDeletePiece));
            if (ids.isEmpty()) return {};
            ASSIGN_OR_RETURN(const QList<shared::MessageId> gone, tx.messages().removeMany(channel.id, ids));
            if (gone.isEmpty()) return {};
            EventRoute route;
            route.channelId = channel.id;
            tx.emitEvent(GatewayEvent::MessageDeleteBulk, messageDeleteBulkPayload(graph.id(), channel.id, gone),
                         route);
        }
    };
    for (const ChannelPtr& channel : graph.channels())
        RETURN_IF_ERROR(sweep(*channel));
    for (const ChannelPtr& thread : graph.threads())
        RETURN_IF_ERROR(sweep(*thread));
    return {};
}

shared::Result<void> BanService::remove(const Actor& actor, shared::GuildId guild, shared::UserId user) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::BanMembers));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const BanRow row, tx.bans().get(user));
        RETURN_IF_ERROR(tx.bans().remove(user));
        EventRoute route;
        route.subject = user;
        tx.emitEvent(GatewayEvent::GuildBanRemove, guildUserPayload(guild, row.user), route);
        return recordAudit(tx, actor, {shared::AuditLogEvent::MemberBanRemove, user});
    });
}

}  // namespace server
