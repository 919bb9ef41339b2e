#include "app/store/reducers/Reducers.h"

namespace app {

namespace {

/** People that a message brings along. */
void putPeople(StoreState& state, const shared::Message& message) {
    if (!message.webhookId.hasValue()) putUser(state, message.author);
    for (const shared::MentionedUser& user : message.mentions)
        putUser(state, user);
    if (!message.guildId.hasValue()) return;
    const shared::GuildId guildId = message.guildId.value();
    if (message.member.hasValue() && message.member.value())
        putMember(state, guildId, message.author.id, *message.member.value());
    for (const shared::MentionedUser& user : message.mentions)
        if (user.member.hasValue() && user.member.value()) putMember(state, guildId, user.id, *user.member.value());
}

template <class Change>
void changePending(StoreState& state, shared::ChannelId channelId, const QString& nonce, Change change) {
    MessageWindow* window = state.messages.edit(channelId);
    const int row = window == nullptr ? -1 : window->indexOfNonce(nonce);
    if (row < 0) return;
    StoredMessage pending = *window->rows()[static_cast<size_t>(row)];
    change(pending);
    window->replacePending(nonce, pending);
}

/** What edits do not carry, or carry without regard to who asks, is kept. */
shared::Message merged(const shared::Message& before, shared::Message after) {
    after.reactions = before.reactions;
    if (after.author.id.isNull()) after.author = before.author;
    if (after.timestamp.ms() == 0) after.timestamp = before.timestamp;
    if (after.referencedMessage.isMissing()) after.referencedMessage = before.referencedMessage;
    if (after.messageReference.isMissing()) after.messageReference = before.messageReference;
    if (after.member.isMissing()) after.member = before.member;
    if (after.guildId.isMissing()) after.guildId = before.guildId;
    if (after.thread.isMissing()) after.thread = before.thread;
    return after;
}

}  // namespace

bool mentionsSelf(const StoreState& state, const shared::Message& message) {
    if (message.author.id == state.self.id) return false;
    const shared::Channel* channel = state.channels.find(message.channelId);
    if (channel != nullptr && shared::isPrivate(channel->type)) return true;
    const shared::GuildId guildId = state.channels.guildOf(message.channelId);
    const auto settings = state.guildSettings.constFind(guildId);
    const bool known = settings != state.guildSettings.cend();
    if (message.mentionEveryone && !(known && settings->suppressEveryone)) return true;
    for (const shared::MentionedUser& user : message.mentions)
        if (user.id == state.self.id) return true;
    if (known && settings->suppressRoles) return false;
    const QList<shared::RoleId>& roles = state.ownRoles(guildId);
    return std::any_of(message.mentionRoles.cbegin(), message.mentionRoles.cend(),
                       [&roles](shared::RoleId id) { return roles.contains(id); });
}

void reduce(StoreState& state, const shared::MessageCreateEvent& event) {
    const shared::Message& message = event.payload;
    putPeople(state, message);
    if (MessageWindow* window = state.messages.edit(message.channelId)) window->append(message, state.self.id);
    if (state.typing.remove(message.channelId, message.author.id))
        state.changes.note().typing.insert(message.channelId);

    shared::Channel* channel = state.channels.edit(message.channelId);
    if (channel == nullptr || message.id <= channel->lastMessageId.value()) return;
    channel->lastMessageId = message.id;
    shared::ReadState& readState = state.readStates.edit(message.channelId);
    if (message.author.id == state.self.id) {
        readState.lastMessageId = message.id;
        readState.mentionCount = 0;
    } else if (message.id > readState.lastMessageId && mentionsSelf(state, message)) {
        ++readState.mentionCount;
    }
    state.changes.note().readStates.insert(message.channelId);
}

void reduce(StoreState& state, const shared::MessageUpdateEvent& event) {
    MessageWindow* window = state.messages.edit(event.payload.channelId);
    if (window == nullptr) return;
    putPeople(state, event.payload);
    const shared::Message* before = window->find(event.payload.id);
    window->update(event.payload.id, before == nullptr ? event.payload : merged(*before, event.payload));
}

void reduce(StoreState& state, const shared::MessageDeleteEvent& event) {
    if (MessageWindow* window = state.messages.edit(event.payload.channelId)) window->remove(event.payload.id);
}

void reduce(StoreState& state, const shared::MessageDeleteBulkEvent& event) {
    MessageWindow* window = state.messages.edit(event.payload.channelId);
    if (window == nullptr) return;
    for (const shared::MessageId id : event.payload.ids)
        window->remove(id);
}

void reduce(StoreState& state, const MessagePending& event) {
    state.messages.open(event.channelId).appendPending(event.message);
}

void reduce(StoreState& state, const MessageProgress& event) {
    changePending(state, event.channelId, event.nonce, [&event](StoredMessage& pending) {
        pending.sentBytes = event.sentBytes;
        pending.totalBytes = event.totalBytes;
    });
}

void reduce(StoreState& state, const MessageFailed& event) {
    changePending(state, event.channelId, event.nonce, [&event](StoredMessage& pending) {
        pending.state = StoredMessage::State::Failed;
        pending.failure = event.reason;
        pending.isRefused = event.isRefused;
        pending.sentBytes = 0;
    });
}

void reduce(StoreState& state, const MessageRetried& event) {
    changePending(state, event.channelId, event.nonce, [](StoredMessage& pending) {
        pending.state = StoredMessage::State::Sending;
        pending.failure.clear();
        pending.isRefused = false;
    });
}

void reduce(StoreState& state, const MessageDropped& event) {
    if (MessageWindow* window = state.messages.edit(event.channelId)) window->removePending(event.nonce);
}

void reduce(StoreState& state, const MessageAnswered& event) {
    MessageWindow* window = state.messages.edit(event.message.channelId);
    if (window != nullptr) {
        if (const shared::Message* before = window->find(event.message.id)) {
            window->update(event.message.id, merged(*before, event.message));
            return;
        }
    }
    // The event may still be on its way; it will find the message there.
    shared::MessageCreateEvent created{event.message};
    if (created.payload.guildId.isMissing()) {
        const shared::GuildId guildId = state.channels.guildOf(event.message.channelId);
        if (guildId) created.payload.guildId = guildId;
    }
    reduce(state, created);
}

}  // namespace app
