#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::MessageId;
using shared::Result;
using shared::UserId;

class SqlReactionStore final : public ReactionStore {
 public:
    explicit SqlReactionStore(SqlContext& context) : m_c(context) {}

    Result<bool> insert(ChannelId channelId, MessageId id, const QString& emoji, UserId user, qint64 at) override {
        ASSIGN_OR_RETURN(const qint64 inserted,
                         executeCounting(m_c.sql,
                                         "INSERT INTO reaction (partition, channel_id, message_id, emoji, user_id, at) "
                                         "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                                         m_c.partition, channelId, id, emoji, user, at));
        if (inserted == 0) return false;
        RETURN_IF_ERROR(execute(
            m_c.sql,
            "INSERT INTO reaction_count (partition, channel_id, message_id, emoji, count, position) VALUES ($1, $2, "
            "$3, $4, 1, (SELECT COALESCE(MAX(position), 0) + 1 FROM reaction_count WHERE partition = $1 AND "
            "channel_id = $2 AND message_id = $3)) ON CONFLICT (partition, channel_id, message_id, emoji) DO UPDATE "
            "SET count = reaction_count.count + 1",
            m_c.partition, channelId, id, emoji));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE message SET marks = marks | 2 WHERE partition = $1 AND channel_id = $2 AND id "
                                "= $3 AND marks & 2 = 0",
                                m_c.partition, channelId, id));
        return true;
    }
    Result<QList<ReactionCount>> counts(ChannelId channelId, MessageId first, MessageId last,
                                        UserId viewer) const override {
        return collect<ReactionCount>(
            m_c.sql,
            [](Query& q) {
                ReactionCount count;
                count.messageId = q.id<MessageId>();
                count.emoji = q.text();
                count.count = q.number();
                count.isMine = q.flag();
                return count;
            },
            "SELECT c.message_id, c.emoji, c.count, CASE WHEN r.user_id IS NULL THEN 0 ELSE 1 END FROM reaction_count "
            "c LEFT JOIN reaction r ON r.partition = c.partition AND r.channel_id = c.channel_id AND r.message_id = "
            "c.message_id AND r.emoji = c.emoji AND r.user_id = $5 WHERE c.partition = $1 AND c.channel_id = $2 AND "
            "c.message_id >= $3 AND c.message_id <= $4 ORDER BY c.message_id, c.position",
            m_c.partition, channelId, first, last, viewer);
    }
    Result<QList<UserId>> listUsers(ChannelId channelId, MessageId id, const QString& emoji, UserId after,
                                    int limit) const override {
        return collect<UserId>(
            m_c.sql, [](Query& q) { return q.id<UserId>(); },
            "SELECT user_id FROM reaction WHERE partition = $1 AND channel_id = $2 AND message_id = $3 AND emoji = $4 "
            "AND user_id > $5 ORDER BY user_id LIMIT $6",
            m_c.partition, channelId, id, emoji, after, limit);
    }
    Result<int> countEmojis(ChannelId channelId, MessageId id) const override {
        ASSIGN_OR_RETURN(const auto count,
                         findOne<int>(
                             m_c.sql, [](Query& q) { return q.number(); },
                             "SELECT COUNT(*) FROM reaction_count WHERE partition = $1 AND channel_id = $2 AND "
                             "message_id = $3",
                             m_c.partition, channelId, id));
        return count.value_or(0);
    }
    Result<bool> remove(ChannelId channelId, MessageId id, const QString& emoji, UserId user) override {
        ASSIGN_OR_RETURN(const qint64 removed,
                         executeCounting(m_c.sql,
                                         "DELETE FROM reaction WHERE partition = $1 AND channel_id = $2 AND "
                                         "message_id = $3 AND emoji = $4 AND user_id = $5",
                                         m_c.partition, channelId, id, emoji, user));
        if (removed == 0) return false;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "UPDATE reaction_count SET count = count - 1 WHERE partition = $1 AND channel_id = $2 "
                                "AND message_id = $3 AND emoji = $4",
                                m_c.partition, channelId, id, emoji));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "DELETE FROM reaction_count WHERE partition = $1 AND channel_id = $2 AND message_id = "
                                "$3 AND emoji = $4 AND count <= 0",
                                m_c.partition, channelId, id, emoji));
        return true;
    }
    Result<int> removeAll(ChannelId channelId, MessageId id, const QString& emoji) override {
        if (emoji.isEmpty()) {
            ASSIGN_OR_RETURN(const qint64 removed,
                             executeCounting(m_c.sql,
                                             "DELETE FROM reaction WHERE partition = $1 AND channel_id = $2 AND "
                                             "message_id = $3",
                                             m_c.partition, channelId, id));
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "DELETE FROM reaction_count WHERE partition = $1 AND channel_id = $2 AND "
                                    "message_id = $3",
                                    m_c.partition, channelId, id));
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "UPDATE message SET marks = marks & 13 WHERE partition = $1 AND channel_id = $2 "
                                    "AND id = $3",
                                    m_c.partition, channelId, id));
            return static_cast<int>(removed);
        }
        ASSIGN_OR_RETURN(const qint64 removed,
                         executeCounting(m_c.sql,
                                         "DELETE FROM reaction WHERE partition = $1 AND channel_id = $2 AND "
                                         "message_id = $3 AND emoji = $4",
                                         m_c.partition, channelId, id, emoji));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "DELETE FROM reaction_count WHERE partition = $1 AND channel_id = $2 AND message_id = "
                                "$3 AND emoji = $4",
                                m_c.partition, channelId, id, emoji));
        return static_cast<int>(removed);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<ReactionStore> makeSqlReactionStore(SqlContext& context) {
    return std::make_unique<SqlReactionStore>(context);
}

}  // namespace server
