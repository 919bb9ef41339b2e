#include "server/services/MemberService.h"

#include <algorithm>

#include "server/services/AuditTrail.h"
#include "server/services/GuildService.h"
#include "server/services/RoleService.h"
#include "server/services/Rows.h"
#include "server/services/VoiceService.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

constexpr qint64 kDayMs = 24 * 60 * 60 * 1000;
constexpr qint64 kMaxTimeOutMs = 28 * kDayMs;

/** An empty nick is none. */
std::optional<QString> nickOf(const shared::Field<QString>& nick) {
    const QString trimmed = nick.value().trimmed();
    return trimmed.isEmpty() ? std::nullopt : std::optional<QString>(trimmed);
}

QByteArray auditView(const shared::Member& member) {
    shared::Member bare = member;
    bare.user.reset();
    return shared::toJson(bare);
}

}  // namespace

void MemberService::attachOutbox() {
    m_parts.storage.setOutboxApplier(kOwedMembership,
                                     [](Transaction& tx, const OutboxRow& row) { return applyMembership(tx, row); });
    m_parts.storage.setOutboxApplier(kOwedProfile,
                                     [this](Transaction& tx, const OutboxRow& row) { return applyProfile(tx, row); });
    m_parts.storage.setOutboxApplier(kOwedDeparture,
                                     [this](Transaction& tx, const OutboxRow& row) { return applyDeparture(tx, row); });
}

/**
 * An account has ended. A guild that it came to own at the last moment ends with it, or keeps it where others are in
 * there, rather than have no owner.
 */
shared::Result<void> MemberService::applyDeparture(Transaction& tx, const OutboxRow& row) const {
    ASSIGN_OR_RETURN(const std::optional<GuildRow> guild, tx.guilds().find());
    if (!guild) return {};
    if (guild->ownerId == row.source.userId()) {
        ASSIGN_OR_RETURN(const qint64 members, tx.members().count());
        return members > 1 ? shared::Result<void>() : GuildService::removeWithin(tx, guild->id);
    }
    return m_writes.remove(tx, guild->id, row.source.userId()).and_then([](bool) -> shared::Result<void> {
        return {};
    });
}

shared::Result<void> MemberService::applyMembership(Transaction& tx, const OutboxRow& row) {
    ASSIGN_OR_RETURN(const OwedMembership owed, OwedMembership::fromBytes(row.payload));
    EventRoute route;
    route.onlyUser = tx.key().userId();
    if (owed.isMember) {
        ASSIGN_OR_RETURN(const AccountRow account, tx.users().get());
        if (account.deletedAt != 0) {
            // It was let in while it was ending, and the list that its departure went by did not have this guild yet.
            tx.owe(StreamKey::guild(owed.guildId), kOwedDeparture, QByteArray());
            return {};
        }
        RETURN_IF_ERROR(tx.users().putGuild({owed.guildId, owed.joinedAt}));
        const GuildJoined joined{owed.guildId, row.sourceSeq, row.sourceEpoch};
        tx.emitEvent(GatewayEvent::GuildCreate, joined.toPayload(), route, joined);
        return {};
    }
    RETURN_IF_ERROR(tx.users().removeGuild(owed.guildId));
    tx.emitEvent(GatewayEvent::GuildDelete, guildDeletePayload(owed.guildId), route);
    return {};
}

shared::Result<void> MemberService::applyProfile(Transaction& tx, const OutboxRow& row) const {
    ASSIGN_OR_RETURN(const OwedProfile owed, OwedProfile::fromBytes(row.payload));
    ASSIGN_OR_RETURN(const std::optional<MemberRow> old, tx.members().find(owed.user.id));
    if (!old) return {};
    shared::Member member = toModel(*old);
    member.user = owed.user;
    MemberRow next = toRow(member, owed.version);
    next.lastSeenAt = old->lastSeenAt;
    ASSIGN_OR_RETURN(const bool isNewer, tx.members().updateUser(next));
    if (!isNewer) return {};
    GuildGraphPtr graph = m_parts.graphs().cached(tx.key().guildId());
    if (!graph || graph->version() != tx.graphVersion()) {
        ASSIGN_OR_RETURN(GuildGraphRows rows, tx.guilds().loadGraph());
        graph = GuildGraph::fromRows(std::move(rows));
    }
    member.roles = graph->existing(member.roles);
    const MemberPtr changed = GuildMember::fromModel(graph->id(), std::move(member), owed.version);
    EventRoute route;
    route.subject = changed->userId;
    tx.emitEvent(GatewayEvent::GuildMemberUpdate, guildMemberPayload(*changed), route, changed);
    return {};
}

shared::Result<shared::Member> MemberService::get(const Actor& actor, shared::GuildId guild, shared::UserId user) {
    RETURN_IF_ERROR(m_parts.access.require(actor, guild));
    ASSIGN_OR_RETURN(const MemberPtr member, m_parts.members().get(guild, user));
    return member->member;
}

shared::Result<QList<shared::Member>> MemberService::list(const Actor& actor, shared::GuildId guild,
                                                          shared::UserId after, int limit) {
    // Source: "HTTP Restrictions" of privileged intents.
    if (actor.isBot && !actor.privileged.has(shared::Intent::GuildMembers)) return ErrorCode::MissingAccess;
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    ASSIGN_OR_RETURN(const QList<MemberRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return view.members().list(after, limit);
    }));
    QList<shared::Member> members;
    members.reserve(rows.size());
    for (const MemberRow& row : rows) {
        members.append(toModel(row));
        members.last().roles = access.graph->existing(members.last().roles);
    }
    return members;
}

shared::Result<QList<shared::Member>> MemberService::search(const Actor& actor, shared::GuildId guild,
                                                            const QString& query, int limit) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    ASSIGN_OR_RETURN(const QList<MemberRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return view.members().search(query, limit);
    }));
    QList<shared::Member> members;
    for (const MemberRow& row : rows) {
        members.append(toModel(row));
        members.last().roles = access.graph->existing(members.last().roles);
    }
    return members;
}

/** What the body's fields need, all together. */
shared::Result<shared::Permissions> MemberService::needed(const shared::ModifyMember& body) {
    shared::Permissions permissions;
    if (body.nick.isPresent()) permissions |= Permission::ManageNicknames;
    if (body.roles.isPresent()) permissions |= Permission::ManageRoles;
    if (body.mute.hasValue()) permissions |= Permission::MuteMembers;
    if (body.deaf.hasValue()) permissions |= Permission::DeafenMembers;
    if (body.channelId.isPresent()) permissions |= Permission::MoveMembers;
    if (body.communicationDisabledUntil.isPresent()) permissions |= Permission::ModerateMembers;
    if (body.flags.hasValue()) permissions |= Permission::ManageGuild;
    return permissions;
}

shared::Result<shared::Member> MemberService::modify(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                                     const shared::ModifyMember& body) {
    ASSIGN_OR_RETURN(const shared::Permissions permissions, needed(body));
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, permissions));
    const bool actsOnVoice = body.channelId.hasValue() || body.mute.hasValue() || body.deaf.hasValue();
    const bool isInVoice = m_voice != nullptr && m_voice->isConnected(guild, user);
    if (actsOnVoice && !isInVoice) return ErrorCode::UserNotInVoice;
    if (isInVoice) RETURN_IF_ERROR(m_voice->checkMove(access, user, body.channelId));
    auto modified = m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Member> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const MemberRow row, tx.members().get(user));
        const MemberPtr target = Members::fromRow(*now.graph, row);
        shared::Member changed = target->member;
        RETURN_IF_ERROR(apply(body, now, *target, changed));
        if (changed == target->member) return changed;
        ASSIGN_OR_RETURN(const MemberPtr updated, MemberWrites::update(tx, *now.graph, row, changed));
        RETURN_IF_ERROR(recordAudit(
            tx, actor,
            {body.roles.isPresent() ? shared::AuditLogEvent::MemberRoleUpdate : shared::AuditLogEvent::MemberUpdate,
             user, changesBetween(auditView(target->member), auditView(changed))}));
        return updated->member;
    });
    if (isInVoice && modified.has_value()) m_voice->follow(*access.graph, *modified, body);
    return modified;
}

shared::Result<void> MemberService::apply(const shared::ModifyMember& body, const GuildAccess& access,
                                          const GuildMember& target, shared::Member& changed) const {
    const bool isSelf = target.userId == access.member->userId;
    const bool isAbove = isSelf || access.graph->isAbove(*access.member, target);
    if (body.nick.isPresent()) {
        if (!isAbove) return ErrorCode::MissingPermissions;
        changed.nick = nickOf(body.nick);
    }
    if (body.roles.isPresent()) RETURN_IF_ERROR(applyRoles(body.roles.value(), access, changed));
    body.mute.applyTo(changed.mute);
    body.deaf.applyTo(changed.deaf);
    if (body.flags.hasValue()) {
        constexpr shared::MemberFlags kSettable = shared::MemberFlag::BypassesVerification;
        changed.flags = changed.flags.without(kSettable) | (*body.flags & kSettable);
    }
    if (!body.communicationDisabledUntil.isPresent()) return {};

    const qint64 now = m_parts.clock.nowMs();
    const bool isProtected =
        access.graph->ownerId() == target.userId || access.graph->permissions(target, 0).has(Permission::Administrator);
    if (!isAbove || isSelf || (isProtected && body.communicationDisabledUntil.hasValue())) {
        return ErrorCode::MissingPermissions;
    }
    const qint64 until = body.communicationDisabledUntil.hasValue() ? body.communicationDisabledUntil->ms() : 0;
    if (until > now + kMaxTimeOutMs + 60'000) {
        return shared::Error::invalidForm(u"communication_disabled_until"_s, u"GUILD_MEMBER_COMMUNICATION_DISABLED"_s,
                                          u"A time-out may last 28 days at most."_s);
    }
    changed.communicationDisabledUntil =
        until > now ? std::optional<shared::Timestamp>(shared::Timestamp(until)) : std::nullopt;
    return {};
}

/** Only roles that change have to be in the actor's reach; managed ones stay with their bot. */
shared::Result<void> MemberService::applyRoles(const QList<shared::RoleId>& wanted, const GuildAccess& access,
                                               shared::Member& changed) {
    QList<shared::RoleId> after;
    for (const shared::RoleId id : wanted) {
        if (id.value() == access.guildId().value() || after.contains(id)) continue;
        const shared::Role* role = access.graph->role(id);
        if (role == nullptr) return ErrorCode::UnknownRole;
        if (!changed.roles.contains(id) && !access.graph->canAssign(*access.member, *role)) {
            return role->managed ? ErrorCode::InvalidRole : ErrorCode::MissingPermissions;
        }
        after.append(id);
    }
    for (const shared::RoleId id : changed.roles) {
        const shared::Role* role = access.graph->role(id);
        if (after.contains(id) || role == nullptr) continue;
        if (role->managed) {
            after.append(id);
        } else if (!access.graph->canAssign(*access.member, *role)) {
            return ErrorCode::MissingPermissions;
        }
    }
    changed.roles = after;
    return {};
}

shared::Result<shared::Member> MemberService::modifySelf(const Actor& actor, shared::GuildId guild,
                                                         const shared::ModifyCurrentMember& body) {
    const shared::Permissions permissions =
        body.nick.isPresent() ? shared::Permissions(Permission::ChangeNickname) : shared::Permissions();
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, permissions));
    std::optional<QString> avatar = access.member->member.avatar;
    if (body.avatar.isNull()) avatar.reset();
    if (body.avatar.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage image,
                         m_parts.media.storeImage(ImageKind::Avatar, actor.userId.value(), *body.avatar, u"avatar"_s));
        avatar = image.hash;
    }
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Member> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const MemberRow row, tx.members().get(actor.userId));
        const MemberPtr old = Members::fromRow(*now.graph, row);
        shared::Member changed = old->member;
        if (body.nick.isPresent()) changed.nick = nickOf(body.nick);
        if (body.avatar.isPresent()) changed.avatar = avatar;
        if (changed == old->member) return changed;
        ASSIGN_OR_RETURN(const MemberPtr updated, MemberWrites::update(tx, *now.graph, row, changed));
        RETURN_IF_ERROR(recordAudit(tx, actor,
                                    {shared::AuditLogEvent::MemberUpdate, actor.userId,
                                     changesBetween(auditView(old->member), auditView(changed))}));
        return updated->member;
    });
}

shared::Result<void> MemberService::addRole(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                            shared::RoleId role) {
    return changeRole(actor, guild, user, role, true);
}

shared::Result<void> MemberService::removeRole(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                               shared::RoleId role) {
    return changeRole(actor, guild, user, role, false);
}

shared::Result<void> MemberService::changeRole(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                               shared::RoleId role, bool isGiven) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageRoles));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        const shared::Role* wanted = now.graph->role(role);
        if (wanted == nullptr) return ErrorCode::UnknownRole;
        if (!now.graph->canAssign(*now.member, *wanted)) return ErrorCode::MissingPermissions;
        ASSIGN_OR_RETURN(const MemberRow row, tx.members().get(user));
        shared::Member changed = Members::fromRow(*now.graph, row)->member;
        if (changed.roles.contains(role) == isGiven) return {};
        const QByteArray before = auditView(changed);
        if (isGiven) {
            changed.roles.append(role);
        } else {
            changed.roles.removeAll(role);
        }
        const QByteArray after = auditView(changed);
        RETURN_IF_ERROR(MemberWrites::update(tx, *now.graph, row, std::move(changed)));
        return recordAudit(tx, actor, {shared::AuditLogEvent::MemberRoleUpdate, user, changesBetween(before, after)});
    });
}

shared::Result<void> MemberService::kick(const Actor& actor, shared::GuildId guild, shared::UserId user) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::KickMembers));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const MemberRow row, tx.members().get(user));
        const MemberPtr target = Members::fromRow(*now.graph, row);
        if (!now.graph->isAbove(*now.member, *target)) return ErrorCode::MissingPermissions;
        RETURN_IF_ERROR(m_writes.remove(tx, guild, user));
        return recordAudit(tx, actor, {shared::AuditLogEvent::MemberKick, user});
    });
}

shared::Result<void> MemberService::leave(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    if (access.isOwner()) return ErrorCode::InvalidGuild;
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (now.isOwner()) return ErrorCode::InvalidGuild;
        RETURN_IF_ERROR(m_writes.remove(tx, guild, actor.userId));
        return {};
    });
}

shared::Result<void> MemberService::addBot(const Actor& actor, shared::GuildId guild, shared::UserId bot,
                                           shared::Permissions permissions) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageGuild));
    ASSIGN_OR_RETURN(const UserPtr user, m_parts.users().get(bot));
    if (!user->user.bot) return ErrorCode::ApplicationHasNoBot;
    const shared::Permissions granted = permissions & shared::kAllPermissions;
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (!now.has(granted)) return ErrorCode::MissingPermissions;
        ASSIGN_OR_RETURN(const std::optional<BanRow> ban, tx.bans().find(bot));
        if (ban) return ErrorCode::UserBanned;
        ASSIGN_OR_RETURN(const std::optional<MemberRow> row, tx.members().find(bot));

        QList<shared::RoleId> roles;
        for (const shared::Role& role : now.graph->roles()) {
            const bool isOwn = role.tags.hasValue() && role.tags->get() != nullptr && (*role.tags)->botId.hasValue() &&
                               *(*role.tags)->botId == bot;
            if (!isOwn) continue;
            roles.append(role.id);
            if (role.permissions == granted) continue;
            shared::Role changed = role;
            changed.permissions = granted;
            RETURN_IF_ERROR(tx.roles().update(toRow(changed)));
            tx.bumpGraphVersion();
            tx.emitEvent(GatewayEvent::GuildRoleUpdate, rolePayload(guild, changed), {}, changed);
        }
        GuildGraphPtr graph = now.graph;
        if (roles.isEmpty() && !granted.isEmpty()) {
            ASSIGN_OR_RETURN(const shared::Role role, RoleService::insertBotRole(tx, guild, user->user, granted));
            roles.append(role.id);
            ASSIGN_OR_RETURN(GuildGraphRows rows, tx.guilds().loadGraph());
            graph = GuildGraph::fromRows(std::move(rows));
        }
        if (row) {
            shared::Member changed = Members::fromRow(*graph, *row)->member;
            for (const shared::RoleId role : roles) {
                if (!changed.roles.contains(role)) changed.roles.append(role);
            }
            if (changed.roles == row->roles) return {};
            RETURN_IF_ERROR(MemberWrites::update(tx, *graph, *row, std::move(changed)));
            return {};
        }
        RETURN_IF_ERROR(m_writes.add(tx, *graph, *user, roles));
        tx.emitEvent(GatewayEvent::GuildIntegrationsUpdate,
                     QByteArray("{\"guild_id\":\"") + guild.toString().toLatin1() + "\"}");
        return recordAudit(tx, actor, {shared::AuditLogEvent::BotAdd, bot});
    });
}

shared::Result<void> MemberService::removeIntegration(const Actor& actor, shared::GuildId guild,
                                                      shared::IntegrationId id) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageGuild));
    const auto bot = id.as<shared::UserId>();
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const std::optional<MemberRow> row, tx.members().find(bot));
        if (!row || !row->isBot) return ErrorCode::UnknownIntegration;
        RETURN_IF_ERROR(m_writes.remove(tx, guild, bot));
        for (const shared::Role& role : now.graph->roles()) {
            const bool isOwn = role.tags.hasValue() && role.tags->get() != nullptr && (*role.tags)->botId.hasValue() &&
                               *(*role.tags)->botId == bot;
            if (!isOwn) continue;
            RETURN_IF_ERROR(tx.roles().remove(role.id));
            tx.emitEvent(GatewayEvent::GuildRoleDelete, roleDeletePayload(guild, role.id));
        }
        QByteArray payload;
        shared::JsonWriter writer(payload);
        writer.beginObject();
        writer("id", id);
        writer("guild_id", guild);
        writer("application_id", bot);
        writer.endObject();
        tx.emitEvent(GatewayEvent::IntegrationDelete, std::move(payload));
        tx.emitEvent(GatewayEvent::GuildIntegrationsUpdate,
                     QByteArray("{\"guild_id\":\"") + guild.toString().toLatin1() + "\"}");
        return recordAudit(tx, actor, {shared::AuditLogEvent::IntegrationDelete, id});
    });
}

shared::Result<int> MemberService::pruneCount(const Actor& actor, shared::GuildId guild, int days,
                                              const QList<shared::RoleId>& includeRoles) {
    ASSIGN_OR_RETURN(const GuildAccess access,
                     m_parts.access.require(actor, guild, Permission::KickMembers | Permission::ManageGuild));
    constexpr int kPage = 1000;
    const qint64 before = m_parts.clock.nowMs() - days * kDayMs;
    int count = 0;
    shared::UserId after;
    while (true) {
        ASSIGN_OR_RETURN(const QList<shared::UserId> page, m_parts.storage.read(access.key, [&](const ReadView& view) {
            return view.members().pruneCandidates(before, includeRoles, after, kPage);
        }));
        count += static_cast<int>(
            std::ranges::count_if(page, [&](shared::UserId user) { return user != access.graph->ownerId(); }));
        if (page.size() < kPage) return count;
        after = page.last();
    }
}

shared::Result<int> MemberService::prune(const Actor& actor, shared::GuildId guild, int days,
                                         const QList<shared::RoleId>& includeRoles) {
    ASSIGN_OR_RETURN(const GuildAccess access,
                     m_parts.access.require(actor, guild, Permission::KickMembers | Permission::ManageGuild));
    // In pieces, so that other writes of the guild get their turn in between.
    constexpr int kPiece = 100;
    const qint64 before = m_parts.clock.nowMs() - days * kDayMs;
    int removed = 0;
    shared::UserId after;
    while (true) {
        QList<shared::UserId> page;
        ASSIGN_OR_RETURN(const int gone, m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<int> {
            GuildAccess now = access;
            RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
            ASSIGN_OR_RETURN(page, tx.members().pruneCandidates(before, includeRoles, after, kPiece));
            int count = 0;
            for (const shared::UserId user : page) {
                if (user == now.graph->ownerId()) continue;
                ASSIGN_OR_RETURN(const bool wasThere, m_writes.remove(tx, guild, user));
                count += wasThere ? 1 : 0;
            }
            return count;
        }));
        removed += gone;
        if (page.size() < kPiece) break;
        after = page.last();
    }
    if (removed == 0) return 0;
    RETURN_IF_ERROR(m_parts.storage.write(access.key, [&](Transaction& tx) {
        AuditRecord record{shared::AuditLogEvent::MemberPrune, {}};
        record.options.deleteMemberDays = QString::number(days);
        record.options.membersRemoved = QString::number(removed);
        return recordAudit(tx, actor, std::move(record));
    }));
    return removed;
}

void MemberService::touch(shared::GuildId guild, shared::UserId user) {
    (void)m_parts.storage.write(StreamKey::guild(guild),
                                [&](Transaction& tx) { return tx.members().touch(user, tx.now()); });
}

}  // namespace server
