#include "app/views/guilds/GuildRailView.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include "app/views/common/RowPainting.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kSeparator = 16;
constexpr int kBarWidth = 4;
constexpr int kBarHeight = 24;
constexpr int kDot = 10;
constexpr int kFolderTile = 14;
constexpr int kHosted = 14;
constexpr double kUnavailableOpacity = 0.45;

GuildRow rowOf(const QModelIndex& index) {
    return index.data(GuildRoles::RowRole).value<GuildRow>();
}

}  // namespace

RailDelegate::RailDelegate(const Theme& theme, Pictures& pictures, GuildRailView* view)
    : QStyledItemDelegate(view), m_theme(theme), m_pictures(pictures), m_view(view) {}

QSize RailDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const auto kind = static_cast<GuildRowKind>(index.data(GuildRoles::KindRole).toInt());
    return {m_theme.px(m_theme.metrics().rail),
            m_theme.px(kind == GuildRowKind::Separator ? kSeparator : m_theme.metrics().tilePitch)};
}

void RailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const GuildRow row = rowOf(index);
    const QRect rect(0, option.rect.top(), m_view->viewport()->width(), option.rect.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (row.kind == GuildRowKind::Separator) {
        const int wide = m_theme.px(32);
        painter->fillRect(QRect(rect.center().x() - wide / 2, rect.center().y(), wide, 1),
                          m_theme.colour(Token::LineStrong));
        painter->restore();
        return;
    }
    const int side = m_theme.px(m_theme.metrics().tile);
    const QRect tile(rect.left() + (rect.width() - side) / 2, rect.top() + (rect.height() - side) / 2, side, side);
    const bool selected = m_view->isSelected(row);
    if (selected) {
        const int wide = m_theme.px(kBarWidth);
        const int high = m_theme.px(kBarHeight);
        const QRect bar(rect.left() - wide, rect.center().y() - high / 2, 2 * wide, high);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.colour(Token::AccentText));
        painter->drawRoundedRect(mirrored(bar, rect, m_view->layoutDirection()), m_theme.px(3), m_theme.px(3));
    }
    if (row.unavailable) painter->setOpacity(kUnavailableOpacity);
    paintTileOf(*painter, tile, row, m_view->hovered() == index, selected);
    painter->setOpacity(1.0);
    paintMarks(*painter, tile, row);
    if (m_view->byKeyboard() && m_view->currentIndex() == index) {
        const int out = m_theme.px(3);
        paintInnerFocus(*painter, m_theme, tile.adjusted(-out, -out, out, out), m_theme.px(m_theme.radii().tile) + out);
    }
    painter->restore();
}

void RailDelegate::paintTileOf(QPainter& painter, const QRect& tile, const GuildRow& row, bool hovered,
                               bool selected) const {
    const int radius = m_theme.px(m_theme.radii().tile);
    const auto symbol = [&](QLatin1StringView name) {
        if (hovered || selected) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.colour(selected ? Token::Selected : Token::NavHover));
            painter.drawRoundedRect(tile, radius, radius);
        }
        const Token colour = selected ? Token::SelectedText : hovered ? Token::Text : Token::Text2;
        paintIcon(painter, m_theme, name, tile, m_theme.px(24), m_theme.colour(colour), IconWeight::Auto);
    };
    switch (row.kind) {
        case GuildRowKind::DirectMessages:
            return symbol("chat-teardrop-text"_L1);
        case GuildRowKind::Inbox:
            return symbol("tray"_L1);
        case GuildRowKind::Add: {
            painter.setPen(QPen(m_theme.colour(Token::Control), 1, Qt::DashLine));
            painter.setBrush(hovered ? QBrush(m_theme.colour(Token::NavHover)) : QBrush(Qt::NoBrush));
            painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
            paintIcon(painter, m_theme, "plus"_L1, tile, m_theme.px(18), m_theme.colour(Token::Text2));
            return;
        }
        case GuildRowKind::Folder: {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.colour(hovered ? Token::Pressed : Token::Line));
            painter.drawRoundedRect(tile, radius, radius);
            const int side = m_theme.px(kFolderTile);
            const int gap = m_theme.px(3);
            const int edge = (tile.width() - 2 * side - gap) / 2;
            for (int i = 0; i < qMin(4, int(row.inside.size())); ++i) {
                const QRect box(tile.left() + edge + (i % 2) * (side + gap), tile.top() + edge + (i / 2) * (side + gap),
                                side, side);
                paintTile(painter, m_theme, box, m_theme.px(m_theme.radii().chip), row.inside[i].id.value(), {},
                          boxPicture(m_pictures, row.inside[i].picture, box, painter));
            }
            return;
        }
        default:
            paintTile(painter, m_theme, tile, radius, row.id.value(), row.name,
                      boxPicture(m_pictures, row.picture, tile, painter));
            if (hovered && !selected) {
                painter.setPen(QPen(m_theme.colour(Token::Control), 1));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
            }
            return;
    }
}

void RailDelegate::paintMarks(QPainter& painter, const QRect& tile, const GuildRow& row) const {
    const Qt::LayoutDirection direction = m_view->layoutDirection();
    const QColor ring = m_theme.colour(Token::Rail);
    if (row.hostedHere) {
        const int side = m_theme.px(kHosted);
        const QRect box(tile.right() + 1 - m_theme.px(6) - side / 2, tile.top() + m_theme.px(7) - side / 2, side, side);
        const QRect place = mirrored(box, tile, direction);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ring);
        const int out = m_theme.px(2);
        painter.drawEllipse(place.adjusted(-out, -out, out, out));
        paintIcon(painter, m_theme, "house-line"_L1, place, side, m_theme.colour(Token::Success), IconWeight::Fill);
    }
    // Symbols do not fill their tile: their marks stand closer.
    const bool symbol = row.kind == GuildRowKind::DirectMessages || row.kind == GuildRowKind::Inbox;
    const int up = symbol ? m_theme.px(5) : 0;
    if (row.mentions > 0) {
        const QSize size = badgeSize(m_theme, row.mentions);
        const QRect box(tile.right() + 1 - m_theme.px(7) - size.width() / 2,
                        tile.bottom() + 1 - m_theme.px(5) - up - size.height() / 2, size.width(), size.height());
        paintBadge(painter, m_theme, mirrored(box, tile, direction), row.mentions, ring);
    } else if (row.unread && !row.muted) {
        const int side = m_theme.px(kDot);
        const QRect box(tile.right() + 1 - m_theme.px(3) - (symbol ? m_theme.px(3) : 0) - side / 2,
                        tile.bottom() + 1 - m_theme.px(3) - up - side / 2, side, side);
        paintDot(painter, m_theme, mirrored(box, tile, direction), m_theme.colour(Token::AccentText), ring);
    }
}

GuildRailView::GuildRailView(const Theme& theme, Pictures& pictures, QWidget* parent)
    : QListView(parent), m_theme(theme) {
    setItemDelegate(new RailDelegate(theme, pictures, this));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    prepareList(*this, theme, Token::Rail, tr("Communities"));
    follow();
    connect(&pictures, &Pictures::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, &GuildRailView::follow);
}

void GuildRailView::follow() {
    setViewportMargins(0, m_theme.px(8), 0, 0);
    setFixedWidth(m_theme.px(m_theme.metrics().rail));
    refreshList(*this, m_theme, Token::Rail);
}

QSize GuildRailView::sizeHint() const {
    return {m_theme.px(m_theme.metrics().rail), m_theme.px(400)};
}

void GuildRailView::setSelected(GuildRowKind kind, shared::GuildId guild) {
    m_selectedKind = kind;
    m_selectedGuild = guild;
    viewport()->update();
}

bool GuildRailView::isSelected(const GuildRow& row) const {
    return row.kind == m_selectedKind && (row.kind != GuildRowKind::Guild || row.id == m_selectedGuild);
}

void GuildRailView::activateTile(const QModelIndex& index) {
    const GuildRow row = rowOf(index);
    if (row.kind != GuildRowKind::Separator) Q_EMIT tileActivated(row);
}

void GuildRailView::mousePressEvent(QMouseEvent* event) {
    m_keyboard = false;
    QToolTip::hideText();
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid()) setCurrentIndex(index);
    viewport()->update();
}

void GuildRailView::mouseReleaseEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() && index == currentIndex()) activateTile(index);
}

// The rail's tooltips come at once: the tiles have no names.
void GuildRailView::mouseMoveEvent(QMouseEvent* event) {
    const QModelIndex now = indexAt(event->position().toPoint());
    if (now == m_hovered) return;
    m_hovered = now;
    viewport()->update();
    if (!now.isValid()) return QToolTip::hideText();
    const GuildRow row = rowOf(now);
    const QRect area = visualRect(now);
    const QPoint at = viewport()->mapToGlobal(QPoint(viewport()->width(), area.top() + m_theme.px(8)));
    QToolTip::showText(at, row.name, viewport(), area);
}

void GuildRailView::leaveEvent(QEvent* event) {
    QListView::leaveEvent(event);
    m_hovered = QModelIndex();
    viewport()->update();
}

void GuildRailView::keyPressEvent(QKeyEvent* event) {
    m_keyboard = true;
    viewport()->update();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        if (currentIndex().isValid()) activateTile(currentIndex());
        return;
    }
    if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier)) return event->ignore();
    QListView::keyPressEvent(event);
}

void GuildRailView::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                 event->reason() == Qt::ShortcutFocusReason;
    if (!currentIndex().isValid() && model()) setCurrentIndex(model()->index(0, 0));
}

void GuildRailView::contextMenuEvent(QContextMenuEvent* event) {
    const bool key = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = key ? currentIndex() : indexAt(event->pos());
    if (!index.isValid()) return;
    Q_EMIT menuWanted(rowOf(index), key ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

}  // namespace app
