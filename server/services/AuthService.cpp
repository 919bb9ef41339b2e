#include "server/services/AuthService.h"

#include <sodium/utils.h>

#include "server/services/Accounts.h"
#include "server/services/InviteService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/PrivilegedIntents.h"
#include "shared/validation/UserRules.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace server {
namespace {

/** How long an idle token is remembered; a look-up costs one indexed row. */
constexpr auto kCacheLife = 60s;
constexpr std::size_t kCachedTokens = 20'000;

Error wrongCredentials() {
    return Error::invalidForm({{u"login"_s, u"INVALID_LOGIN"_s, u"Login or password is invalid."_s},
                               {u"password"_s, u"INVALID_LOGIN"_s, u"Login or password is invalid."_s}});
}

/** Names of failure counters. The space keeps them apart from user names and e-mail addresses. */
const QString kOwnerClaim = u"owner claim"_s;
QString counterOf(shared::UserId user) {
    return u"user "_s + user.toString();
}

/** User -> server: who owns it. */
const QByteArray kOwedOwner = "server.owner"_ba;

std::string cacheKey(const QByteArray& hash) {
    return hash.toStdString();
}

}  // namespace

AuthService::AuthService(Parts parts, RegistrationPolicy policy, QByteArray ownerSecret)
    : m_parts(parts), m_policy(policy), m_ownerSecret(std::move(ownerSecret)) {
    m_subscription =
        m_parts.bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onEvents(batch); });
    m_parts.storage.setOutboxApplier(kOwedOwner, [](Transaction& tx, const OutboxRow& owed) {
        return tx.users().setSettings(kOwnerSetting, owed.payload);
    });
}

AuthService::~AuthService() {
    m_subscription.reset();
}

Result<LoginResult> AuthService::registerAccount(const shared::Register& request, const QString& address) {
    if (m_policy == RegistrationPolicy::Closed) {
        return Error(ErrorCode::UnauthorizedAction, u"This server does not take new accounts. Ask its owner."_s);
    }
    const QString invite = request.invite.valueOr(QString());
    if (invite.isEmpty() && m_policy == RegistrationPolicy::Invite) {
        return Error::invalidForm(u"invite"_s, u"BASE_TYPE_REQUIRED"_s,
                                  u"This server takes new accounts by invite only."_s);
    }
    if (!invite.isEmpty()) {
        // Before the account is made: who came for this invite would not know what the account is good for.
        const auto usable = m_parts.invites.get(invite, false);
        if (!usable.has_value()) return usable.error();
    }
    const BucketState limit = m_parts.limits.takeRegistration(address);
    if (!limit.isAllowed) return Error::rateLimited(limit.retryAfter, false);

    ASSIGN_OR_RETURN(LoginResult made, createAccount(request, {}));
    m_parts.limits.countLogin(counterOf(made.userId), address);
    if (!invite.isEmpty()) {
        Actor actor;
        actor.userId = made.userId;
        // The account exists whatever becomes of the invite, which may have been used up a moment ago.
        (void)m_parts.invites.accept(actor, invite);
    }
    return made;
}

Result<LoginResult> AuthService::claimOwner(QByteArrayView secret, const shared::Register& request,
                                            const QString& address) {
    const BucketState limit = m_parts.limits.peekLogin(kOwnerClaim, address);
    if (!limit.isAllowed) return Error::rateLimited(limit.retryAfter, false);

    std::lock_guard lock(m_ownerMutex);
    const bool fits = !m_ownerSecret.isEmpty() && secret.size() == m_ownerSecret.size() &&
                      sodium_memcmp(secret.data(), m_ownerSecret.constData(), static_cast<size_t>(secret.size())) == 0;
    if (!fits) {
        m_parts.limits.countLoginFailure(kOwnerClaim, address);
        return Error(ErrorCode::Forbidden, u"This is not the server's one-time secret."_s);
    }
    ASSIGN_OR_RETURN(LoginResult made, createAccount(request, [](Transaction& tx) -> Result<void> {
                         ASSIGN_OR_RETURN(AccountRow account, tx.users().get());
                         account.flags |= kServerOwnerFlag;
                         tx.owe(kServerKey, kOwedOwner, account.id.toString().toLatin1());
                         return tx.users().update(account).and_then([](quint64) -> Result<void> { return {}; });
                     }));
    m_ownerSecret.clear();
    if (m_ownerMade) m_ownerMade();
    m_parts.limits.countLogin(counterOf(made.userId), address);
    return made;
}

bool AuthService::isOwnerWanted() const {
    std::lock_guard lock(m_ownerMutex);
    return !m_ownerSecret.isEmpty();
}

Result<LoginResult> AuthService::createAccount(const shared::Register& request,
                                               const std::function<Result<void>(Transaction&)>& also) {
    ASSIGN_OR_RETURN(const QByteArray passwordHash, m_parts.hasher.hash(request.password));

    AccountRow account;
    account.id = m_parts.ids.next<shared::UserId>();
    account.username = shared::normalizedUsername(request.username);
    account.globalName = request.globalName.toOptional();
    account.email = request.email.toOptional();
    account.passwordHash = passwordHash;
    const StreamKey key = StreamKey::user(account.id);

    ASSIGN_OR_RETURN(const bool hasName,
                     m_parts.storage.claim(DirectoryKind::Username, directoryName(account.username), key));
    if (!hasName) {
        return Error::invalidForm(u"username"_s, u"USERNAME_ALREADY_TAKEN"_s,
                                  u"Username is unavailable. Try adding numbers, letters, underscores, or periods."_s);
    }
    if (account.email) {
        ASSIGN_OR_RETURN(const bool hasEmail,
                         m_parts.storage.claim(DirectoryKind::Email, directoryName(*account.email), key));
        if (!hasEmail) {
            (void)m_parts.storage.releaseClaim(DirectoryKind::Username, directoryName(account.username), key);
            return Error::invalidForm(u"email"_s, u"EMAIL_ALREADY_REGISTERED"_s, u"Email is already registered."_s);
        }
    }
    return m_parts.storage.write(key, [&](Transaction& tx) -> Result<LoginResult> {
        RETURN_IF_ERROR(tx.users().insert(account));
        RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Username, directoryName(account.username)));
        if (account.email) RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Email, directoryName(*account.email)));
        if (also) RETURN_IF_ERROR(also(tx));
        ASSIGN_OR_RETURN(QByteArray token,
                         insertSession(tx, account.id, SessionKind::User, m_parts.clock, m_parts.random));
        return LoginResult{account.id, std::move(token)};
    });
}

Result<LoginResult> AuthService::login(const shared::Login& request, const QString& address) {
    const QString name = directoryName(request.login);
    const DirectoryKind kind = name.contains(u'@') ? DirectoryKind::Email : DirectoryKind::Username;
    ASSIGN_OR_RETURN(const std::optional<StreamKey> key, m_parts.storage.lookUp(kind, name));
    // One counter for an account, by whichever of its names somebody tries.
    const QString counter = key ? counterOf(key->userId()) : name;
    const BucketState limit = m_parts.limits.peekLogin(counter, address);
    if (!limit.isAllowed) return Error::rateLimited(limit.retryAfter, false);

    std::optional<AccountRow> account;
    if (key) {
        ASSIGN_OR_RETURN(account, m_parts.storage.read(*key, [](const ReadView& view) { return view.users().find(); }));
    }
    const bool isUsable = account && !account->isBot && account->deletedAt == 0;
    ASSIGN_OR_RETURN(const bool fits,
                     m_parts.hasher.verify(isUsable ? account->passwordHash : QByteArray(), request.password));
    if (!fits) {
        m_parts.limits.countLoginFailure(counter, address);
        return wrongCredentials();
    }
    m_parts.limits.countLogin(counter, address);
    return m_parts.storage.write(*key, [&](Transaction& tx) -> Result<LoginResult> {
        // Hashing takes a while: a password that was changed meanwhile lets nobody in.
        ASSIGN_OR_RETURN(const AccountRow now, tx.users().get());
        if (now.passwordHash != account->passwordHash || now.deletedAt != 0) return wrongCredentials();
        ASSIGN_OR_RETURN(QByteArray token,
                         insertSession(tx, account->id, SessionKind::User, m_parts.clock, m_parts.random));
        return LoginResult{account->id, std::move(token)};
    });
}

Result<void> AuthService::logout(const Actor& actor) {
    return m_parts.storage.write(StreamKey::user(actor.userId), [&](Transaction& tx) -> Result<void> {
        ASSIGN_OR_RETURN(const QList<SessionRow> sessions, tx.users().listSessions());
        for (const SessionRow& session : sessions) {
            if (AuthToken::idOf(session.tokenHash) != actor.tokenId) continue;
            RETURN_IF_ERROR(
                tx.users().removeSession(session.tokenHash).and_then([](bool) -> Result<void> { return {}; }));
            emitSessionChange(tx, actor.userId, {actor.tokenId});
        }
        return {};
    });
}

Result<void> AuthService::logoutOthers(const Actor& actor) {
    return m_parts.storage.write(StreamKey::user(actor.userId),
                                 [&](Transaction& tx) { return endOtherSessions(tx, actor); });
}

Result<bool> AuthService::checkPassword(const Actor& actor, const QString& password) {
    const QString counter = counterOf(actor.userId);
    const BucketState limit = m_parts.limits.peekLogin(counter, actor.clientAddress);
    if (!limit.isAllowed) return Error::rateLimited(limit.retryAfter, false);
    ASSIGN_OR_RETURN(
        const AccountRow account,
        m_parts.storage.read(StreamKey::user(actor.userId), [](const ReadView& view) { return view.users().get(); }));
    ASSIGN_OR_RETURN(const bool fits, m_parts.hasher.verify(account.passwordHash, password));
    if (!fits) m_parts.limits.countLoginFailure(counter, actor.clientAddress);
    return fits;
}

Result<QByteArray> AuthService::insertSession(Transaction& tx, shared::UserId user, SessionKind kind,
                                              const shared::Clock& clock, shared::Random& random) {
    const AuthToken token = AuthToken::make(user, clock, random);
    SessionRow row;
    row.tokenHash = token.hash();
    row.userId = user;
    row.kind = kind;
    row.createdAt = row.lastUsedAt = tx.now();
    if (kind == SessionKind::Bot) {
        ASSIGN_OR_RETURN(const QList<SessionRow> old, tx.users().listSessions());
        QList<quint64> ended;
        for (const SessionRow& session : old) {
            if (session.kind == SessionKind::Bot) ended.append(AuthToken::idOf(session.tokenHash));
        }
        RETURN_IF_ERROR(tx.users().removeSessions(SessionKind::Bot, {}));
        if (!ended.isEmpty()) emitSessionChange(tx, user, ended);
    }
    RETURN_IF_ERROR(tx.users().insertSession(row));
    return token.text;
}

Result<Actor> AuthService::authenticate(QByteArrayView header) {
    if (auto cached = findCached(header)) return *std::move(cached);
    const bool asBot = header.startsWith("Bot ");
    const auto token = AuthToken::parse(asBot ? header.sliced(4).trimmed() : header.trimmed());
    if (!token) return ErrorCode::Unauthorized;
    ASSIGN_OR_RETURN(Actor actor, lookUp(*token));
    if (actor.isBot != asBot) return ErrorCode::Unauthorized;
    return actor;
}

std::optional<Actor> AuthService::findCached(QByteArrayView header) {
    const bool asBot = header.startsWith("Bot ");
    const auto token = AuthToken::parse(asBot ? header.sliced(4).trimmed() : header.trimmed());
    if (!token) return std::nullopt;
    std::shared_lock lock(m_cacheMutex);
    const auto it = m_cache.find(cacheKey(token->hash()));
    if (it == m_cache.end() || it->second.expiresAt < m_parts.clock.steadyNow() || it->second.actor.isBot != asBot) {
        return std::nullopt;
    }
    return it->second.actor;
}

Result<Actor> AuthService::authenticateGateway(QByteArrayView token) {
    const QByteArrayView bare = token.startsWith("Bot ") ? token.sliced(4) : token;
    const auto parsed = AuthToken::parse(bare.trimmed());
    if (!parsed) return ErrorCode::Unauthorized;
    {
        std::shared_lock lock(m_cacheMutex);
        const auto it = m_cache.find(cacheKey(parsed->hash()));
        if (it != m_cache.end() && it->second.expiresAt >= m_parts.clock.steadyNow()) return it->second.actor;
    }
    return lookUp(*parsed);
}

Result<void> AuthService::checkStored(QByteArrayView token) {
    const QByteArrayView bare = token.startsWith("Bot ") ? token.sliced(4) : token;
    const auto parsed = AuthToken::parse(bare.trimmed());
    if (!parsed) return ErrorCode::Unauthorized;
    return lookUp(*parsed).and_then([](const Actor&) -> Result<void> { return {}; });
}

Result<Actor> AuthService::lookUp(const AuthToken& token) {
    const QByteArray hash = token.hash();
    quint64 forgotten = 0;
    {
        std::shared_lock lock(m_cacheMutex);
        forgotten = m_forgotten;
    }
    ASSIGN_OR_RETURN(Actor actor,
                     m_parts.storage.read(StreamKey::user(token.userId), [&](const ReadView& view) -> Result<Actor> {
                         ASSIGN_OR_RETURN(const std::optional<SessionRow> session, view.users().findSession(hash));
                         if (!session || (session->expiresAt != 0 && session->expiresAt < m_parts.clock.nowMs()))
                             return ErrorCode::Unauthorized;
                         ASSIGN_OR_RETURN(const std::optional<AccountRow> account, view.users().find());
                         if (!account || account->deletedAt != 0) return ErrorCode::Unauthorized;
                         Actor found;
                         found.userId = account->id;
                         found.isBot = account->isBot;
                         if (account->isBot) {
                             found.applicationId = account->id.as<shared::ApplicationId>();
                             ASSIGN_OR_RETURN(const auto application, view.applications().find());
                             const quint64 flags = application ? application->flags : 0;
                             found.privileged = shared::privilegedIntents(shared::ApplicationFlags(flags));
                         }
                         found.tokenId = AuthToken::idOf(hash);
                         return found;
                     }));

    std::unique_lock lock(m_cacheMutex);
    if (m_forgotten == forgotten) {
        if (m_cache.size() >= kCachedTokens) {
            m_cache.clear();
            m_cachedTokens.clear();
        }
        Entry entry{actor, m_parts.clock.steadyNow() + kCacheLife};
        const bool isNew = m_cache.insert_or_assign(cacheKey(hash), entry).second;
        if (isNew) m_cachedTokens[actor.userId.value()].push_back(cacheKey(hash));
    }
    return actor;
}

void AuthService::onEvents(const EventBatch& batch) {
    for (const EventPtr& event : batch) {
        if (event->type != shared::GatewayEvent::AuthSessionChange) continue;
        std::unique_lock lock(m_cacheMutex);
        ++m_forgotten;
        const auto it = m_cachedTokens.find(event->key.id);
        if (it == m_cachedTokens.end()) continue;
        for (const std::string& token : it->second)
            m_cache.erase(token);
        m_cachedTokens.erase(it);
    }
}

}  // namespace server
