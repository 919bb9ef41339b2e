#pragma once

#include <span>

#include "server/storage/sql/SqlConnection.h"

namespace server {

/** One file of sql/migrations, built into the program. */
struct Migration {
    int number = 0;
    const char* name = nullptr;  ///< the file's, without ending
    const char* script = nullptr;
};

/** All of them, by rising number. */
std::span<const Migration> migrations();

/**
 * Brings a database up to date: each missing migration in a transaction of its own, recorded in schema_migration.
 * Error: a sentence, if the database comes from a newer version or a migration fails.
 */
shared::Result<void> migrate(SqlConnection& connection, std::span<const Migration> all, qint64 now);

}  // namespace server
