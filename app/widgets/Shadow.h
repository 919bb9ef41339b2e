#pragma once

#include <QtCore/QRect>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace app {

class Theme;

/** The shadow of popups: painted once into a nine-patch, without effects or blur. */
class Shadow {
 public:
    /** Room that a popup's window needs around its frame, scaled. */
    static int margin(const Theme& theme);
    /** Shadow, `overlay` fill and border of a popup whose frame is `frame`. */
    static void paintPopup(QPainter& painter, const Theme& theme, const QRect& frame);
};

}  // namespace app
