#pragma once

#include "app/models/MessageRoles.h"
#include "app/store/ClientStore.h"

namespace app {

/** The names behind mentions, as they are called in one guild. On the UI thread. */
class StoreMentionNames final : public MentionNames {
 public:
    explicit StoreMentionNames(const ClientStore& store) : m_store(store) {}

    /** The guild whose nicknames and roles count; null in DMs. */
    void setGuild(shared::GuildId id) { m_guildId = id; }

    QString userName(shared::UserId id) const override;
    QString roleName(shared::RoleId id) const override;
    quint32 roleColour(shared::RoleId id) const override;
    QString channelName(shared::ChannelId id) const override;
    bool isMe(shared::UserId id) const override { return id == m_store.self().id; }
    bool isMyRole(shared::RoleId id) const override { return m_store.ownRoles(m_guildId).contains(id); }
    QString emojiPicture(shared::EmojiId id, bool animated) const override;

 private:
    const ClientStore& m_store;
    shared::GuildId m_guildId;
};

}  // namespace app
