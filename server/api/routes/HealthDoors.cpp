#include "server/api/ApiServer.h"
#include "server/api/routes/GatewayAddress.h"
#include "server/api/routes/Routes.h"

namespace server {

void addHealthDoors(ApiServer& api, Metrics& metrics, const HealthSource& health, bool metricsPublic) {
    api.addDoor({"healthz", true, [](const HttpRequest&) { return HttpResponse::text(200, "ok\n"); }});
    api.addDoor({"readyz", true, [&health](const HttpRequest&) {
                     const QString trouble = health.trouble();
                     if (trouble.isEmpty()) return HttpResponse::text(200, "ready\n");
                     return HttpResponse::text(503, trouble.toUtf8() + '\n');
                 }});
    api.addDoor({"metrics", true, [&metrics, metricsPublic](const HttpRequest& request) {
                     if (!metricsPublic && !request.head().peer().isLoopback())
                         return errorResponse(shared::Error(shared::ErrorCode::NotFound));
                     HttpResponse response(200);
                     response.setBody(metrics.toText(), Metrics::kContentType);
                     return response;
                 }});
}

}  // namespace server
