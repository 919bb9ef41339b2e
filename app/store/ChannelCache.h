#pragma once

#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QSet>

#include "shared/models/Channel.h"

namespace app {

/** Channels, threads and DMs of the account; DMs belong to the null guild. Changed by reducers only. */
class ChannelCache {
 public:
    const shared::Channel* find(shared::ChannelId id) const {
        const auto it = m_channels.constFind(id);
        return it == m_channels.cend() ? nullptr : &*it;
    }
    /** Ids in no order; the null guild's are the DMs. */
    const QSet<shared::ChannelId>& ids(shared::GuildId guildId) const {
        static const QSet<shared::ChannelId> kNone;
        const auto it = m_byGuild.constFind(guildId);
        return it == m_byGuild.cend() ? kNone : *it;
    }
    /** The guild of a channel; null for a DM and for what is not known. */
    shared::GuildId guildOf(shared::ChannelId id) const {
        const shared::Channel* channel = find(id);
        return channel == nullptr ? shared::GuildId() : channel->guildId.valueOr(shared::GuildId());
    }
    /** The one-to-one DM with somebody; null = there is none yet. */
    const shared::Channel* findDm(shared::UserId userId) const {
        for (const shared::ChannelId id : ids(shared::GuildId())) {
            const shared::Channel* channel = find(id);
            if (channel->type != shared::ChannelType::Dm) continue;
            for (const shared::User& user : channel->recipients.value())
                if (user.id == userId) return channel;
        }
        return nullptr;
    }

    void put(const shared::Channel& channel) {
        const shared::GuildId guildId = channel.guildId.valueOr(shared::GuildId());
        m_byGuild[guildId].insert(channel.id);
        m_channels.insert(channel.id, channel);
    }
    shared::Channel* edit(shared::ChannelId id) {
        const auto it = m_channels.find(id);
        return it == m_channels.end() ? nullptr : &*it;
    }
    void remove(shared::ChannelId id) {
        m_byGuild[guildOf(id)].remove(id);
        m_channels.remove(id);
    }
    void removeGuild(shared::GuildId guildId) {
        for (const shared::ChannelId id : m_byGuild.take(guildId))
            m_channels.remove(id);
    }
    void clear() {
        m_channels.clear();
        m_byGuild.clear();
    }

 private:
    QHash<shared::ChannelId, shared::Channel> m_channels;
    QHash<shared::GuildId, QSet<shared::ChannelId>> m_byGuild;
};

}  // namespace app
