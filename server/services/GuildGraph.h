#pragma once

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/events/EventLog.h"
#include "server/storage/GuildStore.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Role.h"
#include "shared/permissions/PermissionCalculator.h"

namespace server {

struct GuildMember;
class GuildGraph;
using GuildGraphPtr = std::shared_ptr<const GuildGraph>;
using ChannelPtr = std::shared_ptr<const shared::Channel>;

/**
 * Everything that permissions are computed from, of one guild, as one immutable value with a version.
 *
 * Guild, roles, channels, overwrites and threads. A change makes a new value (GuildGraphs folds events into it). Two
 * counters move under it, shared by all its versions, because they change with every message or join and decide
 * nothing: a channel's last message, and the number of members. Any thread, without a lock.
 */
class GuildGraph {
 public:
    /** From rows that were read in one snapshot. */
    static GuildGraphPtr fromRows(GuildGraphRows rows);

    shared::GuildId id() const { return m_guild.id; }
    /** The graph_version that this value shows. */
    quint64 version() const { return m_position.graphVersion; }
    /** The last event of the guild's stream that this value contains, when it was made. */
    const StreamPosition& position() const { return m_position; }

    /** With roles, emojis and stickers; without what depends on who asks. */
    const shared::Guild& guild() const { return m_guild; }
    shared::UserId ownerId() const { return m_guild.ownerId; }
    bool hasFeature(QLatin1StringView feature) const;
    int memberCount() const { return static_cast<int>(m_memberCount->load(std::memory_order_relaxed)); }

    /** Null when there is no such channel or thread. Its lastMessageId may be old; see snapshot(). */
    const shared::Channel* channel(shared::ChannelId id) const;
    ChannelPtr channelPtr(shared::ChannelId id) const;
    /** A copy as clients are to see it now: with its last message. */
    shared::Channel snapshot(const shared::Channel& channel) const;
    /** The channel's last message as it is now; null where there is none. */
    shared::MessageId lastMessage(shared::ChannelId id) const;
    /** Without threads, by position and id. */
    const std::vector<ChannelPtr>& channels() const { return m_channels; }
    const std::vector<ChannelPtr>& threads() const { return m_threads; }

    /** Null when there is no such role. */
    const shared::Role* role(shared::RoleId id) const;
    const shared::Role& everyone() const;
    /** By position and id, lowest first. */
    const QList<shared::Role>& roles() const { return m_guild.roles; }
    const shared::Emoji* emoji(shared::EmojiId id) const;
    const shared::Sticker* sticker(shared::StickerId id) const;

    /** What the member may do in the guild as a whole. @param nowMs decides whether a time-out still runs */
    shared::Permissions permissions(const GuildMember& member, qint64 nowMs) const;
    /** What the member may do in a channel or thread; nothing where it is not visible or unknown. */
    shared::Permissions permissionsIn(shared::ChannelId id, const GuildMember& member, qint64 nowMs) const;
    /** The same for a channel that is not, or no longer, part of the graph (the one of a CHANNEL_DELETE). */
    shared::Permissions permissionsIn(const shared::Channel& channel, const GuildMember& member, qint64 nowMs) const;
    bool canView(shared::ChannelId id, const GuildMember& member, qint64 nowMs) const {
        return permissionsIn(id, member, nowMs).has(shared::Permission::ViewChannel);
    }

    /**
     * Role hierarchy: whether the first stands above the other. The owner stands above all, nobody above the owner.
     */
    bool isAbove(const GuildMember& member, const GuildMember& other) const;
    /** Whether the role is below the member's highest. */
    bool isAbove(const GuildMember& member, const shared::Role& role) const;
    /** isAbove, and the role is one that can be given and taken: neither @everyone nor managed. */
    bool canAssign(const GuildMember& member, const shared::Role& role) const;
    const shared::GuildPermissionTable& permissionTable() const { return m_table; }

    /** Only those that exist; a role's deletion does not touch the rows of its holders. */
    QList<shared::RoleId> existing(const QList<shared::RoleId>& roles) const;

    // --- for GuildGraphs, which makes the next value from a copy ---

    std::shared_ptr<GuildGraph> draft() const { return std::make_shared<GuildGraph>(*this); }
    /** Folds an event of the guild's stream in. Unknown types change nothing. Call finish() after the last one. */
    void apply(const Event& event);
    /** Prepares look-ups and permission tables after changes. */
    void finish();
    /** Whether events of this type change the value (and not only its counters). */
    static bool isChangedBy(shared::GatewayEvent type);
    /** Counts in what moves under the value: last message, number of members. */
    void count(const Event& event) const;

 private:
    struct Node {
        ChannelPtr channel;
        std::shared_ptr<const shared::ChannelPermissionTable> table;  ///< null for threads: the parent's counts
        std::shared_ptr<std::atomic<quint64>> lastMessage;
    };

    void setChannel(shared::Channel channel);
    void removeChannel(shared::ChannelId id);
    void setRole(const shared::Role& role);
    void removeRole(shared::RoleId id);
    const Node* node(shared::ChannelId id) const;

    shared::Guild m_guild;
    StreamPosition m_position;
    shared::GuildPermissionTable m_table;
    std::vector<ChannelPtr> m_channels;
    std::vector<ChannelPtr> m_threads;
    std::unordered_map<shared::ChannelId, Node> m_nodes;
    std::shared_ptr<std::atomic<qint64>> m_memberCount;
};

}  // namespace server
