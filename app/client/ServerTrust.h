#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>

namespace app {

/**
 * Whom a connection may talk to: the pinned key, or, without one, whoever a known authority vouches for.
 *
 * With a pin no authority counts: configuration() knows none, so that every handshake asks us (sslErrors), and the
 * answer is the pin alone. The key outlives certificates, so names and dates are not looked at then.
 */
class ServerTrust {
 public:
    ServerTrust() = default;
    /** @param keyHash SHA-256 of the SubjectPublicKeyInfo, 32 bytes; empty = certificates of authorities only */
    explicit ServerTrust(QByteArray keyHash) : m_keyHash(std::move(keyHash)) {}

    bool isPinned() const { return !m_keyHash.isEmpty(); }
    /** Does the certificate carry the pinned key; without a pin nothing matches. */
    bool matches(const QSslCertificate& certificate) const;
    /** Client settings for a connection: TLS 1.2 or later, and no authorities when pinned. */
    QSslConfiguration configuration() const;

    /** SHA-256 of a certificate's SubjectPublicKeyInfo; empty for a null certificate. */
    static QByteArray keyHashOf(const QSslCertificate& certificate);
    /** A hash as people compare it: groups of four upper-case hexadecimal digits. */
    static QString fingerprintText(const QByteArray& keyHash);

 private:
    QByteArray m_keyHash;
};

}  // namespace app
