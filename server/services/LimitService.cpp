#include "server/services/LimitService.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace server {
namespace {

constexpr std::chrono::milliseconds kInvalidWindow = 10min;
constexpr std::chrono::milliseconds kLoginWindow = 15min;
constexpr std::chrono::milliseconds kIdentifyWindow = 5s;
constexpr std::chrono::milliseconds kDay = 24h;

QByteArray named(const char* kind, const QString& who) {
    return QByteArray(kind) + who.toUtf8();
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
    const BucketState byAccount = peek(named("login-account:", account), m_settings.loginFailures, kLoginWindow);
    if (!byAccount.isAllowed) return byAccount;
    return peek(named("login-address:", address), m_settings.loginFailures, kLoginWindow);
}

void LimitService::countLoginFailure(const QString& account, const QString& address) {
    (void)take(named("login-account:", account), m_settings.loginFailures, kLoginWindow);
    (void)take(named("login-address:", address), m_settings.loginFailures, kLoginWindow);
}

void LimitService::clearLoginFailures(const QString& account) {
    (void)m_store.clear(named("login-account:", account));
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
