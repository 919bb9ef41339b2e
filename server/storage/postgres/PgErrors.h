#pragma once

#include <QtCore/QByteArrayView>

#include "shared/core/Error.h"

namespace server {

/**
 * What a failure of PostgreSQL means, as a sentence that says what to do. ServiceUnavailable for what may mend, else
 * InternalError.
 * @param sqlState five characters; empty: the session was lost @param detail as the server wrote it
 */
shared::Error pgError(QByteArrayView sqlState, const QString& detail);

}  // namespace server
