#pragma once

#include <QtCore/QByteArrayView>
#include <QtNetwork/QHostAddress>

namespace server {

/** An IPv4 address that came mapped into IPv6 ("::ffff:192.0.2.1") as itself; all others as they are. */
QHostAddress unmapped(const QHostAddress& address);

/** Whom limits count as one client: an IPv4 address, or the /64 that an IPv6 client has to itself. */
QHostAddress countedAddress(const QHostAddress& address);

/**
 * A hop of X-Forwarded-For: an address, one in brackets, or one with a port ("192.0.2.1:4711", "[2001:db8::1]:4711").
 * Null for what is none.
 */
QHostAddress forwardedAddress(QByteArrayView hop);

}  // namespace server
