#include "app/store/ClientStore.h"

#include <algorithm>

namespace app {

ClientStore::ClientStore(const shared::Clock& clock, QObject* parent)
    : QObject(parent), m_state(clock), m_permissions(m_state), m_tick(this) {
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_state.typing.isEmpty()) m_tick.stop();
        apply(ClockTicked());
    });
}

bool ClientStore::isUnread(shared::ChannelId channelId) const {
    const shared::Channel* channel = m_state.channels.find(channelId);
    if (channel == nullptr || !shared::hasMessages(channel->type)) return false;
    const shared::MessageId last = channel->lastMessageId.value();
    if (!last) return false;
    return last > readUntil(channelId);
}

shared::MessageId ClientStore::readUntil(shared::ChannelId channelId) const {
    if (const shared::MessageId read = m_state.readStates.lastRead(channelId)) return read;
    // Never read: what was there before one came is no news.
    const GuildState* guild = m_state.guilds.find(m_state.channels.guildOf(channelId));
    const quint64 joined = guild == nullptr ? 0 : shared::Snowflake::lowestAt(guild->joinedAt.ms()).value();
    return shared::MessageId(std::max<quint64>(joined, 1));
}

bool ClientStore::isMuted(shared::ChannelId channelId) const {
    const shared::Channel* channel = m_state.channels.find(channelId);
    if (channel == nullptr) return false;
    const auto settings = m_state.guildSettings.constFind(channel->guildId.valueOr(shared::GuildId()));
    if (settings == m_state.guildSettings.cend()) return false;
    const qint64 now = m_state.clock.nowMs();
    for (const shared::ChannelOverride& entry : settings->channelOverrides) {
        if (entry.channelId != channelId && entry.channelId != channel->parentId.value()) continue;
        if (!entry.muted) continue;
        if (!entry.muteConfig || !entry.muteConfig->endTime || entry.muteConfig->endTime->ms() > now) return true;
    }
    return false;
}

bool ClientStore::isGuildMuted(shared::GuildId guildId) const {
    const auto settings = m_state.guildSettings.constFind(guildId);
    if (settings == m_state.guildSettings.cend() || !settings->muted) return false;
    return !settings->muteConfig || !settings->muteConfig->endTime ||
           settings->muteConfig->endTime->ms() > m_state.clock.nowMs();
}

}  // namespace app
