#pragma once

#include <QtCore/QTimer>
#include <QtWidgets/QScrollBar>

QT_BEGIN_NAMESPACE
class QAbstractScrollArea;
QT_END_NAMESPACE

namespace app {

class Theme;

/**
 * A vertical scroll bar that lies over its area instead of taking room from it, and goes away 1 s after scrolling (not
 * in high contrast). Follows and moves the area's own bar, which is never shown. Owned by the area.
 */
class OverlayScrollBar : public QScrollBar {
    Q_OBJECT
 public:
    OverlayScrollBar(const Theme& theme, QAbstractScrollArea* area);

    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void follow();
    void showForAWhile();
    void place();

    const Theme& m_theme;
    QAbstractScrollArea* m_area;
    QTimer m_hide;
};

}  // namespace app
