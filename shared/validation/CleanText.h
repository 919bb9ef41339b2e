#pragma once

#include <QtCore/QString>
#include <QtCore/QStringView>

namespace shared {

/**
 * A name as it is kept: of users, guilds, channels, roles. Without control characters, direction overrides and what
 * else is not seen; every run of white space is one space, with none at the ends. Joiners stay, for emoji and for
 * scripts that need them, but a name of nothing else is empty. Source: "Usernames and Nicknames". Any thread.
 */
QString cleanName(const QString& name);

/** A text of several lines as it is kept: without control characters, line breaks as \n; tabs stay. Any thread. */
QString cleanContent(const QString& text);

}  // namespace shared
