#include "server/api/ApiServer.h"

#include <QtCore/QLoggingCategory>
#include <QtCore/QUrl>

#include "shared/core/Error.h"

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

namespace server {
namespace {

Q_LOGGING_CATEGORY(logApi, "server.api")

constexpr qsizetype kAuditReasonLength = 512;

/** X-Audit-Log-Reason, percent-decoded. Source: "Audit Logs". */
QString auditReasonOf(const HttpRequestHead& head) {
    const QByteArrayView raw = head.header("x-audit-log-reason");
    if (raw.isEmpty()) return {};
    return QUrl::fromPercentEncoding(raw.toByteArray()).left(kAuditReasonLength);
}

/** Routes whose JSON may hold pictures: avatars, icons, banners, emojis. */
bool takesPicture(shared::Route route) {
    using shared::Route;
    switch (route) {
        case Route::UpdateMyUser:
        case Route::CreateGuild:
        case Route::UpdateGuild:
        case Route::CreateGuildEmoji:
        case Route::CreateGuildRole:
        case Route::UpdateGuildRole:
        case Route::CreateApplication:
        case Route::UpdateApplication:
        case Route::UpdateMyApplication:
        case Route::UpdateApplicationBot:
            return true;
        default:
            return false;
    }
}

ErrorCode codeOf(int status) {
    switch (status) {
        case 400:
            return ErrorCode::BadRequest;
        case 403:
            return ErrorCode::Forbidden;
        case 404:
            return ErrorCode::NotFound;
        case 405:
            return ErrorCode::MethodNotAllowed;
        case 408:
            return ErrorCode::RequestTimeout;
        case 411:
            return ErrorCode::LengthRequired;
        case 413:
            return ErrorCode::RequestEntityTooLarge;
        case 414:
            return ErrorCode::UriTooLong;
        case 415:
            return ErrorCode::UnsupportedMediaType;
        case 431:
            return ErrorCode::HeadersTooLarge;
        case 501:
            return ErrorCode::NotImplemented;
        case 503:
            return ErrorCode::ServiceUnavailable;
        default:
            return status >= 500 ? ErrorCode::InternalError : ErrorCode::BadRequest;
    }
}

Error tooBusy() {
    return Error::unavailable(u"The server is busy. Try again in a moment."_s, std::chrono::seconds(1));
}

}  // namespace

/** What one request has learned on its way. */
struct ApiServer::Call {
    explicit Call(RouteMatch match) : row(match.row), request(match, {}), match(std::move(match)) {}
    const shared::RouteRow* row;
    ApiRequest request;
    RouteMatch match;
    RateVerdict rate;
    bool isAuthenticated = false;
    bool isLimited = false;  ///< the limit step has been taken
};

ApiServer::ApiServer(Parts parts, ApiSettings settings)
    : m_parts(parts), m_settings(std::move(settings)), m_limiter(parts.limits), m_handlers(shared::routes().size()) {
    for (int kind = 1; kind < 6; ++kind) {
        m_answers[static_cast<std::size_t>(kind)] = &m_parts.metrics.counter(
            "guildhall_http_responses_total", "Answers by class of status", {{"class", std::to_string(kind) + "xx"}});
    }
    m_duration = &m_parts.metrics.histogram("guildhall_http_request_seconds", "From the first byte to the answer",
                                            Histogram::secondsBuckets());
}

ApiServer::~ApiServer() = default;

void ApiServer::serve(shared::Route route, Handler handler, FastHandler fast) {
    m_handlers[static_cast<std::size_t>(route)] = {std::move(handler), std::move(fast)};
}

void ApiServer::addDoor(Door door) {
    m_doors.push_back(std::move(door));
}

const ApiServer::Door* ApiServer::doorOf(const HttpRequestHead& head) const {
    if (head.segmentCount() == 0) return nullptr;
    const QByteArrayView first = head.segment(0);
    const auto door = std::ranges::find_if(m_doors, [&](const Door& one) { return one.firstSegment == first; });
    return door == m_doors.end() ? nullptr : &*door;
}

// The pipeline. The steps stand in this order, because each one is cheaper than what it protects:
//  1 metrics        every answer is counted, those of the transport too        onAnswered
//  2 request id     made by the transport, which sends it as X-Request-Id
//  3 route          404, 405 and old versions need nothing else                onHead
//  4 address limit  who was refused ten thousand times is not asked who he is  onHead
//  5 authenticate   from memory here; a token that is not there on the worker, authenticate
//                   but before a large body is read
//  6 rate limit     by bucket and actor                                        limit
//  7 body limit     by kind of body; large ones only from who has an account   admit
//  8 tryFast        what memory can answer does not hop                        onRequest
//  9 handler        on a worker: parse, validate, one service call             run
// 10 error guard    an Error becomes Discord's answer                          finish
HeadDecision ApiServer::onHead(const HttpRequestHead& head) {
    HeadDecision decision;
    if (doorOf(head) != nullptr) {
        decision.bodyLimit = m_settings.bodyLimit;
        return decision;
    }
    auto match = m_router.match(head);
    if (!match.has_value()) {
        decision.answer = refuse(head, match.error());
        return decision;
    }
    const BucketState invalid = m_parts.limits.peekInvalid(head.countedPeer());
    if (!invalid.isAllowed) {
        decision.answer = server::errorResponse(Error::rateLimited(invalid.retryAfter, true));
        return decision;
    }
    auto call = std::make_shared<Call>(std::move(*match));
    if (auto answer = authenticate(*call, head, false)) {
        decision.answer = std::move(answer);
        return decision;
    }
    const bool isLarge = head.hasBody() && head.contentLength().value_or(~0ULL) > quint64(m_settings.bodyLimit);
    if (call->isAuthenticated || !isLarge) return admit(call, head);
    decision.ask = [this, call, &head] {
        HeadDecision asked;
        asked.answer = authenticate(*call, head, true);
        return asked.answer ? asked : admit(call, head);
    };
    return decision;
}

HeadDecision ApiServer::admit(const CallPtr& call, const HttpRequestHead& head) {
    HeadDecision decision;
    decision.bodyLimit = m_settings.bodyLimit;
    decision.context = call;
    if (!call->isAuthenticated) return decision;
    decision.answer = limit(*call, head);
    if (!call->request.actor().userId) return decision;
    if (isMultipart(head.header("content-type"))) {
        decision.bodyLimit = m_settings.uploadLimit;
    } else if (takesPicture(call->row->route)) {
        decision.bodyLimit = m_settings.bodyLimit + m_settings.pictureLimit;
    }
    return decision;
}

std::optional<HttpResponse> ApiServer::authenticate(Call& call, const HttpRequestHead& head, bool mayBlock) {
    using shared::RouteAuth;
    const RouteAuth wanted = call.row->auth;
    const QByteArrayView header = head.header("authorization");
    Actor actor;
    if (wanted != RouteAuth::None && !(wanted == RouteAuth::Optional && header.isEmpty())) {
        if (header.isEmpty()) return refuse(head, Error(ErrorCode::Unauthorized));
        if (auto cached = m_parts.auth.findCached(header)) {
            actor = *std::move(cached);
        } else if (!mayBlock) {
            return std::nullopt;
        } else {
            auto found = m_parts.auth.authenticate(header);
            if (!found.has_value()) return refuse(head, found.error());
            actor = *std::move(found);
        }
        if (wanted == RouteAuth::User && actor.isBot) return refuse(head, Error(ErrorCode::BotsCannotUse));
        if (wanted == RouteAuth::Bot && !actor.isBot) return refuse(head, Error(ErrorCode::OnlyBotsCanUse));
    }
    actor.clientAddress = head.countedPeer();
    actor.auditReason = auditReasonOf(head);
    call.request.setActor(std::move(actor));
    call.isAuthenticated = true;
    return std::nullopt;
}

std::optional<HttpResponse> ApiServer::limit(Call& call, const HttpRequestHead& head) {
    if (call.isLimited) return std::nullopt;
    call.isLimited = true;
    const Actor& actor = call.request.actor();
    const QByteArray who = actor.userId ? actor.userId.toString().toLatin1() : actor.clientAddress.toLatin1();
    call.rate = m_limiter.take(call.match, who);
    if (!call.rate.isLimited) return std::nullopt;
    countInvalid(head, 429);
    return RateLimiter::refusal(call.rate, m_parts.clock.nowMs());
}

void ApiServer::onRequest(std::shared_ptr<HttpRequest> request, HttpResponder responder) {
    const auto* call = std::any_cast<CallPtr>(&request->context());
    if (call == nullptr) {
        if (const Door* door = doorOf(request->head())) return runDoor(*door, std::move(request), std::move(responder));
        return responder.respond(refuse(request->head(), Error(ErrorCode::NotFound)));
    }
    const CallPtr kept = *call;
    const Served& served = m_handlers[static_cast<std::size_t>(kept->row->route)];
    if (served.fast && kept->isAuthenticated) {
        if (auto answer = served.fast(kept->request)) {
            return responder.respond(finish(*kept, request->head(), *std::move(answer)));
        }
    }
    const bool queued = m_parts.workers.post([this, kept, request, responder] { run(kept, request, responder); });
    if (!queued) responder.respond(server::errorResponse(tooBusy()));
}

void ApiServer::run(const CallPtr& call, std::shared_ptr<HttpRequest> request, HttpResponder responder) {
    if (!call->isAuthenticated) {
        if (auto answer = authenticate(*call, request->head(), true)) return responder.respond(*std::move(answer));
    }
    if (auto answer = limit(*call, request->head())) return responder.respond(*std::move(answer));
    call->request.setHttp(request);
    call->request.setSpoolFolder(m_settings.spoolFolder);
    call->request.setNow(shared::Timestamp(m_parts.clock.nowMs()));
    // An operation that this server does not offer is told from one that the actor may not use: 404 comes last.
    const Handler& handler = m_handlers[static_cast<std::size_t>(call->row->route)].run;
    ApiResult result = handler ? handler(call->request) : ApiResult(ErrorCode::NotFound);
    // The request holds the call as its context; holding the request in turn would keep both for ever.
    call->request.setHttp(nullptr);
    responder.respond(finish(*call, request->head(), std::move(result)));
}

void ApiServer::runDoor(const Door& door, std::shared_ptr<HttpRequest> request, HttpResponder responder) {
    if (door.isFast) return responder.respond(door.handler(*request));
    const bool queued =
        m_parts.workers.post([&door, request, responder] { responder.respond(door.handler(*request)); });
    if (!queued) responder.respond(server::errorResponse(tooBusy()));
}

HttpResponse ApiServer::finish(const Call& call, const HttpRequestHead& head, ApiResult result) {
    HttpResponse response = result.has_value() ? *std::move(result) : server::errorResponse(result.error());
    if (!result.has_value()) {
        countInvalid(head, response.status());
        if (response.status() == 500) {
            qCWarning(logApi).noquote() << head.requestIdText() << call.row->name << result.error().message();
        }
    }
    RateLimiter::addHeaders(response, call.rate, m_parts.clock.nowMs());
    return response;
}

HttpResponse ApiServer::refuse(const HttpRequestHead& head, const Error& error) {
    HttpResponse response = server::errorResponse(error);
    countInvalid(head, response.status());
    return response;
}

void ApiServer::countInvalid(const HttpRequestHead& head, int status) {
    // Source: "Invalid Request Limit": 401, 403 and 429 count.
    if (status == 401 || status == 403 || status == 429) m_parts.limits.countInvalid(head.countedPeer());
}

UpgradeDecision ApiServer::onUpgrade(const HttpRequestHead& head) {
    return m_upgrade ? m_upgrade(head) : UpgradeDecision::refuse(errorResponse(404));
}

HttpResponse ApiServer::errorResponse(int status) {
    const ErrorCode code = codeOf(status);
    const bool hasOwnText = shared::describe(code).httpStatus == status;
    const QString text = QString::number(status) + u": "_s + QString::fromLatin1(httpReasonPhrase(status));
    HttpResponse response = server::errorResponse(hasOwnText ? Error(code) : Error(code, text));
    response.setStatus(status);
    return response;
}

void ApiServer::onAnswered(const HttpRequestHead&, int status, std::chrono::nanoseconds took) {
    const auto kind = static_cast<std::size_t>(status / 100);
    if (kind < m_answers.size() && m_answers[kind] != nullptr) m_answers[kind]->add();
    m_duration->observe(took);
}

}  // namespace server
