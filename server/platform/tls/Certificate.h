#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include "shared/core/Clock.h"
#include "shared/core/Result.h"

namespace server {

/** A certificate (chain) and its key, as PEM files. */
struct CertificateFiles {
    QString certificate;
    QString key;
};

/**
 * The server's own certificate: an EC P-256 key and a self-signed certificate for `names` in `folder`.
 *
 * Made at the first start. The key is kept for ever, since invite links carry its hash; the certificate is renewed when
 * it expires within 30 days or lacks one of the names. Files are written, synced and renamed; the key has mode 0600.
 * @param names host names and IP addresses for the SAN; "localhost" and the loopback addresses are always in it
 * Error: ServiceUnavailable with a sentence that names the file.
 */
shared::Result<CertificateFiles> ensureSelfSignedCertificate(const QString& folder, const QStringList& names,
                                                             const shared::Clock& clock);

}  // namespace server
