#include "shared/models/Ban.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Ban>& ban) {
    v("reason", ban.reason);
    v("user", ban.user);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Ban)

}  // namespace shared
