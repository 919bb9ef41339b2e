#pragma once

#include "server/services/Actor.h"
#include "server/services/ServiceParts.h"
#include "shared/models/Reaction.h"

namespace server {

/**
 * Reactions below messages. Emoji are given as the routes have them, decoded: "name:id" or the Unicode emoji.
 *
 * Publishes MESSAGE_REACTION_ADD, _REMOVE, _REMOVE_ALL, _REMOVE_EMOJI. Blocking calls, for workers.
 */
class ReactionService {
 public:
    explicit ReactionService(ServiceParts parts) : m_parts(parts) {}

    /**
     * Needs READ_MESSAGE_HISTORY, and ADD_REACTIONS where nobody has reacted so yet. UnknownEmoji, UnknownMessage,
     * MaxReactions (20 different ones). Doing it twice is no error and tells nobody.
     */
    shared::Result<void> add(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                             const QString& emoji);
    shared::Result<void> removeOwn(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                   const QString& emoji);
    /** Needs MANAGE_MESSAGES, unless it is the actor's own. */
    shared::Result<void> remove(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                const QString& emoji, shared::UserId user);
    /** Needs MANAGE_MESSAGES. */
    shared::Result<void> clear(const Actor& actor, shared::ChannelId channel, shared::MessageId message);
    shared::Result<void> clearEmoji(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                    const QString& emoji);

    /** Who reacted so, by id, after `after`. @param limit 1 to 100 */
    shared::Result<QList<shared::User>> list(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                             const QString& emoji, shared::ReactionType type, shared::UserId after,
                                             int limit);

 private:
    struct Target {
        ChannelAccess access;
        shared::MessageId message;
        shared::PartialEmoji emoji;
        QString key;  ///< as stored
    };
    /** The key under which a custom emoji is stored below this message, whatever it was called then. */
    static shared::Result<QString> storedKey(const ReadView& view, const Target& target);
    shared::Result<void> removeFrom(const Actor& actor, Target target, shared::UserId user);

    ServiceParts m_parts;
};

}  // namespace server
