#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "server/services/AuthService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/GatewayPayloads.h"

using shared::CloseCode;

namespace server {

namespace {

/** The token may have ended between being looked up and being written down in the session, which nobody would tell. */
void checkAgain(GatewayThread& thread, quint64 id, const QByteArray& token) {
    // Too busy: it is asked again by the next RESUME, and every request of that token is refused anyhow.
    (void)thread.work([&thread, id, token] {
        const auto valid = thread.parts().auth.checkStored(token);
        if (valid.has_value() || valid.error().code() != shared::ErrorCode::Unauthorized) return;
        thread.post([&thread, id] {
            Connection* connection = thread.connection(id);
            if (connection == nullptr) return;
            if (Session* session = connection->session()) return thread.end(*session, CloseCode::AuthenticationFailed);
            connection->close(CloseCode::AuthenticationFailed);
        });
    });
}

}  // namespace

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
            checkAgain(thread, id, resume.token.toUtf8());
        });
    });
    if (!queued) connection.close(CloseCode::UnknownError);
}

}  // namespace server
