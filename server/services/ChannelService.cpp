#include "server/services/ChannelService.h"

#include <algorithm>

#include "server/services/AuditTrail.h"
#include "server/services/ChannelRules.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"
#include "shared/permissions/PermissionCalculator.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ChannelType;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

constexpr int kPurgePiece = 500;
constexpr int kPurgePieces = 10;

void emitChannel(Transaction& tx, GatewayEvent type, const shared::Channel& channel) {
    tx.bumpGraphVersion();
    EventRoute route;
    route.channelId = channel.id;
    tx.emitEvent(type, shared::toJson(channel), route, channel);
}

shared::Result<void> update(Transaction& tx, const shared::Channel& channel) {
    RETURN_IF_ERROR(tx.channels().update(toRow(channel)));
    emitChannel(tx, GatewayEvent::ChannelUpdate, channel);
    return {};
}

/** Channels sort within their kind: categories, those to write in, those to speak in. */
int sortGroup(ChannelType type) {
    if (type == ChannelType::GuildCategory) return 0;
    return shared::isVoice(type) ? 2 : 1;
}

int nextPosition(const GuildGraph& graph, ChannelType type) {
    int next = 0;
    for (const ChannelPtr& channel : graph.channels()) {
        if (sortGroup(channel->type) == sortGroup(type)) next = std::max(next, channel->position.valueOr(0) + 1);
    }
    return next;
}

shared::Result<void> checkType(const GuildGraph& graph, ChannelType type) {
    const bool isCommunity = graph.hasFeature("COMMUNITY"_L1);
    const bool isAllowed = type == ChannelType::GuildAnnouncement ? isCommunity || graph.hasFeature("NEWS"_L1)
                           : type == ChannelType::GuildStageVoice ? isCommunity
                                                                  : true;
    if (!isCreatable(type) || !isAllowed) {
        return shared::Error::invalidForm(u"type"_s, u"BASE_TYPE_CHOICES"_s,
                                          u"This guild cannot have a channel of this type"_s);
    }
    return {};
}

bool isSetEqual(const QList<shared::Overwrite>& a, const QList<shared::Overwrite>& b) {
    return a.size() == b.size() &&
           std::ranges::all_of(a, [&](const shared::Overwrite& one) { return b.contains(one); });
}

}  // namespace

shared::Result<shared::Channel> ChannelService::get(const Actor& actor, shared::ChannelId channel) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    if (access.isGuild()) return access.graph->snapshot(*access.channel);
    if (m_dms == nullptr) return *access.channel;
    return m_dms->view(actor, *access.privateChannel);
}

shared::Result<QList<shared::Channel>> ChannelService::list(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    const qint64 now = m_parts.clock.nowMs();
    QList<shared::Channel> channels;
    for (const ChannelPtr& channel : access.graph->channels()) {
        if (access.graph->canView(channel->id, *access.member, now)) {
            channels.append(access.graph->snapshot(*channel));
        }
    }
    return channels;
}

shared::Result<shared::Channel> ChannelService::create(const Actor& actor, shared::GuildId guild,
                                                       const shared::CreateChannel& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageChannels));
    const ChannelType type = body.type.valueOr(ChannelType::GuildText);
    RETURN_IF_ERROR(checkType(*access.graph, type));
    shared::Channel wanted;
    wanted.type = type;
    wanted.guildId = guild;
    wanted.name = channelName(body.name, type);
    if (wanted.name->isEmpty()) {
        return shared::Error::invalidForm(u"name"_s, u"BASE_TYPE_BAD_LENGTH"_s,
                                          u"Must be between 1 and 100 in length."_s);
    }
    applyCommon(body, wanted);
    if (body.availableTags.hasValue()) {
        ASSIGN_OR_RETURN(wanted.availableTags, resolveTags(*body.availableTags, m_parts.ids));
    }

    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Channel> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (now.graph->channels().size() >= shared::limits::kChannelsPerGuild) return ErrorCode::MaxChannels;
        shared::Channel channel = wanted;
        channel.id = tx.nextId<shared::ChannelId>();
        channel.position = body.position.valueOr(nextPosition(*now.graph, type));
        const shared::Channel* category = nullptr;
        if (body.parentId.hasValue() && type != ChannelType::GuildCategory) {
            ASSIGN_OR_RETURN(category, categoryOf(*now.graph, *body.parentId));
            channel.parentId = category->id;
        }
        if (body.permissionOverwrites.hasValue()) {
            ASSIGN_OR_RETURN(channel.permissionOverwrites,
                             resolveOverwrites(*body.permissionOverwrites, {}, now.permissions, *now.graph));
        } else if (category != nullptr) {
            channel.permissionOverwrites = category->permissionOverwrites;
        }
        completeForType(channel);
        RETURN_IF_ERROR(tx.channels().insert(toRow(channel)));
        RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Channel, directoryName(channel.id)));
        emitChannel(tx, GatewayEvent::ChannelCreate, channel);
        RETURN_IF_ERROR(recordAudit(
            tx, actor,
            {shared::AuditLogEvent::ChannelCreate, channel.id, changesBetween({}, shared::toJson(channel))}));
        return channel;
    });
}

shared::Result<shared::Channel> ChannelService::modify(const Actor& actor, shared::ChannelId channel,
                                                       const shared::ModifyChannel& body) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    if (!access.isGuild()) return ErrorCode::CannotExecuteOnDm;
    const shared::Permissions needed = shared::isThread(access.channel->type)
                                           ? shared::Permissions(Permission::ManageThreads)
                                           : shared::Permissions(Permission::ManageChannels);
    if (!access.has(needed)) return ErrorCode::MissingPermissions;
    ChannelAccess strict = access;
    strict.required = needed;
    return m_parts.storage.write(access.key, [&](Transaction& tx) { return modifyInUnit(tx, actor, strict, body); });
}

shared::Result<shared::Channel> ChannelService::modifyInUnit(Transaction& tx, const Actor& actor,
                                                             const ChannelAccess& access,
                                                             const shared::ModifyChannel& body) {
    ChannelAccess now = access;
    RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
    ASSIGN_OR_RETURN(const ChannelRow row, tx.channels().get(now.channelId()));
    const shared::Channel old = toModel(row, now.guildId());
    shared::Channel changed = old;
    if (body.type.hasValue() && *body.type != old.type) {
        const auto isConvertible = [](ChannelType type) {
            return type == ChannelType::GuildText || type == ChannelType::GuildAnnouncement;
        };
        if (!isConvertible(old.type) || !isConvertible(*body.type)) return ErrorCode::WrongChannelType;
        RETURN_IF_ERROR(checkType(*now.graph, *body.type));
        changed.type = *body.type;
    }
    if (body.name.hasValue()) changed.name = channelName(*body.name, changed.type);
    if (body.position.hasValue()) changed.position = *body.position;
    if (body.flags.hasValue()) changed.flags = *body.flags;
    applyCommon(body, changed);
    if (body.parentId.isNull()) changed.parentId = nullptr;
    if (body.parentId.hasValue()) {
        if (old.type == ChannelType::GuildCategory) return ErrorCode::WrongChannelType;
        ASSIGN_OR_RETURN(const shared::Channel* category, categoryOf(*now.graph, *body.parentId));
        changed.parentId = category->id;
    }
    if (body.availableTags.hasValue()) {
        ASSIGN_OR_RETURN(changed.availableTags, resolveTags(*body.availableTags, m_parts.ids));
    }
    if (body.permissionOverwrites.isPresent()) {
        if (!now.has(Permission::ManageRoles)) return ErrorCode::MissingPermissions;
        ASSIGN_OR_RETURN(changed.permissionOverwrites,
                         resolveOverwrites(body.permissionOverwrites.value(), old.permissionOverwrites.value(),
                                           now.permissions, *now.graph));
    }
    completeForType(changed);
    if (changed == old) return now.graph->snapshot(changed);
    RETURN_IF_ERROR(update(tx, changed));

    const bool isShared = old.type == ChannelType::GuildCategory &&
                          !isSetEqual(old.permissionOverwrites.value(), changed.permissionOverwrites.value());
    for (const ChannelPtr& other : now.graph->channels()) {
        if (!isShared || other->parentId.valueOr(shared::ChannelId()) != old.id) continue;
        if (!isSetEqual(other->permissionOverwrites.value(), old.permissionOverwrites.value())) continue;
        shared::Channel follower = now.graph->snapshot(*other);
        follower.permissionOverwrites = changed.permissionOverwrites;
        RETURN_IF_ERROR(update(tx, follower));
    }
    RETURN_IF_ERROR(recordAudit(
        tx, actor,
        {shared::AuditLogEvent::ChannelUpdate, old.id, changesBetween(shared::toJson(old), shared::toJson(changed))}));
    return changed;
}

shared::Result<void> ChannelService::setPositions(const Actor& actor, shared::GuildId guild,
                                                  const QList<shared::ChannelPosition>& positions) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageChannels));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        for (const shared::ChannelPosition& wish : positions) {
            const shared::Channel* found = now.graph->channel(wish.id);
            if (found == nullptr || shared::isThread(found->type)) return ErrorCode::UnknownChannel;
            shared::Channel changed = now.graph->snapshot(*found);
            if (wish.position.hasValue()) changed.position = *wish.position;
            if (wish.parentId.isNull()) changed.parentId = nullptr;
            if (wish.parentId.hasValue() && found->type != ChannelType::GuildCategory) {
                ASSIGN_OR_RETURN(const shared::Channel* category, categoryOf(*now.graph, *wish.parentId));
                changed.parentId = category->id;
                if (wish.lockPermissions.valueOr(false)) {
                    if (!now.has(Permission::ManageRoles)) return ErrorCode::MissingPermissions;
                    changed.permissionOverwrites = category->permissionOverwrites;
                }
            }
            if (changed == now.graph->snapshot(*found)) continue;
            RETURN_IF_ERROR(update(tx, changed));
        }
        return {};
    });
}

shared::Result<shared::Channel> ChannelService::remove(const Actor& actor, shared::ChannelId channel) {
    ASSIGN_OR_RETURN(const ChannelAccess seen, m_parts.access.require(actor, channel));
    if (!seen.isGuild()) {
        if (m_dms == nullptr) return ErrorCode::CannotExecuteOnDm;
        return m_dms->close(actor, *seen.privateChannel);
    }
    ChannelAccess access = seen;
    access.required = shared::isThread(seen.channel->type) ? Permission::ManageThreads : Permission::ManageChannels;
    if (!access.has(access.required)) return ErrorCode::MissingPermissions;
    RETURN_IF_ERROR(
        m_parts.storage.write(access.key, [&](Transaction& tx) { return removeInUnit(tx, actor, access); }));
    (void)removeMessages(m_parts.storage, access.key, channel);  // what is left after it is the job's
    return access.graph->snapshot(*access.channel);
}

shared::Result<void> ChannelService::removeInUnit(Transaction& tx, const Actor& actor, const ChannelAccess& access) {
    ChannelAccess now = access;
    RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
    const shared::Channel gone = now.graph->snapshot(*now.channel);
    shared::Guild guild = now.graph->guild();
    if (now.graph->hasFeature("COMMUNITY"_L1) &&
        (guild.rulesChannelId == gone.id || guild.publicUpdatesChannelId == gone.id)) {
        return ErrorCode::CommunityChannelRequired;
    }
    RETURN_IF_ERROR(tx.channels().remove(gone.id));
    RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::Channel, directoryName(gone.id)));
    ASSIGN_OR_RETURN(const QList<InviteRow> invites, tx.invites().listByChannel(gone.id));
    for (const InviteRow& invite : invites) {
        RETURN_IF_ERROR(tx.invites().remove(invite.code));
        RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::InviteCode, invite.code));
    }
    for (const ChannelPtr& thread : now.graph->threads()) {
        if (thread->parentId.valueOr(shared::ChannelId()) == gone.id) {
            RETURN_IF_ERROR(tx.channels().remove(thread->id));
        }
    }
    for (const ChannelPtr& other : now.graph->channels()) {
        if (other->parentId.valueOr(shared::ChannelId()) != gone.id) continue;
        shared::Channel freed = now.graph->snapshot(*other);
        freed.parentId = nullptr;
        RETURN_IF_ERROR(update(tx, freed));
    }
    emitChannel(tx, shared::isThread(gone.type) ? GatewayEvent::ThreadDelete : GatewayEvent::ChannelDelete, gone);

    const shared::Guild before = guild;
    for (auto* reference : {&guild.systemChannelId, &guild.afkChannelId, &guild.widgetChannelId, &guild.rulesChannelId,
                            &guild.publicUpdatesChannelId, &guild.safetyAlertsChannelId}) {
        if (*reference == gone.id) reference->reset();
    }
    if (!(guild == before)) {
        RETURN_IF_ERROR(tx.guilds().update(toRow(guild)));
        tx.emitEvent(GatewayEvent::GuildUpdate, shared::toJson(guild), {}, guild);
    }
    return recordAudit(tx, actor,
                       {shared::AuditLogEvent::ChannelDelete, gone.id, changesBetween(shared::toJson(gone), {})});
}

shared::Result<int> ChannelService::removeMessages(Storage& storage, const StreamKey& key, shared::ChannelId channel) {
    int removed = 0;
    for (int i = 0; i < kPurgePieces; ++i) {
        ASSIGN_OR_RETURN(const int piece, storage.write(key, [channel](Transaction& tx) -> shared::Result<int> {
            ASSIGN_OR_RETURN(const int count, tx.messages().removeAll(channel, kPurgePiece));
            if (count < kPurgePiece) RETURN_IF_ERROR(tx.channels().forgetRemoved(channel));
            return count;
        }));
        removed += piece;
        if (piece < kPurgePiece) break;
    }
    return removed;
}

shared::Result<void> ChannelService::setOverwrite(const Actor& actor, shared::ChannelId channel,
                                                  shared::OverwriteId target, const shared::EditOverwrite& body) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageRoles));
    if (!access.isGuild()) return ErrorCode::CannotExecuteOnDm;
    if (shared::isThread(access.channel->type)) return ErrorCode::WrongChannelType;
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        shared::Channel changed = now.graph->snapshot(*now.channel);
        QList<shared::Overwrite>& list = changed.permissionOverwrites.edit();
        const auto it = std::ranges::find(list, target, &shared::Overwrite::id);
        const bool isNew = it == list.end();
        if (isNew && list.size() >= shared::limits::kOverwritesPerChannel) return ErrorCode::MaxOverwrites;
        const bool isRole = now.graph->role(target.as<shared::RoleId>()) != nullptr;
        shared::Overwrite before;
        before.id = target;
        before.type = body.type.valueOr(isRole ? shared::OverwriteType::Role : shared::OverwriteType::Member);
        if (!isNew) before = *it;
        shared::Overwrite after = before;
        if (body.type.hasValue()) after.type = *body.type;
        if (isNew && after.type == shared::OverwriteType::Role && !isRole) return ErrorCode::UnknownRole;
        after.allow = body.allow.valueOr(shared::Permissions());
        after.deny = body.deny.valueOr(shared::Permissions());
        RETURN_IF_ERROR(checkOverwriteChange(isNew ? shared::Overwrite() : before, after, now.permissions));
        if (!isNew && after == before) return {};
        if (isNew) {
            list.append(after);
        } else {
            *it = after;
        }
        RETURN_IF_ERROR(update(tx, changed));
        AuditRecord record{
            isNew ? shared::AuditLogEvent::ChannelOverwriteCreate : shared::AuditLogEvent::ChannelOverwriteUpdate,
            channel, changesBetween(isNew ? QByteArray() : shared::toJson(before), shared::toJson(after))};
        record.options.id = target;
        record.options.type = after.type == shared::OverwriteType::Role ? u"0"_s : u"1"_s;
        return recordAudit(tx, actor, std::move(record));
    });
}

shared::Result<void> ChannelService::removeOverwrite(const Actor& actor, shared::ChannelId channel,
                                                     shared::OverwriteId target) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageRoles));
    if (!access.isGuild()) return ErrorCode::CannotExecuteOnDm;
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        shared::Channel changed = now.graph->snapshot(*now.channel);
        QList<shared::Overwrite>& list = changed.permissionOverwrites.edit();
        const auto it = std::ranges::find(list, target, &shared::Overwrite::id);
        if (it == list.end()) return ErrorCode::UnknownOverwrite;
        const shared::Overwrite before = *it;
        RETURN_IF_ERROR(checkOverwriteChange(before, shared::Overwrite(), now.permissions));
        list.erase(it);
        RETURN_IF_ERROR(update(tx, changed));
        AuditRecord record{shared::AuditLogEvent::ChannelOverwriteDelete, channel,
                           changesBetween(shared::toJson(before), {})};
        record.options.id = target;
        record.options.type = before.type == shared::OverwriteType::Role ? u"0"_s : u"1"_s;
        return recordAudit(tx, actor, std::move(record));
    });
}

}  // namespace server
