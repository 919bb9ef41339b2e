#pragma once

#include "server/services/GuildGraph.h"
#include "server/services/Media.h"
#include "server/storage/MessageStore.h"
#include "server/storage/ReactionStore.h"
#include "shared/models/Message.h"

namespace server {

class Members;
class Users;

/**
 * A message as it goes to clients: its JSON, made once from the row and sent as it is, since a message is read and
 * written too often to be a tree in between.
 */
struct MessageView {
    shared::MessageId id;
    QByteArray json;

    /** Parses it again; for tests and rare uses. */
    shared::Result<shared::Message> toModel() const;
};
/** So that toJson() takes a MessageView, or a list of them, like any model. */
void writeJson(shared::JsonWriter& writer, const MessageView& view);

/** What of a message has no column, in the form of the `extra` column; empty when there is nothing. */
QByteArray messageExtra(const shared::Message& message);
/** Files and embeds as stored: addresses not filled in, "attachment://" not resolved. */
shared::Message toModel(const MessageRow& row);
/** Content, flags, mentions and all the rest of a message that is to be stored. Author's JSON as given. */
MessageRow toRow(const shared::Message& message, const QByteArray& authorJson);

/** "name:id" or the Unicode emoji itself, as reactions are stored. */
QString reactionKey(const shared::PartialEmoji& emoji);
/** @param graph tells whether a custom emoji moves; null: it does not */
shared::PartialEmoji emojiOfKey(const QString& key, const GuildGraph* graph);

/** Makes MessageViews from rows. Any thread. */
class MessageRenderer {
 public:
    MessageRenderer(Media& media, Members& members, Users& users)
        : m_media(media), m_members(members), m_users(users) {}

    /** What a page of messages shows besides their rows. */
    struct Surroundings {
        const GuildGraph* graph = nullptr;  ///< null in a DM
        QList<ReactionCount> reactions;     ///< of all rows
        QList<MessageRow> referenced;       ///< the messages that replies of the page answer, as far as they exist
    };

    MessageView render(const MessageRow& row, const Surroundings& around) const;
    QList<MessageView> render(const QList<MessageRow>& rows, const Surroundings& around) const;
    /** Fills in the addresses of files, resolves "attachment://", takes away suppressed embeds. */
    void complete(shared::Message& message) const;

    /** The JSON of row and author alone, complete: no reactions, no referenced message. */
    QByteArray body(const MessageRow& row, shared::GuildId guild) const;

 private:
    QByteArray authorOf(const MessageRow& row, shared::GuildId guild) const;

    Media& m_media;
    Members& m_members;
    Users& m_users;
};

/** Puts `,"key":json` into a complete object. @param key needs no escaping */
void appendMember(QByteArray& object, QByteArrayView key, QByteArrayView json);

}  // namespace server
