#include <QtCore/QUrl>

#include "server/api/ApiServer.h"
#include "server/api/routes/GatewayAddress.h"
#include "server/api/routes/Routes.h"
#include "server/services/LimitService.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace server {
namespace {

/** A Host header as it may come back in an answer: host and port, nothing else. */
bool isPlainHost(QByteArrayView host) {
    if (host.isEmpty() || host.size() > 255) return false;
    return std::ranges::all_of(host, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']';
    });
}

}  // namespace

QString GatewayAddress::gatewayUrl(QByteArrayView host, bool isTls) const {
    if (!publicUrl.isEmpty()) {
        const QUrl url(publicUrl);
        return (url.scheme() == "https"_L1 ? u"wss://"_s : u"ws://"_s) + url.authority() + url.path() + u"/gateway"_s;
    }
    const QString name = isPlainHost(host) ? QString::fromLatin1(host) : u"localhost"_s;
    return (isTls ? u"wss://"_s : u"ws://"_s) + name + u"/gateway"_s;
}

void addGatewayRoutes(ApiServer& api, LimitService& limits, const GatewayAddress& address) {
    const auto url = [&address](const ApiRequest& request) {
        return address.gatewayUrl(request.http().head().header("host"), request.http().head().isTls());
    };
    api.serve(Route::GetGateway, [url](ApiRequest& request) -> ApiResult {
        return ok(QJsonObject{{u"url"_s, url(request)}});
    });
    api.serve(Route::GetBotGateway, [url, &limits](ApiRequest& request) -> ApiResult {
        const SessionStartLimit starts = limits.sessionStarts(request.actor().userId);
        const QJsonObject limit{{u"total"_s, starts.total},
                                {u"remaining"_s, starts.remaining},
                                {u"reset_after"_s, static_cast<qint64>(starts.resetAfter.count())},
                                {u"max_concurrency"_s, starts.maxConcurrency}};
        return ok(QJsonObject{{u"url"_s, url(request)}, {u"shards"_s, 1}, {u"session_start_limit"_s, limit}});
    });
}

}  // namespace server
