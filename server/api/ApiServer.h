#pragma once

#include <array>
#include <functional>
#include <vector>

#include "server/api/ApiRequest.h"
#include "server/api/RateLimiter.h"
#include "server/platform/http/HttpHandler.h"
#include "server/platform/metrics/Metrics.h"
#include "server/platform/threads/WorkerPool.h"
#include "server/services/AuthService.h"

namespace server {

/** Sizes and places that the API needs to know. */
struct ApiSettings {
    qint64 bodyLimit = 1024 * 1024;          ///< bytes of a JSON body
    qint64 pictureLimit = 12 * 1024 * 1024;  ///< bytes more where the JSON holds a picture (a third larger than itself)
    qint64 uploadLimit = 100 * 1024 * 1024;  ///< bytes of a multipart body
    QString spoolFolder;                     ///< on the file system of the blobs
    bool metricsPublic = false;              ///< /metrics for other addresses than loopback
};

/**
 * The HTTP door: what stands between the transport and the services. One list of steps, in ApiServer.cpp, that every
 * request goes through; the handlers of routes/ register themselves with serve().
 */
class ApiServer final : public HttpHandler {
 public:
    struct Parts {
        AuthService& auth;
        LimitService& limits;
        WorkerPool& workers;
        Metrics& metrics;
        const shared::Clock& clock;
    };
    /** Runs on a worker and may block. */
    using Handler = std::function<ApiResult(ApiRequest&)>;
    /** Runs on the net thread and must not block; nullopt sends the request to the Handler. */
    using FastHandler = std::function<std::optional<HttpResponse>(const ApiRequest&)>;
    /** Answers outside of /api (files, health); on the net thread when `isFast`, else on a worker. */
    struct Door {
        QByteArray firstSegment;
        bool isFast = false;
        std::function<HttpResponse(const HttpRequest&)> handler;
    };
    using UpgradeHandler = std::function<UpgradeDecision(const HttpRequestHead&)>;

    ApiServer(Parts parts, ApiSettings settings);
    ~ApiServer() override;

    // --- before the server listens ---
    void serve(shared::Route route, Handler handler, FastHandler fast = {});
    void addDoor(Door door);
    /** The gateway's; it sees every upgrade. */
    void setUpgradeHandler(UpgradeHandler handler) { m_upgrade = std::move(handler); }
    bool isServed(shared::Route route) const {
        return static_cast<bool>(m_handlers[static_cast<std::size_t>(route)].run);
    }

    // --- HttpHandler, on the net thread ---
    HeadDecision onHead(const HttpRequestHead& head) override;
    void onRequest(std::shared_ptr<HttpRequest> request, HttpResponder responder) override;
    UpgradeDecision onUpgrade(const HttpRequestHead& head) override;
    HttpResponse errorResponse(int status) override;
    void onAnswered(const HttpRequestHead& head, int status, std::chrono::nanoseconds took) override;

 private:
    struct Served {
        Handler run;
        FastHandler fast;
    };
    struct Call;
    using CallPtr = std::shared_ptr<Call>;

    HeadDecision admit(const CallPtr& call, const HttpRequestHead& head);
    std::optional<HttpResponse> authenticate(Call& call, const HttpRequestHead& head, bool mayBlock);
    std::optional<HttpResponse> limit(Call& call, const HttpRequestHead& head);
    HttpResponse finish(const Call& call, const HttpRequestHead& head, ApiResult result);
    HttpResponse refuse(const HttpRequestHead& head, const shared::Error& error);
    void run(const CallPtr& call, std::shared_ptr<HttpRequest> request, HttpResponder responder);
    void runDoor(const Door& door, std::shared_ptr<HttpRequest> request, HttpResponder responder);
    const Door* doorOf(const HttpRequestHead& head) const;
    void countInvalid(const HttpRequestHead& head, int status);

    Parts m_parts;
    const ApiSettings m_settings;
    const Router m_router;
    RateLimiter m_limiter;
    std::vector<Served> m_handlers;  ///< by Route
    std::vector<Door> m_doors;
    UpgradeHandler m_upgrade;
    std::array<Counter*, 6> m_answers{};  ///< by the first digit of the status
    Histogram* m_duration = nullptr;
};

}  // namespace server
