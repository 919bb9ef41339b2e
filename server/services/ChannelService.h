#pragma once

#include "server/services/Actor.h"
#include "server/services/DmGate.h"
#include "server/services/ServiceParts.h"
#include "shared/protocol/requests/ChannelRequests.h"

namespace server {

/**
 * Channels and categories of a guild, and the door to DMs by their id. Publishes CHANNEL_CREATE, _UPDATE, _DELETE.
 * Blocking calls, for workers.
 */
class ChannelService {
 public:
    /** @param dms may be null where there are no DMs (tests) */
    explicit ChannelService(ServiceParts parts, DmGate* dms = nullptr) : m_parts(parts), m_dms(dms) {}

    shared::Result<shared::Channel> get(const Actor& actor, shared::ChannelId channel);
    /** Those of a guild that the actor may see, without threads. */
    shared::Result<QList<shared::Channel>> list(const Actor& actor, shared::GuildId guild);

    /**
     * Needs MANAGE_CHANNELS. MaxChannels at 500. Without overwrites of its own it takes those of its category.
     * Overwrites may name only what the actor has.
     */
    shared::Result<shared::Channel> create(const Actor& actor, shared::GuildId guild,
                                           const shared::CreateChannel& body);
    /**
     * Needs MANAGE_CHANNELS, for overwrites MANAGE_ROLES. Channels that were in step with their category follow its
     * overwrites.
     */
    shared::Result<shared::Channel> modify(const Actor& actor, shared::ChannelId channel,
                                           const shared::ModifyChannel& body);
    /** Needs MANAGE_CHANNELS in the guild. */
    shared::Result<void> setPositions(const Actor& actor, shared::GuildId guild,
                                      const QList<shared::ChannelPosition>& positions);
    /** Needs MANAGE_CHANNELS; closes a DM. A category's channels stay, without it. CommunityChannelRequired. */
    shared::Result<shared::Channel> remove(const Actor& actor, shared::ChannelId channel);

    /** Needs MANAGE_ROLES in the channel; changes only bits that the actor has there. MaxOverwrites. */
    shared::Result<void> setOverwrite(const Actor& actor, shared::ChannelId channel, shared::OverwriteId target,
                                      const shared::EditOverwrite& body);
    /** Needs MANAGE_ROLES in the channel. Or UnknownOverwrite. */
    shared::Result<void> removeOverwrite(const Actor& actor, shared::ChannelId channel, shared::OverwriteId target);

    /** Removes messages of a channel that is gone, in pieces and up to some thousands. @return how many */
    static shared::Result<int> removeMessages(Storage& storage, const StreamKey& key, shared::ChannelId channel);

 private:
    shared::Result<shared::Channel> modifyInUnit(Transaction& tx, const Actor& actor, const ChannelAccess& access,
                                                 const shared::ModifyChannel& body);
    shared::Result<void> removeInUnit(Transaction& tx, const Actor& actor, const ChannelAccess& access);
    /** Messages of a channel that is gone, in pieces; what is left after some of them waits for the next deletion. */

    ServiceParts m_parts;
    DmGate* m_dms;
};

}  // namespace server
