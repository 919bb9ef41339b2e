#pragma once

#include <QtCore/QString>

#include "app/client/rest/ApiError.h"

namespace app {

/**
 * What is wrong with a field ("password", "username"), in the app's words: a whole sentence, translated.
 *
 * Empty when nothing is said about the field; the server's own words for a reason that is not known.
 */
QString fieldText(const ApiError& error, QStringView path);

}  // namespace app
