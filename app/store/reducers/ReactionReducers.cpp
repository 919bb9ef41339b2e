#include "app/store/reducers/Reducers.h"

namespace app {

namespace {

/** Custom emoji are the same by id, whatever they are called now. */
bool isSame(const shared::PartialEmoji& a, const shared::PartialEmoji& b) {
    return a.id || b.id ? a.id == b.id : a.name == b.name;
}

template <class Change>
void changeReactions(StoreState& state, shared::ChannelId channelId, shared::MessageId messageId, Change change) {
    MessageWindow* window = state.messages.edit(channelId);
    const shared::Message* before = window == nullptr ? nullptr : window->find(messageId);
    if (before == nullptr) return;
    shared::Message after = *before;
    change(after.reactions);
    window->update(messageId, after);
}

/** Our own reaction may be told twice, by us and by the server: `me` says whether it counts already. */
void add(QList<shared::Reaction>& reactions, const shared::PartialEmoji& emoji, bool own) {
    for (shared::Reaction& reaction : reactions) {
        if (!isSame(reaction.emoji, emoji)) continue;
        if (own && reaction.me) return;
        ++reaction.count;
        ++reaction.countDetails.normal;
        reaction.me = reaction.me || own;
        return;
    }
    shared::Reaction reaction;
    reaction.emoji = emoji;
    reaction.count = 1;
    reaction.countDetails.normal = 1;
    reaction.me = own;
    reactions.append(reaction);
}

void take(QList<shared::Reaction>& reactions, const shared::PartialEmoji& emoji, bool own) {
    for (qsizetype i = 0; i < reactions.size(); ++i) {
        shared::Reaction& reaction = reactions[i];
        if (!isSame(reaction.emoji, emoji)) continue;
        if (own && !reaction.me) return;
        if (own) reaction.me = false;
        reaction.countDetails.normal = std::max(0, reaction.countDetails.normal - 1);
        if (--reaction.count <= 0) reactions.removeAt(i);
        return;
    }
}

}  // namespace

void reduce(StoreState& state, const shared::MessageReactionAddEvent& event) {
    const shared::ReactionOfMessage& reaction = event.payload;
    changeReactions(state, reaction.channelId, reaction.messageId, [&](QList<shared::Reaction>& reactions) {
        add(reactions, reaction.emoji, reaction.userId == state.self.id);
    });
}

void reduce(StoreState& state, const shared::MessageReactionRemoveEvent& event) {
    const shared::ReactionOfMessage& reaction = event.payload;
    changeReactions(state, reaction.channelId, reaction.messageId, [&](QList<shared::Reaction>& reactions) {
        take(reactions, reaction.emoji, reaction.userId == state.self.id);
    });
}

void reduce(StoreState& state, const shared::MessageReactionRemoveAllEvent& event) {
    changeReactions(state, event.payload.channelId, event.payload.messageId,
                    [](QList<shared::Reaction>& reactions) { reactions.clear(); });
}

void reduce(StoreState& state, const shared::MessageReactionRemoveEmojiEvent& event) {
    changeReactions(state, event.payload.channelId, event.payload.messageId, [&](QList<shared::Reaction>& reactions) {
        reactions.removeIf(
            [&](const shared::Reaction& reaction) { return isSame(reaction.emoji, event.payload.emoji); });
    });
}

void reduce(StoreState& state, const OwnReaction& event) {
    changeReactions(state, event.channelId, event.messageId, [&](QList<shared::Reaction>& reactions) {
        if (event.added) {
            add(reactions, event.emoji, true);
        } else {
            take(reactions, event.emoji, true);
        }
    });
}

}  // namespace app
