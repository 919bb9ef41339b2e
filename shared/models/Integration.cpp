#include "shared/models/Integration.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, IntegrationAccount>& account) {
    v("id", account.id);
    v.withDefault("name", account.name);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Integration>& integration) {
    v("id", integration.id);
    v("name", integration.name);
    v.withDefault("type", integration.type);
    v.withDefault("enabled", integration.enabled);
    v("user", integration.user);
    v("account", integration.account);
    v("application", integration.application);
    v("scopes", integration.scopes);
}

}  // namespace

GUILDHALL_DEFINE_JSON(IntegrationAccount)
GUILDHALL_DEFINE_JSON(Integration)

}  // namespace shared
