#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/protocol/requests/MessageRequests.h"

namespace app {

/** Which page of a channel's history. At most one of the ids is set; none = the newest. */
struct HistoryPage {
    shared::MessageId before;
    shared::MessageId after;
    shared::MessageId around;
    int limit = 50;
};

/** What stands under a message and what is done with it. */
class MessageApi {
 public:
    explicit MessageApi(RestClient& client) : m_client(client) {}

    /** Newest first, as the server gives them. */
    Reply<QList<shared::Message>> list(shared::ChannelId channel, const HistoryPage& page);
    Reply<shared::Message> get(shared::ChannelId channel, shared::MessageId id);
    /** With a nonce and enforceNonce it is repeated when its answer is lost: the server does not send it twice. */
    Reply<shared::Message> create(shared::ChannelId channel, const shared::CreateMessage& body,
                                  const QList<UploadFile>& files = {});
    Reply<shared::Message> edit(shared::ChannelId channel, shared::MessageId id, const shared::EditMessage& body);
    Reply<void> remove(shared::ChannelId channel, shared::MessageId id);
    Reply<void> addReaction(shared::ChannelId channel, shared::MessageId id, const shared::PartialEmoji& emoji);
    Reply<void> removeReaction(shared::ChannelId channel, shared::MessageId id, const shared::PartialEmoji& emoji);
    Reply<QList<shared::User>> reactors(shared::ChannelId channel, shared::MessageId id,
                                        const shared::PartialEmoji& emoji);
    Reply<QList<shared::Message>> pins(shared::ChannelId channel);
    Reply<void> pin(shared::ChannelId channel, shared::MessageId id);
    Reply<void> unpin(shared::ChannelId channel, shared::MessageId id);
    Reply<void> ack(shared::ChannelId channel, shared::MessageId id, const shared::AckMessage& body = {});

 private:
    RestClient& m_client;
};

}  // namespace app
