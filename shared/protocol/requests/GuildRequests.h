#pragma once

#include "shared/models/Guild.h"
#include "shared/protocol/OneOrMany.h"

namespace shared {

/** POST /guilds. */
struct CreateGuild {
    QString name;
    Field<QString> icon;  ///< data URI, as are all pictures in requests
    Field<VerificationLevel> verificationLevel;
    Field<MessageNotifications> defaultMessageNotifications;
    Field<ExplicitContentFilter> explicitContentFilter;
    Field<QString> preferredLocale;
    Field<int> afkTimeout;  ///< seconds
    Field<SystemChannelFlags> systemChannelFlags;
    Field<QString> guildTemplateCode;

    bool operator==(const CreateGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateGuild);

/** PATCH /guilds/{guild.id}. */
struct ModifyGuild {
    Field<QString> name;
    Field<QString> description;
    Field<QString> icon;
    Field<QString> splash;
    Field<QString> discoverySplash;
    Field<QString> homeHeader;
    Field<QString> banner;
    Field<UserId> ownerId;
    Field<VerificationLevel> verificationLevel;
    Field<MessageNotifications> defaultMessageNotifications;
    Field<ExplicitContentFilter> explicitContentFilter;
    Field<QString> preferredLocale;
    Field<ChannelId> afkChannelId;
    Field<int> afkTimeout;  ///< seconds
    Field<ChannelId> systemChannelId;
    Field<SystemChannelFlags> systemChannelFlags;
    Field<ChannelId> rulesChannelId;
    Field<ChannelId> publicUpdatesChannelId;
    Field<ChannelId> safetyAlertsChannelId;
    Field<QList<QString>> features;
    Field<bool> premiumProgressBarEnabled;

    bool operator==(const ModifyGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifyGuild);

/** PUT /guilds/{guild.id}/bans/{user.id}; the body may be empty. */
struct CreateBan {
    Field<int> deleteMessageDays;  ///< the older form of the next
    Field<int> deleteMessageSeconds;

    bool operator==(const CreateBan&) const = default;
};
GUILDHALL_DECLARE_JSON(CreateBan);

/** POST /guilds/{guild.id}/bulk-ban. */
struct BulkBan {
    QList<UserId> userIds;
    Field<int> deleteMessageSeconds;

    bool operator==(const BulkBan&) const = default;
};
GUILDHALL_DECLARE_JSON(BulkBan);

/** POST /guilds/{guild.id}/prune. */
struct Prune {
    Field<int> days;
    Field<bool> computePruneCount;
    Field<OneOrMany<RoleId>> includeRoles;
    Field<QString> reason;

    bool operator==(const Prune&) const = default;
};
GUILDHALL_DECLARE_JSON(Prune);

/** POST /guilds/{guild.id}/delete, POST /users/@me/delete and others that ask for the password again. */
struct ConfirmWithPassword {
    Field<QString> password;
    Field<QString> code;  ///< of the second factor

    bool operator==(const ConfirmWithPassword&) const = default;
};
GUILDHALL_DECLARE_JSON(ConfirmWithPassword);

}  // namespace shared
