#pragma once

#include "server/storage/sqlite/SqliteConnection.h"

namespace server {

/**
 * Copies one snapshot of a database to a new file, marked as a copy (see Storage::backup), durable when this returns.
 * Writers go on beside it, those of other processes too. A copy that was not finished leaves nothing behind.
 */
shared::Result<void> copyDatabase(SqliteConnection& source, const QString& path);

}  // namespace server
