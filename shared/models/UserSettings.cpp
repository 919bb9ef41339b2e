#include "shared/models/UserSettings.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor>
void describe(Visitor& v, Described<Visitor, CustomStatus>& status) {
    v("text", status.text);
    v("emoji_id", status.emojiId);
    v("emoji_name", status.emojiName);
    v("expires_at", status.expiresAt);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, GuildFolder>& folder) {
    v("id", folder.id);
    v("name", folder.name);
    v("color", folder.color);
    v.withDefault("guild_ids", folder.guildIds);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, MuteConfig>& config) {
    v("end_time", config.endTime);
    v("selected_time_window", config.selectedTimeWindow);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, ChannelOverride>& channel) {
    v("channel_id", channel.channelId);
    v.withDefault("collapsed", channel.collapsed);
    v.withDefault("flags", channel.flags);
    v.withDefault("message_notifications", channel.messageNotifications);
    v.withDefault("muted", channel.muted);
    v("mute_config", channel.muteConfig);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UserGuildSettings>& settings) {
    v("guild_id", settings.guildId);
    v.withDefault("channel_overrides", settings.channelOverrides);
    v.withDefault("flags", settings.flags);
    v.withDefault("hide_muted_channels", settings.hideMutedChannels);
    v.withDefault("message_notifications", settings.messageNotifications);
    v.withDefault("mobile_push", settings.mobilePush);
    v.withDefault("mute_scheduled_events", settings.muteScheduledEvents);
    v.withDefault("muted", settings.muted);
    v("mute_config", settings.muteConfig);
    v.withDefault("notify_highlights", settings.notifyHighlights);
    v.withDefault("suppress_everyone", settings.suppressEveryone);
    v.withDefault("suppress_roles", settings.suppressRoles);
    v.withDefault("version", settings.version);
}

template <class Visitor>
void describe(Visitor& v, Described<Visitor, UserSettings>& settings) {
    v.withDefault("status", settings.status);
    v("custom_status", settings.customStatus);
    v.withDefault("theme", settings.theme);
    v.withDefault("locale", settings.locale);
    v.withDefault("show_current_game", settings.showCurrentGame);
    v.withDefault("message_display_compact", settings.messageDisplayCompact);
    v.withDefault("developer_mode", settings.developerMode);
    v.withDefault("default_guilds_restricted", settings.defaultGuildsRestricted);
    v.withDefault("restricted_guilds", settings.restrictedGuilds);
    v.withDefault("guild_folders", settings.guildFolders);
}

/** A visitor that takes the keys of a model out of an object. */
struct KeyRemover {
    QJsonObject& object;

    template <size_t N, class T>
    void operator()(const char (&literal)[N], T&) {
        object.remove(QLatin1StringView(literal, static_cast<qsizetype>(N - 1)));
    }
    template <size_t N, class T>
    void withDefault(const char (&literal)[N], T& value) {
        (*this)(literal, value);
    }
};

}  // namespace

GUILDHALL_DEFINE_JSON(CustomStatus)
GUILDHALL_DEFINE_JSON(GuildFolder)
GUILDHALL_DEFINE_JSON(MuteConfig)
GUILDHALL_DEFINE_JSON(ChannelOverride)
GUILDHALL_DEFINE_JSON(UserGuildSettings)

void readFields(JsonReader& reader, UserSettings& value) {
    describe(reader, value);
    value.rest = reader.object();
    KeyRemover remover{value.rest};
    describe(remover, value);
}

void writeFields(JsonWriter& writer, const UserSettings& value) {
    describe(writer, value);
    for (auto it = value.rest.begin(); it != value.rest.end(); ++it) {
        writer.key(QStringView(it.key()));
        writer.value(it.value());
    }
}

void readJson(JsonReader& reader, UserSettings& value) {
    if (reader.enterObject()) readFields(reader, value);
}

void writeJson(JsonWriter& writer, const UserSettings& value) {
    writer.beginObject();
    writeFields(writer, value);
    writer.endObject();
}

}  // namespace shared
