#include "app/store/reducers/Reducers.h"

namespace app {

void putUser(StoreState& state, const shared::User& user) {
    if (state.users.put(user)) state.changes.note().users.insert(user.id);
}

void putMember(StoreState& state, shared::GuildId guildId, shared::UserId userId, const shared::Member& member) {
    if (state.guilds.find(guildId) == nullptr) return;
    if (member.user.hasValue()) putUser(state, member.user.value());
    if (!state.members.put(guildId, userId, member)) return;
    state.changes.note().members[guildId].insert(userId);
    if (userId != state.self.id) return;
    ++state.permissionVersion;
    state.changes.note().channels.insert(guildId);
}

void reduce(StoreState& state, const shared::GuildMemberAddEvent& event) {
    const shared::MemberOfGuild& member = event.payload;
    if (!member.user.hasValue()) return;
    const bool isNew = state.members.find(member.guildId, member.user->id) == nullptr;
    putMember(state, member.guildId, member.user->id, member);
    if (GuildState* guild = state.guilds.edit(member.guildId); guild != nullptr && isNew) {
        ++guild->memberCount;
        state.changes.note().guilds.insert(member.guildId);
    }
}

void reduce(StoreState& state, const shared::GuildMemberUpdateEvent& event) {
    if (event.payload.user.hasValue()) putMember(state, event.payload.guildId, event.payload.user->id, event.payload);
}

void reduce(StoreState& state, const shared::GuildMemberRemoveEvent& event) {
    const shared::UserOfGuild& gone = event.payload;
    GuildState* guild = state.guilds.edit(gone.guildId);
    if (guild == nullptr) return;
    const bool wasKnown = state.members.find(gone.guildId, gone.user.id) != nullptr;
    state.members.remove(gone.guildId, gone.user.id);
    state.voiceStates.remove(gone.guildId, gone.user.id);
    if (wasKnown || !state.members.isComplete(gone.guildId)) guild->memberCount = std::max(0, guild->memberCount - 1);
    state.changes.note().guilds.insert(gone.guildId);
    state.changes.note().members[gone.guildId].insert(gone.user.id);
}

void reduce(StoreState& state, const shared::GuildMembersChunkEvent& event) {
    const shared::MembersChunk& chunk = event.payload;
    for (const shared::Member& member : chunk.members)
        if (member.user.hasValue()) putMember(state, chunk.guildId, member.user->id, member);
    for (const shared::Presence& presence : chunk.presences)
        if (state.presences.put(presence)) state.changes.note().presences.insert(presence.user.id);
}

void reduce(StoreState& state, const MembersComplete& event) {
    state.members.setComplete(event.guildId, true);
    state.changes.note().members[event.guildId];
}

}  // namespace app
