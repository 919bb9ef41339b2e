#pragma once

#include "shared/models/Application.h"

namespace shared {

/** POST /applications. */
struct CreateApplication {
    QString name;
    Field<QString> description;
    Field<QString> icon;  ///< data URI

    bool operator==(const CreateApplication&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateApplication);

/** PATCH /applications/{application.id}. */
struct ModifyApplication {
    Field<QString> name;
    Field<QString> description;
    Field<QString> icon;
    Field<QString> coverImage;
    Field<ApplicationFlags> flags;
    Field<QList<QString>> tags;
    Field<QString> interactionsEndpointUrl;
    Field<QString> roleConnectionsVerificationUrl;
    Field<QString> customInstallUrl;
    Field<InstallParams> installParams;
    Field<RawJson> integrationTypesConfig;
    Field<bool> botPublic;
    Field<bool> botRequireCodeGrant;
    Field<QList<QString>> redirectUris;
    Field<QString> termsOfServiceUrl;
    Field<QString> privacyPolicyUrl;
    Field<QString> eventWebhooksUrl;
    Field<int> eventWebhooksStatus;
    Field<QList<QString>> eventWebhooksTypes;

    bool operator==(const ModifyApplication&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyApplication);

/** PATCH /applications/{application.id}/bot. */
struct ModifyApplicationBot {
    Field<QString> username;
    Field<QString> avatar;
    Field<QString> banner;

    bool operator==(const ModifyApplicationBot&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyApplicationBot);

/** POST /oauth2/authorize; client, scope and redirect are in the query. */
struct Authorize {
    bool authorize = false;
    Field<GuildId> guildId;
    Field<ChannelId> channelId;
    Field<Permissions> permissions;

    bool operator==(const Authorize&) const = default;
};
GUILDHALL_DECLARE_JSON(Authorize);

}  // namespace shared
