#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::Result;

ReadStateRow readReadState(Query& q) {
    ReadStateRow row;
    row.channelId = q.id<ChannelId>();
    row.lastMessageId = q.id<shared::MessageId>();
    row.mentionCount = q.number();
    row.lastPinAt = q.integer();
    row.flags = q.number();
    row.lastViewed = q.number();
    return row;
}

class SqlReadStateStore final : public ReadStateStore {
 public:
    explicit SqlReadStateStore(SqlContext& context) : m_c(context) {}

    Result<std::optional<ReadStateRow>> find(ChannelId channelId) const override {
        return findOne<ReadStateRow>(m_c.sql, readReadState,
                                     "SELECT channel_id, last_message_id, mention_count, last_pin_at, flags, "
                                     "last_viewed FROM read_state WHERE partition = $1 AND user_id = $2 AND channel_id "
                                     "= $3",
                                     m_c.partition, m_c.key.id, channelId);
    }
    Result<QList<ReadStateRow>> list() const override {
        return collect<ReadStateRow>(m_c.sql, readReadState,
                                     "SELECT channel_id, last_message_id, mention_count, last_pin_at, flags, "
                                     "last_viewed FROM read_state WHERE partition = $1 AND user_id = $2 ORDER BY "
                                     "channel_id",
                                     m_c.partition, m_c.key.id);
    }
    Result<bool> advance(const ReadStateRow& s) override {
        return executeCounting(m_c.sql,
                               "INSERT INTO read_state (partition, user_id, channel_id, last_message_id, "
                               "mention_count, last_pin_at, flags, last_viewed) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                               "$8) ON CONFLICT (partition, user_id, channel_id) DO UPDATE SET last_message_id = "
                               "excluded.last_message_id, mention_count = excluded.mention_count, last_pin_at = "
                               "excluded.last_pin_at, flags = excluded.flags, last_viewed = excluded.last_viewed "
                               "WHERE excluded.last_message_id > read_state.last_message_id",
                               m_c.partition, m_c.key.id, s.channelId, s.lastMessageId, s.mentionCount, s.lastPinAt,
                               s.flags, s.lastViewed)
            .transform([](qint64 count) { return count > 0; });
    }
    Result<void> put(const ReadStateRow& s) override {
        return execute(m_c.sql,
                       "INSERT INTO read_state (partition, user_id, channel_id, last_message_id, mention_count, "
                       "last_pin_at, flags, last_viewed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT "
                       "(partition, user_id, channel_id) DO UPDATE SET last_message_id = excluded.last_message_id, "
                       "mention_count = excluded.mention_count, last_pin_at = excluded.last_pin_at, flags = "
                       "excluded.flags, last_viewed = excluded.last_viewed",
                       m_c.partition, m_c.key.id, s.channelId, s.lastMessageId, s.mentionCount, s.lastPinAt, s.flags,
                       s.lastViewed);
    }
    Result<void> remove(ChannelId channelId) override {
        return execute(m_c.sql, "DELETE FROM read_state WHERE partition = $1 AND user_id = $2 AND channel_id = $3",
                       m_c.partition, m_c.key.id, channelId);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<ReadStateStore> makeSqlReadStateStore(SqlContext& context) {
    return std::make_unique<SqlReadStateStore>(context);
}

}  // namespace server
