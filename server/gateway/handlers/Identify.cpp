#include <algorithm>

#include <QtCore/QJsonObject>

#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "server/services/ApplicationService.h"
#include "server/services/AuthService.h"
#include "server/services/LimitService.h"
#include "server/services/UserService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/GatewayPayloads.h"
#include "shared/protocol/PrivilegedIntents.h"

using namespace Qt::StringLiterals;
using shared::CloseCode;
using shared::ErrorCode;

namespace server {
namespace {

/** What a worker found out; `close` where the connection has to end, `isBusy` where it shall try again later. */
struct Outcome {
    std::optional<CloseCode> close;
    bool isBusy = false;
    SessionTraits traits;
    shared::PresenceUpdate presence;
    ReadyResult ready;
};

ClientKind kindOf(const shared::ConnectionProperties& properties, bool isBot) {
    const auto says = [&](QLatin1StringView word) {
        return properties.browser.contains(word, Qt::CaseInsensitive) ||
               properties.os.compare(word, Qt::CaseInsensitive) == 0;
    };
    if (says("android"_L1) || says("ios"_L1)) return ClientKind::Mobile;
    return isBot ? ClientKind::Web : ClientKind::Desktop;
}

/** Source: "Sharding": [id, count] with id below count. */
bool readShard(const shared::Identify& identify, SessionTraits& traits) {
    if (!identify.shard.hasValue()) return true;
    const QList<int>& shard = identify.shard.value();
    if (shard.size() != 2 || shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]) return false;
    traits.shardId = shard[0];
    traits.shardCount = shard[1];
    traits.isSharded = true;
    return true;
}

std::optional<CloseCode> checkIntents(const shared::Identify& identify, shared::ApplicationFlags flags,
                                      SessionTraits& traits) {
    if (!identify.intents.hasValue()) return CloseCode::InvalidIntents;
    traits.intents = identify.intents.value();
    if (!shared::kAllIntents.has(traits.intents)) return CloseCode::InvalidIntents;
    const shared::Intents privileged(traits.intents.bits() & shared::kPrivilegedIntents.bits());
    if (!shared::privilegedIntents(flags).has(privileged)) return CloseCode::DisallowedIntents;
    return std::nullopt;
}

/** On a worker: who is it, may it come in, and what does it begin with. */
Outcome lookAt(const GatewayParts& parts, ReadyBuilder& builder, const shared::Identify& identify, SessionTraits traits,
               const QString& resumeUrl, int thread) {
    Outcome outcome;
    const auto refuse = [&](CloseCode code) {
        outcome.close = code;
        return outcome;
    };
    const auto fail = [&](const shared::Error& error) {
        if (error.code() == ErrorCode::Unauthorized) return refuse(CloseCode::AuthenticationFailed);
        if (error.code() == ErrorCode::MaxGuilds) return refuse(CloseCode::ShardingRequired);
        return refuse(CloseCode::UnknownError);
    };
    const QString address = traits.actor.clientAddress;
    auto actor = parts.auth.authenticateGateway(identify.token.toUtf8());
    if (!actor.has_value()) return fail(actor.error());
    traits.actor = *std::move(actor);
    traits.actor.clientAddress = address;
    traits.client = kindOf(identify.properties, traits.actor.isBot);
    traits.os = identify.properties.os.left(32);

    if (!readShard(identify, traits)) return refuse(CloseCode::InvalidShard);
    shared::ApplicationFlags flags;
    if (traits.actor.isBot) {
        const auto application = parts.applications.row(traits.actor.applicationId);
        if (!application.has_value()) return fail(application.error());
        flags = shared::ApplicationFlags(application->flags);
        if (const auto close = checkIntents(identify, flags, traits)) return refuse(*close);
        const bool mayStart = parts.limits.takeIdentify(traits.actor.userId, traits.shardId).isAllowed &&
                              parts.limits.takeSessionStart(traits.actor.userId).isAllowed;
        if (!mayStart) {
            outcome.isBusy = true;
            return outcome;
        }
    }
    if (identify.presence.hasValue()) {
        outcome.presence = identify.presence.value();
    } else if (!traits.actor.isBot) {
        const auto settings = parts.users.settings(traits.actor);
        if (settings.has_value()) outcome.presence.status = settings->status;
    }
    auto ready = builder.build(traits, outcome.presence, resumeUrl, flags.bits(), thread);
    if (!ready.has_value()) return fail(ready.error());
    if (const auto valid = parts.auth.checkStored(identify.token.toUtf8()); !valid.has_value()) {
        builder.giveUp(ready->streams);
        return fail(valid.error());
    }
    outcome.ready = *std::move(ready);
    outcome.traits = std::move(traits);
    return outcome;
}

void finish(GatewayThread& thread, quint64 id, bool compresses, Outcome& outcome) {
    Connection* connection = thread.connection(id);
    if (connection == nullptr || connection->state() != Connection::State::Waiting || thread.isRetired()) {
        return thread.ready().giveUp(outcome.ready.streams);
    }
    if (outcome.close) return connection->close(*outcome.close);
    if (outcome.isBusy) return thread.refuseResume(*connection);
    connection->setPacketCompression(compresses);
    thread.begin(*connection, std::move(outcome.traits), outcome.presence, outcome.ready);
}

}  // namespace

void handleIdentify(Connection& connection, const QJsonValue& data) {
    QJsonObject body = data.toObject();
    // Some libraries name the transport compression here, which the address alone decides.
    if (body["compress"_L1].isString()) body.remove("compress"_L1);
    auto identify = shared::fromJson<shared::Identify>(data.isObject() ? QJsonValue(body) : data);
    if (!identify.has_value()) return connection.close(CloseCode::DecodeError);
    GatewayThread& thread = connection.thread();
    SessionTraits traits;
    traits.id = thread.parts().random.bytes(16).toHex();
    traits.version = connection.options().version;
    traits.largeThreshold = identify->largeThreshold.valueOr(50);
    traits.actor.clientAddress = connection.options().clientAddress;

    connection.setState(Connection::State::Waiting);
    const bool queued = thread.work([&thread, id = connection.id(), identify = *std::move(identify), traits,
                                     resumeUrl = connection.options().resumeUrl] {
        auto outcome = std::make_shared<Outcome>(
            lookAt(thread.parts(), thread.ready(), identify, traits, resumeUrl, thread.index()));
        const bool compresses = identify.compress.valueOr(false);
        const bool posted =
            thread.post([&thread, id, compresses, outcome] { finish(thread, id, compresses, *outcome); });
        if (!posted) thread.ready().giveUp(outcome->ready.streams);
    });
    // Too much to do just now: the client waits and tries again.
    if (!queued) thread.refuseResume(connection);
}

}  // namespace server
