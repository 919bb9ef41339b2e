#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::Result;

GuildRow readGuild(Query& q) {
    GuildRow row;
    row.id = q.id<shared::GuildId>();
    row.ownerId = q.id<shared::UserId>();
    row.name = q.text();
    row.icon = q.optionalText();
    row.description = q.optionalText();
    row.features = q.text().split(u'\n', Qt::SkipEmptyParts);
    row.systemChannelFlags = q.bits();
    row.systemChannelId = q.id<ChannelId>();
    row.rulesChannelId = q.id<ChannelId>();
    row.afkChannelId = q.id<ChannelId>();
    row.afkTimeout = q.number();
    row.verificationLevel = q.number();
    row.defaultMessageNotifications = q.number();
    row.explicitContentFilter = q.number();
    row.mfaLevel = q.number();
    row.nsfwLevel = q.number();
    row.preferredLocale = q.text();
    row.vanityUrlCode = q.optionalText();
    row.extra = q.bytes();
    return row;
}

class SqlGuildStore final : public GuildStore {
 public:
    SqlGuildStore(SqlContext& context, ChannelStore& channels, RoleStore& roles, MemberStore& members,
                  EventLogStore& events)
        : m_c(context), m_channels(channels), m_roles(roles), m_members(members), m_events(events) {}

    Result<void> insert(const GuildRow& g) override {
        RETURN_IF_ERROR(execute(m_c.sql,
                                "INSERT INTO guild_counter (partition, guild_id, members) VALUES ($1, $2, 0) ON "
                                "CONFLICT DO NOTHING",
                                m_c.partition, m_c.key.id));
        return execute(
            m_c.sql,
            "INSERT INTO guild (partition, id, owner_id, name, icon, description, features, system_channel_flags, "
            "system_channel_id, rules_channel_id, afk_channel_id, afk_timeout, verification_level, "
            "default_message_notifications, explicit_content_filter, mfa_level, nsfw_level, preferred_locale, "
            "vanity_url_code, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
            "$17, $18, $19, $20)",
            m_c.partition, m_c.key.id, g.ownerId, g.name, g.icon, g.description, g.features.join(u'\n'),
            g.systemChannelFlags, g.systemChannelId, g.rulesChannelId, g.afkChannelId, g.afkTimeout,
            g.verificationLevel, g.defaultMessageNotifications, g.explicitContentFilter, g.mfaLevel, g.nsfwLevel,
            g.preferredLocale, g.vanityUrlCode, orNull(g.extra));
    }
    Result<std::optional<GuildRow>> find() const override {
        return findOne<GuildRow>(
            m_c.sql, readGuild,
            "SELECT id, owner_id, name, icon, description, features, system_channel_flags, system_channel_id, "
            "rules_channel_id, afk_channel_id, afk_timeout, verification_level, default_message_notifications, "
            "explicit_content_filter, mfa_level, nsfw_level, preferred_locale, vanity_url_code, extra FROM guild WHERE "
            "partition = $1 AND id = $2",
            m_c.partition, m_c.key.id);
    }
    Result<GuildGraphRows> loadGraph() const override {
        GuildGraphRows graph;
        ASSIGN_OR_RETURN(graph.guild, get());
        ASSIGN_OR_RETURN(graph.roles, m_roles.list());
        ASSIGN_OR_RETURN(graph.channels, m_channels.list());
        ASSIGN_OR_RETURN(graph.memberCount, m_members.count());
        ASSIGN_OR_RETURN(graph.position, m_events.position());
        return graph;
    }
    Result<void> update(const GuildRow& g) override {
        ASSIGN_OR_RETURN(
            const qint64 changed,
            executeCounting(
                m_c.sql,
                "UPDATE guild SET owner_id = $3, name = $4, icon = $5, description = $6, features = $7, "
                "system_channel_flags = $8, system_channel_id = $9, rules_channel_id = $10, afk_channel_id = $11, "
                "afk_timeout = $12, verification_level = $13, default_message_notifications = $14, "
                "explicit_content_filter = $15, mfa_level = $16, nsfw_level = $17, preferred_locale = $18, "
                "vanity_url_code = $19, extra = $20 WHERE partition = $1 AND id = $2",
                m_c.partition, m_c.key.id, g.ownerId, g.name, g.icon, g.description, g.features.join(u'\n'),
                g.systemChannelFlags, g.systemChannelId, g.rulesChannelId, g.afkChannelId, g.afkTimeout,
                g.verificationLevel, g.defaultMessageNotifications, g.explicitContentFilter, g.mfaLevel, g.nsfwLevel,
                g.preferredLocale, g.vanityUrlCode, orNull(g.extra)));
        if (changed == 0) return shared::ErrorCode::UnknownGuild;
        return {};
    }
    Result<bool> remove() override {
        const int p = m_c.partition;
        const quint64 id = m_c.key.id;
        RETURN_IF_ERROR(execute(m_c.sql,
                                "DELETE FROM channel_state WHERE partition = $1 AND channel_id IN (SELECT id FROM "
                                "channel WHERE partition = $1 AND guild_id = $2)",
                                p, id));
        RETURN_IF_ERROR(execute(m_c.sql,
                                "INSERT INTO removed_channel (partition, home, channel_id) SELECT partition, guild_id, "
                                "id FROM channel WHERE partition = $1 AND guild_id = $2 ON CONFLICT DO NOTHING",
                                p, id));
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM channel WHERE partition = $1 AND guild_id = $2", p, id));
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM role WHERE partition = $1 AND guild_id = $2", p, id));
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM ban WHERE partition = $1 AND guild_id = $2", p, id));
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM invite WHERE partition = $1 AND home = $2", p, id));
        return executeCounting(m_c.sql, "DELETE FROM guild WHERE partition = $1 AND id = $2", p, id)
            .transform([](qint64 count) { return count > 0; });
    }

 private:
    SqlContext& m_c;
    ChannelStore& m_channels;
    RoleStore& m_roles;
    MemberStore& m_members;
    EventLogStore& m_events;
};

}  // namespace

std::unique_ptr<GuildStore> makeSqlGuildStore(SqlContext& context, ChannelStore& channels, RoleStore& roles,
                                              MemberStore& members, EventLogStore& events) {
    return std::make_unique<SqlGuildStore>(context, channels, roles, members, events);
}

}  // namespace server
