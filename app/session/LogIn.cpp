#include "app/session/LogIn.h"

#include "app/client/rest/ApiRequest.h"
#include "app/client/rest/UserApi.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr std::chrono::seconds kFirstPause(2);
constexpr std::chrono::seconds kLongestPause(15);

}  // namespace

LogIn::LogIn(const shared::Clock& clock, shared::Random& random, bool allowPlainHttp, QObject* parent)
    : QObject(parent),
      m_random(random),
      m_allowPlainHttp(allowPlainHttp),
      m_backoff(kFirstPause, kLongestPause),
      m_thread(u"log-in network"_s),
      m_client(m_thread, clock, random),
      m_auth(m_client),
      m_invites(m_client) {
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LogIn::ask);
}

void LogIn::connectTo(const ServerAddress& address) {
    m_address = address;
    m_failures = 0;
    m_client.setServer(address, m_allowPlainHttp);
    ask();
}

void LogIn::ask() {
    m_again.stop();
    if (m_address.inviteCode().isEmpty()) {
        RestRequest request = requestOf(shared::Route::GetGateway);
        request.tellsAtOnce = true;
        request.silence = std::chrono::seconds(10);
        const Reply<QByteArray> reply = m_client.call<QByteArray>(request);
        reply.then(this, [this](const QByteArray&) { Q_EMIT reached({}); });
        reply.onError(this, [this](const ApiError& error) { handleNoAnswer(error); });
        return;
    }
    const Reply<shared::Invite> reply = m_invites.get(m_address.inviteCode());
    reply.then(this, [this](const shared::Invite& invite) { Q_EMIT reached(invite); });
    reply.onError(this, [this](const ApiError& error) {
        if (error.kind != ApiError::Kind::Refused) {
            handleNoAnswer(error);
        } else {
            Q_EMIT inviteInvalid();
        }
    });
}

void LogIn::handleNoAnswer(const ApiError& error) {
    if (error.kind == ApiError::Kind::Untrusted) {
        Q_EMIT untrusted(error.keyHash, m_address.keyHash());
        return;
    }
    // Before it is told: whoever hears of it may end this object.
    const bool mayHelp = error.kind == ApiError::Kind::Network || error.kind == ApiError::Kind::Timeout;
    if (m_keepsTrying && mayHelp) m_again.start(m_backoff.pause(++m_failures, m_random));
    Q_EMIT unreachable(error);
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
