#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include "app/client/NetworkThread.h"
#include "app/client/ServerTrust.h"
#include "app/client/rest/AuthApi.h"
#include "app/client/rest/Backoff.h"
#include "app/client/rest/InviteApi.h"
#include "app/session/Accounts.h"

namespace app {

/**
 * The way into a server: find it, check its key, look at the invite, register or log in. On the UI thread.
 *
 * connectTo() ends in reached(), untrusted() or unreachable(); the last at once when nobody listens, later when nobody
 * answers, and again after each further attempt of one that keeps trying. After untrusted() a person compares the
 * fingerprint and calls trustKey(). registerAccount(), claimOwner() and logIn() end in done(), codeNeeded() or
 * refused().
 */
class LogIn final : public QObject {
    Q_OBJECT

 public:
    /** @param clock, random must outlive the object */
    LogIn(const shared::Clock& clock, shared::Random& random, bool allowPlainHttp, QObject* parent = nullptr);

    void connectTo(const ServerAddress& address);
    /** After unreachable() it is tried again by itself, with growing pauses: reached() may still come. */
    void setKeepsTrying(bool keepsTrying) { m_keepsTrying = keepsTrying; }
    /** The person has confirmed the key that untrusted() showed: it is pinned from now on. */
    void trustKey(const QByteArray& keyHash);
    const ServerAddress& address() const { return m_address; }

    void registerAccount(const QString& userName, const QString& password, const QString& displayName = {});
    /** The first account of a server that this app hosts. @param secret its one-time secret */
    void claimOwner(const QByteArray& secret, const QString& userName, const QString& password);
    void logIn(const QString& login, const QString& password);
    void sendCode(const QString& code);

 Q_SIGNALS:
    /** The server answers; `invite` is what the link leads to, with an empty code when there was none. */
    void reached(const shared::Invite& invite);
    /** Nobody vouches for the server, or its key is not that of the link. `expected` is empty in the first case. */
    void untrusted(const QByteArray& keyHash, const QByteArray& expected);
    void unreachable(const app::ApiError& error);
    /** The link's invite is not valid (any more); the server itself answers. */
    void inviteInvalid();
    void codeNeeded();
    void refused(const app::ApiError& error);
    void done(const app::AccountRecord& account, const QString& token);

 private:
    void ask();
    void handleNoAnswer(const ApiError& error);
    void finish(const LoginAnswer& answer);
    void handleReply(const Reply<LoginAnswer>& reply);

    shared::Random& m_random;
    bool m_allowPlainHttp;
    bool m_keepsTrying = false;
    int m_failures = 0;
    Backoff m_backoff;
    QTimer m_again;
    NetworkThread m_thread;
    RestClient m_client;
    AuthApi m_auth;
    InviteApi m_invites;
    ServerAddress m_address;
    QString m_ticket;
};

}  // namespace app
