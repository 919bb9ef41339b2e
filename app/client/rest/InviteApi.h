#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/models/Invite.h"

namespace app {

/** Invites by their code. */
class InviteApi {
 public:
    explicit InviteApi(RestClient& client) : m_client(client) {}

    /** What an invite leads to; needs no account. That the server does not answer is told at once. */
    Reply<shared::Invite> get(const QString& code);
    Reply<shared::Invite> accept(const QString& code);
    Reply<void> remove(const QString& code);

 private:
    RestClient& m_client;
};

}  // namespace app
