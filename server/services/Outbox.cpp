#include "server/services/Outbox.h"

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

quint64 number(const QJsonObject& object, QLatin1StringView key) {
    return object.value(key).toString().toULongLong();
}

shared::Result<QJsonObject> parse(const QByteArray& bytes) {
    ASSIGN_OR_RETURN(const QJsonValue json, shared::parseJson(bytes));
    if (!json.isObject()) return shared::ErrorCode::InternalError;
    return json.toObject();
}

}  // namespace

QByteArray OwedMembership::toBytes() const {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("guild_id", guildId);
    writer("is_member", isMember);
    writer.key("joined_at");
    writer.decimalString(static_cast<quint64>(joinedAt));
    writer.endObject();
    return out;
}

shared::Result<OwedMembership> OwedMembership::fromBytes(const QByteArray& bytes) {
    ASSIGN_OR_RETURN(const QJsonObject object, parse(bytes));
    return OwedMembership{shared::GuildId(number(object, "guild_id"_L1)), object.value("is_member"_L1).toBool(),
                          static_cast<qint64>(number(object, "joined_at"_L1))};
}

QByteArray OwedProfile::toBytes() const {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("user", user);
    writer.key("version");
    writer.decimalString(version);
    writer.endObject();
    return out;
}

shared::Result<OwedProfile> OwedProfile::fromBytes(const QByteArray& bytes) {
    ASSIGN_OR_RETURN(const QJsonObject object, parse(bytes));
    ASSIGN_OR_RETURN(shared::User user, shared::fromJson<shared::User>(object.value("user"_L1)));
    return OwedProfile{std::move(user), number(object, "version"_L1)};
}

QByteArray GuildJoined::toPayload() const {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("id", guildId);
    writer.key("source_seq");
    writer.decimalString(sourceSeq);
    writer.key("source_epoch");
    writer.decimalString(sourceEpoch);
    writer.endObject();
    return out;
}

shared::Result<GuildJoined> GuildJoined::fromPayload(const QByteArray& payload) {
    ASSIGN_OR_RETURN(const QJsonObject object, parse(payload));
    return GuildJoined{shared::GuildId(number(object, "id"_L1)), number(object, "source_seq"_L1),
                       number(object, "source_epoch"_L1)};
}

}  // namespace server
