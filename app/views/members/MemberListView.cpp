#include "app/views/members/MemberListView.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include "app/views/common/RowPainting.h"
#include "app/widgets/OverlayScrollBar.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kHeading = 32;
constexpr int kHeadingDown = 4;
constexpr int kMargin = 8;
constexpr int kPad = 8;
constexpr int kRowAvatar = 30;
constexpr int kCompactAvatar = 20;
constexpr int kGap = 10;
constexpr double kOfflineOpacity = 0.62;

MemberRow memberRowOf(const QModelIndex& index) {
    return index.data(MemberRoles::RowRole).value<MemberRow>();
}

}  // namespace

MemberDelegate::MemberDelegate(const Theme& theme, Pictures& pictures, MemberListView* view)
    : QStyledItemDelegate(view), m_theme(theme), m_pictures(pictures), m_view(view) {}

QSize MemberDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const bool heading = index.data(MemberRoles::HeadingRole).toBool();
    return {0, heading ? m_theme.px(kHeading) : m_theme.byDensity(m_theme.metrics().memberRow)};
}

void MemberDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const MemberRow row = memberRowOf(index);
    const QRect rect(0, option.rect.top(), m_view->viewport()->width(), option.rect.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (row.heading) {
        const int x = m_theme.px(kMargin + kPad);
        const QString text = row.count > 0 ? row.title + u" \u00b7 "_s + QString::number(row.count) : row.title;
        paintText(*painter, text, rect.adjusted(x, m_theme.px(2 * kHeadingDown), -x, 0),
                  m_theme.font(TextStyle::Section), m_theme.colour(Token::Text3), m_view->layoutDirection());
    } else {
        paintMember(*painter, rect, row, m_view->hovered() == index);
    }
    if (m_view->byKeyboard() && m_view->currentIndex() == index) {
        const int margin = m_theme.px(kMargin);
        paintInnerFocus(*painter, m_theme, rect.adjusted(margin, 0, -margin, 0), m_theme.px(m_theme.radii().row));
    }
    painter->restore();
}

void MemberDelegate::paintMember(QPainter& painter, const QRect& rect, const MemberRow& row, bool hovered) const {
    const Qt::LayoutDirection direction = m_view->layoutDirection();
    const int margin = m_theme.px(kMargin);
    const QRect body = rect.adjusted(margin, 0, -margin, 0);
    if (hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::NavHover));
        painter.drawRoundedRect(body, m_theme.px(m_theme.radii().row), m_theme.px(m_theme.radii().row));
    }
    const bool compact = m_theme.density() == Density::Compact;
    const int side = m_theme.px(compact ? kCompactAvatar : kRowAvatar);
    QRect avatar(body.left() + m_theme.px(kPad), body.top() + (body.height() - side) / 2, side, side);
    avatar = mirrored(avatar, body, direction);
    const Token surface = hovered ? Token::NavHover : Token::Nav;
    if (row.person.id.isNull()) {
        // Not loaded yet: a shape, no words.
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::Line));
        painter.drawEllipse(avatar);
        const QRect bar(body.left() + m_theme.px(kPad) + side + m_theme.px(kGap), body.center().y() - m_theme.px(6),
                        body.width() / 2, m_theme.px(12));
        painter.drawRoundedRect(mirrored(bar, body, direction), m_theme.px(6), m_theme.px(6));
        return;
    }
    if (row.presence == PresenceKind::Offline) painter.setOpacity(kOfflineOpacity);
    paintAvatar(painter, m_theme, avatar, row.person.id.value(), row.person.name,
                boxPicture(m_pictures, row.person.avatar, avatar, painter));
    paintPresence(painter, m_theme, avatar, presenceMark(row.presence), m_theme.colour(surface), direction);
    const int x = m_theme.px(kPad) + side + m_theme.px(kGap);
    const int wide = body.width() - x - m_theme.px(4);
    const bool second = !row.status.isEmpty() && !compact;
    const int nameHeight = m_theme.lineHeight(TextStyle::Ui);
    const int statusHeight = m_theme.lineHeight(TextStyle::Caption);
    const int top = body.top() + (body.height() - nameHeight - (second ? statusHeight - m_theme.px(2) : 0)) / 2;
    const QRect line(body.left() + x, top, wide, nameHeight);
    const QFont font = m_theme.font(TextStyle::UiStrong);
    const int tag = row.person.bot ? paintBotTag(nullptr, m_theme, {}, 0, direction) + m_theme.px(6) : 0;
    const int nameWidth = qMin(textWidth(row.person.name, font), wide - tag);
    const QRect name = mirrored(QRect(line.left(), line.top(), nameWidth, line.height()), body, direction);
    paintText(painter, row.person.name, name, font,
              m_theme.nameColour(row.person.colour, row.person.id.value(), surface), direction);
    if (tag > 0) {
        const int tagX = direction == Qt::LeftToRight ? name.right() + 1 + m_theme.px(6) : name.left() - m_theme.px(6);
        paintBotTag(&painter, m_theme, name, tagX, direction);
    }
    if (row.owner) {
        const int crown = m_theme.px(14);
        const QRect box(line.left() + nameWidth + tag + m_theme.px(4), line.top(), crown, line.height());
        paintIcon(painter, m_theme, "crown"_L1, mirrored(box, body, direction), crown,
                  m_theme.colour(Token::MentionBar));
    }
    if (second) {
        const QRect status(line.left(), top + nameHeight - m_theme.px(2), wide, statusHeight);
        paintText(painter, row.status, mirrored(status, body, direction), m_theme.font(TextStyle::Caption),
                  m_theme.colour(Token::Text3), direction);
    }
}

MemberListView::MemberListView(const Theme& theme, Pictures& pictures, QWidget* parent)
    : QListView(parent), m_theme(theme) {
    setItemDelegate(new MemberDelegate(theme, pictures, this));
    prepareList(*this, theme, Token::Nav, tr("Members"));
    new OverlayScrollBar(theme, this);
    connect(&pictures, &Pictures::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, [this] { refreshList(*this, m_theme, Token::Nav); });
}

void MemberListView::activateRow(const QModelIndex& index) {
    const MemberRow row = memberRowOf(index);
    if (row.heading || row.person.id.isNull()) return;
    const QRect area = visualRect(index);
    Q_EMIT personActivated(row.person.id, QRect(viewport()->mapToGlobal(area.topLeft()), area.size()));
}

void MemberListView::mousePressEvent(QMouseEvent* event) {
    m_keyboard = false;
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid()) setCurrentIndex(index);
    viewport()->update();
}

void MemberListView::mouseReleaseEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && index == currentIndex()) activateRow(index);
}

void MemberListView::mouseMoveEvent(QMouseEvent* event) {
    const QModelIndex now = indexAt(event->position().toPoint());
    if (now == m_hovered) return;
    m_hovered = now;
    viewport()->update();
}

void MemberListView::leaveEvent(QEvent* event) {
    QListView::leaveEvent(event);
    m_hovered = QModelIndex();
    viewport()->update();
}

void MemberListView::keyPressEvent(QKeyEvent* event) {
    m_keyboard = true;
    viewport()->update();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        if (currentIndex().isValid()) activateRow(currentIndex());
        return;
    }
    if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier)) return event->ignore();
    QListView::keyPressEvent(event);
}

void MemberListView::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                 event->reason() == Qt::ShortcutFocusReason;
    if (!currentIndex().isValid() && model()) setCurrentIndex(model()->index(0, 0));
}

void MemberListView::contextMenuEvent(QContextMenuEvent* event) {
    const bool key = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = key ? currentIndex() : indexAt(event->pos());
    if (!index.isValid()) return;
    const MemberRow row = memberRowOf(index);
    if (row.heading || row.person.id.isNull()) return;
    Q_EMIT menuWanted(row.person.id, key ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void MemberListView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    reportRange();
}

void MemberListView::reportRange() {
    const QModelIndex first = indexAt(QPoint(1, 1));
    const QModelIndex last = indexAt(QPoint(1, viewport()->height() - 2));
    if (first.isValid()) Q_EMIT rangeShown(first.row(), last.isValid() ? last.row() : model()->rowCount() - 1);
}

}  // namespace app
