#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "shared/core/Random.h"
#include "shared/core/Result.h"

namespace server {

/** In a data folder: the key of signed URLs, and where certificate and key are that the server made itself. */
inline const QString kMediaKeyFile = QStringLiteral("media-key");
inline const QString kCertificateFolder = QStringLiteral("certificate");

/** Writes a file of mode 0600 so that it is there whole, or not at all: written, synced, renamed, folder synced. */
shared::Result<void> writeSecretFile(const QString& path, const QByteArray& bytes);

/**
 * A secret of the server that is made once and kept: `byteCount` random bytes in `path`, mode 0600.
 * Error: ServiceUnavailable with a sentence that names the file.
 */
shared::Result<QByteArray> loadOrMakeSecret(const QString& path, int byteCount, shared::Random& random);

/**
 * Makes a copy of a server's data folder, from which a server can be started: database, files, certificate and the key
 * of URLs. The server may be at work; what it commits meanwhile may or may not be in the copy. Blocking call.
 * @param target a folder that does not exist or is empty
 * Error: a sentence for the operator; the target is then not complete.
 */
shared::Result<void> copyDataFolder(const QString& folder, const QString& target);

}  // namespace server
