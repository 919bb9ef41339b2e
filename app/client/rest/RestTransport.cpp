#include "app/client/rest/RestTransport.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtNetwork/QHttpMultiPart>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslError>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace app {

namespace {

constexpr int kMostRepeats = 5;

/** A pause that a server asks for; whatever it says, no longer than a day. */
milliseconds pauseOf(double seconds) {
    constexpr double kDay = 24 * 60 * 60;
    return milliseconds(qRound64(std::min(std::max(0.0, seconds), kDay) * 1000.0));
}

RateHeaders rateHeaders(const QNetworkReply& reply, int status, const QByteArray& body) {
    RateHeaders headers;
    headers.bucket = reply.rawHeader("X-RateLimit-Bucket");
    headers.limit = reply.rawHeader("X-RateLimit-Limit").toInt();
    headers.remaining = reply.rawHeader("X-RateLimit-Remaining").toInt();
    headers.resetAfter = pauseOf(reply.rawHeader("X-RateLimit-Reset-After").toDouble());
    if (status != 429) return headers;
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    headers.global = reply.rawHeader("X-RateLimit-Global") == "true" || answer["global"_L1].toBool();
    if (answer["retry_after"_L1].isDouble()) {
        headers.retryAfter = pauseOf(answer["retry_after"_L1].toDouble());
    } else {
        headers.retryAfter = pauseOf(reply.rawHeader("Retry-After").toDouble());
    }
    return headers;
}

/** A quoted header value: what could end it is taken out. */
QByteArray quoted(const QString& text) {
    QString safe = text;
    safe.remove(u'\r').remove(u'\n').replace(u'\\', u'_').replace(u'"', u'\'');
    return safe.toUtf8();
}

/** The multipart body of a request with files; null and `problem` when a file cannot be opened. */
std::unique_ptr<QHttpMultiPart> multipartOf(const RestRequest& request, QString& problem) {
    auto multipart = std::make_unique<QHttpMultiPart>(QHttpMultiPart::FormDataType);
    QHttpPart json;
    json.setHeader(QNetworkRequest::ContentDispositionHeader, u"form-data; name=\"payload_json\""_s);
    json.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    json.setBody(request.body.isEmpty() ? "{}"_ba : request.body);
    multipart->append(json);
    for (qsizetype i = 0; i < request.files.size(); ++i) {
        const UploadFile& file = request.files[i];
        QHttpPart part;
        part.setRawHeader("Content-Disposition", "form-data; name=\"files[" + QByteArray::number(i) +
                                                     "]\"; filename=\"" + quoted(file.fileName) + '"');
        part.setRawHeader("Content-Type",
                          file.contentType.isEmpty() ? "application/octet-stream"_ba : quoted(file.contentType));
        if (file.path.isEmpty()) {
            part.setBody(file.bytes);
        } else {
            auto* device = new QFile(file.path, multipart.get());
            if (!device->open(QIODevice::ReadOnly)) {
                problem = device->errorString();
                return nullptr;
            }
            part.setBodyDevice(device);
        }
        multipart->append(part);
    }
    return multipart;
}

}  // namespace

RestTransport::RestTransport(const shared::Clock& clock, shared::Random& random, RestTiming timing)
    : m_clock(clock),
      m_random(random),
      m_timing(timing),
      m_backoff(timing.backoffBase, timing.backoffCap),
      m_limiter(clock),
      m_network(new QNetworkAccessManager(this)),
      m_wake(this) {
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network->setAutoDeleteReplies(false);
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, &RestTransport::pumpAll);
}

RestTransport::~RestTransport() {
    const auto calls = std::exchange(m_calls, {});
    for (const ActivePtr& active : calls) {
        if (active->reply != nullptr) active->reply->disconnect(this);
        active->call.done(ApiError::cancelled());
    }
    // Before the manager goes: its thread may be waiting for a reply to judge a certificate, and the manager would wait
    // five seconds for its thread.
    qDeleteAll(findChildren<QNetworkReply*>(Qt::FindDirectChildrenOnly));
}

void RestTransport::setServer(const ServerAddress& address, bool allowPlainHttp) {
    m_address = address;
    m_trust = ServerTrust(address.keyHash());
    m_allowPlainHttp = allowPlainHttp;
    forgetConnections();
}

void RestTransport::forgetConnections() {
    // Clearing leaves what is on the wire without a thread to finish it: it would wait for its time-out.
    const auto calls = m_calls;
    for (const ActivePtr& active : calls)
        if (active->reply != nullptr && active->call.request.mayRepeat()) active->reply->abort();
    const bool isIdle = std::none_of(m_calls.cbegin(), m_calls.cend(),
                                     [](const ActivePtr& active) { return active->reply != nullptr; });
    if (isIdle) m_network->clearConnectionCache();
}

void RestTransport::send(RestCall call) {
    auto active = std::make_shared<Active>();
    active->firstTry = m_clock.steadyNow();
    active->call = std::move(call);
    const QString route = active->call.request.route;
    m_calls.insert(active->call.id, active);
    m_queues[route].push_back(active);
    pump(route);
}

void RestTransport::cancel(quint64 id) {
    const ActivePtr active = m_calls.value(id);
    if (!active) return;
    active->cancelled = true;
    if (active->reply != nullptr) {
        active->reply->abort();
        return;
    }
    const QString route = active->call.request.route;
    auto& queue = m_queues[route];
    queue.erase(std::remove(queue.begin(), queue.end(), active), queue.end());
    settle(active, ApiError::cancelled());
}

void RestTransport::pumpAll() {
    const QList<QString> routes = m_queues.keys();
    for (const QString& route : routes)
        pump(route);
}

void RestTransport::pump(const QString& route) {
    for (;;) {
        const auto found = m_queues.find(route);
        if (found == m_queues.end()) return;
        if (found->empty()) {
            m_queues.erase(found);
            return;
        }
        const RateLimiter::Verdict verdict = m_limiter.ask(route);
        if (verdict.answer == RateLimiter::Answer::WaitTime) {
            const auto wait = verdict.wait + milliseconds(5);
            if (!m_wake.isActive() || m_wake.remainingTimeAsDuration() > wait) m_wake.start(wait);
            return;
        }
        if (verdict.answer == RateLimiter::Answer::WaitReply) return;
        const ActivePtr active = found->front();
        found->pop_front();
        start(active);
    }
}

QNetworkRequest RestTransport::prepare(const Active& active) const {
    const RestRequest& request = active.call.request;
    QUrl url = active.call.absoluteUrl;
    if (url.isEmpty()) {
        url = request.atRoot ? m_address.origin() : m_address.apiUrl();
        url.setPath(url.path(QUrl::FullyEncoded) + request.path, QUrl::TolerantMode);
        if (!request.query.isEmpty()) url.setQuery(request.query);
    }
    QNetworkRequest out(url);
    out.setSslConfiguration(m_trust.configuration());
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setTransferTimeout(static_cast<int>(request.silence.count()));
    out.setRawHeader("User-Agent", m_userAgent);
    out.setRawHeader("Accept", "application/json");
    if (request.authenticated && !m_token.isEmpty()) out.setRawHeader("Authorization", m_token);
    if (!request.auditReason.isEmpty())
        out.setRawHeader("X-Audit-Log-Reason", request.auditReason.toPercentEncoding(" "));
    if (request.files.isEmpty() && request.method != "GET")
        out.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    return out;
}

QNetworkReply* RestTransport::transmit(const Active& active, QString& problem) {
    const RestRequest& request = active.call.request;
    if (!m_address.isAllowed(m_allowPlainHttp)) {
        problem = u"plain HTTP is only allowed within this machine"_s;
        return nullptr;
    }
    const QUrl& absolute = active.call.absoluteUrl;
    const auto originOf = [](const QUrl& url) {
        return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    };
    if (!absolute.isEmpty() && originOf(absolute) != m_address.origin()) {
        problem = u"not an address of this server"_s;
        return nullptr;
    }
    const QNetworkRequest out = prepare(active);
    if (request.files.isEmpty()) {
        if (request.method == "GET") return m_network->get(out);
        if (request.method == "POST") return m_network->post(out, request.body);
        if (request.method == "PUT") return m_network->put(out, request.body);
        return m_network->sendCustomRequest(out, request.method, request.body);
    }
    std::unique_ptr<QHttpMultiPart> multipart = multipartOf(request, problem);
    if (!multipart) return nullptr;
    QNetworkReply* reply = m_network->sendCustomRequest(out, request.method, multipart.get());
    multipart.release()->setParent(reply);
    return reply;
}

void RestTransport::start(const ActivePtr& active) {
    QString problem;
    active->token = m_token;
    active->problem.reset();
    if (!active->call.saveTo.isEmpty()) {
        active->file = std::make_unique<QSaveFile>(active->call.saveTo);
        if (!active->file->open(QIODevice::WriteOnly)) problem = active->file->errorString();
    }
    if (problem.isEmpty()) active->reply = transmit(*active, problem);
    if (active->reply == nullptr) {
        m_limiter.finished(active->call.request.route, {});
        settle(active, ApiError::local(problem));
        return;
    }
    active->reply->setParent(this);
    watchTrust(active);
    watchBody(active);
    watchTime(active);
    connect(active->reply, &QNetworkReply::finished, this, [this, active] { handleFinished(active); });
    if (active->call.progress) {
        if (active->call.absoluteUrl.isEmpty()) {
            connect(active->reply, &QNetworkReply::uploadProgress, this, [active](qint64 sent, qint64 total) {
                if (total > 0) active->call.progress(sent, total);
            });
        } else {
            connect(active->reply, &QNetworkReply::downloadProgress, this,
                    [active](qint64 got, qint64 total) { active->call.progress(got, total); });
        }
    }
}

void RestTransport::watchTrust(const ActivePtr& active) {
    QNetworkReply* reply = active->reply;
    const auto refuse = [active, reply] {
        active->foreignKey = ServerTrust::keyHashOf(reply->sslConfiguration().peerCertificate());
    };
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply, refuse](const QList<QSslError>&) {
        if (m_trust.matches(reply->sslConfiguration().peerCertificate())) {
            reply->ignoreSslErrors();
        } else {
            refuse();
        }
    });
    connect(reply, &QNetworkReply::encrypted, this, [this, reply, refuse] {
        if (!m_trust.isPinned() || m_trust.matches(reply->sslConfiguration().peerCertificate())) return;
        refuse();
        reply->abort();
    });
}

bool RestTransport::spool(Active& active) {
    const int status = active.reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!active.file || status < 200 || status >= 300) return true;
    const QByteArray piece = active.reply->readAll();
    if (active.file->write(piece) == piece.size()) return true;
    active.problem = ApiError::local(active.file->errorString());
    return false;
}

void RestTransport::watchBody(const ActivePtr& active) {
    connect(active->reply, &QNetworkReply::readyRead, this, [active] {
        if (!spool(*active)) {
            active->reply->abort();
        } else if (active->reply->bytesAvailable() > kMostAnswerBytes) {
            const int status = active->reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            active->problem = ApiError::badAnswer(status, u"the answer is too long"_s);
            active->reply->abort();
        }
    });
}

/** A server that goes on dripping is never silent, and yet no answer comes. Files may take as long as they flow. */
void RestTransport::watchTime(const ActivePtr& active) {
    if (!active->call.request.files.isEmpty() || active->file) return;
    QTimer::singleShot(active->call.request.patience, active->reply, [active, reply = active->reply] {
        if (active->reply != reply) return;
        active->problem = ApiError::timeout();
        active->reply->abort();
    });
}

ApiError RestTransport::errorOf(const Active& active) const {
    if (active.cancelled) return ApiError::cancelled();
    if (active.problem) return *active.problem;
    if (!active.foreignKey.isEmpty()) {
        ApiError error = ApiError::network(m_trust.isPinned() ? u"the server's key is not the expected one"_s
                                                              : u"nobody vouches for the server's key"_s);
        error.kind = ApiError::Kind::Untrusted;
        error.keyHash = active.foreignKey;
        return error;
    }
    // An abort that was not ours is the transfer time-out.
    const QNetworkReply::NetworkError code = active.reply->error();
    if (code == QNetworkReply::OperationCanceledError || code == QNetworkReply::TimeoutError)
        return ApiError::timeout();
    return ApiError::network(active.reply->errorString());
}

void RestTransport::handleFinished(const ActivePtr& active) {
    QNetworkReply* reply = active->reply;
    reply->deleteLater();
    const QString route = active->call.request.route;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool hasAnswer = status != 0 && (reply->error() == QNetworkReply::NoError || status >= 300);
    const bool isWhole = hasAnswer && !active->problem && spool(*active);
    if (!isWhole || active->cancelled) {
        const ApiError error = errorOf(*active);
        active->reply = nullptr;
        m_limiter.finished(route, {});
        const bool mayHelp = error.kind == ApiError::Kind::Network || error.kind == ApiError::Kind::Timeout;
        if (!mayHelp || !active->call.request.mayRepeat() || !repeat(active, {})) settle(active, error);
        pumpAll();
        return;
    }
    const QByteArray body = reply->readAll();
    const RateHeaders headers = rateHeaders(*reply, status, body);
    const QByteArray contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    const QByteArray retryAfter = reply->rawHeader("Retry-After");
    active->reply = nullptr;
    m_limiter.finished(route, headers);
    if (status == 429) {
        handleLimited(active, headers, body);
    } else if (status == 502 || status == 503 || (status == 504 && active->call.request.mayRepeat())) {
        std::optional<milliseconds> after;
        if (!retryAfter.isEmpty()) after = pauseOf(retryAfter.toDouble());
        if (!repeat(active, after)) settle(active, ApiError::fromAnswer(status, body));
    } else if (status >= 200 && status < 300) {
        if (active->file && !active->file->commit()) {
            settle(active, ApiError::local(active->file->errorString()));
        } else {
            settle(active, RestAnswer{status, body, contentType});
        }
    } else {
        // What went out with a token that was replaced meanwhile says nothing of the new one.
        const bool isOfToken = active->call.request.authenticated && !m_token.isEmpty() && active->token == m_token;
        if (status == 401 && isOfToken) Q_EMIT unauthorized();
        settle(active, ApiError::fromAnswer(status, body));
    }
    pumpAll();
}

void RestTransport::handleLimited(const ActivePtr& active, const RateHeaders& headers, const QByteArray& body) {
    ApiError error = ApiError::fromAnswer(429, body);
    const milliseconds wait = headers.retryAfter.value_or(milliseconds(1000));
    error.retryAfter = wait;
    // A code of its own is a rule (slow mode, too many attempts), not the door's limit: its caller must know.
    const auto waited = m_clock.steadyNow() - active->firstTry;
    if (error.code != 0 || wait > m_timing.longestLimitWait || waited > active->call.request.patience) {
        settle(active, error);
        return;
    }
    m_queues[active->call.request.route].push_front(active);
}

bool RestTransport::repeat(const ActivePtr& active, std::optional<milliseconds> after) {
    if (++active->failures > kMostRepeats) return false;
    const milliseconds pause = after.value_or(m_backoff.pause(active->failures, m_random));
    if (m_clock.steadyNow() + pause - active->firstTry > active->call.request.patience) return false;
    QTimer::singleShot(pause, this, [this, active] {
        if (!m_calls.contains(active->call.id)) return;
        const QString route = active->call.request.route;
        m_queues[route].push_front(active);
        pump(route);
    });
    return true;
}

void RestTransport::settle(const ActivePtr& active, RestCall::Outcome outcome) {
    if (m_calls.remove(active->call.id) == 0) return;
    active->call.done(std::move(outcome));
}

}  // namespace app
