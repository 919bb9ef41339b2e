#pragma once

#include <QtCore/QHash>

#include "shared/models/ReadState.h"

namespace app {

/** How far each channel was read. Never goes backwards but by the reader's own wish. Changed by reducers only. */
class ReadStateCache {
 public:
    const shared::ReadState* find(shared::ChannelId channelId) const {
        const auto it = m_states.constFind(channelId);
        return it == m_states.cend() ? nullptr : &*it;
    }
    /** Null = nothing was read there yet. */
    shared::MessageId lastRead(shared::ChannelId channelId) const {
        const shared::ReadState* state = find(channelId);
        return state == nullptr ? shared::MessageId() : state->lastMessageId;
    }
    int mentions(shared::ChannelId channelId) const {
        const shared::ReadState* state = find(channelId);
        return state == nullptr ? 0 : state->mentionCount;
    }

    shared::ReadState& edit(shared::ChannelId channelId) {
        shared::ReadState& state = m_states[channelId];
        state.id = channelId;
        return state;
    }
    void put(const shared::ReadState& state) { m_states.insert(state.id, state); }
    void remove(shared::ChannelId channelId) { m_states.remove(channelId); }
    void clear() { m_states.clear(); }

 private:
    QHash<shared::ChannelId, shared::ReadState> m_states;
};

}  // namespace app
