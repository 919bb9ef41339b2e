#include "shared/models/Reaction.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ReactionCountDetails>& details) {
    v.withDefault("burst", details.burst);
    v.withDefault("normal", details.normal);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Reaction>& reaction) {
    v.withDefault("count", reaction.count);
    v.withDefault("count_details", reaction.countDetails);
    v.withDefault("me", reaction.me);
    v.withDefault("me_burst", reaction.meBurst);
    v("emoji", reaction.emoji);
    v.withDefault("burst_colors", reaction.burstColors);
}

}  // namespace

GUILDHALL_DEFINE_JSON(ReactionCountDetails)
GUILDHALL_DEFINE_JSON(Reaction)

}  // namespace shared
