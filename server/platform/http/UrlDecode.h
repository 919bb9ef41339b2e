#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace server {

/** Appends `text` with %XX decoded. False for a broken escape or %00; `out` then holds what came before it. */
bool appendPercentDecoded(QByteArrayView text, QByteArray& out);
/** Of a query: '+' is a blank, and what is no escape stays as it is. */
QByteArray decodeQueryPart(QByteArrayView text);

}  // namespace server
