#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

#include <QtCore/QMutex>

#include "server/events/EventBus.h"
#include "server/services/Actor.h"
#include "server/services/AuthToken.h"
#include "server/services/LimitService.h"
#include "server/services/PasswordHasher.h"
#include "server/storage/Storage.h"
#include "shared/core/SnowflakeGenerator.h"
#include "shared/protocol/requests/UserRequests.h"

namespace server {

class InviteService;

/** Who may make accounts. */
enum class RegistrationPolicy { Open, Invite, Closed };

/** What a log-in gives back. */
struct LoginResult {
    shared::UserId userId;
    QByteArray token;
};

/**
 * Accounts come into being, log in and log out here; every request's token is looked up here.
 *
 * Blocking calls, for workers, but for findCached(). A log-out, a password change or a token reset is an
 * AUTH_SESSION_CHANGE event on the user's stream: it empties the cache of tokens before the caller has its answer, and
 * the gateway closes the sessions of a token that is gone.
 */
class AuthService {
 public:
    struct Parts {
        Storage& storage;
        EventBus& bus;
        LimitService& limits;
        PasswordHasher& hasher;
        shared::SnowflakeGenerator& ids;
        const shared::Clock& clock;
        shared::Random& random;
        InviteService& invites;
    };

    /** @param ownerSecret the one-time secret that makes the server's owner; empty: there is an owner, or none can be
     */
    AuthService(Parts parts, RegistrationPolicy policy, QByteArray ownerSecret);
    ~AuthService();

    /**
     * A new account, logged in. With RegistrationPolicy::Invite the request must carry an invite that can be used; the
     * account then joins its guild. Whatever the policy, an invite that cannot be used is refused before anything is
     * made. Errors by field: username, email, password, invite.
     */
    shared::Result<LoginResult> registerAccount(const shared::Register& request, const QString& address);

    /** The server's owner, by the one-time secret, which is used up by success. Forbidden for a wrong one. */
    shared::Result<LoginResult> claimOwner(QByteArrayView secret, const shared::Register& request,
                                           const QString& address);
    /** Called once, when the owner has been made: what kept the secret can go. Set before the first call. */
    void onOwnerMade(std::function<void()> tell) { m_ownerMade = std::move(tell); }
    /** True until the owner has been made. */
    bool isOwnerWanted() const;

    /** By user name or e-mail. The same answer, in the same time, whether the account or the password is wrong. */
    shared::Result<LoginResult> login(const shared::Login& request, const QString& address);
    /** Ends the session whose token was shown. */
    shared::Result<void> logout(const Actor& actor);
    /** Ends every session of the actor but the one that asks. */
    shared::Result<void> logoutOthers(const Actor& actor);

    /** True if this is the actor's password. Failures count towards the log-in limit. */
    shared::Result<bool> checkPassword(const Actor& actor, const QString& password);
    /** The hash to be stored for a new password. */
    shared::Result<QByteArray> hashPassword(const QString& password) { return m_parts.hasher.hash(password); }

    /** Makes a token for an account within one of its units; all bots' older tokens end when `kind` is Bot. */
    static shared::Result<QByteArray> insertSession(Transaction& tx, shared::UserId user, SessionKind kind,
                                                    const shared::Clock& clock, shared::Random& random);

    /**
     * Who shows this `Authorization` header: a person's bare token or `Bot TOKEN`. Unauthorized for anything else, also
     * for a bot's token without its prefix and a person's with it.
     */
    shared::Result<Actor> authenticate(QByteArrayView header);
    /** The same from memory alone: std::nullopt when authenticate() has to be asked. Any thread, never blocks. */
    std::optional<Actor> findCached(QByteArrayView header);
    /** A token as IDENTIFY and RESUME carry it: with or without the prefix. */
    shared::Result<Actor> authenticateGateway(QByteArrayView token);
    /**
     * Whether such a token is stored at this moment, past the cache. For what outlives a request: who asks after
     * reading the position of the user's stream misses no log-out, since a later one is told there.
     */
    shared::Result<void> checkStored(QByteArrayView token);

 private:
    struct Entry {
        Actor actor;
        std::chrono::steady_clock::time_point expiresAt;
    };

    shared::Result<LoginResult> createAccount(const shared::Register& request,
                                              const std::function<shared::Result<void>(Transaction&)>& also);
    shared::Result<Actor> lookUp(const AuthToken& token);
    void onEvents(const EventBatch& batch);

    Parts m_parts;
    const RegistrationPolicy m_policy;
    mutable std::mutex m_ownerMutex;
    QByteArray m_ownerSecret;
    std::function<void()> m_ownerMade;

    mutable std::shared_mutex m_cacheMutex;
    std::unordered_map<std::string, Entry> m_cache;                        ///< by the hash of the token
    std::unordered_map<quint64, std::vector<std::string>> m_cachedTokens;  ///< by user: what to forget
    quint64 m_forgotten = 0;  ///< counts forgetting, so that a look-up under way does not bring back what is gone
    EventBus::Subscription m_subscription;
};

}  // namespace server
