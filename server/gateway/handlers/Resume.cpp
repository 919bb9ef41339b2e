#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "server/services/AuthService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/GatewayPayloads.h"

using shared::CloseCode;

namespace server {

void handleResume(Connection& connection, const QJsonValue& data) {
    const auto resume = shared::fromJson<shared::Resume>(data);
    if (!resume.has_value()) return connection.close(CloseCode::DecodeError);
    if (resume->seq < 0) return connection.close(CloseCode::InvalidSequence);
    GatewayThread& thread = connection.thread();
    connection.setState(Connection::State::Waiting);
    const bool queued = thread.work([&thread, id = connection.id(), resume = *resume] {
        auto actor = thread.parts().auth.authenticateGateway(resume.token.toUtf8());
        thread.post([&thread, id, resume, actor = std::move(actor)] {
            Connection* waiting = thread.connection(id);
            if (waiting == nullptr || waiting->state() != Connection::State::Waiting) return;
            if (!actor.has_value()) {
                const bool isRefused = actor.error().code() == shared::ErrorCode::Unauthorized;
                return waiting->close(isRefused ? CloseCode::AuthenticationFailed : CloseCode::UnknownError);
            }
            thread.resume(*waiting, *actor, resume.sessionId.toLatin1(), static_cast<quint64>(resume.seq));
        });
    });
    if (!queued) connection.close(CloseCode::UnknownError);
}

}  // namespace server
