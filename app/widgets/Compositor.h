#pragma once

#include <QtCore/QRect>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace app {

/**
 * Whether windows may be translucent here: an X server without a compositing manager shows black instead. Asks the X
 * server; GUI thread. Source: Extended Window Manager Hints, "Compositing Managers".
 */
bool isComposited();

/** Where nothing composes, cuts off what surrounds the frame of a popup's window: its shadow, and its corners. */
void clipUncomposited(QWidget& window, const QRect& frame, int radius);

}  // namespace app
