#include "app/views/common/RowPainting.h"

#include <QtGui/QPainter>

using namespace Qt::StringLiterals;

namespace app {

void prepareList(QAbstractItemView& view, const Theme& theme, Token ground, const QString& name) {
    view.setFrameShape(QFrame::NoFrame);
    view.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setSelectionMode(QAbstractItemView::NoSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setMouseTracking(true);
    view.viewport()->setMouseTracking(true);
    view.setProperty("focusRing", false);
    view.setAccessibleName(name);
    refreshList(view, theme, ground);
}

void refreshList(QAbstractItemView& view, const Theme& theme, Token ground) {
    QPalette palette = view.palette();
    palette.setColor(QPalette::Base, theme.colour(ground));
    palette.setColor(QPalette::Window, theme.colour(ground));
    view.setPalette(palette);
    view.setStyleSheet(u"QAbstractItemView { background: %1; border: none; }"_s.arg(theme.colour(ground).name()));
    view.doItemsLayout();
    view.viewport()->update();
}

QPixmap boxPicture(Pictures& pictures, const QString& key, const QRect& box, const QPainter& painter) {
    return key.isEmpty() ? QPixmap() : pictures.picture(key, box.size() * painter.device()->devicePixelRatioF());
}

}  // namespace app
