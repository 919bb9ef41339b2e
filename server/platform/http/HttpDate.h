#pragma once

#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace server {

/** "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale. @param seconds since 1970 */
QByteArray httpDate(qint64 seconds);
/** Seconds since 1970 of that form; nothing else is taken. */
std::optional<qint64> parseHttpDate(QByteArrayView text);

}  // namespace server
