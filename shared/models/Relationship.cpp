#include "shared/models/Relationship.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Relationship>& relationship) {
    v("id", relationship.id);
    v("type", relationship.type);
    v("user", relationship.user);
    v("nickname", relationship.nickname);
    v.withDefault("is_spam_request", relationship.isSpamRequest);
    v.withDefault("stranger_request", relationship.strangerRequest);
    v.withDefault("user_ignored", relationship.userIgnored);
    v("origin_application_id", relationship.originApplicationId);
    v("since", relationship.since);
    v("note", relationship.note);
}

}  // namespace

GUILDHALL_DEFINE_JSON(Relationship)

}  // namespace shared
