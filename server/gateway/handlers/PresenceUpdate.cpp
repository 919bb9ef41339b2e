#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "shared/json/JsonType.h"

namespace server {

void handlePresenceUpdate(Connection& connection, const QJsonValue& data) {
    auto presence = shared::fromJson<shared::PresenceUpdate>(data);
    if (!presence.has_value()) return connection.close(shared::CloseCode::DecodeError);
    GatewayThread& thread = connection.thread();
    for (shared::Activity& activity : presence->activities)
        activity.createdAt = thread.parts().clock.nowMs();
    thread.setPresence(*connection.session(), *presence);
}

}  // namespace server
