#include "app/store/reducers/Reducers.h"

namespace app {

void reduce(StoreState& state, const shared::PresenceUpdateEvent& event) {
    if (state.presences.put(event.payload)) state.changes.note().presences.insert(event.payload.user.id);
}

void reduce(StoreState& state, const shared::TypingStartEvent& event) {
    const shared::Typing& typing = event.payload;
    if (typing.userId == state.self.id) return;
    if (typing.member.hasValue() && typing.member.value() && typing.guildId.hasValue())
        putMember(state, typing.guildId.value(), typing.userId, *typing.member.value());
    if (state.typing.put(typing.channelId, typing.userId, state.clock.nowMs() + TypingCache::kLastsMs))
        state.changes.note().typing.insert(typing.channelId);
}

void reduce(StoreState& state, const ClockTicked&) {
    for (const shared::ChannelId channelId : state.typing.expire(state.clock.nowMs()))
        state.changes.note().typing.insert(channelId);
}

void reduce(StoreState& state, const shared::RelationshipAddEvent& event) {
    putUser(state, event.payload.user);
    state.relationships.put(event.payload);
    state.changes.note().relationships = true;
}

void reduce(StoreState& state, const shared::RelationshipUpdateEvent& event) {
    shared::Relationship relationship = event.payload;
    const shared::Relationship* known = state.relationships.find(relationship.id);
    if (known != nullptr && relationship.user.id.isNull()) relationship.user = known->user;
    state.relationships.put(relationship);
    state.changes.note().relationships = true;
}

void reduce(StoreState& state, const shared::RelationshipRemoveEvent& event) {
    state.relationships.remove(event.payload.id);
    state.changes.note().relationships = true;
}

}  // namespace app
