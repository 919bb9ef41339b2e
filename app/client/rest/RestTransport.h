#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <variant>

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSaveFile>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkReply>

#include "app/client/ServerAddress.h"
#include "app/client/ServerTrust.h"
#include "app/client/rest/ApiError.h"
#include "app/client/rest/Backoff.h"
#include "app/client/rest/RateLimiter.h"
#include "app/client/rest/RestRequest.h"
#include "shared/core/Random.h"

class QNetworkAccessManager;
class QNetworkRequest;

namespace app {

/** How often and how long RestTransport tries; tests shorten it. */
struct RestTiming {
    std::chrono::milliseconds backoffBase{500};
    std::chrono::milliseconds backoffCap{10'000};
    /** A 429 that asks for more than this is given to the caller instead of being waited out. */
    std::chrono::milliseconds longestLimitWait{30'000};
};

/** One request on its way; `done` runs on the network thread, exactly once. */
struct RestCall {
    using Outcome = std::variant<RestAnswer, ApiError>;

    quint64 id = 0;
    RestRequest request;
    QUrl absoluteUrl;  ///< a download: this address instead of one below the API; only on the server's own origin
    QString saveTo;    ///< the body of the answer goes to this file, whole or not at all, instead of into memory
    std::function<void(Outcome)> done;
    std::function<void(qint64 sent, qint64 total)> progress;
};

/**
 * The HTTP side of an account: sends, limits, repeats, checks the server's key. Lives on the network thread.
 *
 * Nothing of a request goes out before the key was checked. Redirects are not followed: a token stays where it was
 * meant to go. An answer in memory is no longer than kMostAnswerBytes.
 */
class RestTransport final : public QObject {
    Q_OBJECT

 public:
    static constexpr qint64 kMostAnswerBytes = 64 * 1024 * 1024;

    /** @param clock, random must outlive the transport */
    RestTransport(const shared::Clock& clock, shared::Random& random, RestTiming timing = {});
    ~RestTransport() override;

    void setServer(const ServerAddress& address, bool allowPlainHttp);
    /** The value of the Authorization header; empty = none. */
    void setToken(const QByteArray& token) { m_token = token; }
    void setUserAgent(const QByteArray& userAgent) { m_userAgent = userAgent; }

    void send(RestCall call);
    /** Ends with Cancelled; unknown ids are ignored. */
    void cancel(quint64 id);
    /** Drops kept-alive connections, after the network changed. */
    void forgetConnections();

 Q_SIGNALS:
    /** A call with a token was answered 401. */
    void unauthorized();

 private:
    struct Active {
        RestCall call;
        std::chrono::steady_clock::time_point firstTry;
        int failures = 0;
        QNetworkReply* reply = nullptr;   ///< while on the wire
        QByteArray token;                 ///< that it was sent with
        QByteArray foreignKey;            ///< key of a server that was not trusted
        std::unique_ptr<QSaveFile> file;  ///< of `saveTo`, while on the wire
        std::optional<ApiError> problem;  ///< why the answer was broken off on this side
        bool cancelled = false;
    };
    using ActivePtr = std::shared_ptr<Active>;

    void pump(const QString& route);
    void pumpAll();
    void start(const ActivePtr& active);
    QNetworkReply* transmit(const Active& active, QString& problem);
    QNetworkRequest prepare(const Active& active) const;
    void watchTrust(const ActivePtr& active);
    void watchBody(const ActivePtr& active);
    void watchTime(const ActivePtr& active);
    /** Moves what has come to the file. False: it cannot be written. */
    static bool spool(Active& active);
    void handleFinished(const ActivePtr& active);
    void handleLimited(const ActivePtr& active, const RateHeaders& headers, const QByteArray& body);
    /** Tries again after a pause when that is allowed. @return false = it is not */
    bool repeat(const ActivePtr& active, std::optional<std::chrono::milliseconds> after);
    void settle(const ActivePtr& active, RestCall::Outcome outcome);
    ApiError errorOf(const Active& active) const;

    const shared::Clock& m_clock;
    shared::Random& m_random;
    RestTiming m_timing;
    Backoff m_backoff;
    RateLimiter m_limiter;
    QNetworkAccessManager* m_network;
    ServerAddress m_address;
    ServerTrust m_trust;
    bool m_allowPlainHttp = false;
    QByteArray m_token;
    QByteArray m_userAgent;
    QHash<quint64, ActivePtr> m_calls;
    QHash<QString, std::deque<ActivePtr>> m_queues;  ///< by route, in the order of their asking
    QTimer m_wake;                                   ///< when a limit may have passed
};

}  // namespace app
