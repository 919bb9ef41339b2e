#pragma once

#include "server/services/Access.h"
#include "shared/models/ReadState.h"

namespace server {

/**
 * How far people have read. Never goes backwards but by a manual acknowledgement. Blocking calls, for workers.
 */
class ReadStateService {
 public:
    ReadStateService(Storage& storage, Access& access);

    /**
     * The actor has read up to `message`, or to the channel's last one where that is before it; MESSAGE_ACK to the
     * actor's sessions. @param manual may go back
     */
    shared::Result<void> acknowledge(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                     bool manual, std::optional<int> mentionCount);
    /** Several at once, for "mark all as read"; those that the actor cannot see are passed over. */
    shared::Result<void> acknowledgeMany(const Actor& actor,
                                         const QList<std::pair<shared::ChannelId, shared::MessageId>>& read);
    shared::Result<void> acknowledgePins(const Actor& actor, shared::ChannelId channel);
    /** As READY has them, with mentions counted up to now. */
    shared::Result<QList<shared::ReadState>> list(const Actor& actor);

 private:
    shared::Result<shared::MessageId> lastMessageOf(const ChannelAccess& access);

    Storage& m_storage;
    Access& m_access;
};

}  // namespace server
