#include <algorithm>

#include "app/store/reducers/Reducers.h"

namespace app {

void reduce(StoreState& state, const HistoryLoading& event) {
    MessageWindow& window = state.messages.open(event.channelId);
    window.setLoading(window.isLoadingOlder() || event.older, window.isLoadingNewer() || event.newer);
}

void reduce(StoreState& state, const HistoryLoaded& event) {
    QList<shared::Message> oldestFirst = event.messages;
    std::sort(oldestFirst.begin(), oldestFirst.end(),
              [](const shared::Message& a, const shared::Message& b) { return a.id < b.id; });
    for (const shared::Message& message : oldestFirst) {
        if (!message.webhookId.hasValue()) putUser(state, message.author);
        for (const shared::MentionedUser& user : message.mentions)
            putUser(state, user);
    }
    MessageWindow& window = state.messages.open(event.channelId);
    switch (event.page) {
        case HistoryLoaded::Page::Whole: {
            const shared::MessageId newest = oldestFirst.isEmpty() ? shared::MessageId() : oldestFirst.last().id;
            window.reset(std::move(oldestFirst), event.hasOlder, event.hasNewer);
            // What was deleted last would look like unread mail for ever.
            shared::Channel* channel = state.channels.edit(event.channelId);
            if (channel != nullptr && !event.hasNewer && newest && newest > channel->lastMessageId.value())
                channel->lastMessageId = newest;
            break;
        }
        case HistoryLoaded::Page::Older:
            window.addOlder(std::move(oldestFirst), event.hasOlder);
            break;
        case HistoryLoaded::Page::Newer:
            window.addNewer(std::move(oldestFirst), event.hasNewer);
            break;
    }
}

void reduce(StoreState& state, const HistoryFailed& event) {
    if (MessageWindow* window = state.messages.edit(event.channelId)) window->setLoading(false, false);
}

void reduce(StoreState& state, const HistoryRestored& event) {
    if (event.messages.isEmpty()) return;
    const MessageWindow* known = state.messages.find(event.channelId);
    if (known != nullptr && known->isLoaded()) return;
    for (const shared::Message& message : event.messages)
        if (!message.webhookId.hasValue()) putUser(state, message.author);
    const shared::GuildId guildId = state.channels.guildOf(event.channelId);
    for (const shared::Member& author : event.authors)
        if (author.user.hasValue() && state.members.find(guildId, author.user->id) == nullptr)
            putMember(state, guildId, author.user->id, author);
    MessageWindow& window = state.messages.open(event.channelId);
    const bool wasLoading = window.isLoadingOlder() || window.isLoadingNewer();
    window.reset(event.messages, true, false);
    window.setStale(true);
    window.setLoading(wasLoading, wasLoading);
}

void reduce(StoreState& state, const WindowLeft& event) {
    MessageWindow* window = state.messages.edit(event.channelId);
    if (window != nullptr && !window->hasNewer()) window->trimTo(MessageWindow::kRestingRows);
}

}  // namespace app
