#include "app/store/PermissionReader.h"

namespace app {

using shared::Permission;
using shared::Permissions;

namespace {

constexpr qint64 kKeepMs = 2'000;

/** What everybody may in a DM. */
constexpr Permissions kDmPermissions =
    Permission::ViewChannel | Permission::SendMessages | Permission::ReadMessageHistory | Permission::AddReactions |
    Permission::AttachFiles | Permission::EmbedLinks | Permission::UseExternalEmojis | Permission::UseExternalStickers |
    Permission::PinMessages | Permission::Connect | Permission::Speak;

}  // namespace

const shared::GuildPermissionTable* PermissionReader::tableOf(shared::GuildId guildId) const {
    const qint64 now = m_state.clock.nowMs();
    if (m_version != m_state.permissionVersion) {
        m_tables.clear();
        m_channels.clear();
        m_version = m_state.permissionVersion;
    }
    if (now > m_channelsUntilMs || now < m_channelsUntilMs - kKeepMs) {
        m_channels.clear();
        m_channelsUntilMs = now + kKeepMs;
    }
    const GuildState* guild = m_state.guilds.find(guildId);
    if (guild == nullptr) return nullptr;
    auto& table = m_tables[guildId];
    if (!table)
        table = std::make_shared<const shared::GuildPermissionTable>(guildId, guild->guild.ownerId,
                                                                     m_state.roles.list(guildId));
    return table.get();
}

shared::PermissionSubject PermissionReader::subject(shared::GuildId guildId) const {
    return shared::PermissionSubject::of(m_state.self.id, m_state.ownRoles(guildId), isTimedOut(guildId));
}

Permissions PermissionReader::inGuild(shared::GuildId guildId) const {
    const auto* table = tableOf(guildId);
    return table == nullptr ? Permissions() : shared::guildPermissions(*table, subject(guildId));
}

Permissions PermissionReader::inChannel(shared::ChannelId channelId) const {
    const shared::Channel* channel = m_state.channels.find(channelId);
    if (channel == nullptr) return {};
    if (shared::isPrivate(channel->type)) return kDmPermissions;
    const shared::GuildId guildId = channel->guildId.valueOr(shared::GuildId());
    const auto* table = tableOf(guildId);
    if (table == nullptr) return {};
    if (const auto known = m_channels.constFind(channelId); known != m_channels.cend()) return *known;
    const shared::Channel* ruling = channel;
    if (shared::isThread(channel->type)) ruling = m_state.channels.find(channel->parentId.valueOr(shared::ChannelId()));
    if (ruling == nullptr) return {};
    const shared::ChannelPermissionTable overwrites(guildId, ruling->permissionOverwrites.value());
    const Permissions result = shared::channelPermissions(*table, overwrites, channel->type, subject(guildId));
    m_channels.insert(channelId, result);
    return result;
}

bool PermissionReader::canSend(shared::ChannelId channelId) const {
    const shared::Channel* channel = m_state.channels.find(channelId);
    if (channel == nullptr || !shared::hasMessages(channel->type)) return false;
    const Permissions permissions = inChannel(channelId);
    return permissions.has(Permission::ViewChannel) && permissions.has(shared::sendPermission(channel->type));
}

bool PermissionReader::isPublic(shared::ChannelId channelId) const {
    const shared::Channel* channel = m_state.channels.find(channelId);
    if (channel == nullptr) return true;
    const shared::GuildId guildId = channel->guildId.valueOr(shared::GuildId());
    const auto* table = tableOf(guildId);
    if (table == nullptr) return true;
    const shared::ChannelPermissionTable overwrites(guildId, channel->permissionOverwrites.value());
    // Somebody without any role; the id is nobody's.
    const shared::PermissionSubject anybody{shared::UserId(1), {}, false};
    return shared::channelPermissions(*table, overwrites, channel->type, anybody).has(Permission::ViewChannel);
}

bool PermissionReader::isOwner(shared::GuildId guildId) const {
    const GuildState* guild = m_state.guilds.find(guildId);
    return guild != nullptr && guild->guild.ownerId == m_state.self.id;
}

bool PermissionReader::isAbove(shared::GuildId guildId, shared::UserId other) const {
    const auto* table = tableOf(guildId);
    const shared::Member* member = m_state.members.find(guildId, other);
    if (table == nullptr || member == nullptr || other == m_state.self.id) return false;
    return shared::canManage(*table, subject(guildId), shared::PermissionSubject::of(other, member->roles));
}

bool PermissionReader::isRoleBelow(shared::GuildId guildId, shared::RoleId role) const {
    const auto* table = tableOf(guildId);
    return table != nullptr && shared::isRoleBelow(*table, subject(guildId), role);
}

bool PermissionReader::isTimedOut(shared::GuildId guildId) const {
    const shared::Member* member = m_state.members.find(guildId, m_state.self.id);
    return member != nullptr && member->communicationDisabledUntil &&
           member->communicationDisabledUntil->ms() > m_state.clock.nowMs();
}

}  // namespace app
