#pragma once

#include <future>

#include <QtCore/QTemporaryDir>

#include "server/api/ApiServer.h"
#include "server/api/routes/GatewayAddress.h"
#include "server/api/routes/Routes.h"
#include "server/platform/http/HttpResponder.h"
#include "server/services/AuditLogService.h"
#include "server/services/MediaService.h"
#include "tests/services/AccountWorld.h"

namespace tests {

/** The whole pipeline with its routes on real services in memory, and no socket. */
class ApiWorld : public AccountWorld {
 protected:
    ApiWorld() {
        addAuthRoutes(api, auth());
        addUserRoutes(api, userService(), guildService, memberService, dmService);
        addApplicationRoutes(api, applicationService);
        addGuildRoutes(api, guildService, channelService, inviteService, access);
        addChannelRoutes(api, channelService, inviteService, access);
        addMessageRoutes(api, messageService, readStateService);
        addInviteRoutes(api, inviteService);
        addGatewayRoutes(api, limits, address);
        addCdnDoors(api, cdn);
        addHealthDoors(api, metrics, health, false);
        health.trouble = [] { return QString(); };
    }
    ~ApiWorld() override { workers.stop(); }

    /** One request through the pipeline, as the transport would send it. Status 0: no answer came. */
    server::HttpResponse send(server::HttpRequestBuilder builder) {
        const auto plain = builder.build();
        EXPECT_TRUE(plain);
        server::HeadDecision decision = api.onHead(plain->head());
        if (decision.answer) return *std::move(decision.answer);
        if (decision.bodyLimit && plain->bodySize() > *decision.bodyLimit) return api.errorResponse(413);
        auto promise = std::make_shared<std::promise<server::HttpResponse>>();
        auto future = promise->get_future();
        const auto request = builder.context(decision.context).build();
        api.onRequest(request, server::HttpResponder::forTest([promise](server::HttpResponse response) {
                          promise->set_value(std::move(response));
                      }));
        const bool isThere = future.wait_for(std::chrono::seconds(10)) == std::future_status::ready;
        EXPECT_TRUE(isThere) << "no answer";
        return isThere ? future.get() : server::HttpResponse(0);
    }
    server::HttpResponse ask(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
                             const QByteArray& token = {}) {
        server::HttpRequestBuilder builder(method, path.startsWith("//") ? path.sliced(1) : "/api/v10" + path);
        builder.header("Host", "chat.example.org");
        const QByteArray shown = token.isNull() ? who : token;
        if (!shown.isEmpty()) builder.header("Authorization", shown);
        if (!body.isEmpty()) builder.header("Content-Type", "application/json").body(body);
        return send(builder);
    }
    static QJsonObject json(const server::HttpResponse& response) {
        return QJsonDocument::fromJson(response.body()).object();
    }
    static int code(const server::HttpResponse& response) {
        return json(response)[QLatin1StringView("code")].toInt(-1);
    }

    std::unique_ptr<server::BlobStore> openBlobs() {
        server::StorageOptions options;
        options.folder = blobFolder.path();
        return factory.openBlobs(options).value();
    }

    QTemporaryDir blobFolder;
    std::unique_ptr<server::BlobStore> blobs = openBlobs();
    server::MediaService cdn{
        {*storage, *blobs, hashWorkers, clock}, QByteArray(32, 'k'), QStringLiteral("http://here"), 1024 * 1024};
    server::WorkerPool workers{QStringLiteral("worker"), 2, 256};
    server::Metrics metrics;
    server::GatewayAddress address;
    server::HealthSource health;
    server::ApiServer api{{auth(), limits, workers, metrics, clock}, {}};
    QByteArray who;  ///< the token that ask() shows
};

/** "This status and this code"; says what came instead. */
inline ::testing::AssertionResult isError(const server::HttpResponse& response, int status, int code) {
    const QJsonObject body = QJsonDocument::fromJson(response.body()).object();
    const bool fits = response.status() == status && body[QLatin1StringView("code")].toInt(-1) == code &&
                      !body[QLatin1StringView("message")].toString().isEmpty();
    if (fits) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << response.status() << ' ' << response.body().toStdString();
}

}  // namespace tests
