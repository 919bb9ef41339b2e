#pragma once

#include "server/services/Actor.h"
#include "server/services/GuildGraphs.h"
#include "server/services/Members.h"
#include "server/services/PrivateChannels.h"
#include "server/services/Users.h"
#include "shared/core/Clock.h"

namespace server {

/** What an actor may do in a guild, and what that was found out from. */
struct GuildAccess {
    StreamKey key;
    quint64 graphVersion = 0;
    GuildGraphPtr graph;
    MemberPtr member;                 ///< the actor's
    shared::Permissions permissions;  ///< all of the actor's
    shared::Permissions required;

    shared::GuildId guildId() const { return graph->id(); }
    bool has(shared::Permissions wanted) const { return permissions.has(wanted); }
    bool isOwner() const { return graph->ownerId() == member->userId; }
};

/** The same for a channel, of a guild or a DM. */
struct ChannelAccess {
    StreamKey key;
    quint64 graphVersion = 0;
    GuildGraphPtr graph;               ///< null in a DM
    MemberPtr member;                  ///< the actor's; null in a DM
    PrivateChannelPtr privateChannel;  ///< null in a guild
    UserPtr user;                      ///< the actor's account; DMs only
    ChannelPtr channel;
    shared::Permissions permissions;
    shared::Permissions required;

    bool isGuild() const { return graph != nullptr; }
    /** Null in a DM. */
    shared::GuildId guildId() const { return graph ? graph->id() : shared::GuildId(); }
    shared::ChannelId channelId() const { return channel->id; }
    bool has(shared::Permissions wanted) const { return permissions.has(wanted); }
    /** JSON of the actor's public user, and the user itself. */
    const QByteArray& actorJson() const { return member ? member->userJson : user->json; }
    const shared::User& actorUser() const { return member ? member->user() : user->user; }
};

/**
 * Who may do what: the one door to guilds, channels and members for every service.
 *
 * Errors are Discord's: UnknownChannel and UnknownGuild for what is not there, MissingAccess where the actor is no
 * member or cannot see the channel, MissingPermissions where it is visible but the permission lacks. Any thread;
 * blocks when something has to be loaded.
 */
class Access {
 public:
    Access(Storage& storage, GuildGraphs& graphs, Members& members, PrivateChannels& privateChannels, Users& users,
           const shared::Clock& clock);

    /** @param needed besides VIEW_CHANNEL, which is always needed. In a DM it is what people may do there. */
    shared::Result<ChannelAccess> require(const Actor& actor, shared::ChannelId id, shared::Permissions needed = {});
    shared::Result<GuildAccess> require(const Actor& actor, shared::GuildId id, shared::Permissions needed = {});

    /**
     * In a unit, before its first write: whether what was authorised still holds. Free unless the guild's graph has
     * moved since; then it authorises again, from the unit's own snapshot if need be. The refreshed access is put
     * into `access`.
     */
    shared::Result<void> recheck(Transaction& tx, ChannelAccess& access) const;
    shared::Result<void> recheck(Transaction& tx, GuildAccess& access) const;

    GuildGraphs& graphs() const { return m_graphs; }
    Members& members() const { return m_members; }
    Users& users() const { return m_users; }
    PrivateChannels& privateChannels() const { return m_privateChannels; }

 private:
    /** Graph and member that are not older than the unit's own state. */
    shared::Result<void> refresh(Transaction& tx, GuildGraphPtr& graph, MemberPtr& member) const;
    shared::Result<void> decide(ChannelAccess& access) const;
    shared::Result<void> decide(GuildAccess& access) const;
    shared::Result<ChannelAccess> requirePrivate(const Actor& actor, shared::ChannelId id, shared::Permissions needed);

    Storage& m_storage;
    GuildGraphs& m_graphs;
    Members& m_members;
    PrivateChannels& m_privateChannels;
    Users& m_users;
    const shared::Clock& m_clock;
};

/** What both sides of a DM may do in it. */
inline constexpr shared::Permissions kPrivateChannelPermissions =
    shared::Permission::ViewChannel | shared::Permission::SendMessages | shared::Permission::SendTtsMessages |
    shared::Permission::EmbedLinks | shared::Permission::AttachFiles | shared::Permission::ReadMessageHistory |
    shared::Permission::AddReactions | shared::Permission::UseExternalEmojis | shared::Permission::UseExternalStickers |
    shared::Permission::PinMessages | shared::Permission::BypassSlowmode | shared::Permission::SendVoiceMessages |
    shared::Permission::SendPolls | shared::Permission::UseApplicationCommands;

}  // namespace server
