#pragma once

#include <optional>

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Guild.h"
#include "shared/models/Presence.h"

namespace shared {

struct CustomStatus {
    std::optional<QString> text;
    std::optional<EmojiId> emojiId;
    std::optional<QString> emojiName;
    std::optional<Timestamp> expiresAt;

    bool operator==(const CustomStatus&) const = default;
};
GUILDHALL_DECLARE_JSON(CustomStatus);

/** Guilds that stand together in the list of guilds; a single guild is a folder without an id. */
struct GuildFolder {
    std::optional<qint64> id;
    std::optional<QString> name;
    std::optional<int> color;
    QList<GuildId> guildIds;

    bool operator==(const GuildFolder&) const = default;
};
GUILDHALL_DECLARE_JSON(GuildFolder);

/** A user's own settings. What the server does not interpret is kept in `rest`, beside the named fields. */
struct UserSettings {
    Status status = Status::Online;
    std::optional<CustomStatus> customStatus;
    QString theme = QStringLiteral("dark");
    QString locale = QStringLiteral("en-US");
    bool showCurrentGame = true;
    bool messageDisplayCompact = false;
    bool developerMode = false;
    bool defaultGuildsRestricted = false;
    QList<GuildId> restrictedGuilds;
    QList<GuildFolder> guildFolders;
    QJsonObject rest;

    bool operator==(const UserSettings&) const = default;
};
GUILDHALL_DECLARE_JSON(UserSettings);

struct MuteConfig {
    std::optional<Timestamp> endTime;
    Field<int> selectedTimeWindow;  ///< seconds; -1: for ever

    bool operator==(const MuteConfig&) const = default;
};
GUILDHALL_DECLARE_JSON(MuteConfig);

/** How a user is told of one channel. */
struct ChannelOverride {
    ChannelId channelId;
    bool collapsed = false;
    int flags = 0;
    MessageNotifications messageNotifications = MessageNotifications::Inherit;
    bool muted = false;
    std::optional<MuteConfig> muteConfig;

    bool operator==(const ChannelOverride&) const = default;
};
GUILDHALL_DECLARE_JSON(ChannelOverride);

/** How a user is told of what happens in one guild; without a guild, in DMs. */
struct UserGuildSettings {
    std::optional<GuildId> guildId;
    QList<ChannelOverride> channelOverrides;
    int flags = 0;
    bool hideMutedChannels = false;
    MessageNotifications messageNotifications = MessageNotifications::Inherit;
    bool mobilePush = true;
    bool muteScheduledEvents = false;
    bool muted = false;
    std::optional<MuteConfig> muteConfig;
    int notifyHighlights = 0;
    bool suppressEveryone = false;
    bool suppressRoles = false;
    int version = 0;

    bool operator==(const UserGuildSettings&) const = default;
};
GUILDHALL_DECLARE_JSON(UserGuildSettings);

}  // namespace shared
