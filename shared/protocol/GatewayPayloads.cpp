#include "shared/protocol/GatewayPayloads.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ConnectionProperties>& properties) {
    v.withDefault("os", properties.os);
    v.withDefault("browser", properties.browser);
    v.withDefault("device", properties.device);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Identify>& identify) {
    v("token", identify.token);
    v.withDefault("properties", identify.properties);
    v("compress", identify.compress);
    v("large_threshold", identify.largeThreshold);
    v("shard", identify.shard);
    v("presence", identify.presence);
    v("intents", identify.intents);
    v("capabilities", identify.capabilities);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Resume>& resume) {
    v("token", resume.token);
    v("session_id", resume.sessionId);
    v("seq", resume.seq);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, RequestGuildMembers>& members) {
    v("guild_id", members.guildId);
    v("query", members.query);
    v.withDefault("limit", members.limit);
    v("presences", members.presences);
    v("user_ids", members.userIds);
    v("nonce", members.nonce);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UpdateVoiceState>& state) {
    v("guild_id", state.guildId);
    v("channel_id", state.channelId);
    v.withDefault("self_mute", state.selfMute);
    v.withDefault("self_deaf", state.selfDeaf);
    v("self_video", state.selfVideo);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Hello>& hello) {
    v("heartbeat_interval", hello.heartbeatInterval);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, GatewayGuild>& guild) {
    v.inlined(static_cast<Described<Visitor, Guild>&>(guild));
    v("joined_at", guild.joinedAt);
    v.withDefault("large", guild.large);
    v.withDefault("unavailable", guild.unavailable);
    v.withDefault("member_count", guild.memberCount);
    v.withDefault("voice_states", guild.voiceStates);
    v.withDefault("members", guild.members);
    v.withDefault("channels", guild.channels);
    v.withDefault("threads", guild.threads);
    v.withDefault("presences", guild.presences);
    v.withDefault("stage_instances", guild.stageInstances);
    v.withDefault("guild_scheduled_events", guild.guildScheduledEvents);
    v.withDefault("soundboard_sounds", guild.soundboardSounds);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ReadyApplication>& application) {
    v("id", application.id);
    v("flags", application.flags);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Ready>& ready) {
    v("v", ready.v);
    v("user", ready.user);
    v("guilds", ready.guilds);
    v("session_id", ready.sessionId);
    v("resume_gateway_url", ready.resumeGatewayUrl);
    v("shard", ready.shard);
    v("application", ready.application);
    v("private_channels", ready.privateChannels);
    v("relationships", ready.relationships);
    v("presences", ready.presences);
    v("read_state", ready.readState);
    v("user_guild_settings", ready.userGuildSettings);
    v("user_settings", ready.userSettings);
    v("sessions", ready.sessions);
    v("session_type", ready.sessionType);
    v("auth_session_id_hash", ready.authSessionIdHash);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ConnectionProperties)
GUILDHALL_DEFINE_JSON(Identify)
GUILDHALL_DEFINE_JSON(Resume)
GUILDHALL_DEFINE_JSON(RequestGuildMembers)
GUILDHALL_DEFINE_JSON(UpdateVoiceState)
GUILDHALL_DEFINE_JSON(Hello)

void readFields(JsonReader& reader, GatewayGuild& value) {
    reader.withDefault("unavailable", value.unavailable);
    if (value.unavailable) {
        reader("id", value.id);
    } else {
        describe(reader, value);
    }
}

void writeFields(JsonWriter& writer, const GatewayGuild& value) {
    if (value.unavailable) {
        writer("id", value.id);
        writer("unavailable", true);
    } else {
        describe(writer, value);
    }
}

void readJson(JsonReader& reader, GatewayGuild& value) {
    if (reader.enterObject()) readFields(reader, value);
}

void writeJson(JsonWriter& writer, const GatewayGuild& value) {
    writer.beginObject();
    writeFields(writer, value);
    writer.endObject();
}

GUILDHALL_DEFINE_JSON(ReadyApplication)
GUILDHALL_DEFINE_JSON(Ready)

}  // namespace shared
