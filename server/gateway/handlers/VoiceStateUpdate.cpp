#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/GatewayPayloads.h"

namespace server {

/** There is no voice yet: what is well formed is taken note of, and nobody is connected. */
void handleVoiceStateUpdate(Connection& connection, const QJsonValue& data) {
    const auto state = shared::fromJson<shared::UpdateVoiceState>(data);
    if (!state.has_value()) connection.close(shared::CloseCode::DecodeError);
}

}  // namespace server
