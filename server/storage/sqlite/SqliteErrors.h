#pragma once

#include "shared/core/Error.h"

struct sqlite3;

namespace server {

/**
 * What an SQLite result code means for the operator: a sentence that says what is wrong and what to do, and 503 for
 * the client. Codes that only a mistake of ours can cause are InternalError.
 */
shared::Error sqliteError(int code, sqlite3* database);

}  // namespace server
