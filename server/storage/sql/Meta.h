#pragma once

#include "server/storage/sql/SqlConnection.h"

namespace server {

// What a database says of itself, in the table `meta`.

/** Empty where it says nothing. */
shared::Result<QString> readMeta(SqlConnection& sql, const QString& name);
shared::Result<void> writeMeta(SqlConnection& sql, const QString& name, const QString& value);

/**
 * The epoch of streams, in a transaction that writes; a restored copy begins a new one, so that no session goes on with
 * numbers used twice.
 */
shared::Result<quint64> settleEpoch(SqlConnection& sql, qint64 now);

}  // namespace server
