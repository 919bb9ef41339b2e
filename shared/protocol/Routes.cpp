#include "shared/protocol/Routes.h"

#include <algorithm>
#include <array>

#include <QtCore/QUrl>

namespace shared {
namespace {

using namespace std::chrono_literals;

constexpr auto kRoutes = std::to_array<RouteRow>({
#define ROUTE(name, method, path, auth, major, group)                                        \
    {Route::name,     QLatin1StringView(#name), HttpMethod::method, QLatin1StringView(path), \
     RouteAuth::auth, MajorParameter::major,    RateGroup::group},
#include "shared/protocol/RouteTable.inc"
#undef ROUTE
});

// Discord publishes no numbers: those of messages are close to what its clients meet, the others are ours.
constexpr auto kGroups = std::to_array<RateGroupRow>({
    {RateGroup::None, false, 0, 0ms},
    {RateGroup::Read, true, 50, 2s},
    {RateGroup::Write, true, 30, 5s},
    {RateGroup::MessageCreate, false, 10, 5s},
    {RateGroup::MessageEdit, false, 5, 5s},
    {RateGroup::MessageDelete, false, 10, 5s},
    {RateGroup::MessageBulkDelete, false, 3, 3s},
    {RateGroup::Reaction, false, 8, 2s},
    {RateGroup::Typing, false, 5, 5s},
    {RateGroup::Ack, false, 50, 5s},
    {RateGroup::Relationship, false, 20, 10s},
    {RateGroup::WebhookMessage, false, 5, 2s},
    {RateGroup::Register, false, 60, 60s},
    {RateGroup::Login, false, 20, 60s},
});

constexpr auto kMethods = std::to_array<QLatin1StringView>({
    QLatin1StringView("GET"),
    QLatin1StringView("POST"),
    QLatin1StringView("PUT"),
    QLatin1StringView("PATCH"),
    QLatin1StringView("DELETE"),
});

}  // namespace

QLatin1StringView toString(HttpMethod method) {
    return kMethods[static_cast<size_t>(method)];
}

std::optional<HttpMethod> httpMethodFromString(QLatin1StringView word) {
    const auto found = std::ranges::find(kMethods, word);
    if (found == kMethods.end()) return std::nullopt;
    return static_cast<HttpMethod>(found - kMethods.begin());
}

std::span<const RouteRow> routes() {
    return kRoutes;
}

const RouteRow& describe(Route route) {
    return kRoutes[static_cast<size_t>(route)];
}

const RateGroupRow& describe(RateGroup group) {
    return kGroups[static_cast<size_t>(group)];
}

QByteArray pathOf(Route route, std::initializer_list<QString> parameters) {
    const QLatin1StringView pattern = describe(route).path;
    QByteArray path;
    auto parameter = parameters.begin();
    for (qsizetype at = 0; at < pattern.size();) {
        const qsizetype open = pattern.indexOf(u'{', at);
        if (open < 0) {
            path.append(pattern.mid(at).data(), pattern.size() - at);
            break;
        }
        path.append(pattern.data() + at, open - at);
        Q_ASSERT(parameter != parameters.end());
        path.append(QUrl::toPercentEncoding(*parameter++));
        at = pattern.indexOf(u'}', open) + 1;
    }
    Q_ASSERT(parameter == parameters.end());
    return path;
}

}  // namespace shared
