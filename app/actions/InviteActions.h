#pragma once

#include "app/client/rest/ChannelApi.h"
#include "app/client/rest/InviteApi.h"

namespace app {

/** Inviting others, and following an invite. */
class InviteActions {
 public:
    explicit InviteActions(RestClient& client) : m_client(client), m_api(client), m_channelApi(client) {}

    /** @param maxAgeSeconds 0 = for ever @param maxUses 0 = any number */
    Reply<shared::Invite> create(shared::ChannelId channel, int maxAgeSeconds = 7 * 86'400, int maxUses = 0) {
        shared::CreateInvite body;
        body.maxAge = maxAgeSeconds;
        body.maxUses = maxUses;
        return m_channelApi.createInvite(channel, body);
    }
    /** What an invite leads to. */
    Reply<shared::Invite> look(const QString& code) { return m_api.get(code); }
    Reply<shared::Invite> accept(const QString& code) { return m_api.accept(code); }
    Reply<void> remove(const QString& code) { return m_api.remove(code); }
    /** Where others reach the server, when it is not where this account does: it is hosted on this machine. */
    void setPublicAddress(const ServerAddress& address) { m_public = address; }
    /** The link to hand out: it names this server and its key. */
    QString linkOf(const QString& code) const {
        return (m_public.isNull() ? m_client.server() : m_public).withInvite(code).inviteLink();
    }

 private:
    RestClient& m_client;
    InviteApi m_api;
    ChannelApi m_channelApi;
    ServerAddress m_public;
};

}  // namespace app
