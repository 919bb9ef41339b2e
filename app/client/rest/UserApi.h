#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/models/Channel.h"
#include "shared/protocol/requests/UserRequests.h"

namespace app {

/** The account itself, DMs, settings and relationships. */
class UserApi {
 public:
    explicit UserApi(RestClient& client) : m_client(client) {}

    Reply<shared::CurrentUser> me();
    Reply<shared::CurrentUser> modify(const shared::ModifyCurrentUser& body);
    Reply<shared::User> get(shared::UserId id);
    /** Opens the DM with somebody, or finds the one that is there. */
    Reply<shared::Channel> openDm(shared::UserId id);
    /** @param changes only what differs, as the wire has it */
    Reply<shared::UserSettings> updateSettings(const QJsonObject& changes);
    Reply<shared::UserGuildSettings> updateGuildSettings(shared::GuildId id,
                                                         const shared::ModifyUserGuildSettings& body);
    Reply<void> leaveGuild(shared::GuildId id);
    Reply<void> sendFriendRequest(const shared::SendFriendRequest& body);
    Reply<void> putRelationship(shared::UserId id, const shared::PutRelationship& body);
    Reply<void> removeRelationship(shared::UserId id);

 private:
    RestClient& m_client;
};

}  // namespace app
