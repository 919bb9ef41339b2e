#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/models/Invite.h"
#include "shared/protocol/requests/ChannelRequests.h"

namespace app {

/** One channel: its settings, overwrites, invites, typing. */
class ChannelApi {
 public:
    explicit ChannelApi(RestClient& client) : m_client(client) {}

    Reply<shared::Channel> get(shared::ChannelId id);
    Reply<shared::Channel> modify(shared::ChannelId id, const shared::ModifyChannel& body, const QString& reason = {});
    /** Deletes a channel, or closes a DM. */
    Reply<void> remove(shared::ChannelId id, const QString& reason = {});
    Reply<void> putOverwrite(shared::ChannelId id, shared::OverwriteId overwrite, const shared::EditOverwrite& body);
    Reply<void> removeOverwrite(shared::ChannelId id, shared::OverwriteId overwrite);
    Reply<shared::Invite> createInvite(shared::ChannelId id, const shared::CreateInvite& body);
    Reply<void> startTyping(shared::ChannelId id);

 private:
    RestClient& m_client;
};

}  // namespace app
