#include "server/storage/sql/Packing.h"
#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::Result;

ChannelRow readChannel(Query& q) {
    ChannelRow row;
    row.id = q.id<ChannelId>();
    row.type = q.number();
    row.name = q.text();
    row.topic = q.optionalText();
    row.position = q.number();
    row.parentId = q.id<ChannelId>();
    row.isNsfw = q.flag();
    row.rateLimitPerUser = q.number();
    row.flags = q.bits();
    row.ownerId = q.id<shared::UserId>();
    row.overwrites = unpackOverwrites(q.text());
    row.recipients = unpackIds<shared::UserId>(q.text());
    row.extra = q.bytes();
    row.lastMessageId = q.id<shared::MessageId>();
    row.lastPinAt = q.integer();
    return row;
}

class SqlChannelStore final : public ChannelStore {
 public:
    explicit SqlChannelStore(SqlContext& context) : m_c(context) {}

    Result<void> insert(const ChannelRow& c) override {
        RETURN_IF_ERROR(execute(
            m_c.sql,
            "INSERT INTO channel (partition, guild_id, id, type, name, topic, position, parent_id, is_nsfw, "
            "rate_limit_per_user, flags, owner_id, overwrites, recipients, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, "
            "$8, $9, $10, $11, $12, $13, $14, $15)",
            m_c.partition, m_c.key.guildId(), c.id, c.type, c.name, c.topic, c.position, c.parentId, c.isNsfw,
            c.rateLimitPerUser, c.flags, c.ownerId, packOverwrites(c.overwrites), packIds(c.recipients),
            orNull(c.extra)));
        return execute(m_c.sql,
                       "INSERT INTO channel_state (partition, channel_id, last_message_id, last_pin_at) VALUES ($1, "
                       "$2, $3, $4)",
                       m_c.partition, c.id, c.lastMessageId, c.lastPinAt);
    }
    Result<std::optional<ChannelRow>> find(ChannelId id) const override {
        return findOne<ChannelRow>(
            m_c.sql, readChannel,
            "SELECT c.id, type, name, topic, position, parent_id, is_nsfw, rate_limit_per_user, flags, owner_id, "
            "overwrites, recipients, extra, last_message_id, last_pin_at FROM channel c LEFT JOIN channel_state s ON "
            "s.partition = c.partition AND s.channel_id = c.id WHERE c.partition = $1 AND c.guild_id = $2 AND c.id = "
            "$3",
            m_c.partition, m_c.key.guildId(), id);
    }
    Result<QList<ChannelRow>> list() const override {
        if (m_c.key.kind != StreamKind::Guild) {
            ASSIGN_OR_RETURN(auto channel, find(m_c.key.channelId()));
            return channel ? QList<ChannelRow>{std::move(*channel)} : QList<ChannelRow>();
        }
        return collect<ChannelRow>(
            m_c.sql, readChannel,
            "SELECT c.id, type, name, topic, position, parent_id, is_nsfw, rate_limit_per_user, flags, owner_id, "
            "overwrites, recipients, extra, last_message_id, last_pin_at FROM channel c LEFT JOIN channel_state s ON "
            "s.partition = c.partition AND s.channel_id = c.id WHERE c.partition = $1 AND c.guild_id = $2 ORDER BY "
            "position, c.id",
            m_c.partition, m_c.key.guildId());
    }
    Result<void> update(const ChannelRow& c) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(m_c.sql,
                            "UPDATE channel SET type = $4, name = $5, topic = $6, position = $7, parent_id = $8, "
                            "is_nsfw = $9, rate_limit_per_user = $10, flags = $11, owner_id = $12, overwrites = $13, "
                            "recipients = $14, extra = $15 WHERE partition = $1 AND guild_id = $2 AND id = $3",
                            m_c.partition, m_c.key.guildId(), c.id, c.type, c.name, c.topic, c.position, c.parentId,
                            c.isNsfw, c.rateLimitPerUser, c.flags, c.ownerId, packOverwrites(c.overwrites),
                            packIds(c.recipients), orNull(c.extra)));
        if (changed == 0) return shared::ErrorCode::UnknownChannel;
        return {};
    }
    Result<bool> remove(ChannelId id) override {
        RETURN_IF_ERROR(
            execute(m_c.sql, "DELETE FROM channel_state WHERE partition = $1 AND channel_id = $2", m_c.partition, id));
        ASSIGN_OR_RETURN(
            const qint64 count,
            executeCounting(m_c.sql, "DELETE FROM channel WHERE partition = $1 AND guild_id = $2 AND id = $3",
                            m_c.partition, m_c.key.guildId(), id));
        if (count == 0) return false;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "INSERT INTO removed_channel (partition, home, channel_id) VALUES ($1, $2, $3) ON "
                                "CONFLICT DO NOTHING",
                                m_c.partition, m_c.key.id, id));
        return true;
    }
    Result<QList<ChannelId>> listRemoved(int limit) const override {
        return collect<ChannelId>(
            m_c.sql, [](Query& q) { return q.id<ChannelId>(); },
            "SELECT channel_id FROM removed_channel WHERE partition = $1 AND home = $2 ORDER BY channel_id LIMIT $3",
            m_c.partition, m_c.key.id, limit);
    }
    Result<void> forgetRemoved(ChannelId id) override {
        return execute(m_c.sql, "DELETE FROM removed_channel WHERE partition = $1 AND home = $2 AND channel_id = $3",
                       m_c.partition, m_c.key.id, id);
    }

 private:
    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<ChannelStore> makeSqlChannelStore(SqlContext& context) {
    return std::make_unique<SqlChannelStore>(context);
}

}  // namespace server
