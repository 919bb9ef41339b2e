#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/**
 * A message. It was created at the time in its id; other times are ms since 1970, 0 = never.
 *
 * What a plain message does not have (embeds, attachments, components, mentions, a poll, a reference, ...) is in
 * `extra`, so that a page of plain ones is read at the price of a few short columns.
 */
struct MessageRow {
    shared::MessageId id;
    shared::ChannelId channelId;
    shared::UserId authorId;  ///< or the webhook's id
    QByteArray author;        ///< JSON of the public user when it was written
    int type = 0;
    quint64 flags = 0;
    QString content;
    qint64 editedAt = 0;
    bool isPinned = false;      ///< written by setPinned alone
    bool hasReactions = false;  ///< written by ReactionStore alone; it may stay true when the last one is gone
    bool isTts = false;
    bool mentionsEveryone = false;
    shared::MessageId referencedId;  ///< the message that it answers or forwards; null: none
    QByteArray extra;                ///< JSON object of the other members as on the wire; empty = {}
};

/** What a message mentions, for the index behind mention counts. */
struct MentionRow {
    enum class Kind : quint8 { User = 0, Role = 1, Everyone = 2 };
    Kind kind = Kind::User;
    quint64 id = 0;  ///< user or role; 0 for everyone

    bool operator==(const MentionRow&) const = default;
};

/** A nonce that must not be used twice (`enforce_nonce`). */
struct NonceRow {
    shared::ChannelId channelId;
    shared::UserId authorId;
    QString nonce;
};

struct PinRow {
    MessageRow message;
    qint64 pinnedAt = 0;
};

/** Key: the channel's guild, or the DM's channel. */
class MessageStore {
 public:
    virtual ~MessageStore() = default;

    /** Also raises the channel's last message. Ids must rise: draw them with Transaction::nextId. */
    virtual shared::Result<void> insert(const MessageRow& message, const QList<MentionRow>& mentions = {}) = 0;
    virtual shared::Result<std::optional<MessageRow>> find(shared::ChannelId channelId, shared::MessageId id) const = 0;
    /** Or UnknownMessage. */
    shared::Result<MessageRow> get(shared::ChannelId channelId, shared::MessageId id) const;
    /** Newest first; those with a lower id than `before`, or the last ones if it is null. */
    virtual shared::Result<QList<MessageRow>> listBefore(shared::ChannelId channelId, shared::MessageId before,
                                                         int limit) const = 0;
    /** Newest first; the `limit` oldest of those with a higher id than `after`. */
    virtual shared::Result<QList<MessageRow>> listAfter(shared::ChannelId channelId, shared::MessageId after,
                                                        int limit) const = 0;
    /** Newest first; `around` itself, if it is there, with half of the rest on each side. */
    shared::Result<QList<MessageRow>> listAround(shared::ChannelId channelId, shared::MessageId around,
                                                 int limit) const;
    /** Ids of one author's messages from `from` on, rising; for "delete the banned member's last days". */
    virtual shared::Result<QList<shared::MessageId>> listIdsByAuthor(shared::ChannelId channelId, shared::UserId author,
                                                                     shared::MessageId from, int limit) const = 0;
    /** The highest id in the channel that is still there. */
    virtual shared::Result<std::optional<shared::MessageId>> lastId(shared::ChannelId channelId) const = 0;

    /** Content, flags, editedAt, mentionsEveryone and extra. A list of mentions replaces the old one. Or
     * UnknownMessage. */
    virtual shared::Result<void> update(const MessageRow& message,
                                        const std::optional<QList<MentionRow>>& mentions = {}) = 0;
    /** With its reactions, pin and mentions. Its attachments' rows stay for the garbage collector. True if it was
     * there. */
    virtual shared::Result<bool> remove(shared::ChannelId channelId, shared::MessageId id) = 0;
    /** Which of them were there. */
    virtual shared::Result<QList<shared::MessageId>> removeMany(shared::ChannelId channelId,
                                                                const QList<shared::MessageId>& ids) = 0;
    /** Removes up to `limit` messages of a deleted channel, oldest first; returns how many. */
    virtual shared::Result<int> removeAll(shared::ChannelId channelId, int limit) = 0;

    /** @param at the time of pinning, 0 to unpin. False if nothing changed. Or UnknownMessage. */
    virtual shared::Result<bool> setPinned(shared::ChannelId channelId, shared::MessageId id, qint64 at) = 0;
    /** Newest pin first, pinned before `before` (0: from the newest on). */
    virtual shared::Result<QList<PinRow>> listPins(shared::ChannelId channelId, qint64 before, int limit) const = 0;
    virtual shared::Result<int> countPins(shared::ChannelId channelId) const = 0;

    /** Messages after `after` that mention the user, one of the roles, or everyone. Not counting the user's own. */
    virtual shared::Result<int> countMentions(shared::ChannelId channelId, shared::MessageId after, shared::UserId user,
                                              const QList<shared::RoleId>& roles) const = 0;

    /** The message that was sent with this nonce, if that was not before `since`. */
    virtual shared::Result<std::optional<shared::MessageId>> findByNonce(const NonceRow& nonce, qint64 since) const = 0;
    virtual shared::Result<void> putNonce(const NonceRow& nonce, shared::MessageId message, qint64 at) = 0;
};

}  // namespace server
