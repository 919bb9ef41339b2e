#pragma once

#include "server/services/Actor.h"
#include "server/services/MessageWriter.h"

namespace server {

/** A page of pins, newest pin first. */
struct PinPage {
    struct Item {
        qint64 pinnedAt = 0;  ///< ms since 1970
        MessageView message;
    };
    QList<Item> items;
    bool hasMore = false;
};
/** {"items":[{"pinned_at","message"}],"has_more"} */
void writeJson(shared::JsonWriter& writer, const PinPage& page);

/**
 * Pinned messages. Publishes MESSAGE_UPDATE, CHANNEL_PINS_UPDATE and, when pinning, the system message.
 * Blocking calls, for workers.
 */
class PinService {
 public:
    explicit PinService(ServiceParts parts) : m_parts(parts), m_writer(parts) {}

    /** Needs PIN_MESSAGES. MaxPins at 250; UnknownMessage; pinning what is pinned is no error. */
    shared::Result<void> pin(const Actor& actor, shared::ChannelId channel, shared::MessageId message);
    /** Needs PIN_MESSAGES. */
    shared::Result<void> unpin(const Actor& actor, shared::ChannelId channel, shared::MessageId message);
    /**
     * Empty without READ_MESSAGE_HISTORY. @param before pinned before this time, ms; 0: from the newest on
     * @param limit 1 to 50
     */
    shared::Result<PinPage> list(const Actor& actor, shared::ChannelId channel, qint64 before, int limit);
    /** The deprecated list: the messages alone, the first 50. */
    shared::Result<QList<MessageView>> listMessages(const Actor& actor, shared::ChannelId channel);

 private:
    shared::Result<void> setPinned(const Actor& actor, const ChannelAccess& access, shared::MessageId message,
                                   bool isPinned);

    ServiceParts m_parts;
    MessageWriter m_writer;
};

}  // namespace server
