#pragma once

#include <QtCore/QString>

#include "app/client/rest/ApiError.h"

namespace app {

/** What happened, for people: a short clause without a full stop, in their language ("the server did not answer"). */
QString failureText(const ApiError& error);

}  // namespace app
