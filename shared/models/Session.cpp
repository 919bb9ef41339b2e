#include "shared/models/Session.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ClientInfo>& info) {
    v.withDefault("client", info.client);
    v.withDefault("os", info.os);
    v.withDefault("version", info.version);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Session>& session) {
    v("session_id", session.sessionId);
    v.withDefault("client_info", session.clientInfo);
    v.withDefault("status", session.status);
    v.withDefault("activities", session.activities);
    v("active", session.active);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AuthSessionClient>& client) {
    v("os", client.os);
    v("platform", client.platform);
    v("location", client.location);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, AuthSession>& session) {
    v("id_hash", session.idHash);
    v.withDefault("approx_last_used_time", session.approxLastUsedTime);
    v.withDefault("client_info", session.clientInfo);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ClientInfo)
GUILDHALL_DEFINE_JSON(Session)
GUILDHALL_DEFINE_JSON(AuthSessionClient)
GUILDHALL_DEFINE_JSON(AuthSession)

}  // namespace shared
