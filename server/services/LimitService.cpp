#include "server/services/LimitService.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace server {
namespace {

constexpr std::chrono::milliseconds kInvalidWindow = 10min;
constexpr std::chrono::milliseconds kLoginWindow = 15min;
constexpr std::chrono::milliseconds kKnownLife = 24h * 30;
constexpr std::chrono::milliseconds kIdentifyWindow = 5s;
constexpr std::chrono::milliseconds kDay = 24h;

QByteArray named(const char* kind, const QString& who) {
    return QByteArray(kind) + who.toUtf8();
}

/** Neither user ids nor names nor addresses have line breaks. */
QByteArray pairName(const char* kind, const QString& account, const QString& address) {
    return named(kind, account) + '\n' + address.toUtf8();
}

BucketState unlimited(int limit) {
    BucketState state;
    state.limit = limit;
    state.remaining = limit;
    return state;
}

}  // namespace

LimitService::LimitService(EphemeralStore& store, LimitSettings settings) : m_store(store), m_settings(settings) {}

BucketState LimitService::takeRequest(QByteArrayView bucket, int limit, std::chrono::milliseconds window) {
    if (!m_settings.isEnabled) return unlimited(limit);
    return take(bucket.toByteArray(), limit, window);
}

BucketState LimitService::takeGlobal(QByteArrayView actor) {
    if (!m_settings.isEnabled) return unlimited(m_settings.globalPerSecond);
    return take("global:" + actor.toByteArray(), m_settings.globalPerSecond, 1s);
}

BucketState LimitService::peekInvalid(const QString& address) {
    return peek(named("invalid:", address), m_settings.invalidPer10Minutes, kInvalidWindow);
}

void LimitService::countInvalid(const QString& address) {
    (void)take(named("invalid:", address), m_settings.invalidPer10Minutes, kInvalidWindow);
}

BucketState LimitService::takeRegistration(const QString& address) {
    return take(named("register:", address), m_settings.registrationsPerHour, 1h);
}

BucketState LimitService::peekLogin(const QString& account, const QString& address) {
    const int limit = m_settings.loginFailures;
    const BucketState byPair = peek(pairName("login:", account, address), limit, kLoginWindow);
    if (!byPair.isAllowed) return byPair;
    const auto known = m_store.find(pairName("login-known:", account, address));
    if (known.has_value() && *known) return byPair;
    const BucketState byAccount =
        peek(named("login-account:", account), limit * kFailuresPerAccountFactor, kLoginWindow);
    if (!byAccount.isAllowed) return byAccount;
    return peek(named("login-address:", address), limit * kFailuresPerAddressFactor, kLoginWindow);
}

void LimitService::countLoginFailure(const QString& account, const QString& address) {
    const int limit = m_settings.loginFailures;
    (void)take(pairName("login:", account, address), limit, kLoginWindow);
    (void)take(named("login-account:", account), limit * kFailuresPerAccountFactor, kLoginWindow);
    (void)take(named("login-address:", address), limit * kFailuresPerAddressFactor, kLoginWindow);
}

void LimitService::countLogin(const QString& account, const QString& address) {
    (void)m_store.clear(pairName("login:", account, address));
    (void)m_store.put(pairName("login-known:", account, address), "1", kKnownLife);
}

BucketState LimitService::takeIdentify(shared::UserId user, int shardId) {
    const int lane = m_settings.identifyPer5Seconds > 0 ? shardId % m_settings.identifyPer5Seconds : 0;
    // One lane admits one IDENTIFY per five seconds; an unsharded client (lane 0) may use all lanes there are.
    const int limit = shardId == 0 ? m_settings.identifyPer5Seconds : 1;
    return take("identify:" + user.toString().toLatin1() + ':' + QByteArray::number(lane), limit, kIdentifyWindow);
}

BucketState LimitService::takeSessionStart(shared::UserId user) {
    return take("starts:" + user.toString().toLatin1(), m_settings.identifyPerDay, kDay);
}

SessionStartLimit LimitService::sessionStarts(shared::UserId user) {
    const BucketState state = peek("starts:" + user.toString().toLatin1(), m_settings.identifyPerDay, kDay);
    return {.total = m_settings.identifyPerDay,
            .remaining = state.remaining,
            .resetAfter = state.retryAfter,
            .maxConcurrency = std::max(1, m_settings.identifyPer5Seconds)};
}

BucketState LimitService::take(const QByteArray& bucket, int limit, std::chrono::milliseconds window) {
    if (limit <= 0) return unlimited(limit);
    const auto state = m_store.take(bucket, limit, window);
    return state.has_value() ? *state : unlimited(limit);
}

BucketState LimitService::peek(const QByteArray& bucket, int limit, std::chrono::milliseconds window) {
    if (limit <= 0) return unlimited(limit);
    const auto state = m_store.peek(bucket, limit, window);
    return state.has_value() ? *state : unlimited(limit);
}

}  // namespace server
