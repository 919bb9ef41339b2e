#pragma once

#include "server/services/Actor.h"
#include "server/services/MessageView.h"

namespace server {

/**
 * Whether messages come to this actor without their content, unless it is theirs to read: to a bot whose application
 * lacks MESSAGE_CONTENT, from guilds. Costs nothing for everybody else. Source: "Message Content Intent".
 */
inline bool missesContent(const Actor& actor, bool isInGuild) {
    return actor.isBot && isInGuild && !actor.privileged.has(shared::Intent::MessageContent);
}

/**
 * A message's JSON as a bot without MESSAGE_CONTENT gets it: no content, embeds, attachments, components or poll. The
 * message and the one that it answers are judged each by itself: the reader keeps what it sent and what mentions it.
 * Of a forward it keeps what mentions it, whoever forwarded it. For REST and gateway alike.
 *
 * @param reader null: somebody who has written and is mentioned nowhere in it
 */
QByteArray withoutContent(const QByteArray& message, shared::UserId reader);

/** Takes out of answers what the actor may not read. */
void hideContent(const Actor& actor, bool isInGuild, MessageView& view);
void hideContent(const Actor& actor, bool isInGuild, QList<MessageView>& views);

}  // namespace server
