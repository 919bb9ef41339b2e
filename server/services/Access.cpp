#include "server/services/Access.h"

namespace server {

using shared::ErrorCode;
using shared::Permission;

Access::Access(Storage& storage, GuildGraphs& graphs, Members& members, PrivateChannels& privateChannels, Users& users,
               const shared::Clock& clock)
    : m_storage(storage),
      m_graphs(graphs),
      m_members(members),
      m_privateChannels(privateChannels),
      m_users(users),
      m_clock(clock) {}

shared::Result<ChannelAccess> Access::require(const Actor& actor, shared::ChannelId id, shared::Permissions needed) {
    ASSIGN_OR_RETURN(const StreamKey key, m_storage.keyOfChannel(id));
    if (!key.guildId()) return requirePrivate(actor, id, needed);

    ChannelAccess access;
    access.key = key;
    access.required = needed;
    auto graph = m_graphs.get(key.guildId());
    if (!graph.has_value()) {
        // The directory is cached for ever, so it may still know the channel of a guild that is gone.
        if (graph.error().code() == ErrorCode::UnknownGuild) return ErrorCode::UnknownChannel;
        return std::move(graph).error();
    }
    access.graph = std::move(graph).value();
    access.channel = access.graph->channelPtr(id);
    if (!access.channel) return ErrorCode::UnknownChannel;
    ASSIGN_OR_RETURN(access.member, m_members.find(key.guildId(), actor.userId));
    RETURN_IF_ERROR(decide(access));
    return access;
}

shared::Result<GuildAccess> Access::require(const Actor& actor, shared::GuildId id, shared::Permissions needed) {
    GuildAccess access;
    access.key = StreamKey::guild(id);
    access.required = needed;
    ASSIGN_OR_RETURN(access.graph, m_graphs.get(id));
    ASSIGN_OR_RETURN(access.member, m_members.find(id, actor.userId));
    RETURN_IF_ERROR(decide(access));
    return access;
}

shared::Result<ChannelAccess> Access::requirePrivate(const Actor& actor, shared::ChannelId id,
                                                     shared::Permissions needed) {
    ChannelAccess access;
    access.key = StreamKey::channel(id);
    access.required = needed;
    ASSIGN_OR_RETURN(access.privateChannel, m_privateChannels.get(id));
    if (!access.privateChannel->hasRecipient(actor.userId)) return ErrorCode::MissingAccess;
    if (!kPrivateChannelPermissions.has(needed)) return ErrorCode::CannotExecuteOnDm;
    ASSIGN_OR_RETURN(access.user, m_users.get(actor.userId));
    access.channel = ChannelPtr(access.privateChannel, &access.privateChannel->channel);
    access.permissions = kPrivateChannelPermissions;
    return access;
}

shared::Result<void> Access::decide(ChannelAccess& access) const {
    if (!access.member) return ErrorCode::MissingAccess;
    access.graphVersion = access.graph->version();
    access.permissions = access.graph->permissionsIn(access.channel->id, *access.member, m_clock.nowMs());
    if (!access.permissions.has(Permission::ViewChannel)) return ErrorCode::MissingAccess;
    if (!access.permissions.has(access.required)) return ErrorCode::MissingPermissions;
    return {};
}

shared::Result<void> Access::decide(GuildAccess& access) const {
    if (!access.member) return ErrorCode::MissingAccess;
    access.graphVersion = access.graph->version();
    access.permissions = access.graph->permissions(*access.member, m_clock.nowMs());
    if (!access.permissions.has(access.required)) return ErrorCode::MissingPermissions;
    return {};
}

shared::Result<void> Access::recheck(Transaction& tx, ChannelAccess& access) const {
    if (!access.graph || access.graphVersion == tx.graphVersion()) return {};
    RETURN_IF_ERROR(refresh(tx, access.graph, access.member));
    access.channel = access.graph->channelPtr(access.channel->id);
    if (!access.channel) return ErrorCode::UnknownChannel;
    return decide(access);
}

shared::Result<void> Access::recheck(Transaction& tx, GuildAccess& access) const {
    if (access.graphVersion == tx.graphVersion()) return {};
    RETURN_IF_ERROR(refresh(tx, access.graph, access.member));
    return decide(access);
}

shared::Result<void> Access::refresh(Transaction& tx, GuildGraphPtr& graph, MemberPtr& member) const {
    // What this process has committed is in the caches already. Units before this one in the same batch are not: they
    // have raised the version, and only the transaction itself can see what they did.
    const shared::GuildId guild = graph->id();
    const shared::UserId user = member->userId;
    const GuildGraphPtr cachedGraph = m_graphs.cached(guild);
    const MemberPtr cachedMember = m_members.cached(guild, user);
    if (cachedGraph && cachedGraph->version() == tx.graphVersion() && cachedMember) {
        graph = cachedGraph;
        member = cachedMember;
        return {};
    }
    auto rows = tx.guilds().loadGraph();
    if (!rows.has_value()) return std::move(rows).error();
    graph = GuildGraph::fromRows(std::move(rows).value());
    ASSIGN_OR_RETURN(const std::optional<MemberRow> row, tx.members().find(user));
    member = row ? Members::fromRow(*graph, *row) : nullptr;
    return {};
}

}  // namespace server
