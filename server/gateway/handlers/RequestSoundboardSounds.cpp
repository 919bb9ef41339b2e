#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/OneOrMany.h"

using namespace Qt::StringLiterals;

namespace server {

/** Guilds have no sounds yet, which is what the answer says. */
void handleRequestSoundboardSounds(Connection& connection, const QJsonValue& data) {
    const auto guilds = shared::fromJson<QList<shared::GuildId>>(data["guild_ids"_L1]);
    if (!guilds.has_value()) return connection.close(shared::CloseCode::DecodeError);
    Session& session = *connection.session();
    for (const shared::GuildId guild : *guilds) {
        if (session.find(StreamKey::guild(guild)) == nullptr) continue;
        QByteArray payload;
        shared::JsonWriter writer(payload);
        writer.beginObject();
        writer("guild_id", guild);
        writer.key("soundboard_sounds");
        writer.raw("[]");
        writer.endObject();
        session.dispatch(
            std::make_shared<OutEvent>(shared::GatewayEvent::SoundboardSounds, payload, OutEvent::Kind::Transient));
    }
}

}  // namespace server
