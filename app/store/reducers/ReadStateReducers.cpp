#include "app/store/reducers/Reducers.h"

namespace app {

void reduce(StoreState& state, const shared::MessageAckEvent& event) {
    const shared::MessageAcked& ack = event.payload;
    shared::ReadState& readState = state.readStates.edit(ack.channelId);
    if (!ack.manual.valueOr(false) && ack.messageId < readState.lastMessageId) return;
    readState.lastMessageId = ack.messageId;
    readState.mentionCount = ack.mentionCount.valueOr(0);
    state.changes.note().readStates.insert(ack.channelId);
}

void reduce(StoreState& state, const ChannelRead& event) {
    shared::ReadState& readState = state.readStates.edit(event.channelId);
    if (event.messageId <= readState.lastMessageId && readState.mentionCount == 0) return;
    readState.lastMessageId = std::max(readState.lastMessageId, event.messageId);
    readState.mentionCount = 0;
    state.changes.note().readStates.insert(event.channelId);
}

}  // namespace app
