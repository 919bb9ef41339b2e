#include "app/store/reducers/Reducers.h"

namespace app {

namespace {

/** The part of a gateway guild that GuildCache keeps; roles have a cache of their own. */
GuildState stateOf(const shared::GatewayGuild& guild) {
    GuildState state;
    state.guild = guild;
    state.guild.roles.clear();
    state.memberCount = guild.memberCount;
    state.joinedAt = guild.joinedAt.value_or(shared::Timestamp());
    state.large = guild.large;
    return state;
}

void putChannel(StoreState& state, shared::Channel channel, shared::GuildId guildId) {
    channel.guildId = guildId;
    state.channels.put(channel);
}

}  // namespace

void putGuild(StoreState& state, const shared::GatewayGuild& guild) {
    if (guild.unavailable) {
        if (GuildState* known = state.guilds.edit(guild.id)) {
            known->unavailable = true;
        } else {
            GuildState unknown;
            unknown.guild.id = guild.id;
            unknown.unavailable = true;
            state.guilds.insert(std::move(unknown));
        }
        return;
    }
    state.guilds.insert(stateOf(guild));
    state.roles.replace(guild.id, guild.roles);
    state.channels.removeGuild(guild.id);
    for (const shared::Channel& channel : guild.channels)
        putChannel(state, channel, guild.id);
    for (const shared::Channel& thread : guild.threads)
        putChannel(state, thread, guild.id);
    for (const shared::Member& member : guild.members) {
        if (!member.user.hasValue()) continue;
        state.users.put(member.user.value());
        state.members.put(guild.id, member.user->id, member);
    }
    if (guild.memberCount > 0 && state.members.list(guild.id).size() >= guild.memberCount)
        state.members.setComplete(guild.id, true);
    for (const shared::Presence& presence : guild.presences)
        state.presences.put(presence);
    state.voiceStates.removeGuild(guild.id);
    for (const shared::VoiceState& voice : guild.voiceStates)
        if (voice.channelId) state.voiceStates.put(guild.id, voice);
    ++state.permissionVersion;
}

void dropGuild(StoreState& state, shared::GuildId id) {
    for (const shared::ChannelId channelId : state.channels.ids(id)) {
        state.messages.remove(channelId);
        state.readStates.remove(channelId);
    }
    state.guilds.remove(id);
    state.roles.removeGuild(id);
    state.channels.removeGuild(id);
    state.members.removeGuild(id);
    state.voiceStates.removeGuild(id);
    ++state.permissionVersion;
}

void reduce(StoreState& state, const shared::GuildCreateEvent& event) {
    const shared::GuildId id = event.payload.id;
    putGuild(state, event.payload);
    ChangeSet& note = state.changes.note();
    note.guildList = true;
    note.guilds.insert(id);
    note.roles.insert(id);
    note.channels.insert(id);
    note.voice.insert(id);
    for (const shared::Member& member : event.payload.members)
        if (member.user.hasValue()) note.members[id].insert(member.user->id);
    for (const shared::Presence& presence : event.payload.presences)
        note.presences.insert(presence.user.id);
}

void reduce(StoreState& state, const shared::GuildUpdateEvent& event) {
    GuildState* known = state.guilds.edit(event.payload.id);
    if (known == nullptr) return;
    known->guild = event.payload;
    known->guild.roles.clear();
    ChangeSet& note = state.changes.note();
    if (!event.payload.roles.isEmpty()) {
        state.roles.replace(event.payload.id, event.payload.roles);
        note.roles.insert(event.payload.id);
    }
    ++state.permissionVersion;
    note.guilds.insert(event.payload.id);
    note.channels.insert(event.payload.id);  // a new owner may see others
}

void reduce(StoreState& state, const shared::GuildDeleteEvent& event) {
    const shared::GuildId id = event.payload.id;
    ChangeSet& note = state.changes.note();
    if (event.payload.unavailable.valueOr(false)) {
        if (GuildState* known = state.guilds.edit(id)) known->unavailable = true;
    } else {
        dropGuild(state, id);
        note.guildList = true;
        note.channels.insert(id);
    }
    note.guilds.insert(id);
}

void reduce(StoreState& state, const shared::GuildEmojisUpdateEvent& event) {
    GuildState* known = state.guilds.edit(event.payload.guildId);
    if (known == nullptr) return;
    known->guild.emojis = event.payload.emojis;
    state.changes.note().guilds.insert(event.payload.guildId);
}

namespace {

void noteRoles(StoreState& state, shared::GuildId id) {
    ++state.permissionVersion;
    state.changes.note().roles.insert(id);
    state.changes.note().channels.insert(id);  // who sees what may differ
}

}  // namespace

void reduce(StoreState& state, const shared::GuildRoleCreateEvent& event) {
    state.roles.put(event.payload.guildId, event.payload.role);
    noteRoles(state, event.payload.guildId);
}

void reduce(StoreState& state, const shared::GuildRoleUpdateEvent& event) {
    state.roles.put(event.payload.guildId, event.payload.role);
    noteRoles(state, event.payload.guildId);
}

void reduce(StoreState& state, const shared::GuildRoleDeleteEvent& event) {
    state.roles.remove(event.payload.guildId, event.payload.roleId);
    noteRoles(state, event.payload.guildId);
}

void reduce(StoreState& state, const shared::VoiceStateUpdateEvent& event) {
    const shared::VoiceState& voice = event.payload;
    const shared::GuildId id = voice.guildId.valueOr(shared::GuildId());
    if (voice.channelId) {
        state.voiceStates.put(id, voice);
    } else {
        state.voiceStates.remove(id, voice.userId);
    }
    if (voice.member.hasValue() && voice.member.value()) putMember(state, id, voice.userId, *voice.member.value());
    state.changes.note().voice.insert(id);
}

}  // namespace app
