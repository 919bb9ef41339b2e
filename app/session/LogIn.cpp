#include "app/session/LogIn.h"

#include "app/client/rest/ApiRequest.h"
#include "app/client/rest/UserApi.h"

using namespace Qt::StringLiterals;

namespace app {

LogIn::LogIn(const shared::Clock& clock, shared::Random& random, bool allowPlainHttp, QObject* parent)
    : QObject(parent),
      m_allowPlainHttp(allowPlainHttp),
      m_thread(u"log-in network"_s),
      m_client(m_thread, clock, random),
      m_auth(m_client),
      m_invites(m_client) {}

void LogIn::connectTo(const ServerAddress& address) {
    m_address = address;
    m_client.setServer(address, m_allowPlainHttp);
    const auto failed = [this](const ApiError& error) {
        if (error.kind == ApiError::Kind::Untrusted) {
            Q_EMIT untrusted(error.keyHash, m_address.keyHash());
        } else {
            Q_EMIT unreachable(error);
        }
    };
    if (address.inviteCode().isEmpty()) {
        RestRequest request = requestOf(shared::Route::GetGateway);
        request.patience = std::chrono::seconds(15);
        request.silence = std::chrono::seconds(10);
        const Reply<QByteArray> reply = m_client.call<QByteArray>(request);
        reply.then(this, [this](const QByteArray&) { Q_EMIT reached({}); });
        reply.onError(this, failed);
        return;
    }
    const Reply<shared::Invite> reply = m_invites.get(address.inviteCode());
    reply.then(this, [this](const shared::Invite& invite) { Q_EMIT reached(invite); });
    reply.onError(this, [this, failed](const ApiError& error) {
        if (error.kind != ApiError::Kind::Refused) {
            failed(error);
        } else {
            Q_EMIT inviteInvalid();
        }
    });
}

void LogIn::trustKey(const QByteArray& keyHash) {
    connectTo(m_address.withKeyHash(keyHash));
}

void LogIn::registerAccount(const QString& userName, const QString& password, const QString& displayName) {
    shared::Register body;
    body.username = userName;
    body.password = password;
    body.consent = true;
    if (!displayName.isEmpty()) body.globalName = displayName;
    if (!m_address.inviteCode().isEmpty()) body.invite = m_address.inviteCode();
    handleReply(m_auth.registerAccount(body));
}

void LogIn::claimOwner(const QByteArray& secret, const QString& userName, const QString& password) {
    shared::Register body;
    body.username = userName;
    body.password = password;
    body.consent = true;
    handleReply(m_auth.claimOwner(secret, body));
}

void LogIn::logIn(const QString& login, const QString& password) {
    shared::Login body;
    body.login = login;
    body.password = password;
    handleReply(m_auth.logIn(body));
}

void LogIn::sendCode(const QString& code) {
    handleReply(m_auth.logInWithCode(m_ticket, code));
}

void LogIn::handleReply(const Reply<LoginAnswer>& reply) {
    reply.then(this, [this](const LoginAnswer& answer) { finish(answer); });
    reply.onError(this, [this](const ApiError& error) { Q_EMIT refused(error); });
}

void LogIn::finish(const LoginAnswer& answer) {
    if (answer.token.isEmpty()) {
        m_ticket = answer.ticket;
        Q_EMIT codeNeeded();
        return;
    }
    // Registering names no user id: the account itself tells who it is.
    const QString token = answer.token;
    m_client.setToken(token);
    const Reply<shared::CurrentUser> me = UserApi(m_client).me();
    me.then(this, [this, token](const shared::CurrentUser& user) {
        AccountRecord account;
        account.address = m_address.withoutInvite();
        account.allowPlainHttp = m_allowPlainHttp;
        account.userId = user.id;
        account.userName = user.username;
        account.displayName = user.displayName();
        Q_EMIT done(account, token);
    });
    me.onError(this, [this](const ApiError& error) { Q_EMIT refused(error); });
}

}  // namespace app
