#include "app/views/LastPlaces.h"

#include "app/settings/Preferences.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr qsizetype kMostPlaces = 200;
constexpr QChar kBetween = u' ';

}  // namespace

QList<Place> lastPlaces(const Preferences& preferences, const QString& account) {
    QList<Place> places;
    for (const QString& entry : preferences.texts(Preference::LastPlaces)) {
        const QStringList parts = entry.split(kBetween);
        if (parts.size() != 3 || parts[0] != account) continue;
        places.append({shared::GuildId(parts[1].toULongLong()), shared::ChannelId(parts[2].toULongLong())});
    }
    return places;
}

void rememberPlaces(Preferences& preferences, const QString& account, const QList<Place>& places) {
    QStringList entries;
    for (const Place& place : places.first(qMin(places.size(), kMostPlaces)))
        entries.append(account + kBetween + place.guild.toString() + kBetween + place.channel.toString());
    for (const QString& entry : preferences.texts(Preference::LastPlaces))
        if (!entry.startsWith(account + kBetween)) entries.append(entry);
    preferences.set(Preference::LastPlaces, entries);
}

}  // namespace app
