#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "shared/core/Random.h"
#include "shared/core/Result.h"

namespace server {

/** Writes a file of mode 0600 so that it is there whole, or not at all: written, synced, renamed, folder synced. */
shared::Result<void> writeSecretFile(const QString& path, const QByteArray& bytes);

/**
 * A secret of the server that is made once and kept: `byteCount` random bytes in `path`, mode 0600.
 * Error: ServiceUnavailable with a sentence that names the file.
 */
shared::Result<QByteArray> loadOrMakeSecret(const QString& path, int byteCount, shared::Random& random);

}  // namespace server
