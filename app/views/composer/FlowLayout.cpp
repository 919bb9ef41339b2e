#include "app/views/composer/FlowLayout.h"

#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

namespace app {

FlowLayout::~FlowLayout() {
    while (!m_items.isEmpty())
        delete m_items.takeLast();
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index < 0 || index >= m_items.size() ? nullptr : m_items.takeAt(index);
}

int FlowLayout::heightForWidth(int width) const {
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool apply) const {
    const QMargins margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    const int gap = qMax(0, spacing());
    int x = area.left();
    int y = area.top();
    int line = 0;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty()) continue;
        const QSize size = item->sizeHint();
        if (line > 0 && x + size.width() > area.left() + area.width()) {
            x = area.left();
            y += line + gap;
            line = 0;
        }
        if (apply) item->setGeometry(QStyle::visualRect(direction, area, QRect(QPoint(x, y), size)));
        x += size.width() + gap;
        line = qMax(line, size.height());
    }
    return y + line - area.top() + margins.top() + margins.bottom();
}

}  // namespace app
