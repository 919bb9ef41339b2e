#pragma once

#include <chrono>

#include <QtCore/QString>

#include "server/storage/EphemeralStore.h"

namespace server {

/** The numbers behind LimitService; zero switches a limit off. */
struct LimitSettings {
    bool isEnabled = true;             ///< the REST buckets and the global limit; the guards below stay on
    int globalPerSecond = 50;          ///< requests of one actor over all routes
    int invalidPer10Minutes = 10'000;  ///< answers 401, 403 and 429 to one address
    int registrationsPerHour = 20;     ///< accounts made from one address
    int loginFailures = 10;            ///< failed log-ins per account and address in 15 minutes; see peekLogin
    int identifyPer5Seconds = 16;      ///< Discord's max_concurrency, per bot
    int identifyPerDay = 1000;         ///< Discord's session_start_limit.total, per bot
};

/** What GET /gateway/bot tells. Source: "Session Start Limit Object". */
struct SessionStartLimit {
    int total = 0;
    int remaining = 0;
    std::chrono::milliseconds resetAfter{};
    int maxConcurrency = 0;
};

/**
 * Counts what clients do and says when it is too much; the door to EphemeralStore for rooms that see no store.
 *
 * Any thread, does not block in the small deployment. Where the store is out of order, everything is allowed: limits
 * protect, they must not take the server down.
 */
class LimitService {
 public:
    LimitService(EphemeralStore& store, LimitSettings settings);

    const LimitSettings& settings() const { return m_settings; }

    /** A request in its route's bucket; when limits are off, an always full bucket. */
    BucketState takeRequest(QByteArrayView bucket, int limit, std::chrono::milliseconds window);
    /** A request of this actor (a user id or an address) over all routes. */
    BucketState takeGlobal(QByteArrayView actor);

    /** Was this address answered with an error too often? Only asks. */
    BucketState peekInvalid(const QString& address);
    void countInvalid(const QString& address);

    BucketState takeRegistration(const QString& address);

    /**
     * May a log-in be tried? Failures are counted per account and address; besides that, with more patience, per
     * account over all addresses and per address over all accounts. An address from which this account was entered
     * lately passes the latter two: nobody can lock somebody else out.
     */
    BucketState peekLogin(const QString& account, const QString& address);
    void countLoginFailure(const QString& account, const QString& address);
    /** The right password came from there: forgets this pair's failures and knows it for 30 days. */
    void countLogin(const QString& account, const QString& address);

    /** An IDENTIFY of a bot or person; buckets are Discord's: shard id % max_concurrency. */
    BucketState takeIdentify(shared::UserId user, int shardId);
    /** One of the day's session starts; then `sessionStarts` tells what is left. */
    BucketState takeSessionStart(shared::UserId user);
    SessionStartLimit sessionStarts(shared::UserId user);

 private:
    BucketState take(const QByteArray& bucket, int limit, std::chrono::milliseconds window);
    BucketState peek(const QByteArray& bucket, int limit, std::chrono::milliseconds window);

    EphemeralStore& m_store;
    const LimitSettings m_settings;
};

/** How many times LimitSettings::loginFailures an account may meet from all addresses, and an address over all
 * accounts.
 */
constexpr int kFailuresPerAccountFactor = 10;
constexpr int kFailuresPerAddressFactor = 5;

}  // namespace server
