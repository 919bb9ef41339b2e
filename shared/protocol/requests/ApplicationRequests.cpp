#include "shared/protocol/requests/ApplicationRequests.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CreateApplication>& application) {
    v("name", application.name);
    v("description", application.description);
    v("icon", application.icon);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyApplication>& application) {
    v("name", application.name);
    v("description", application.description);
    v("icon", application.icon);
    v("cover_image", application.coverImage);
    v("flags", application.flags);
    v("tags", application.tags);
    v("interactions_endpoint_url", application.interactionsEndpointUrl);
    v("role_connections_verification_url", application.roleConnectionsVerificationUrl);
    v("custom_install_url", application.customInstallUrl);
    v("install_params", application.installParams);
    v("integration_types_config", application.integrationTypesConfig);
    v("bot_public", application.botPublic);
    v("bot_require_code_grant", application.botRequireCodeGrant);
    v("redirect_uris", application.redirectUris);
    v("terms_of_service_url", application.termsOfServiceUrl);
    v("privacy_policy_url", application.privacyPolicyUrl);
    v("event_webhooks_url", application.eventWebhooksUrl);
    v("event_webhooks_status", application.eventWebhooksStatus);
    v("event_webhooks_types", application.eventWebhooksTypes);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ModifyApplicationBot>& bot) {
    v("username", bot.username);
    v("avatar", bot.avatar);
    v("banner", bot.banner);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Authorize>& authorize) {
    v.withDefault("authorize", authorize.authorize);
    v("guild_id", authorize.guildId);
    v("channel_id", authorize.channelId);
    v("permissions", authorize.permissions);
}

}  // namespace

GUILDHALL_DEFINE_JSON(CreateApplication)
GUILDHALL_DEFINE_JSON(ModifyApplication)
GUILDHALL_DEFINE_JSON(ModifyApplicationBot)
GUILDHALL_DEFINE_JSON(Authorize)

}  // namespace shared
