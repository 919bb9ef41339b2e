#pragma once

#include "app/models/MessageRoles.h"
#include "app/store/ClientStore.h"

namespace app {

/** Makes the values that rows show out of what the store knows. No state; on the UI thread. */
class RowBuilder {
 public:
    explicit RowBuilder(const ClientStore& store) : m_store(store) {}

    MessageRowPtr message(shared::ChannelId channelId, const StoredMessage& stored) const;

    /** As they are called in a guild (the null guild: in DMs). @param user what is known of one not in the store */
    PersonRow person(shared::GuildId guildId, const shared::User& user) const;
    PersonRow person(shared::GuildId guildId, shared::UserId id) const;
    static PresenceKind presence(const shared::Presence* presence);
    /** The custom status, else what they are doing; empty = neither. */
    static QString statusText(const shared::Presence* presence);
    /** The name of a channel as a person says it: its own, or the people in a DM. */
    QString channelName(const shared::Channel& channel) const;
    /** What a message says, in one line and without its markup: names for mentions, spoilers covered. */
    QString plainContent(shared::GuildId guildId, const shared::Message& message) const;

    /** Keys for app::Pictures. */
    static QString guildIcon(const shared::Guild& guild);
    static QString emojiPicture(shared::EmojiId id, bool animated);

 private:
    quint32 colour(shared::GuildId guildId, const QList<shared::RoleId>& roles) const;
    std::optional<ReplyRow> reply(shared::GuildId guildId, const shared::Message& message) const;
    MessageAbilities abilities(const StoredMessage& stored, shared::ChannelId channelId) const;
    void addContents(MessageRow& row, const shared::Message& message, shared::GuildId guildId) const;
    bool isForMe(const shared::Message& message, const shared::Channel* channel) const;

    const ClientStore& m_store;
};

}  // namespace app
