#include "app/client/ServerTrust.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QStringList>
#include <QtNetwork/QSslKey>

namespace app {

bool ServerTrust::matches(const QSslCertificate& certificate) const {
    return isPinned() && !certificate.isNull() && keyHashOf(certificate) == m_keyHash;
}

QSslConfiguration ServerTrust::configuration() const {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (isPinned()) configuration.setCaCertificates({});
    return configuration;
}

QByteArray ServerTrust::keyHashOf(const QSslCertificate& certificate) {
    if (certificate.isNull()) return {};
    return QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256);
}

QString ServerTrust::fingerprintText(const QByteArray& keyHash) {
    const QString hex = QString::fromLatin1(keyHash.toHex()).toUpper();
    QStringList groups;
    for (qsizetype at = 0; at < hex.size(); at += 4)
        groups.append(hex.mid(at, 4));
    return groups.join(u' ');
}

}  // namespace app
