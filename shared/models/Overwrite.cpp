#include "shared/models/Overwrite.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Overwrite>& overwrite) {
    v("id", overwrite.id);
    v("type", overwrite.type);
    v.withDefault("allow", overwrite.allow);
    v.withDefault("deny", overwrite.deny);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Overwrite)

}  // namespace shared
