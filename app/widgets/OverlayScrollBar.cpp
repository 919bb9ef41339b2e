#include "app/widgets/OverlayScrollBar.h"

#include <QtCore/QEvent>
#include <QtWidgets/QAbstractScrollArea>

#include "app/widgets/Theme.h"

namespace app {
namespace {

constexpr int kStayMs = 1000;
constexpr int kRoom = 12;

}  // namespace

OverlayScrollBar::OverlayScrollBar(const Theme& theme, QAbstractScrollArea* area)
    : QScrollBar(Qt::Vertical, area), m_theme(theme), m_area(area) {
    setFocusPolicy(Qt::NoFocus);
    area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->installEventFilter(this);
    QScrollBar* own = area->verticalScrollBar();
    connect(own, &QScrollBar::rangeChanged, this, &OverlayScrollBar::follow);
    connect(own, &QScrollBar::valueChanged, this, [this, own] {
        setValue(own->value());
        showForAWhile();
    });
    connect(this, &QScrollBar::valueChanged, own, &QScrollBar::setValue);
    m_hide.setSingleShot(true);
    m_hide.setInterval(kStayMs);
    connect(&m_hide, &QTimer::timeout, this, [this] {
        if (m_theme.kind() == ThemeKind::Contrast) return;
        if (underMouse() || isSliderDown())
            m_hide.start();
        else
            hide();
    });
    connect(&theme, &Theme::changed, this, &OverlayScrollBar::follow);
    hide();
    follow();
}

void OverlayScrollBar::follow() {
    const QScrollBar* own = m_area->verticalScrollBar();
    setRange(own->minimum(), own->maximum());
    setPageStep(own->pageStep());
    setSingleStep(own->singleStep());
    setValue(own->value());
    place();
    const bool needed = maximum() > minimum();
    if (!needed)
        hide();
    else if (m_theme.kind() == ThemeKind::Contrast)
        show();
}

void OverlayScrollBar::showForAWhile() {
    if (maximum() <= minimum()) return;
    place();
    show();
    raise();
    m_hide.start();
}

void OverlayScrollBar::place() {
    const int wide = m_theme.px(kRoom);
    const bool ltr = m_area->layoutDirection() == Qt::LeftToRight;
    setGeometry(ltr ? m_area->width() - wide : 0, 0, wide, m_area->height());
}

bool OverlayScrollBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_area && event->type() == QEvent::Resize) place();
    return QScrollBar::eventFilter(watched, event);
}

}  // namespace app
