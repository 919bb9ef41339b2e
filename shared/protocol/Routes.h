#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>
#include <span>

#include <QtCore/QByteArray>
#include <QtCore/QLatin1StringView>
#include <QtCore/QString>

namespace shared {

enum class HttpMethod : quint8 { Get, Post, Put, Patch, Delete };

/** "GET", as it stands in a request line. */
QLatin1StringView toString(HttpMethod method);
std::optional<HttpMethod> httpMethodFromString(QLatin1StringView word);

/** Whose token a route wants. A wrong kind of account is ErrorCode 20001 (bot) or 20002 (person). */
enum class RouteAuth : quint8 {
    None,      ///< none; one that is sent is not looked at
    Optional,  ///< with one the answer may tell more; a wrong one is refused
    User,      ///< a person's
    Bot,       ///< a bot's
    Any,       ///< a person's or a bot's
};

/** The parameter of the path that gets a rate-limit bucket of its own per value. Source: "Rate Limits". */
enum class MajorParameter : quint8 {
    None,
    Channel,      ///< {channel.id}
    Guild,        ///< {guild.id}
    Webhook,      ///< {webhook.id}, with {webhook.token} where it is there
    Interaction,  ///< {interaction.id}
};

/**
 * What shares a rate-limit bucket. Read and Write only lend their numbers: there each route is a bucket of its own.
 * A bucket counts per actor (or address, without a token) and major parameter.
 */
enum class RateGroup : quint8 {
    None,  ///< not limited, not even by the global limit
    Read,
    Write,
    MessageCreate,
    MessageEdit,
    MessageDelete,
    MessageBulkDelete,
    Reaction,
    Typing,
    Ack,
    Relationship,
    WebhookMessage,
    Register,
    Login,
};

struct RateGroupRow {
    RateGroup group;
    bool isPerRoute;  ///< each route of the group is a bucket of its own
    int limit;        ///< requests per window; 0: no limit
    std::chrono::milliseconds window;
};

/** An operation of the REST API; the rows are in RouteTable.inc. */
enum class Route : quint16 {
#define ROUTE(name, method, path, auth, major, group) name,
#include "shared/protocol/RouteTable.inc"
#undef ROUTE
};

struct RouteRow {
    Route route;
    QLatin1StringView name;  ///< the enumerator, for logs and metrics
    HttpMethod method;
    QLatin1StringView path;  ///< below /api/v10, parameters in braces: "/channels/{channel.id}"
    RouteAuth auth;
    MajorParameter major;
    RateGroup group;
};

/** Every route, in the order of the enumerators. */
std::span<const RouteRow> routes();
const RouteRow& describe(Route route);
const RateGroupRow& describe(RateGroup group);

/**
 * The path of a route with its parameters filled in, in their order, each percent-encoded: for a client.
 * @param parameters as many as the template has braces
 */
QByteArray pathOf(Route route, std::initializer_list<QString> parameters = {});

}  // namespace shared
