#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/models/Permissions.h"
#include "shared/models/User.h"

namespace shared {

enum class ApplicationFlag : quint64 {
    AutoModerationRuleCreateBadge = 1 << 6,
    GatewayPresence = 1 << 12,
    GatewayPresenceLimited = 1 << 13,
    GatewayGuildMembers = 1 << 14,
    GatewayGuildMembersLimited = 1 << 15,
    VerificationPendingGuildLimit = 1 << 16,
    Embedded = 1 << 17,
    GatewayMessageContent = 1 << 18,
    GatewayMessageContentLimited = 1 << 19,
    ApplicationCommandBadge = 1 << 23,
};
using ApplicationFlags = Flags<ApplicationFlag>;
constexpr ApplicationFlags operator|(ApplicationFlag a, ApplicationFlag b) {
    return ApplicationFlags(a) | ApplicationFlags(b);
}

struct InstallParams {
    QList<QString> scopes;
    Permissions permissions;

    bool operator==(const InstallParams&) const = default;
};
GUILDHALL_DECLARE_JSON(InstallParams);

/** A program that has, or may have, a bot. The fields below `owner` are for its owner only. */
struct Application {
    ApplicationId id;
    QString name;
    std::optional<QString> icon;  ///< hash
    QString description;
    std::optional<int> type;
    QString verifyKey;  ///< hex
    ApplicationFlags flags;
    Field<QString> coverImage;
    Field<SkuId> primarySkuId;
    Field<Box<User>> bot;
    Field<QString> slug;
    Field<GuildId> guildId;
    Field<QList<QString>> rpcOrigins;
    Field<bool> botPublic;
    Field<bool> botRequireCodeGrant;
    Field<QString> termsOfServiceUrl;
    Field<QString> privacyPolicyUrl;
    Field<QString> customInstallUrl;
    Field<InstallParams> installParams;
    Field<RawJson> integrationTypesConfig;
    Field<QList<QString>> tags;

    Field<Box<User>> owner;
    Field<RawJson> team;
    Field<QList<QString>> redirectUris;
    Field<QString> interactionsEndpointUrl;
    Field<QString> roleConnectionsVerificationUrl;
    Field<QString> eventWebhooksUrl;
    Field<int> eventWebhooksStatus;
    Field<QList<QString>> eventWebhooksTypes;
    Field<int> explicitContentFilter;
    Field<QList<QString>> eligibleOauth2Scopes;
    Field<int> approximateGuildCount;
    Field<int> approximateUserInstallCount;
    Field<int> approximateUserAuthorizationCount;

    bool operator==(const Application&) const = default;
};
/** `flags_new` repeats `flags` as a string and is written, never read. */
GUILDHALL_DECLARE_JSON(Application);

/** The part of an application that integrations and messages carry. */
struct PartialApplication {
    ApplicationId id;
    QString name;
    std::optional<QString> icon;
    QString description;
    QString summary;  ///< always empty, as Discord's; libraries of 2023 read it
    std::optional<int> type;
    Field<QString> coverImage;
    Field<Box<User>> bot;

    bool operator==(const PartialApplication&) const = default;
};
GUILDHALL_DECLARE_JSON(PartialApplication);

}  // namespace shared
