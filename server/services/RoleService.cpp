#include "server/services/RoleService.h"

#include <algorithm>
#include <map>

#include "server/services/AuditTrail.h"
#include "server/services/EventPayloads.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"
#include "shared/permissions/PermissionCalculator.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

void emitRole(Transaction& tx, GatewayEvent type, shared::GuildId guild, const shared::Role& role) {
    tx.bumpGraphVersion();
    tx.emitEvent(type, rolePayload(guild, role), {}, role);
}

shared::Result<const shared::Role*> roleIn(const GuildGraph& graph, shared::RoleId id) {
    const shared::Role* role = graph.role(id);
    if (role == nullptr) return ErrorCode::UnknownRole;
    return role;
}

/** What was asked for and a role's place decide; of equals the older stands above, unless it was moved past. */
struct Placed {
    shared::Role role;
    int wanted = 0;
    int direction = 0;  ///< -1: moved down, 1: moved up
};

bool isBelow(const Placed& a, const Placed& b) {
    if (a.wanted != b.wanted) return a.wanted < b.wanted;
    if (a.direction != b.direction) return a.direction < b.direction;
    return a.role.id > b.role.id;
}

/** Takes over what the body says, within what the actor may grant. @param icon the stored picture */
shared::Result<void> apply(const shared::ModifyRole& body, const std::optional<QString>& icon,
                           const GuildAccess& access, shared::Role& role) {
    body.name.applyTo(role.name);
    if (body.permissions.hasValue()) {
        if (!shared::mayChange(access.permissions, role.permissions, *body.permissions)) {
            return ErrorCode::MissingPermissions;
        }
        role.permissions = *body.permissions;
    }
    if (body.color.hasValue()) role.colors = shared::RoleColors{*body.color, {}, {}};
    if (body.colors.hasValue()) role.colors = *body.colors;
    role.color = role.colors.primaryColor;
    body.hoist.applyTo(role.hoist);
    body.mentionable.applyTo(role.mentionable);
    body.unicodeEmoji.applyTo(role.unicodeEmoji);
    if (body.icon.isPresent()) role.icon = icon;
    return {};
}

}  // namespace

shared::Result<QList<shared::Role>> RoleService::list(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    return access.graph->roles();
}

shared::Result<shared::Role> RoleService::get(const Actor& actor, shared::GuildId guild, shared::RoleId role) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    ASSIGN_OR_RETURN(const shared::Role* found, roleIn(*access.graph, role));
    return *found;
}

shared::Result<QHash<QString, int>> RoleService::memberCounts(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    std::map<shared::RoleId, int> counts;
    for (const shared::Role& role : access.graph->roles()) {
        if (role.id.value() != guild.value()) counts[role.id] = 0;
    }
    constexpr int kPage = 1000;
    shared::UserId after;
    while (true) {
        ASSIGN_OR_RETURN(const QList<MemberRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
            return view.members().list(after, kPage);
        }));
        for (const MemberRow& row : rows) {
            for (const shared::RoleId role : row.roles) {
                if (const auto it = counts.find(role); it != counts.end()) ++it->second;
            }
        }
        if (rows.size() < kPage) break;
        after = rows.last().userId;
    }
    QHash<QString, int> out;
    for (const auto& [role, count] : counts)
        out.insert(role.toString(), count);
    return out;
}

shared::Result<std::optional<QString>> RoleService::storeIcon(const shared::ModifyRole& body, shared::RoleId role) {
    if (!body.icon.hasValue()) return std::optional<QString>();
    ASSIGN_OR_RETURN(const StoredImage image,
                     m_parts.media.storeImage(ImageKind::RoleIcon, role.value(), *body.icon, u"icon"_s));
    return std::optional<QString>(image.hash);
}

shared::Result<shared::Role> RoleService::create(const Actor& actor, shared::GuildId guild,
                                                 const shared::CreateRole& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageRoles));
    shared::Role wanted;
    // Drawn before the unit, because its picture is stored under it.
    wanted.id = m_parts.ids.next<shared::RoleId>();
    wanted.name = u"new role"_s;
    wanted.permissions = body.permissions.hasValue() ? shared::Permissions() : access.graph->everyone().permissions;
    wanted.position = 1;
    ASSIGN_OR_RETURN(const std::optional<QString> icon, storeIcon(body, wanted.id));
    RETURN_IF_ERROR(apply(body, icon, access, wanted));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Role> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (body.permissions.hasValue() && !now.has(*body.permissions)) return ErrorCode::MissingPermissions;
        if (now.graph->roles().size() >= shared::limits::kRolesPerGuild) return ErrorCode::MaxRoles;
        RETURN_IF_ERROR(tx.roles().insert(toRow(wanted)));
        emitRole(tx, GatewayEvent::GuildRoleCreate, guild, wanted);
        RETURN_IF_ERROR(recordAudit(
            tx, actor, {shared::AuditLogEvent::RoleCreate, wanted.id, changesBetween({}, shared::toJson(wanted))}));
        return wanted;
    });
}

shared::Result<shared::Role> RoleService::modify(const Actor& actor, shared::GuildId guild, shared::RoleId role,
                                                 const shared::ModifyRole& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageRoles));
    ASSIGN_OR_RETURN(const std::optional<QString> icon, storeIcon(body, role));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Role> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const RoleRow row, tx.roles().get(role));
        const shared::Role old = toModel(row);
        if (!now.graph->isAbove(*now.member, old)) return ErrorCode::MissingPermissions;
        shared::Role changed = old;
        RETURN_IF_ERROR(apply(body, icon, now, changed));
        if (role.value() == guild.value()) changed.name = old.name;  // @everyone keeps its name
        if (changed == old) return changed;
        RETURN_IF_ERROR(tx.roles().update(toRow(changed)));
        emitRole(tx, GatewayEvent::GuildRoleUpdate, guild, changed);
        RETURN_IF_ERROR(recordAudit(
            tx, actor,
            {shared::AuditLogEvent::RoleUpdate, role, changesBetween(shared::toJson(old), shared::toJson(changed))}));
        return changed;
    });
}

shared::Result<QList<shared::Role>> RoleService::setPositions(const Actor& actor, shared::GuildId guild,
                                                              const QList<shared::RolePosition>& positions) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageRoles));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<QList<shared::Role>> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const QList<RoleRow> rows, tx.roles().list());
        QList<Placed> order;
        shared::Role everyone;
        for (const RoleRow& row : rows) {
            const shared::Role role = toModel(row);
            if (role.id.value() == guild.value()) {
                everyone = role;
            } else {
                order.append({role, role.position, 0});
            }
        }
        for (const shared::RolePosition& wish : positions) {
            const auto it = std::ranges::find_if(order, [&](const Placed& one) { return one.role.id == wish.id; });
            if (it == order.end()) {
                if (wish.id.value() == guild.value()) continue;
                return ErrorCode::UnknownRole;
            }
            if (!wish.position.hasValue()) continue;
            if (!now.graph->isAbove(*now.member, it->role)) return ErrorCode::MissingPermissions;
            it->wanted = std::max(*wish.position, 1);
            it->direction = it->wanted > it->role.position ? 1 : it->wanted < it->role.position ? -1 : 0;
        }
        std::ranges::sort(order, isBelow);
        // Nobody lifts a role to where they could not reach it themselves, and nothing above is touched.
        QList<shared::Role> all{everyone};
        int position = 0;
        for (Placed& one : order) {
            ++position;
            if (one.direction > 0 && !now.isOwner()) {
                shared::Role lifted = one.role;
                const auto highest =
                    shared::highestRole(now.graph->permissionTable(),
                                        shared::PermissionSubject::of(now.member->userId, now.member->roles()));
                if (one.wanted >= highest.position && lifted.id != highest.id) return ErrorCode::MissingPermissions;
            }
            if (one.role.position != position) {
                one.role.position = position;
                RETURN_IF_ERROR(tx.roles().update(toRow(one.role)));
                emitRole(tx, GatewayEvent::GuildRoleUpdate, guild, one.role);
            }
            all.append(one.role);
        }
        return all;
    });
}

shared::Result<void> RoleService::remove(const Actor& actor, shared::GuildId guild, shared::RoleId role) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageRoles));
    if (role.value() == guild.value()) return ErrorCode::InvalidRole;
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const RoleRow row, tx.roles().get(role));
        const shared::Role old = toModel(row);
        if (!now.graph->isAbove(*now.member, old)) return ErrorCode::MissingPermissions;
        if (old.managed) return ErrorCode::InvalidRole;
        RETURN_IF_ERROR(tx.roles().remove(role));
        // Members keep the id in their rows, where it means nothing any more; channels are few and give it up.
        ASSIGN_OR_RETURN(const QList<ChannelRow> channels, tx.channels().list());
        for (ChannelRow channel : channels) {
            const qsizetype removed = channel.overwrites.removeIf(
                [role](const shared::Overwrite& one) { return one.id.value() == role.value(); });
            if (removed > 0) RETURN_IF_ERROR(tx.channels().update(channel));
        }
        tx.bumpGraphVersion();
        tx.emitEvent(GatewayEvent::GuildRoleDelete, roleDeletePayload(guild, role));
        return recordAudit(tx, actor,
                           {shared::AuditLogEvent::RoleDelete, role, changesBetween(shared::toJson(old), {})});
    });
}

shared::Result<shared::Role> RoleService::insertBotRole(Transaction& tx, shared::GuildId guild, const shared::User& bot,
                                                        shared::Permissions permissions) {
    shared::Role role;
    role.id = tx.nextId<shared::RoleId>();
    role.name = bot.username;
    role.permissions = permissions;
    role.position = 1;
    role.managed = true;
    shared::RoleTags tags;
    tags.botId = bot.id;
    role.tags = shared::Box<shared::RoleTags>(std::move(tags));
    RETURN_IF_ERROR(tx.roles().insert(toRow(role)));
    emitRole(tx, GatewayEvent::GuildRoleCreate, guild, role);
    return role;
}

}  // namespace server
