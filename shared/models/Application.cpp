#include "shared/models/Application.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

/** The flags once more, as a string: written for newer clients, and not read. */
void describeFlagsNew(JsonWriter& writer, const Application& application) {
    writer.key("flags_new");
    writer.decimalString(application.flags.bits());
}
void describeFlagsNew(JsonReader&, Application&) {}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, InstallParams>& params) {
    v.withDefault("scopes", params.scopes);
    v.withDefault("permissions", params.permissions);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Application>& application) {
    v("id", application.id);
    v("name", application.name);
    v("icon", application.icon);
    v.withDefault("description", application.description);
    v("type", application.type);
    v.withDefault("verify_key", application.verifyKey);
    v.withDefault("flags", application.flags);
    describeFlagsNew(v, application);
    v("cover_image", application.coverImage);
    v("primary_sku_id", application.primarySkuId);
    v("bot", application.bot);
    v("slug", application.slug);
    v("guild_id", application.guildId);
    v("rpc_origins", application.rpcOrigins);
    v("bot_public", application.botPublic);
    v("bot_require_code_grant", application.botRequireCodeGrant);
    v("terms_of_service_url", application.termsOfServiceUrl);
    v("privacy_policy_url", application.privacyPolicyUrl);
    v("custom_install_url", application.customInstallUrl);
    v("install_params", application.installParams);
    v("integration_types_config", application.integrationTypesConfig);
    v("tags", application.tags);
    v("owner", application.owner);
    v("team", application.team);
    v("redirect_uris", application.redirectUris);
    v("interactions_endpoint_url", application.interactionsEndpointUrl);
    v("role_connections_verification_url", application.roleConnectionsVerificationUrl);
    v("event_webhooks_url", application.eventWebhooksUrl);
    v("event_webhooks_status", application.eventWebhooksStatus);
    v("event_webhooks_types", application.eventWebhooksTypes);
    v("explicit_content_filter", application.explicitContentFilter);
    v("eligible_oauth2_scopes", application.eligibleOauth2Scopes);
    v("approximate_guild_count", application.approximateGuildCount);
    v("approximate_user_install_count", application.approximateUserInstallCount);
    v("approximate_user_authorization_count", application.approximateUserAuthorizationCount);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PartialApplication>& application) {
    v("id", application.id);
    v("name", application.name);
    v("icon", application.icon);
    v.withDefault("description", application.description);
    v.withDefault("summary", application.summary);
    v("type", application.type);
    v("cover_image", application.coverImage);
    v("bot", application.bot);
}

}  // namespace

GUILDHALL_DEFINE_JSON(InstallParams)
GUILDHALL_DEFINE_JSON(Application)
GUILDHALL_DEFINE_JSON(PartialApplication)

}  // namespace shared
