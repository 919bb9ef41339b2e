#include "shared/models/Presence.h"

#include <array>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

/** In the order of Status. */
constexpr std::array kStatusWords = {
    QLatin1StringView("online"),    QLatin1StringView("idle"),    QLatin1StringView("dnd"),
    QLatin1StringView("invisible"), QLatin1StringView("offline"),
};

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ActivityTimestamps>& timestamps) {
    v("start", timestamps.start);
    v("end", timestamps.end);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ActivityEmoji>& emoji) {
    v("name", emoji.name);
    v("id", emoji.id);
    v("animated", emoji.animated);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ActivityParty>& party) {
    v("id", party.id);
    v("size", party.size);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ActivityAssets>& assets) {
    v("large_image", assets.largeImage);
    v("large_text", assets.largeText);
    v("large_url", assets.largeUrl);
    v("small_image", assets.smallImage);
    v("small_text", assets.smallText);
    v("small_url", assets.smallUrl);
    v("invite_cover_image", assets.inviteCoverImage);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ActivitySecrets>& secrets) {
    v("join", secrets.join);
    v("spectate", secrets.spectate);
    v("match", secrets.match);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Activity>& activity) {
    v("id", activity.id);
    v("name", activity.name);
    v.withDefault("type", activity.type);
    v("url", activity.url);
    v.withDefault("created_at", activity.createdAt);
    v("timestamps", activity.timestamps);
    v("application_id", activity.applicationId);
    v("status_display_type", activity.statusDisplayType);
    v("details", activity.details);
    v("details_url", activity.detailsUrl);
    v("state", activity.state);
    v("state_url", activity.stateUrl);
    v("emoji", activity.emoji);
    v("party", activity.party);
    v("assets", activity.assets);
    v("secrets", activity.secrets);
    v("instance", activity.instance);
    v("flags", activity.flags);
    v("buttons", activity.buttons);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ClientStatus>& status) {
    v("desktop", status.desktop);
    v("mobile", status.mobile);
    v("web", status.web);
    v("embedded", status.embedded);
    v("vr", status.vr);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, Presence>& presence) {
    v("user", presence.user);
    v("guild_id", presence.guildId);
    v.withDefault("status", presence.status);
    v.withDefault("activities", presence.activities);
    v.withDefault("client_status", presence.clientStatus);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, PresenceUpdate>& update) {
    v("since", update.since);
    v.withDefault("activities", update.activities);
    v.withDefault("status", update.status);
    v.withDefault("afk", update.afk);
}

}  // namespace

QLatin1StringView toString(Status status) {
    return kStatusWords[static_cast<size_t>(status)];
}

std::optional<Status> statusFromString(QStringView word) {
    for (size_t i = 0; i < kStatusWords.size(); ++i) {
        if (word == kStatusWords[i]) return static_cast<Status>(i);
    }
    return std::nullopt;
}

void readJson(JsonReader& reader, Status& value) {
    if (const auto status = statusFromString(reader.value().toString())) {
        value = *status;
    } else {
        reader.addError("BASE_TYPE_CHOICES"_L1,
                        u"Value must be one of ('online', 'idle', 'dnd', 'invisible', 'offline')."_s);
    }
}

void writeJson(JsonWriter& writer, const Status& value) {
    writer.value(toString(value));
}

GUILDHALL_DEFINE_JSON(ActivityTimestamps)
GUILDHALL_DEFINE_JSON(ActivityEmoji)
GUILDHALL_DEFINE_JSON(ActivityParty)
GUILDHALL_DEFINE_JSON(ActivityAssets)
GUILDHALL_DEFINE_JSON(ActivitySecrets)
GUILDHALL_DEFINE_JSON(Activity)
GUILDHALL_DEFINE_JSON(ClientStatus)
GUILDHALL_DEFINE_JSON(Presence)
GUILDHALL_DEFINE_JSON(PresenceUpdate)

}  // namespace shared
