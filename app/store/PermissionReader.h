#pragma once

#include <memory>

#include "app/store/StoreState.h"
#include "shared/permissions/PermissionCalculator.h"

namespace app {

/** What the account may do, answered from the store by the same calculator as the server's. On the store's thread. */
class PermissionReader {
 public:
    explicit PermissionReader(const StoreState& state) : m_state(state) {}

    /** In a guild as a whole; nothing in a guild that is not known. */
    shared::Permissions inGuild(shared::GuildId guildId) const;
    /** In a channel, thread or DM; nothing in one that is not known. */
    shared::Permissions inChannel(shared::ChannelId channelId) const;
    bool canView(shared::ChannelId channelId) const {
        return inChannel(channelId).has(shared::Permission::ViewChannel);
    }
    /** Read and write there: channels of messages only. */
    bool canSend(shared::ChannelId channelId) const;
    /** May @everyone see it; false = shown as private. */
    bool isPublic(shared::ChannelId channelId) const;
    bool isOwner(shared::GuildId guildId) const;
    /** May kick, ban or time out this member as far as the order of roles goes. */
    bool isAbove(shared::GuildId guildId, shared::UserId other) const;
    bool isRoleBelow(shared::GuildId guildId, shared::RoleId role) const;
    /** The account is timed out in the guild. */
    bool isTimedOut(shared::GuildId guildId) const;

 private:
    const shared::GuildPermissionTable* tableOf(shared::GuildId guildId) const;
    shared::PermissionSubject subject(shared::GuildId guildId) const;

    const StoreState& m_state;
    mutable quint64 m_version = 0;
    mutable QHash<shared::GuildId, std::shared_ptr<const shared::GuildPermissionTable>> m_tables;
    mutable QHash<shared::ChannelId, shared::Permissions> m_channels;
    mutable qint64 m_channelsUntilMs = 0;  ///< a time-out may end without an event
};

}  // namespace app
