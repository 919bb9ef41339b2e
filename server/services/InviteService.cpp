#include "server/services/InviteService.h"

#include "server/services/AuditTrail.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

namespace server {
namespace {

/** What the audit log keeps of an invite; clients find it by its code. */
QList<shared::AuditLogChange> auditChanges(const InviteRow& row, bool isNew) {
    const QList<std::pair<QString, QJsonValue>> fields{
        {QStringLiteral("code"), row.code},
        {QStringLiteral("channel_id"), row.channelId.toString()},
        {QStringLiteral("max_age"), row.maxAge},
        {QStringLiteral("max_uses"), row.maxUses},
        {QStringLiteral("temporary"), row.isTemporary},
        {QStringLiteral("uses"), row.uses},
    };
    QList<shared::AuditLogChange> changes;
    for (const auto& [key, value] : fields) {
        shared::AuditLogChange change;
        change.key = key;
        (isNew ? change.newValue : change.oldValue) = value;
        changes.append(std::move(change));
    }
    return changes;
}

using shared::Box;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

constexpr int kCodeLength = 8;
constexpr int kDefaultMaxAge = 86400;  // seconds

std::optional<shared::Timestamp> timeOf(qint64 ms) {
    return ms != 0 ? std::optional<shared::Timestamp>(shared::Timestamp(ms)) : std::nullopt;
}

QByteArray createPayload(shared::GuildId guild, const InviteRow& row) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("channel_id", row.channelId);
    writer("code", row.code);
    writer("created_at", shared::Timestamp(row.createdAt));
    writer("guild_id", guild);
    if (!row.inviter.isEmpty()) {
        writer.key("inviter");
        writer.raw(row.inviter);
    }
    writer("max_age", row.maxAge);
    writer("max_uses", row.maxUses);
    writer("temporary", row.isTemporary);
    writer("uses", row.uses);
    writer("expires_at", timeOf(row.expiresAt));
    writer("type", 0);
    writer.endObject();
    return out;
}

QByteArray deletePayload(shared::GuildId guild, const InviteRow& row) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("channel_id", row.channelId);
    writer("guild_id", guild);
    writer("code", row.code);
    writer.endObject();
    return out;
}

/** Invites are told to those who may manage the channel. */
EventRoute routeOf(const InviteRow& row) {
    EventRoute route;
    route.channelId = row.channelId;
    route.permissions = static_cast<quint64>(Permission::ManageChannels);
    return route;
}

shared::InviteGuild guildOf(const shared::Guild& guild) {
    shared::InviteGuild out;
    out.id = guild.id;
    out.name = guild.name;
    out.splash = guild.splash;
    out.banner = guild.banner;
    out.description = guild.description;
    out.icon = guild.icon;
    out.features = guild.features;
    out.verificationLevel = guild.verificationLevel;
    out.vanityUrlCode = guild.vanityUrlCode;
    out.nsfwLevel = guild.nsfwLevel;
    out.nsfw = guild.nsfw;
    out.premiumSubscriptionCount = guild.premiumSubscriptionCount;
    return out;
}

}  // namespace

bool InviteService::isAlive(const InviteRow& row) const {
    const bool isUsedUp = row.maxUses > 0 && row.uses >= row.maxUses;
    const bool isExpired = row.expiresAt != 0 && row.expiresAt <= m_parts.clock.nowMs();
    return !isUsedUp && !isExpired;
}

shared::Invite InviteService::toModel(const GuildGraph& graph, const InviteRow& row, bool withMetadata) const {
    shared::Invite invite;
    invite.code = row.code;
    invite.guild = Box<shared::InviteGuild>(guildOf(graph.guild()));
    invite.guildId = graph.id();
    shared::InviteChannel channel;
    channel.id = row.channelId;
    if (const shared::Channel* known = graph.channel(row.channelId)) {
        channel.type = known->type;
        channel.name = known->name.toOptional();
    }
    invite.channel = Box<shared::InviteChannel>(std::move(channel));
    if (row.inviterId) {
        const MemberPtr member = m_parts.members().cached(graph.id(), row.inviterId);
        if (member) {
            invite.inviter = Box<shared::User>(member->user());
        } else if (auto user = shared::fromJson<shared::User>(row.inviter); user.has_value()) {
            invite.inviter = Box<shared::User>(std::move(user).value());
        }
    }
    invite.expiresAt = timeOf(row.expiresAt);
    if (withMetadata) {
        invite.uses = row.uses;
        invite.maxUses = row.maxUses;
        invite.maxAge = row.maxAge;
        invite.temporary = row.isTemporary;
        invite.createdAt = shared::Timestamp(row.createdAt);
    }
    return invite;
}

QString InviteService::newCode() {
    return m_parts.random.alphanumeric(kCodeLength);
}

shared::Result<InviteService::Found> InviteService::find(const QString& code) {
    ASSIGN_OR_RETURN(const std::optional<StreamKey> key, m_parts.storage.lookUp(DirectoryKind::InviteCode, code));
    if (!key || !key->guildId()) return ErrorCode::UnknownInvite;
    Found found;
    found.key = *key;
    auto graph = m_parts.graphs().get(key->guildId());
    if (!graph.has_value()) {
        if (graph.error().code() == ErrorCode::UnknownGuild) return ErrorCode::UnknownInvite;
        return std::move(graph).error();
    }
    found.graph = std::move(graph).value();
    ASSIGN_OR_RETURN(found.row,
                     m_parts.storage.read(*key, [&](const ReadView& view) { return view.invites().get(code); }));
    if (!isAlive(found.row) || found.graph->channel(found.row.channelId) == nullptr) return ErrorCode::UnknownInvite;
    return found;
}

shared::Result<shared::Invite> InviteService::create(const Actor& actor, shared::ChannelId channel,
                                                     const shared::CreateInvite& body) {
    ASSIGN_OR_RETURN(const ChannelAccess access,
                     m_parts.access.require(actor, channel, Permission::CreateInstantInvite));
    if (!access.isGuild()) return ErrorCode::CannotExecuteOnDm;
    if (access.channel->type == shared::ChannelType::GuildCategory) return ErrorCode::WrongChannelType;

    InviteRow wanted;
    wanted.code = newCode();
    wanted.channelId = channel;
    wanted.inviterId = actor.userId;
    wanted.inviter = access.actorJson();
    wanted.maxAge = body.maxAge.valueOr(kDefaultMaxAge);
    wanted.maxUses = body.maxUses.valueOr(0);
    wanted.isTemporary = body.temporary.valueOr(false);
    const bool mustBeNew = body.unique.valueOr(false);

    ASSIGN_OR_RETURN(
        const InviteRow row, m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<InviteRow> {
            ChannelAccess now = access;
            RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
            ASSIGN_OR_RETURN(const QList<InviteRow> all, tx.invites().list());
            if (!mustBeNew) {
                for (const InviteRow& old : all) {
                    const bool isSame = old.channelId == channel && old.inviterId == actor.userId &&
                                        old.maxAge == wanted.maxAge && old.maxUses == wanted.maxUses &&
                                        old.isTemporary == wanted.isTemporary && isAlive(old);
                    if (isSame) return old;
                }
            }
            if (all.size() >= shared::limits::kInvitesPerGuild) return ErrorCode::MaxInvites;
            InviteRow made = wanted;
            made.createdAt = tx.now();
            made.expiresAt = made.maxAge > 0 ? tx.now() + qint64(made.maxAge) * 1000 : 0;
            RETURN_IF_ERROR(tx.invites().insert(made));
            RETURN_IF_ERROR(tx.directory().put(DirectoryKind::InviteCode, made.code));
            tx.emitEvent(GatewayEvent::InviteCreate, createPayload(now.guildId(), made), routeOf(made));
            RETURN_IF_ERROR(
                recordAudit(tx, actor, {shared::AuditLogEvent::InviteCreate, {}, auditChanges(made, true)}));
            return made;
        }));
    return toModel(*access.graph, row, true);
}

shared::Result<shared::Invite> InviteService::get(const QString& code, bool withCounts) {
    ASSIGN_OR_RETURN(const Found found, find(code));
    shared::Invite invite = toModel(*found.graph, found.row, false);
    if (withCounts) {
        invite.approximateMemberCount = found.graph->memberCount();
        invite.approximatePresenceCount = m_online != nullptr ? m_online->onlineMembers(found.graph->id()) : 0;
    }
    return invite;
}

shared::Result<QList<shared::Invite>> InviteService::listForGuild(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    const bool mayManage = access.has(Permission::ManageGuild);
    if (!mayManage && !access.has(Permission::ViewAuditLog)) return ErrorCode::MissingPermissions;
    ASSIGN_OR_RETURN(const QList<InviteRow> rows,
                     m_parts.storage.read(access.key, [](const ReadView& view) { return view.invites().list(); }));
    QList<shared::Invite> invites;
    for (const InviteRow& row : rows) {
        if (isAlive(row)) invites.append(toModel(*access.graph, row, mayManage));
    }
    return invites;
}

shared::Result<QList<shared::Invite>> InviteService::listForChannel(const Actor& actor, shared::ChannelId channel) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageChannels));
    ASSIGN_OR_RETURN(const QList<InviteRow> rows, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return view.invites().listByChannel(channel);
    }));
    QList<shared::Invite> invites;
    for (const InviteRow& row : rows) {
        if (isAlive(row)) invites.append(toModel(*access.graph, row, true));
    }
    return invites;
}

shared::Result<void> InviteService::removeRow(Transaction& tx, const GuildGraph& graph, const InviteRow& row) const {
    RETURN_IF_ERROR(tx.invites().remove(row.code));
    RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::InviteCode, row.code));
    tx.emitEvent(GatewayEvent::InviteDelete, deletePayload(graph.id(), row), routeOf(row));
    return {};
}

shared::Result<shared::Invite> InviteService::remove(const Actor& actor, const QString& code) {
    ASSIGN_OR_RETURN(const Found found, find(code));
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, found.graph->id()));
    RETURN_IF_ERROR(m_parts.storage.write(found.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        const shared::Permissions inChannel =
            now.graph->permissionsIn(found.row.channelId, *now.member, m_parts.clock.nowMs());
        const bool mayRemove = now.has(Permission::ManageGuild) || inChannel.has(Permission::ManageChannels) ||
                               found.row.inviterId == actor.userId;
        if (!mayRemove) return ErrorCode::MissingPermissions;
        ASSIGN_OR_RETURN(const InviteRow row, tx.invites().get(code));
        RETURN_IF_ERROR(removeRow(tx, *now.graph, row));
        return recordAudit(tx, actor, {shared::AuditLogEvent::InviteDelete, {}, auditChanges(row, false)});
    }));
    return toModel(*found.graph, found.row, true);
}

shared::Result<InviteService::Accepted> InviteService::accept(const Actor& actor, const QString& code) {
    if (actor.isBot) return ErrorCode::BotsCannotUse;
    ASSIGN_OR_RETURN(const Found found, find(code));
    ASSIGN_OR_RETURN(const UserPtr user, m_parts.users().get(actor.userId));
    Accepted accepted;
    ASSIGN_OR_RETURN(accepted.isNewMember,
                     m_parts.storage.write(found.key, [&](Transaction& tx) -> shared::Result<bool> {
                         ASSIGN_OR_RETURN(const std::optional<BanRow> ban, tx.bans().find(actor.userId));
                         if (ban) return ErrorCode::UserBanned;
                         ASSIGN_OR_RETURN(const std::optional<MemberRow> member, tx.members().find(actor.userId));
                         if (member) return false;
                         ASSIGN_OR_RETURN(const InviteRow used, tx.invites().use(code, tx.now()));
                         // The graph decides nothing here but which roles and which system channel there are.
                         GuildGraphPtr graph = found.graph;
                         if (graph->version() != tx.graphVersion()) {
                             ASSIGN_OR_RETURN(GuildGraphRows rows, tx.guilds().loadGraph());
                             graph = GuildGraph::fromRows(std::move(rows));
                         }
                         RETURN_IF_ERROR(m_memberWrites.add(tx, *graph, *user, {}));
                         if (used.maxUses > 0 && used.uses >= used.maxUses)
                             RETURN_IF_ERROR(removeRow(tx, *graph, used));
                         return true;
                     }));
    accepted.invite = toModel(*found.graph, found.row, false);
    return accepted;
}

shared::Result<int> InviteService::removeExpired(shared::GuildId guild) {
    return m_parts.storage.write(StreamKey::guild(guild), [&](Transaction& tx) -> shared::Result<int> {
        ASSIGN_OR_RETURN(const QList<QString> codes, tx.invites().removeExpired(tx.now(), 100));
        for (const QString& code : codes) {
            RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::InviteCode, code));
        }
        return static_cast<int>(codes.size());
    });
}

}  // namespace server
