#pragma once

#include "app/session/Navigation.h"

namespace app {

class Preferences;

/** The channel that an account was in last of each guild, kept over a restart; the last place first. */
QList<Place> lastPlaces(const Preferences& preferences, const QString& account);
/** @param places of this account; those of others stay. The places beyond a bound are forgotten */
void rememberPlaces(Preferences& preferences, const QString& account, const QList<Place>& places);

}  // namespace app
