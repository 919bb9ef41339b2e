#include "server/platform/net/PeerAddress.h"

#include <QtCore/QString>

namespace server {

QHostAddress unmapped(const QHostAddress& address) {
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

QHostAddress countedAddress(const QHostAddress& address) {
    if (address.protocol() != QAbstractSocket::IPv6Protocol) return address;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(bytes.c + 8, bytes.c + 16, quint8{0});
    return QHostAddress(bytes);
}

QHostAddress forwardedAddress(QByteArrayView hop) {
    QByteArrayView text = hop.trimmed();
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        text = end < 0 ? QByteArrayView() : text.sliced(1, end - 1);
    } else if (text.count(':') == 1) {
        text = text.first(text.indexOf(':'));
    }
    return unmapped(QHostAddress(QString::fromLatin1(text)));
}

}  // namespace server
