#include "app/store/reducers/Reducers.h"

namespace app {

namespace {

void note(StoreState& state, shared::GuildId guildId, shared::ChannelId channelId) {
    ++state.permissionVersion;
    state.changes.note().channels.insert(guildId);
    state.changes.note().readStates.insert(channelId);
}

/** A channel or thread that is new or has changed; what the event leaves out of a known one is kept. */
void put(StoreState& state, shared::Channel channel) {
    if (const shared::Channel* known = state.channels.find(channel.id)) {
        if (channel.guildId.isMissing()) channel.guildId = known->guildId;
        if (channel.lastMessageId.isMissing()) channel.lastMessageId = known->lastMessageId;
        if (channel.recipients.isMissing()) channel.recipients = known->recipients;
        if (channel.member.isMissing()) channel.member = known->member;
        // A message may have come between: the mark never goes back.
        if (known->lastMessageId.value() > channel.lastMessageId.value()) channel.lastMessageId = known->lastMessageId;
    }
    for (const shared::User& user : channel.recipients.value())
        putUser(state, user);
    state.channels.put(channel);
    note(state, channel.guildId.valueOr(shared::GuildId()), channel.id);
}

void drop(StoreState& state, shared::ChannelId id) {
    const shared::GuildId guildId = state.channels.guildOf(id);
    state.channels.remove(id);
    state.messages.remove(id);
    state.readStates.remove(id);
    note(state, guildId, id);
}

void putIfKnownGuild(StoreState& state, const shared::Channel& channel) {
    if (channel.guildId.hasValue() && state.guilds.find(channel.guildId.value()) == nullptr) return;
    put(state, channel);
}

}  // namespace

void reduce(StoreState& state, const shared::ChannelCreateEvent& event) {
    shared::Channel channel = event.payload;
    // A DM that somebody opens by writing comes with the message already named: it is counted when it comes itself.
    const bool isNewDm = shared::isPrivate(channel.type) && state.channels.find(channel.id) == nullptr;
    if (isNewDm && channel.lastMessageId.value() > state.readStates.lastRead(channel.id)) channel.lastMessageId.reset();
    putIfKnownGuild(state, channel);
}

void reduce(StoreState& state, const shared::ChannelUpdateEvent& event) {
    putIfKnownGuild(state, event.payload);
}

void reduce(StoreState& state, const shared::ChannelDeleteEvent& event) {
    const shared::GuildId guildId = event.payload.guildId.valueOr(shared::GuildId());
    // Threads go with their channel.
    const QSet<shared::ChannelId> ids = state.channels.ids(guildId);
    for (const shared::ChannelId id : ids) {
        const shared::Channel* other = state.channels.find(id);
        if (shared::isThread(other->type) && other->parentId.value() == event.payload.id) drop(state, id);
    }
    drop(state, event.payload.id);
}

void reduce(StoreState& state, const shared::ChannelPinsUpdateEvent& event) {
    shared::Channel* channel = state.channels.edit(event.payload.channelId);
    if (channel == nullptr) return;
    channel->lastPinTimestamp = event.payload.lastPinTimestamp;
    state.changes.note().channels.insert(channel->guildId.valueOr(shared::GuildId()));
}

void reduce(StoreState& state, const shared::ChannelRecipientAddEvent& event) {
    putUser(state, event.payload.user);
    shared::Channel* channel = state.channels.edit(event.payload.channelId);
    if (channel == nullptr) return;
    QList<shared::User>& recipients = channel->recipients.edit();
    recipients.removeIf([&](const shared::User& user) { return user.id == event.payload.user.id; });
    recipients.append(event.payload.user);
    note(state, shared::GuildId(), channel->id);
}

void reduce(StoreState& state, const shared::ChannelRecipientRemoveEvent& event) {
    shared::Channel* channel = state.channels.edit(event.payload.channelId);
    if (channel == nullptr) return;
    channel->recipients.edit().removeIf([&](const shared::User& user) { return user.id == event.payload.user.id; });
    note(state, shared::GuildId(), channel->id);
}

void reduce(StoreState& state, const shared::ThreadCreateEvent& event) {
    putIfKnownGuild(state, event.payload);
}

void reduce(StoreState& state, const shared::ThreadUpdateEvent& event) {
    putIfKnownGuild(state, event.payload);
}

void reduce(StoreState& state, const shared::ThreadDeleteEvent& event) {
    drop(state, event.payload.id);
}

void reduce(StoreState& state, const shared::ThreadListSyncEvent& event) {
    for (shared::Channel thread : event.payload.threads) {
        thread.guildId = event.payload.guildId;
        putIfKnownGuild(state, thread);
    }
}

}  // namespace app
