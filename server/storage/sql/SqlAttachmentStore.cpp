#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::AttachmentId;
using shared::ChannelId;
using shared::MessageId;
using shared::Result;

AttachmentRow readAttachment(Query& q) {
    AttachmentRow row;
    row.id = q.id<AttachmentId>();
    row.channelId = q.id<ChannelId>();
    row.messageId = q.id<MessageId>();
    row.filename = q.text();
    row.contentType = q.text();
    row.size = q.integer();
    row.width = q.number();
    row.height = q.number();
    row.blob = q.text();
    row.createdAt = q.integer();
    row.orphanedAt = q.integer();
    return row;
}

class SqlAttachmentStore final : public AttachmentStore {
 public:
    explicit SqlAttachmentStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const AttachmentRow& a) override {
        return execute(m_c.sql,
                       "INSERT INTO attachment (partition, channel_id, id, home, message_id, filename, content_type, "
                       "size, width, height, blob_name, created_at, orphaned_at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                       "$8, $9, $10, $11, $12, $13)",
                       m_c.partition, a.channelId, a.id, m_c.key.id, a.messageId, a.filename, a.contentType, a.size,
                       a.width, a.height, a.blob, a.createdAt, a.messageId.isNull() ? a.createdAt : 0);
    }
    Result<std::optional<AttachmentRow>> find(ChannelId channelId, AttachmentId id) const override {
        return findOne<AttachmentRow>(
            m_c.sql, readAttachment,
            "SELECT id, channel_id, message_id, filename, content_type, size, width, height, blob_name, created_at, "
            "orphaned_at FROM attachment WHERE partition = $1 AND channel_id = $2 AND id = $3",
            m_c.partition, channelId, id);
    }
    Result<QList<AttachmentRow>> listByMessage(ChannelId channelId, MessageId messageId) const override {
        return collect<AttachmentRow>(
            m_c.sql, readAttachment,
            "SELECT id, channel_id, message_id, filename, content_type, size, width, height, blob_name, created_at, "
            "orphaned_at FROM attachment WHERE partition = $1 AND channel_id = $2 AND message_id = $3 ORDER BY id",
            m_c.partition, channelId, messageId);
    }
    Result<QList<AttachmentRow>> listOrphans(qint64 before, int limit) const override {
        return collect<AttachmentRow>(
            m_c.sql, readAttachment,
            "SELECT id, channel_id, message_id, filename, content_type, size, width, height, blob_name, created_at, "
            "orphaned_at FROM attachment WHERE partition = $1 AND home = $2 AND orphaned_at > 0 AND orphaned_at < $3 "
            "LIMIT $4",
            m_c.partition, m_c.key.id, before, limit);
    }
    Result<void> setMessage(ChannelId channelId, AttachmentId id, MessageId messageId) override {
        return execute(m_c.sql,
                       "UPDATE attachment SET message_id = $4, orphaned_at = 0 WHERE partition = $1 AND channel_id = "
                       "$2 AND id = $3",
                       m_c.partition, channelId, id, messageId);
    }
    Result<void> orphan(ChannelId channelId, AttachmentId id) override {
        return execute(m_c.sql,
                       "UPDATE attachment SET orphaned_at = $4 WHERE partition = $1 AND channel_id = $2 AND id = $3",
                       m_c.partition, channelId, id, m_c.now);
    }
    Result<bool> remove(ChannelId channelId, AttachmentId id) override {
        return executeCounting(m_c.sql, "DELETE FROM attachment WHERE partition = $1 AND channel_id = $2 AND id = $3",
                               m_c.partition, channelId, id)
            .transform([](qint64 count) { return count > 0; });
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<AttachmentStore> makeSqlAttachmentStore(SqlContext& context) {
    return std::make_unique<SqlAttachmentStore>(context);
}

}  // namespace server
