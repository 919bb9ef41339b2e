#include "server/api/RateLimiter.h"

#include <QtCore/QCryptographicHash>

#include "server/api/Responses.h"

namespace server {
namespace {

/** Milliseconds as seconds with three places. */
QByteArray seconds(qint64 ms) {
    QByteArray text = QByteArray::number(ms / 1000);
    const QByteArray rest = QByteArray::number(ms % 1000 + 1000);
    return text + '.' + rest.sliced(1);
}

}  // namespace

RateLimiter::RateLimiter(LimitService& limits) : m_limits(limits) {
    for (const shared::RouteRow& row : shared::routes()) {
        const shared::RateGroupRow& group = shared::describe(row.group);
        const QByteArray name = group.isPerRoute ? QByteArray(row.name.data(), row.name.size())
                                                 : "group-" + QByteArray::number(static_cast<int>(row.group));
        m_bucketNames.push_back(QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().left(32));
    }
}

RateVerdict RateLimiter::take(const RouteMatch& match, QByteArrayView who) {
    RateVerdict verdict;
    const shared::RateGroupRow& group = shared::describe(match.row->group);
    if (group.group == shared::RateGroup::None) return verdict;

    verdict.state = m_limits.takeGlobal(who);
    if (!verdict.state.isAllowed) {
        verdict.isLimited = verdict.isGlobal = true;
        return verdict;
    }
    if (group.limit == 0) return verdict;
    verdict.bucket = &m_bucketNames[static_cast<std::size_t>(match.row->route)];
    QByteArray key;
    key.reserve(96);
    key.append(*verdict.bucket).append(':').append(who);
    if (match.row->major != shared::MajorParameter::None && !match.parameters.isEmpty()) {
        key.append(':').append(match.parameters.front());
    }
    verdict.state = m_limits.takeRequest(key, group.limit, group.window);
    verdict.isLimited = !verdict.state.isAllowed;
    return verdict;
}

void RateLimiter::addHeaders(HttpResponse& response, const RateVerdict& verdict, qint64 nowMs) {
    if (verdict.isGlobal) response.addHeader("X-RateLimit-Global", "true");
    if (verdict.isLimited) response.addHeader("X-RateLimit-Scope", "user");
    if (verdict.bucket == nullptr) return;
    const qint64 resetAt = std::max(verdict.state.resetAt, nowMs);
    response.addHeader("X-RateLimit-Limit", QByteArray::number(verdict.state.limit));
    response.addHeader("X-RateLimit-Remaining", QByteArray::number(std::max(0, verdict.state.remaining)));
    response.addHeader("X-RateLimit-Reset", seconds(resetAt));
    response.addHeader("X-RateLimit-Reset-After", seconds(resetAt - nowMs));
    response.addHeader("X-RateLimit-Bucket", *verdict.bucket);
}

HttpResponse RateLimiter::refusal(const RateVerdict& verdict, qint64 nowMs) {
    const auto wait = std::max(verdict.state.retryAfter, std::chrono::milliseconds(1));
    HttpResponse response = errorResponse(shared::Error::rateLimited(wait, verdict.isGlobal));
    addHeaders(response, verdict, nowMs);
    return response;
}

}  // namespace server
