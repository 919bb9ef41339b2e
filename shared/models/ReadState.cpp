#include "shared/models/ReadState.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ReadState>& state) {
    v("id", state.id);
    v.withDefault("read_state_type", state.readStateType);
    v.withDefault("last_message_id", state.lastMessageId);
    v.withDefault("mention_count", state.mentionCount);
    v("last_pin_timestamp", state.lastPinTimestamp);
    v("flags", state.flags);
    v("last_viewed", state.lastViewed);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ReadState)

}  // namespace shared
