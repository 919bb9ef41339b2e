#include "shared/models/Emoji.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PartialEmoji>& emoji) {
    v("id", emoji.id);
    v("name", emoji.name);
    v.unlessDefault("animated", emoji.animated);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Emoji>& emoji) {
    v("id", emoji.id);
    v("name", emoji.name);
    v.withDefault("roles", emoji.roles);
    v("user", emoji.user);
    v.withDefault("require_colons", emoji.requireColons);
    v.withDefault("managed", emoji.managed);
    v.withDefault("animated", emoji.animated);
    v.withDefault("available", emoji.available);
}

}  // namespace

GUILDHALL_DEFINE_JSON(PartialEmoji)
GUILDHALL_DEFINE_JSON(Emoji)

}  // namespace shared
