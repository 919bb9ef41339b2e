#include "server/services/EventPayloads.h"

#include <QtCore/QJsonDocument>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

QJsonObject objectOf(const Event& event) {
    return QJsonDocument::fromJson(event.payload).object();
}

template <class IdType>
IdType idIn(const QJsonObject& object, QLatin1StringView key) {
    return IdType::fromString(object.value(key).toString()).value_or(IdType());
}

template <class Model>
std::optional<Model> modelOf(const Event& event, const QJsonValue& fallback) {
    if (const auto* model = std::any_cast<Model>(&event.model)) return *model;
    auto read = shared::fromJson<Model>(fallback);
    if (!read.has_value()) return std::nullopt;
    return std::move(read).value();
}

/** Opens an object and writes "guild_id" where there is a guild. */
void beginWithGuild(shared::JsonWriter& writer, shared::GuildId guild) {
    writer.beginObject();
    if (guild) writer("guild_id", guild);
}

}  // namespace

QByteArray withGuildId(const QByteArray& object, shared::GuildId guild) {
    QByteArray out;
    out.reserve(object.size() + 36);
    out.append("{\"guild_id\":\"");
    out.append(QByteArray::number(guild.value()));
    out.append("\",");
    out.append(QByteArrayView(object).sliced(1));
    return out;
}

QByteArray guildMemberPayload(const GuildMember& member) {
    QByteArray out;
    out.reserve(member.userJson.size() + member.memberJson.size() + 48);
    out.append("{\"guild_id\":\"");
    out.append(QByteArray::number(member.guildId.value()));
    out.append("\",\"user\":");
    out.append(member.userJson);
    out.append(',');
    out.append(QByteArrayView(member.memberJson).sliced(1));
    return out;
}

QByteArray guildUserPayload(shared::GuildId guild, const QByteArray& userJson) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer.key("user");
    writer.raw(userJson);
    writer.endObject();
    return out;
}

QByteArray rolePayload(shared::GuildId guild, const shared::Role& role) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer("role", role);
    writer.endObject();
    return out;
}

QByteArray roleDeletePayload(shared::GuildId guild, shared::RoleId role) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer("role_id", role);
    writer.endObject();
    return out;
}

QByteArray messageDeletePayload(shared::GuildId guild, shared::ChannelId channel, shared::MessageId message) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer("channel_id", channel);
    writer("id", message);
    writer.endObject();
    return out;
}

QByteArray messageDeleteBulkPayload(shared::GuildId guild, shared::ChannelId channel,
                                    const QList<shared::MessageId>& messages) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer("channel_id", channel);
    writer("ids", messages);
    writer.endObject();
    return out;
}

QByteArray pinsUpdatePayload(shared::GuildId guild, shared::ChannelId channel, qint64 lastPinAt) {
    QByteArray out;
    shared::JsonWriter writer(out);
    beginWithGuild(writer, guild);
    writer("channel_id", channel);
    writer("last_pin_timestamp",
           lastPinAt != 0 ? std::optional<shared::Timestamp>(shared::Timestamp(lastPinAt)) : std::nullopt);
    writer.endObject();
    return out;
}

QByteArray guildDeletePayload(shared::GuildId guild) {
    return shared::toJson(shared::UnavailableGuild{guild, {}});
}

std::optional<shared::Channel> channelOf(const Event& event) {
    if (const auto* model = std::any_cast<shared::Channel>(&event.model)) return *model;
    return modelOf<shared::Channel>(event, objectOf(event));
}

std::optional<shared::Guild> guildOf(const Event& event) {
    if (const auto* model = std::any_cast<shared::Guild>(&event.model)) return *model;
    return modelOf<shared::Guild>(event, objectOf(event));
}

std::optional<shared::Role> roleModelOf(const Event& event) {
    if (const auto* model = std::any_cast<shared::Role>(&event.model)) return *model;
    return modelOf<shared::Role>(event, objectOf(event).value("role"_L1));
}

shared::RoleId roleOf(const Event& event) {
    return idIn<shared::RoleId>(objectOf(event), "role_id"_L1);
}

shared::UserId userOf(const Event& event) {
    if (event.subject) return event.subject;
    return idIn<shared::UserId>(objectOf(event).value("user"_L1).toObject(), "id"_L1);
}

shared::MessageId messageOf(const Event& event) {
    if (const auto* model = std::any_cast<shared::MessageId>(&event.model)) return *model;
    return idIn<shared::MessageId>(objectOf(event), "id"_L1);
}

}  // namespace server
