#include "server/gateway/Visibility.h"

#include <algorithm>

namespace server {
namespace {

using shared::Permission;

/** Only these bits of a role decide who sees a channel. */
shared::Permissions viewing(const shared::Role& role) {
    return role.permissions & (Permission::ViewChannel | Permission::Administrator);
}

bool rolesDecideOtherwise(const GuildGraph& before, const GuildGraph& after) {
    if (before.ownerId() != after.ownerId()) return true;
    if (before.roles().size() != after.roles().size()) return true;
    return std::ranges::any_of(after.roles(), [&](const shared::Role& role) {
        const shared::Role* old = before.role(role.id);
        return old == nullptr || viewing(*old) != viewing(role);
    });
}

}  // namespace

GraphDelta::GraphDelta(GuildGraphPtr before, GuildGraphPtr after)
    : m_before(std::move(before)), m_after(std::move(after)) {
    if (m_before == m_after) return;
    m_concernsAll = rolesDecideOtherwise(*m_before, *m_after);
    if (m_concernsAll) return;
    for (const ChannelPtr& channel : m_after->channels()) {
        const shared::Channel* old = m_before->channel(channel->id);
        if (old == nullptr || old == channel.get()) continue;
        if (old->permissionOverwrites != channel->permissionOverwrites) m_channels.append(channel);
    }
}

QList<GraphDelta::Change> GraphDelta::changesFor(const GuildMember& before, const GuildMember& after) const {
    QList<Change> changes;
    if (m_concernsAll || hasOtherRoles(before, after)) {
        for (const ChannelPtr& channel : m_after->channels())
            look(channel, before, after, changes);
    } else {
        for (const ChannelPtr& channel : m_channels)
            look(channel, before, after, changes);
    }
    return changes;
}

void GraphDelta::look(const ChannelPtr& channel, const GuildMember& before, const GuildMember& after,
                      QList<Change>& changes) const {
    if (m_before->channel(channel->id) == nullptr) return;
    const bool did = m_before->canView(channel->id, before, 0);
    const bool does = m_after->canView(channel->id, after, 0);
    if (did != does) changes.append({channel, does});
}

bool hasOtherRoles(const GuildMember& before, const GuildMember& after) {
    return before.roles() != after.roles();
}

}  // namespace server
