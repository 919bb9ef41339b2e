#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "server/services/VoiceService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/GatewayPayloads.h"

namespace server {

void handleVoiceStateUpdate(Connection& connection, const QJsonValue& data) {
    const auto state = shared::fromJson<shared::UpdateVoiceState>(data);
    if (!state.has_value()) return connection.close(shared::CloseCode::DecodeError);
    const Session& session = *connection.session();
    GatewayThread& thread = connection.thread();
    if (thread.parts().voice.ask(session.actor(), session.id(), *state)) thread.settleVoice(session.actor().userId);
}

}  // namespace server
