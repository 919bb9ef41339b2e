#include "app/widgets/FocusRing.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

#include "app/widgets/Theme.h"

namespace app {
namespace {

constexpr int kExtraRadius = 3;

bool byKeyboard(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

class RingFrame : public QFocusFrame {
 public:
    explicit RingFrame(const Theme& theme) : m_theme(theme) {}

 protected:
    void paintEvent(QPaintEvent*) override {
        if (!widget()) return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double width = m_theme.px(m_theme.metrics().focusRing);
        const bool inside = widget()->property("focusInside").toBool();
        const QVariant own = widget()->property("focusRadius");
        const int radius = m_theme.px(own.isValid() ? own.toInt() : m_theme.radii().control);
        QRectF ring = rect();
        if (inside) {
            const double margin = m_theme.px(m_theme.metrics().focusRing + m_theme.metrics().focusOffset);
            ring.adjust(margin, margin, -margin, -margin);
        }
        const double corner = inside ? radius : qMin(radius + m_theme.px(kExtraRadius), height() / 2);
        painter.setPen(QPen(m_theme.colour(Token::Focus), width));
        painter.drawRoundedRect(ring.adjusted(width / 2, width / 2, -width / 2, -width / 2), corner, corner);
    }

 private:
    const Theme& m_theme;
};

}  // namespace

FocusRing::FocusRing(const Theme& theme, QObject* parent) : QObject(parent), m_theme(theme) {
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing() {
    delete m_frame;
}

QWidget* FocusRing::target() const {
    return m_frame ? m_frame->widget() : nullptr;
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        auto* widget = static_cast<QWidget*>(watched);
        const QVariant own = widget->property("focusRing");
        const bool shown = byKeyboard(static_cast<QFocusEvent*>(event)->reason()) && (!own.isValid() || own.toBool());
        moveTo(shown ? widget : nullptr);
    } else if (event->type() == QEvent::FocusOut && watched == target()) {
        moveTo(nullptr);
    }
    return QObject::eventFilter(watched, event);
}

void FocusRing::moveTo(QWidget* widget) {
    if (target() == widget) return;
    if (!m_frame) {
        if (!widget) return;
        m_frame = new RingFrame(m_theme);
    }
    m_frame->setWidget(widget);
}

}  // namespace app
