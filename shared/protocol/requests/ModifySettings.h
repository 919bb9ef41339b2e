#pragma once

#include "shared/models/UserSettings.h"

namespace shared {

/** PATCH /users/@me/settings. What the server does not interpret is kept in `rest`. */
struct ModifySettings {
    Field<Status> status;
    Field<CustomStatus> customStatus;
    Field<QString> theme;
    Field<QString> locale;
    Field<bool> showCurrentGame;
    Field<bool> messageDisplayCompact;
    Field<bool> developerMode;
    Field<bool> defaultGuildsRestricted;
    Field<QList<GuildId>> restrictedGuilds;
    Field<QList<GuildFolder>> guildFolders;
    QJsonObject rest;

    /** @return whether `settings` changed */
    bool applyTo(UserSettings& settings) const;

    bool operator==(const ModifySettings&) const = default;
};
GUILDHALL_DECLARE_JSON(ModifySettings);

}  // namespace shared
