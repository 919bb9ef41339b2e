#pragma once

#include "server/services/Actor.h"
#include "server/services/PrivateChannels.h"

namespace server {

/**
 * What the services of messages need to know of, and owe to, a DM. DmService implements it.
 */
class DmGate {
 public:
    virtual ~DmGate() = default;

    /** Before a message is written: CannotMessageUser where a block or the lack of a common guild forbids it. */
    virtual shared::Result<void> maySend(const Actor& actor, const PrivateChannel& channel) = 0;
    /**
     * In the unit (key: the channel) that writes a message: what is owed to the lists of the people in it, so that the
     * DM shows up, opened and in its place.
     */
    virtual shared::Result<void> onMessage(Transaction& tx, const PrivateChannel& channel,
                                           shared::MessageId message) = 0;
    /** A DM as the actor sees it, with the others as recipients. */
    virtual shared::Result<shared::Channel> view(const Actor& actor, const PrivateChannel& channel) = 0;
    /** DELETE /channels/{id} of a DM: closes it in the actor's list; leaves a group DM. */
    virtual shared::Result<shared::Channel> close(const Actor& actor, const PrivateChannel& channel) = 0;
};

}  // namespace server
