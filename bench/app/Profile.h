#pragma once

#include <QtCore/QString>

namespace bench {

/**
 * Writes the profile of somebody who has used the app for long: one account, whose guild has 50 channels, 400 members
 * and 50 cached messages in each of 40 channels. Token and cache key go into the system's keychain. Its server is a
 * port of this machine where nobody listens. @return an empty text, or what went wrong
 */
QString writeProfile(const QString& folder);

}  // namespace bench
