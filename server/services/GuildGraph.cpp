#include "server/services/GuildGraph.h"

#include <algorithm>

#include <QtCore/QJsonDocument>

#include "server/services/EventPayloads.h"
#include "server/services/GuildMember.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::GatewayEvent;
using shared::PermissionSubject;

bool isBefore(const ChannelPtr& a, const ChannelPtr& b) {
    const int left = a->position.valueOr(0);
    const int right = b->position.valueOr(0);
    return left != right ? left < right : a->id < b->id;
}

PermissionSubject subjectOf(const GuildMember& member, qint64 nowMs) {
    return PermissionSubject::of(member.userId, member.roles(), member.isTimedOut(nowMs));
}

}  // namespace

GuildGraphPtr GuildGraph::fromRows(GuildGraphRows rows) {
    auto graph = std::make_shared<GuildGraph>();
    graph->m_guild = toModel(rows.guild);
    graph->m_position = rows.position;
    graph->m_memberCount = std::make_shared<std::atomic<qint64>>(rows.memberCount);
    for (const RoleRow& role : rows.roles)
        graph->m_guild.roles.append(toModel(role));
    for (const ChannelRow& channel : rows.channels)
        graph->setChannel(toModel(channel, rows.guild.id));
    graph->finish();
    return graph;
}

bool GuildGraph::hasFeature(QLatin1StringView feature) const {
    return m_guild.features.contains(feature);
}

const GuildGraph::Node* GuildGraph::node(shared::ChannelId id) const {
    const auto it = m_nodes.find(id);
    return it == m_nodes.end() ? nullptr : &it->second;
}

const shared::Channel* GuildGraph::channel(shared::ChannelId id) const {
    const Node* found = node(id);
    return found == nullptr ? nullptr : found->channel.get();
}

ChannelPtr GuildGraph::channelPtr(shared::ChannelId id) const {
    const Node* found = node(id);
    return found == nullptr ? nullptr : found->channel;
}

shared::Channel GuildGraph::snapshot(const shared::Channel& channel) const {
    shared::Channel copy = channel;
    const Node* found = node(channel.id);
    if (found == nullptr || channel.lastMessageId.isMissing()) return copy;
    const quint64 last = found->lastMessage->load(std::memory_order_relaxed);
    if (last != 0) copy.lastMessageId = shared::MessageId(last);
    return copy;
}

shared::MessageId GuildGraph::lastMessage(shared::ChannelId id) const {
    const Node* found = node(id);
    return shared::MessageId(found == nullptr ? 0 : found->lastMessage->load(std::memory_order_relaxed));
}

const shared::Role* GuildGraph::role(shared::RoleId id) const {
    const auto it = std::ranges::find(m_guild.roles, id, &shared::Role::id);
    return it == m_guild.roles.end() ? nullptr : &*it;
}

const shared::Role& GuildGraph::everyone() const {
    const shared::Role* found = role(m_guild.id.as<shared::RoleId>());
    if (found != nullptr) return *found;
    static const shared::Role kNone;
    return kNone;
}

const shared::Emoji* GuildGraph::emoji(shared::EmojiId id) const {
    const auto it = std::ranges::find(m_guild.emojis, id, &shared::Emoji::id);
    return it == m_guild.emojis.end() ? nullptr : &*it;
}

const shared::Sticker* GuildGraph::sticker(shared::StickerId id) const {
    const auto it = std::ranges::find(m_guild.stickers, id, &shared::Sticker::id);
    return it == m_guild.stickers.end() ? nullptr : &*it;
}

shared::Permissions GuildGraph::permissions(const GuildMember& member, qint64 nowMs) const {
    return shared::guildPermissions(m_table, subjectOf(member, nowMs));
}

shared::Permissions GuildGraph::permissionsIn(shared::ChannelId id, const GuildMember& member, qint64 nowMs) const {
    const Node* found = node(id);
    if (found == nullptr) return {};
    const Node* home = found->table ? found : node(found->channel->parentId.valueOr(shared::ChannelId()));
    if (home == nullptr || !home->table) return {};
    return shared::channelPermissions(m_table, *home->table, found->channel->type, subjectOf(member, nowMs));
}

shared::Permissions GuildGraph::permissionsIn(const shared::Channel& channel, const GuildMember& member,
                                              qint64 nowMs) const {
    if (shared::isThread(channel.type)) {
        return permissionsIn(channel.parentId.valueOr(shared::ChannelId()), member, nowMs);
    }
    const shared::ChannelPermissionTable table(m_guild.id, channel.permissionOverwrites.value());
    return shared::channelPermissions(m_table, table, channel.type, subjectOf(member, nowMs));
}

bool GuildGraph::isAbove(const GuildMember& member, const GuildMember& other) const {
    return shared::canManage(m_table, subjectOf(member, 0), subjectOf(other, 0));
}

bool GuildGraph::isAbove(const GuildMember& member, const shared::Role& role) const {
    return shared::isRoleBelow(m_table, subjectOf(member, 0), role.id);
}

bool GuildGraph::canAssign(const GuildMember& member, const shared::Role& role) const {
    return shared::canAssignRole(m_table, subjectOf(member, 0), role.id);
}

QList<shared::RoleId> GuildGraph::existing(const QList<shared::RoleId>& roles) const {
    const bool isAllThere = std::ranges::all_of(
        roles, [this](shared::RoleId id) { return m_table.find(id) != nullptr && id.value() != m_guild.id.value(); });
    if (isAllThere) return roles;
    QList<shared::RoleId> left;
    for (const shared::RoleId id : roles) {
        if (m_table.find(id) != nullptr && id.value() != m_guild.id.value()) left.append(id);
    }
    return left;
}

bool GuildGraph::isChangedBy(GatewayEvent type) {
    switch (type) {
        case GatewayEvent::GuildUpdate:
        case GatewayEvent::GuildEmojisUpdate:
        case GatewayEvent::GuildStickersUpdate:
        case GatewayEvent::GuildRoleCreate:
        case GatewayEvent::GuildRoleUpdate:
        case GatewayEvent::GuildRoleDelete:
        case GatewayEvent::ChannelCreate:
        case GatewayEvent::ChannelUpdate:
        case GatewayEvent::ChannelDelete:
        case GatewayEvent::ChannelPinsUpdate:
        case GatewayEvent::ThreadCreate:
        case GatewayEvent::ThreadUpdate:
        case GatewayEvent::ThreadDelete:
            return true;
        default:
            return false;
    }
}

void GuildGraph::count(const Event& event) const {
    switch (event.type) {
        case GatewayEvent::MessageCreate:
            if (const Node* found = node(event.channelId)) {
                found->lastMessage->store(messageOf(event).value(), std::memory_order_relaxed);
            }
            break;
        case GatewayEvent::GuildMemberAdd:
            m_memberCount->fetch_add(1, std::memory_order_relaxed);
            break;
        case GatewayEvent::GuildMemberRemove:
            m_memberCount->fetch_sub(1, std::memory_order_relaxed);
            break;
        default:
            break;
    }
}

void GuildGraph::apply(const Event& event) {
    m_position.seq = event.seq;
    m_position.epoch = event.epoch;
    m_position.graphVersion = event.graphVersion;
    const auto payload = [&] { return QJsonDocument::fromJson(event.payload).object(); };
    switch (event.type) {
        case GatewayEvent::GuildUpdate:
            if (auto guild = guildOf(event)) {
                // Roles, emojis and stickers have events of their own, and theirs is the order that counts.
                guild->roles = m_guild.roles;
                guild->emojis = m_guild.emojis;
                guild->stickers = m_guild.stickers;
                m_guild = std::move(*guild);
            }
            break;
        case GatewayEvent::GuildEmojisUpdate:
            if (auto list = shared::fromJson<QList<shared::Emoji>>(payload().value("emojis"_L1)); list.has_value()) {
                m_guild.emojis = std::move(list).value();
            }
            break;
        case GatewayEvent::GuildStickersUpdate:
            if (auto list = shared::fromJson<QList<shared::Sticker>>(payload().value("stickers"_L1));
                list.has_value()) {
                m_guild.stickers = std::move(list).value();
            }
            break;
        case GatewayEvent::GuildRoleCreate:
        case GatewayEvent::GuildRoleUpdate:
            if (const auto role = roleModelOf(event)) setRole(*role);
            break;
        case GatewayEvent::GuildRoleDelete:
            removeRole(roleOf(event));
            break;
        case GatewayEvent::ChannelCreate:
        case GatewayEvent::ChannelUpdate:
        case GatewayEvent::ThreadCreate:
        case GatewayEvent::ThreadUpdate:
            if (auto channel = channelOf(event)) setChannel(std::move(*channel));
            break;
        case GatewayEvent::ChannelDelete:
        case GatewayEvent::ThreadDelete:
            removeChannel(event.channelId);
            break;
        case GatewayEvent::ChannelPinsUpdate:
            if (const ChannelPtr channel = channelPtr(event.channelId)) {
                shared::Channel changed = *channel;
                const auto at = shared::Timestamp::fromString(payload().value("last_pin_timestamp"_L1).toString());
                changed.lastPinTimestamp = at ? shared::Field<shared::Timestamp>(*at) : nullptr;
                setChannel(std::move(changed));
            }
            break;
        default:
            break;
    }
}

void GuildGraph::setChannel(shared::Channel channel) {
    Node& home = m_nodes[channel.id];
    if (!home.lastMessage) {
        home.lastMessage =
            std::make_shared<std::atomic<quint64>>(channel.lastMessageId.valueOr(shared::MessageId()).value());
    }
    if (!shared::isThread(channel.type)) {
        home.table =
            std::make_shared<const shared::ChannelPermissionTable>(m_guild.id, channel.permissionOverwrites.value());
    }
    home.channel = std::make_shared<const shared::Channel>(std::move(channel));
}

void GuildGraph::removeChannel(shared::ChannelId id) {
    m_nodes.erase(id);
    std::erase_if(m_nodes, [id](const auto& entry) {
        const shared::Channel& other = *entry.second.channel;
        return shared::isThread(other.type) && other.parentId.valueOr(shared::ChannelId()) == id;
    });
}

void GuildGraph::setRole(const shared::Role& role) {
    const auto it = std::ranges::find(m_guild.roles, role.id, &shared::Role::id);
    if (it == m_guild.roles.end()) {
        m_guild.roles.append(role);
    } else {
        *it = role;
    }
}

void GuildGraph::removeRole(shared::RoleId id) {
    m_guild.roles.removeIf([id](const shared::Role& role) { return role.id == id; });
    for (auto& [channelId, home] : m_nodes) {
        const QList<shared::Overwrite>& overwrites = home.channel->permissionOverwrites.value();
        const bool names = std::ranges::any_of(
            overwrites, [id](const shared::Overwrite& one) { return one.id.value() == id.value(); });
        if (!names) continue;
        shared::Channel changed = *home.channel;
        changed.permissionOverwrites.edit().removeIf(
            [id](const shared::Overwrite& one) { return one.id.value() == id.value(); });
        setChannel(std::move(changed));
    }
}

void GuildGraph::finish() {
    std::ranges::sort(m_guild.roles, [](const shared::Role& a, const shared::Role& b) {
        return a.position != b.position ? a.position < b.position : a.id < b.id;
    });
    m_table = shared::GuildPermissionTable(m_guild.id, m_guild.ownerId, m_guild.roles);
    m_channels.clear();
    m_threads.clear();
    for (const auto& [id, home] : m_nodes) {
        (shared::isThread(home.channel->type) ? m_threads : m_channels).push_back(home.channel);
    }
    std::ranges::sort(m_channels, isBefore);
    std::ranges::sort(m_threads, isBefore);
}

}  // namespace server
