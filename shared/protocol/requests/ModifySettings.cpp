#include "shared/protocol/requests/ModifySettings.h"

#include "shared/json/JsonType.h"

namespace shared {
namespace {

template <class Visitor, class Settings>
void describeSettings(Visitor& v, Settings& settings) {
    v("status", settings.status);
    v("custom_status", settings.customStatus);
    v("theme", settings.theme);
    v("locale", settings.locale);
    v("show_current_game", settings.showCurrentGame);
    v("message_display_compact", settings.messageDisplayCompact);
    v("developer_mode", settings.developerMode);
    v("default_guilds_restricted", settings.defaultGuildsRestricted);
    v("restricted_guilds", settings.restrictedGuilds);
    v("guild_folders", settings.guildFolders);
}

/** A visitor that takes the named keys out of an object. */
struct KeyRemover {
    QJsonObject& object;

    template <size_t N, class T>
    void operator()(const char (&literal)[N], T&) {
        object.remove(QLatin1StringView(literal, static_cast<qsizetype>(N - 1)));
    }
};

}  // namespace

bool ModifySettings::applyTo(UserSettings& settings) const {
    bool changed = status.applyTo(settings.status);
    changed |= customStatus.applyTo(settings.customStatus);
    changed |= theme.applyTo(settings.theme);
    changed |= locale.applyTo(settings.locale);
    changed |= showCurrentGame.applyTo(settings.showCurrentGame);
    changed |= messageDisplayCompact.applyTo(settings.messageDisplayCompact);
    changed |= developerMode.applyTo(settings.developerMode);
    changed |= defaultGuildsRestricted.applyTo(settings.defaultGuildsRestricted);
    changed |= restrictedGuilds.applyTo(settings.restrictedGuilds);
    changed |= guildFolders.applyTo(settings.guildFolders);
    for (auto it = rest.begin(); it != rest.end(); ++it) {
        if (settings.rest.value(it.key()) == it.value()) continue;
        settings.rest.insert(it.key(), it.value());
        changed = true;
    }
    return changed;
}

void readFields(JsonReader& reader, ModifySettings& value) {
    describeSettings(reader, value);
    value.rest = reader.object();
    KeyRemover remover{value.rest};
    describeSettings(remover, value);
}

void writeFields(JsonWriter& writer, const ModifySettings& value) {
    describeSettings(writer, value);
    for (auto it = value.rest.begin(); it != value.rest.end(); ++it) {
        writer.key(QStringView(it.key()));
        writer.value(it.value());
    }
}

void readJson(JsonReader& reader, ModifySettings& value) {
    if (reader.enterObject()) readFields(reader, value);
}

void writeJson(JsonWriter& writer, const ModifySettings& value) {
    writer.beginObject();
    writeFields(writer, value);
    writer.endObject();
}

}  // namespace shared
