#include "app/models/StoreMentionNames.h"

#include "app/models/RowBuilder.h"

namespace app {

QString StoreMentionNames::userName(shared::UserId id) const {
    return RowBuilder(m_store).person(m_guildId, id).name;
}

QString StoreMentionNames::roleName(shared::RoleId id) const {
    const shared::Role* role = m_store.roles().find(id);
    return role == nullptr ? QString() : role->name;
}

quint32 StoreMentionNames::roleColour(shared::RoleId id) const {
    const shared::Role* role = m_store.roles().find(id);
    return role == nullptr ? 0 : static_cast<quint32>(role->color);
}

QString StoreMentionNames::channelName(shared::ChannelId id) const {
    const shared::Channel* channel = m_store.channels().find(id);
    return channel == nullptr ? QString() : RowBuilder(m_store).channelName(*channel);
}

QString StoreMentionNames::emojiPicture(shared::EmojiId id, bool animated) const {
    return RowBuilder::emojiPicture(id, animated);
}

}  // namespace app
