#include "app/widgets/Compositor.h"

#include <QtGui/QBitmap>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QWidget>

#ifdef GUILDHALL_XCB
#include <cstdlib>
#include <cstring>

#include <xcb/xcb.h>
#endif

namespace app {

#ifdef GUILDHALL_XCB

bool isComposited() {
    const auto* x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    // The platform plugin that draws into memory has the interface and no connection.
    xcb_connection_t* connection = x11 == nullptr ? nullptr : x11->connection();
    if (connection == nullptr) return true;
    constexpr const char* kManager = "_NET_WM_CM_S0";
    const auto atomAsked = xcb_intern_atom(connection, 1, static_cast<uint16_t>(std::strlen(kManager)), kManager);
    xcb_intern_atom_reply_t* atom = xcb_intern_atom_reply(connection, atomAsked, nullptr);
    if (atom == nullptr) return false;
    const auto ownerAsked = xcb_get_selection_owner(connection, atom->atom);
    std::free(atom);
    xcb_get_selection_owner_reply_t* owner = xcb_get_selection_owner_reply(connection, ownerAsked, nullptr);
    const bool isOwned = owner != nullptr && owner->owner != XCB_NONE;
    std::free(owner);
    return isOwned;
}

#else

bool isComposited() {
    return true;
}

#endif

void clipUncomposited(QWidget& window, const QRect& frame, int radius) {
    if (isComposited()) return window.clearMask();
    QBitmap shape(window.size());
    shape.clear();
    QPainter painter(&shape);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::color1);
    painter.drawRoundedRect(frame, radius, radius);
    painter.end();
    window.setMask(shape);
}

}  // namespace app
