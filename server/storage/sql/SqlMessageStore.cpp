#include <algorithm>
#include <limits>

#include <QtCore/QSet>

#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::ErrorCode;
using shared::MessageId;
using shared::Result;
using shared::UserId;

// Bits of the column `marks`.
constexpr qint64 kPinned = 1;
constexpr qint64 kHasReactions = 2;
constexpr qint64 kTts = 4;
constexpr qint64 kMentionsEveryone = 8;

/** Without the channel, which whoever asks knows. */
MessageRow readMessage(Query& q, ChannelId channelId) {
    MessageRow row;
    row.id = q.id<MessageId>();
    row.channelId = channelId;
    row.authorId = q.id<UserId>();
    row.type = q.number();
    row.flags = q.bits();
    row.editedAt = q.integer();
    const qint64 marks = q.integer();
    row.isPinned = (marks & kPinned) != 0;
    row.hasReactions = (marks & kHasReactions) != 0;
    row.isTts = (marks & kTts) != 0;
    row.mentionsEveryone = (marks & kMentionsEveryone) != 0;
    row.referencedId = q.id<MessageId>();
    row.content = q.text();
    row.author = q.bytes();
    row.extra = q.bytes();
    return row;
}

class SqlMessageStore final : public MessageStore {
 public:
    explicit SqlMessageStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const MessageRow& m, const QList<MentionRow>& mentions) override {
        const qint64 marks = (m.isTts ? kTts : 0) | (m.mentionsEveryone ? kMentionsEveryone : 0);
        RETURN_IF_ERROR(execute(m_c.sql,
                                "INSERT INTO message (partition, channel_id, id, author_id, type, flags, edited_at, "
                                "marks, referenced_id, content, author_json, extra) VALUES ($1, $2, $3, $4, $5, $6, "
                                "$7, $8, $9, $10, $11, $12)",
                                m_c.partition, m.channelId, m.id, m.authorId, m.type, m.flags, m.editedAt, marks,
                                m.referencedId, m.content, m.author, orNull(m.extra)));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE channel_state SET last_message_id = $3 WHERE partition = $1 AND channel_id = "
                                "$2 AND last_message_id < $3",
                                m_c.partition, m.channelId, m.id));
        return insertMentions(m, mentions);
    }
    Result<std::optional<MessageRow>> find(ChannelId channelId, MessageId id) const override {
        return findOne<MessageRow>(
            m_c.sql, [channelId](Query& q) { return readMessage(q, channelId); },
            "SELECT id, author_id, type, flags, edited_at, marks, referenced_id, content, author_json, "
            "extra FROM message WHERE partition = $1 AND channel_id = $2 AND id = $3",
            m_c.partition, channelId, id);
    }
    Result<QList<MessageRow>> listBefore(ChannelId channelId, MessageId before, int limit) const override {
        const qint64 end = before.isNull() ? std::numeric_limits<qint64>::max() : static_cast<qint64>(before.value());
        return collect<MessageRow>(
            m_c.sql, [channelId](Query& q) { return readMessage(q, channelId); },
            "SELECT id, author_id, type, flags, edited_at, marks, referenced_id, content, author_json, "
            "extra FROM message WHERE partition = $1 AND channel_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4",
            m_c.partition, channelId, end, limit);
    }
    Result<QList<MessageRow>> listAfter(ChannelId channelId, MessageId after, int limit) const override {
        ASSIGN_OR_RETURN(
            auto rows,
            collect<MessageRow>(
                m_c.sql, [channelId](Query& q) { return readMessage(q, channelId); },
                "SELECT id, author_id, type, flags, edited_at, marks, referenced_id, content, author_json, "
                "extra FROM message WHERE partition = $1 AND channel_id = $2 AND id > $3 ORDER BY id LIMIT $4",
                m_c.partition, channelId, after, limit));
        std::reverse(rows.begin(), rows.end());
        return rows;
    }
    Result<QList<MessageId>> listIdsByAuthor(ChannelId channelId, UserId author, MessageId from,
                                             int limit) const override {
        return collect<MessageId>(
            m_c.sql, [](Query& q) { return q.id<MessageId>(); },
            "SELECT id FROM message WHERE partition = $1 AND channel_id = $2 AND id >= $3 AND author_id = $4 ORDER BY "
            "id LIMIT $5",
            m_c.partition, channelId, from, author, limit);
    }
    Result<std::optional<MessageId>> lastId(ChannelId channelId) const override {
        return findOne<MessageId>(
            m_c.sql, [](Query& q) { return q.id<MessageId>(); },
            "SELECT id FROM message WHERE partition = $1 AND channel_id = $2 ORDER BY id DESC LIMIT 1", m_c.partition,
            channelId);
    }

    Result<void> update(const MessageRow& m, const std::optional<QList<MentionRow>>& mentions) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(m_c.sql,
                            "UPDATE message SET content = $4, flags = $5, edited_at = $6, marks = (marks & 7) | $7, "
                            "extra = $8 WHERE partition = $1 AND channel_id = $2 AND id = $3",
                            m_c.partition, m.channelId, m.id, m.content, m.flags, m.editedAt,
                            m.mentionsEveryone ? kMentionsEveryone : 0, orNull(m.extra)));
        if (changed == 0) return ErrorCode::UnknownMessage;
        if (!mentions) return {};
        RETURN_IF_ERROR(removeMentions(m.channelId, m.id));
        return insertMentions(m, *mentions);
    }
    Result<bool> remove(ChannelId channelId, MessageId id) override {
        ASSIGN_OR_RETURN(const auto traits,
                         (findOne<Traits>(
                             m_c.sql,
                             [](Query& q) {
                                 const qint64 marks = q.integer();
                                 return Traits{marks, q.flag()};
                             },
                             "SELECT marks, CASE WHEN extra IS NULL THEN 0 ELSE 1 END FROM message WHERE partition = "
                             "$1 AND channel_id = $2 AND id = $3",
                             m_c.partition, channelId, id)));
        if (!traits) return false;
        if (traits->marks & kPinned) RETURN_IF_ERROR(removePin(channelId, id));
        if (traits->marks & kHasReactions) RETURN_IF_ERROR(removeReactions(channelId, id));
        if (traits->hasExtra || (traits->marks & kMentionsEveryone)) RETURN_IF_ERROR(removeMentions(channelId, id));
        if (traits->hasExtra) {
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "UPDATE attachment SET orphaned_at = $4 WHERE partition = $1 AND channel_id = $2 "
                                    "AND message_id = $3",
                                    m_c.partition, channelId, id, m_c.now));
        }
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM message WHERE partition = $1 AND channel_id = $2 AND id = $3",
                                m_c.partition, channelId, id));
        return true;
    }
    Result<QList<MessageId>> removeMany(ChannelId channelId, const QList<MessageId>& ids) override {
        QList<MessageId> removed;
        for (const MessageId id : ids) {
            ASSIGN_OR_RETURN(const bool wasThere, remove(channelId, id));
            if (wasThere) removed.append(id);
        }
        return removed;
    }
    Result<int> removeAll(ChannelId channelId, int limit) override {
        ASSIGN_OR_RETURN(const auto ids,
                         collect<MessageId>(
                             m_c.sql, [](Query& q) { return q.id<MessageId>(); },
                             "SELECT id FROM message WHERE partition = $1 AND channel_id = $2 ORDER BY id LIMIT $3",
                             m_c.partition, channelId, limit));
        ASSIGN_OR_RETURN(const auto removed, removeMany(channelId, ids));
        return static_cast<int>(removed.size());
    }

    Result<bool> setPinned(ChannelId channelId, MessageId id, qint64 at) override {
        ASSIGN_OR_RETURN(const MessageRow message, get(channelId, id));
        if (message.isPinned == (at > 0)) return false;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE message SET marks = (marks & 14) | $4 WHERE partition = $1 AND channel_id = $2 "
                                "AND id = $3",
                                m_c.partition, channelId, id, at > 0 ? kPinned : 0));
        if (at == 0) {
            RETURN_IF_ERROR(removePin(channelId, id));
            return true;
        }
        RETURN_IF_ERROR(execute(m_c.sql,
                                "INSERT INTO message_pin (partition, channel_id, message_id, pinned_at) VALUES ($1, "
                                "$2, $3, $4)",
                                m_c.partition, channelId, id, at));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE channel_state SET last_pin_at = $3 WHERE partition = $1 AND channel_id = $2 "
                                "AND last_pin_at < $3",
                                m_c.partition, channelId, at));
        return true;
    }
    Result<QList<PinRow>> listPins(ChannelId channelId, qint64 before, int limit) const override {
        return collect<PinRow>(
            m_c.sql,
            [channelId](Query& q) {
                PinRow pin;
                pin.message = readMessage(q, channelId);
                pin.pinnedAt = q.integer();
                return pin;
            },
            "SELECT m.id, author_id, type, flags, edited_at, marks, referenced_id, content, "
            "author_json, extra, p.pinned_at FROM message_pin p JOIN message m ON m.partition = p.partition AND "
            "m.channel_id = p.channel_id AND m.id = p.message_id WHERE p.partition = $1 AND p.channel_id = $2 AND "
            "p.pinned_at < $3 ORDER BY p.pinned_at DESC, p.message_id DESC LIMIT $4",
            m_c.partition, channelId, before == 0 ? std::numeric_limits<qint64>::max() : before, limit);
    }
    Result<int> countPins(ChannelId channelId) const override {
        ASSIGN_OR_RETURN(
            const auto count,
            findOne<int>(
                m_c.sql, [](Query& q) { return q.number(); },
                "SELECT COUNT(*) FROM message_pin WHERE partition = $1 AND channel_id = $2", m_c.partition, channelId));
        return count.value_or(0);
    }

    Result<int> countMentions(ChannelId channelId, MessageId after, UserId user,
                              const QList<shared::RoleId>& roles) const override {
        Query q(m_c.sql,
                "SELECT message_id, kind, target FROM message_mention WHERE partition = $1 AND channel_id = $2 AND "
                "message_id > $3 AND author_id <> $4 ORDER BY message_id",
                m_c.partition, channelId, after, user);
        int count = 0;
        MessageId counted;
        while (true) {
            ASSIGN_OR_RETURN(const bool hasRow, q.next());
            if (!hasRow) return count;
            const auto id = q.id<MessageId>();
            const auto kind = static_cast<MentionRow::Kind>(q.integer());
            const quint64 target = q.bits();
            const bool isMeant = kind == MentionRow::Kind::Everyone ||
                                 (kind == MentionRow::Kind::User && target == user.value()) ||
                                 (kind == MentionRow::Kind::Role && roles.contains(shared::RoleId(target)));
            if (!isMeant || id == counted) continue;
            counted = id;
            ++count;
        }
    }

    Result<std::optional<MessageId>> findByNonce(const NonceRow& nonce, qint64 since) const override {
        return findOne<MessageId>(
            m_c.sql, [](Query& q) { return q.id<MessageId>(); },
            "SELECT message_id FROM message_nonce WHERE partition = $1 AND channel_id = $2 AND author_id = $3 AND "
            "nonce = $4 AND at >= $5",
            m_c.partition, nonce.channelId, nonce.authorId, nonce.nonce, since);
    }
    Result<void> putNonce(const NonceRow& nonce, MessageId message, qint64 at) override {
        // The author's own old ones go with the new one, so that nobody has to walk over the table.
        constexpr qint64 kKeptMs = 60 * 60 * 1000;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "DELETE FROM message_nonce WHERE partition = $1 AND channel_id = $2 AND author_id = $3 "
                                "AND at < $4",
                                m_c.partition, nonce.channelId, nonce.authorId, at - kKeptMs));
        return execute(m_c.sql,
                       "INSERT INTO message_nonce (partition, channel_id, author_id, nonce, message_id, at) VALUES "
                       "($1, $2, $3, $4, $5, $6) ON CONFLICT (partition, channel_id, author_id, nonce) DO UPDATE SET "
                       "message_id = excluded.message_id, at = excluded.at",
                       m_c.partition, nonce.channelId, nonce.authorId, nonce.nonce, message, at);
    }

 private:
    struct Traits {
        qint64 marks = 0;
        bool hasExtra = false;
    };

    Result<void> insertMentions(const MessageRow& m, const QList<MentionRow>& mentions) {
        for (const MentionRow& mention : mentions) {
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "INSERT INTO message_mention (partition, channel_id, message_id, kind, target, "
                                    "author_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                                    m_c.partition, m.channelId, m.id, mention.kind, mention.id, m.authorId));
        }
        return {};
    }
    Result<void> removeMentions(ChannelId channelId, MessageId id) {
        return execute(m_c.sql,
                       "DELETE FROM message_mention WHERE partition = $1 AND channel_id = $2 AND message_id = $3",
                       m_c.partition, channelId, id);
    }
    Result<void> removePin(ChannelId channelId, MessageId id) {
        return execute(m_c.sql, "DELETE FROM message_pin WHERE partition = $1 AND channel_id = $2 AND message_id = $3",
                       m_c.partition, channelId, id);
    }
    Result<void> removeReactions(ChannelId channelId, MessageId id) {
        RETURN_IF_ERROR(execute(m_c.sql,
                                "DELETE FROM reaction WHERE partition = $1 AND channel_id = $2 AND message_id = $3",
                                m_c.partition, channelId, id));
        return execute(m_c.sql,
                       "DELETE FROM reaction_count WHERE partition = $1 AND channel_id = $2 AND message_id = $3",
                       m_c.partition, channelId, id);
    }

    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<MessageStore> makeSqlMessageStore(SqlContext& context) {
    return std::make_unique<SqlMessageStore>(context);
}

}  // namespace server
