#pragma once

#include <optional>

#include <QtCore/QLatin1StringView>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringView>

#include "shared/core/Flags.h"
#include "shared/core/Snowflake.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"
#include "shared/json/RawJson.h"
#include "shared/models/Emoji.h"
#include "shared/models/User.h"

namespace shared {

/** Words on the wire: "online", "idle", "dnd", "invisible", "offline". */
enum class Status : unsigned char { Online, Idle, Dnd, Invisible, Offline };

template <>
inline constexpr bool kEnumAsWord<Status> = true;

QLatin1StringView toString(Status status);
std::optional<Status> statusFromString(QStringView word);
void readJson(JsonReader& reader, Status& value);
void writeJson(JsonWriter& writer, const Status& value);

enum class ActivityType : int {
    Playing = 0,
    Streaming = 1,
    Listening = 2,
    Watching = 3,
    Custom = 4,
    Competing = 5,
    Hang = 6,
};

enum class ActivityFlag : quint64 {
    Instance = 1 << 0,
    Join = 1 << 1,
    Spectate = 1 << 2,
    JoinRequest = 1 << 3,
    Sync = 1 << 4,
    Play = 1 << 5,
    PartyPrivacyFriends = 1 << 6,
    PartyPrivacyVoiceChannel = 1 << 7,
    Embedded = 1 << 8,
};
using ActivityFlags = Flags<ActivityFlag>;

/** Milliseconds since 1970. */
struct ActivityTimestamps {
    Field<qint64> start;
    Field<qint64> end;

    bool operator==(const ActivityTimestamps&) const = default;
};
GUILDHALL_DECLARE_JSON(ActivityTimestamps);

struct ActivityEmoji {
    QString name;
    Field<EmojiId> id;
    Field<bool> animated;

    bool operator==(const ActivityEmoji&) const = default;
};
GUILDHALL_DECLARE_JSON(ActivityEmoji);

struct ActivityParty {
    Field<QString> id;
    Field<QList<int>> size;  ///< current, most

    bool operator==(const ActivityParty&) const = default;
};
GUILDHALL_DECLARE_JSON(ActivityParty);

struct ActivityAssets {
    Field<QString> largeImage;
    Field<QString> largeText;
    Field<QString> largeUrl;
    Field<QString> smallImage;
    Field<QString> smallText;
    Field<QString> smallUrl;
    Field<QString> inviteCoverImage;

    bool operator==(const ActivityAssets&) const = default;
};
GUILDHALL_DECLARE_JSON(ActivityAssets);

struct ActivitySecrets {
    Field<QString> join;
    Field<QString> spectate;
    Field<QString> match;

    bool operator==(const ActivitySecrets&) const = default;
};
GUILDHALL_DECLARE_JSON(ActivitySecrets);

/** What somebody is doing, or a custom status (type Custom, text in `state`). Source: "Activity Structure". */
struct Activity {
    Field<QString> id;
    QString name;
    ActivityType type = ActivityType::Playing;
    Field<QString> url;    ///< streams only
    qint64 createdAt = 0;  ///< milliseconds since 1970; set by the server
    Field<ActivityTimestamps> timestamps;
    Field<ApplicationId> applicationId;
    Field<int> statusDisplayType;
    Field<QString> details;
    Field<QString> detailsUrl;
    Field<QString> state;
    Field<QString> stateUrl;
    Field<Box<ActivityEmoji>> emoji;
    Field<Box<ActivityParty>> party;
    Field<Box<ActivityAssets>> assets;
    Field<Box<ActivitySecrets>> secrets;
    Field<bool> instance;
    Field<ActivityFlags> flags;
    Field<RawJson> buttons;

    bool operator==(const Activity&) const = default;
};
GUILDHALL_DECLARE_JSON(Activity);

/** Status by kind of device; a device that is offline is missing. */
struct ClientStatus {
    Field<Status> desktop;
    Field<Status> mobile;
    Field<Status> web;
    Field<Status> embedded;
    Field<Status> vr;

    bool operator==(const ClientStatus&) const = default;
};
GUILDHALL_DECLARE_JSON(ClientStatus);

/** How somebody is seen by others: never Invisible. Source: "Presence Update Event Fields". */
struct Presence {
    UserRef user;
    Field<GuildId> guildId;
    Status status = Status::Offline;
    QList<Activity> activities;
    ClientStatus clientStatus;

    bool operator==(const Presence&) const = default;
};
GUILDHALL_DECLARE_JSON(Presence);

/** What a session says of itself: gateway opcode 3, and `presence` in IDENTIFY. */
struct PresenceUpdate {
    std::optional<qint64> since;  ///< milliseconds since 1970; when the client went idle
    QList<Activity> activities;
    Status status = Status::Online;
    bool afk = false;

    bool operator==(const PresenceUpdate&) const = default;
};
GUILDHALL_DECLARE_JSON(PresenceUpdate);

}  // namespace shared
