#pragma once

#include "server/services/MessageView.h"
#include "server/services/ServiceParts.h"

namespace server {

/** A message on its way into a unit: all that does not depend on its id is made ready before. */
struct OutgoingMessage {
    MessageRow row;                        ///< without its id
    shared::GuildId guildId;               ///< null in a DM
    QByteArray memberJson;                 ///< the author's partial member; empty in a DM and for webhooks
    QList<MentionRow> mentionRows;         ///< for the index of mentions
    QList<shared::UserId> mentionedUsers;  ///< who sees the content without the intent for it
    QByteArray eventExtra;                 ///< `extra` with members in the mentions; empty: the same as the row's
    QByteArray nonceJson;                  ///< empty: none
    QByteArray referencedJson;             ///< of the message that a reply answers, or "null"; empty: not a reply
};

/** Inserts messages within units and tells of them: the same for people, bots and the system. Any thread. */
class MessageWriter {
 public:
    explicit MessageWriter(const ServiceParts& parts) : m_renderer(parts.renderer()) {}

    /** Draws the id, inserts, emits MESSAGE_CREATE. The answer's JSON and the event's are one serialisation. */
    shared::Result<MessageView> post(Transaction& tx, const OutgoingMessage& message) const;
    /** Emits MESSAGE_UPDATE for a row that was updated in this unit. @return what the editor is answered */
    MessageView emitUpdate(Transaction& tx, const MessageRow& row, const MessageRenderer::Surroundings& around,
                           const MemberPtr& author) const;

    /** A message by the system in the name of a member (joined, pinned). Keys: the guild's. */
    static OutgoingMessage system(const GuildMember& author, shared::ChannelId channel, shared::MessageType type);

    const MessageRenderer& renderer() const { return m_renderer; }

 private:
    MessageRenderer m_renderer;
};

}  // namespace server
