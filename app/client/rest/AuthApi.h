#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/protocol/requests/UserRequests.h"

namespace app {

/** What the server says to a log-in: a token, or that a second factor is wanted. */
struct LoginAnswer {
    shared::UserId userId;
    QString token;  ///< empty when `needsCode`
    bool needsCode = false;
    QString ticket;  ///< to be sent back with the code
};
void readJson(shared::JsonReader& reader, LoginAnswer& value);

/** Getting in and out. */
class AuthApi {
 public:
    explicit AuthApi(RestClient& client) : m_client(client) {}

    Reply<LoginAnswer> registerAccount(const shared::Register& body);
    /** Makes the account that owns the server. @param secret the one-time secret of a server that has no owner yet */
    Reply<LoginAnswer> claimOwner(const QByteArray& secret, const shared::Register& body);
    Reply<LoginAnswer> logIn(const shared::Login& body);
    /** @param code of the authenticator app, six digits, or a backup code */
    Reply<LoginAnswer> logInWithCode(const QString& ticket, const QString& code);
    Reply<void> logOut();

 private:
    RestClient& m_client;
};

}  // namespace app
