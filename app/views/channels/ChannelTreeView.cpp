#include "app/views/channels/ChannelTreeView.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include "app/views/common/RowPainting.h"
#include "app/widgets/OverlayScrollBar.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kMargin = 8;
constexpr int kTop = 8;
constexpr int kPad = 8;
constexpr int kIcon = 18;
constexpr int kGap = 8;
constexpr int kCategoryAbove = 8;
constexpr int kEndIcon = 16;
constexpr int kEndPitch = 24;
constexpr int kThreadIndent = 26;
constexpr int kVoiceAvatar = 20;

ChannelRow rowOf(const QModelIndex& index) {
    return index.data(ChannelRoles::RowRole).value<ChannelRow>();
}

QString iconOf(const ChannelRow& row) {
    if (!row.icon.isEmpty()) return row.icon;
    switch (row.kind) {
        case ChannelRowKind::Announcement:
            return u"megaphone"_s;
        case ChannelRowKind::Forum:
            return u"chats"_s;
        case ChannelRowKind::Voice:
            return u"speaker-high"_s;
        case ChannelRowKind::Stage:
            return u"broadcast"_s;
        case ChannelRowKind::Thread:
            return u"chat-centered-text"_s;
        default:
            return row.isPrivate ? u"lock-simple"_s : u"hash"_s;
    }
}

}  // namespace

ChannelDelegate::ChannelDelegate(const Theme& theme, Pictures& pictures, ChannelTreeView* view)
    : QStyledItemDelegate(view), m_theme(theme), m_pictures(pictures), m_view(view) {}

// Room above the first row, so that it scrolls away with it.
int ChannelDelegate::spaceAbove(const QModelIndex& index) const {
    return index.row() == 0 && !index.parent().isValid() ? m_theme.px(kTop) : 0;
}

QSize ChannelDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const ChannelRow row = rowOf(index);
    const Metrics& m = m_theme.metrics();
    const int above = spaceAbove(index);
    switch (row.kind) {
        case ChannelRowKind::Category:
            return {0, above + m_theme.byDensity(m.category) + m_theme.px(kCategoryAbove)};
        case ChannelRowKind::VoiceMember:
            return {0, above + m_theme.byDensity(m.voiceMember)};
        default:
            return {0, above + m_theme.byDensity(m.channelRow)};
    }
}

QRect ChannelDelegate::bodyOf(const QRect& rect) const {
    const int margin = m_theme.px(kMargin);
    return rect.adjusted(margin, 0, -margin, 0);
}

QRect ChannelDelegate::endIcon(const QRect& body, int place) const {
    const int side = m_theme.px(kEndIcon);
    const QRect box(body.right() + 1 - m_theme.px(kPad) - side - place * m_theme.px(kEndPitch), body.top(), side,
                    body.height());
    return mirrored(box, body, m_view->layoutDirection());
}

void ChannelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ChannelRow row = rowOf(index);
    const bool hovered = m_view->hovered() == index;
    // The whole width, whatever the depth.
    const int above = spaceAbove(index);
    const QRect rect(0, option.rect.top() + above, m_view->viewport()->width(), option.rect.height() - above);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!m_view->isEnabled()) painter->setOpacity(0.5);
    if (row.kind == ChannelRowKind::Category)
        paintCategory(*painter, rect, row, index, hovered);
    else if (row.kind == ChannelRowKind::VoiceMember)
        paintVoiceMember(*painter, rect, row, hovered);
    else
        paintChannel(*painter, rect, row, hovered, m_view->pressed() == index);
    if (m_view->byKeyboard() && m_view->currentIndex() == index) {
        QRect ring = bodyOf(rect);
        if (row.kind == ChannelRowKind::Category) ring.setTop(ring.top() + m_theme.px(kCategoryAbove));
        paintInnerFocus(*painter, m_theme, ring, m_theme.px(m_theme.radii().row));
    }
    painter->restore();
}

void ChannelDelegate::paintCategory(QPainter& painter, const QRect& rect, const ChannelRow& row,
                                    const QModelIndex& index, bool hovered) const {
    const Qt::LayoutDirection direction = m_view->layoutDirection();
    QRect body = bodyOf(rect);
    body.setTop(body.top() + m_theme.px(kCategoryAbove));
    const QColor colour = m_theme.colour(hovered ? Token::Text : Token::Text3);
    const int caret = m_theme.px(12);
    const bool open = m_view->isExpanded(index);
    const QRect icon = mirrored(QRect(body.left() + m_theme.px(4), body.top(), caret, body.height()), body, direction);
    const auto name = open ? "caret-down"_L1 : direction == Qt::LeftToRight ? "caret-right"_L1 : "caret-left"_L1;
    paintIcon(painter, m_theme, name, icon, caret, colour);
    const int x = m_theme.px(20);
    const QRect line(body.left() + x, body.top(), body.width() - x - m_theme.px(28), body.height());
    paintText(painter, row.name, mirrored(line, body, direction), m_theme.font(TextStyle::Section), colour, direction);
    if (row.canManage && hovered) {
        paintIcon(painter, m_theme, "plus"_L1, endIcon(body, 0), m_theme.px(kEndIcon), m_theme.colour(Token::Text2));
    }
}

void ChannelDelegate::paintChannel(QPainter& painter, const QRect& rect, const ChannelRow& row, bool hovered,
                                   bool pressed) const {
    const Qt::LayoutDirection direction = m_view->layoutDirection();
    const QRect body = bodyOf(rect);
    const bool selected = m_view->isSelected(row);
    const int radius = m_theme.px(m_theme.radii().row);
    if (selected || hovered || pressed) {
        const Token fill = selected ? Token::Selected : pressed ? Token::Pressed : Token::NavHover;
        painter.setPen(selected && m_theme.kind() == ThemeKind::Contrast ? QPen(m_theme.colour(Token::AccentText), 2)
                                                                         : QPen(Qt::NoPen));
        painter.setBrush(m_theme.colour(fill));
        painter.drawRoundedRect(body, radius, radius);
    }
    const bool loud = (row.unread || row.mentions > 0) && !row.muted;
    Token text = Token::Text2;
    if (selected)
        text = Token::SelectedText;
    else if (row.muted && !hovered)
        text = Token::Text3;
    else if (loud || hovered || pressed)
        text = Token::Text;
    QFont font = m_theme.font(TextStyle::Ui);
    if (selected || loud) font.setWeight(QFont::DemiBold);
    const int indent = row.kind == ChannelRowKind::Thread ? m_theme.px(kThreadIndent - kIcon) : 0;
    int x = m_theme.px(kPad) + indent;
    const int icon = m_theme.px(kIcon);
    const auto part = [&](int from, int wide) {
        return mirrored(QRect(body.left() + from, body.top(), wide, body.height()), body, direction);
    };
    paintIcon(painter, m_theme, iconOf(row), part(x, icon), icon, m_theme.colour(text), IconWeight::Auto, direction);
    x += icon + m_theme.px(kGap);
    int end = body.width() - m_theme.px(kPad);
    const bool tools = hovered && (row.canInvite || row.canManage) && row.kind != ChannelRowKind::Entry;
    if (tools) {
        int place = 0;
        const auto tool = [&](bool shown, QLatin1StringView name) {
            if (!shown) return;
            paintIcon(painter, m_theme, name, endIcon(body, place++), m_theme.px(kEndIcon), m_theme.colour(text));
            end -= m_theme.px(kEndPitch);
        };
        tool(row.canManage, "gear-six"_L1);
        tool(row.canInvite, "user-plus"_L1);
    } else if (row.mentions > 0) {
        const QSize size = badgeSize(m_theme, row.mentions);
        QRect badge(body.left() + end - size.width(), body.top() + (body.height() - size.height()) / 2, size.width(),
                    size.height());
        paintBadge(painter, m_theme, mirrored(badge, body, direction), row.mentions);
        end -= size.width() + m_theme.px(6);
    } else if (row.muted) {
        paintIcon(painter, m_theme, "bell-slash"_L1, endIcon(body, 0), m_theme.px(14), m_theme.colour(text));
        end -= m_theme.px(22);
    } else if (row.unread && !selected) {
        const int side = m_theme.px(8);
        const QRect dot(body.left() + end - m_theme.px(13), body.top() + (body.height() - side) / 2, side, side);
        paintDot(painter, m_theme, mirrored(dot, body, direction), m_theme.colour(Token::AccentText));
        end -= m_theme.px(20);
    } else if (!row.detail.isEmpty()) {
        const QFont small = m_theme.font(TextStyle::Caption);
        const int wide = textWidth(row.detail, small);
        paintText(painter, row.detail, part(end - wide, wide), small,
                  m_theme.colour(selected ? Token::SelectedText : Token::Text3), direction, Qt::AlignRight);
        end -= wide + m_theme.px(6);
    }
    paintText(painter, row.name, part(x, end - x), font, m_theme.colour(text), direction);
}

void ChannelDelegate::paintVoiceMember(QPainter& painter, const QRect& rect, const ChannelRow& row,
                                       bool hovered) const {
    const Qt::LayoutDirection direction = m_view->layoutDirection();
    QRect body = bodyOf(rect);
    const int lead = m_theme.px(kPad + kIcon);
    const int radius = m_theme.px(m_theme.radii().row);
    if (hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::NavHover));
        painter.drawRoundedRect(mirrored(body.adjusted(lead, 0, 0, 0), body, direction), radius, radius);
    }
    const auto part = [&](int from, int wide) {
        return mirrored(QRect(body.left() + from, body.top(), wide, body.height()), body, direction);
    };
    int x = lead + m_theme.px(kGap);
    const int side = m_theme.px(kVoiceAvatar);
    QRect avatar = part(x, side);
    avatar = QRect(avatar.left(), body.top() + (body.height() - side) / 2, side, side);
    paintAvatar(painter, m_theme, avatar, row.person.id.value(), row.person.name,
                boxPicture(m_pictures, row.person.avatar, avatar, painter));
    if (row.speaking) {
        painter.setPen(QPen(m_theme.colour(Token::Online), m_theme.px(2)));
        painter.setBrush(Qt::NoBrush);
        const double out = m_theme.px(3);
        painter.drawEllipse(QRectF(avatar).adjusted(-out, -out, out, out));
    }
    x += side + m_theme.px(kGap);
    int end = body.width() - m_theme.px(kPad);
    int place = 0;
    const auto sign = [&](bool shown, QLatin1StringView name) {
        if (!shown) return;
        QRect box = endIcon(body, 0);
        const int by = place++ * m_theme.px(20);
        box.translate(direction == Qt::LeftToRight ? -by : by, 0);
        paintIcon(painter, m_theme, name, box, m_theme.px(14), m_theme.colour(Token::Text3));
        end -= m_theme.px(20);
    };
    sign(row.deafened, "speaker-slash"_L1);
    sign(row.micOff, "microphone-slash"_L1);
    sign(row.video, "video-camera"_L1);
    paintText(painter, row.person.name, part(x, end - x), m_theme.font(TextStyle::Small),
              m_theme.colour(row.speaking || hovered ? Token::Text : Token::Text2), direction);
}

ChannelDelegate::Part ChannelDelegate::partAt(const QModelIndex& index, const QRect& rect, const QPoint& at) const {
    const ChannelRow row = rowOf(index);
    const int above = spaceAbove(index);
    const QRect full(0, rect.top() + above, m_view->viewport()->width(), rect.height() - above);
    QRect body = bodyOf(full);
    const auto near = [&](int place) {
        return endIcon(body, place).adjusted(-m_theme.px(4), 0, m_theme.px(4), 0).contains(at);
    };
    if (row.kind == ChannelRowKind::Category) return row.canManage && near(0) ? Part::Create : Part::Row;
    if (row.kind == ChannelRowKind::Entry || row.kind == ChannelRowKind::VoiceMember) return Part::Row;
    int place = 0;
    if (row.canManage && near(place++)) return Part::Settings;
    if (row.canInvite && near(place)) return Part::Invite;
    return Part::Row;
}

ChannelTreeView::ChannelTreeView(const Theme& theme, Pictures& pictures, QWidget* parent)
    : QTreeView(parent), m_theme(theme), m_delegate(new ChannelDelegate(theme, pictures, this)) {
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setItemsExpandable(true);
    setExpandsOnDoubleClick(false);
    setItemDelegate(m_delegate);
    prepareList(*this, theme, Token::Nav, tr("Channels"));
    new OverlayScrollBar(theme, this);
    connect(&pictures, &Pictures::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, [this] { refreshList(*this, m_theme, Token::Nav); });
}

void ChannelTreeView::setModel(QAbstractItemModel* model) {
    if (this->model()) this->model()->disconnect(this);
    QTreeView::setModel(model);
    if (!model) return;
    applyFolds({});
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& parent) { applyFolds(parent); });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { applyFolds({}); });
    connect(model, &QAbstractItemModel::layoutChanged, this, [this] { applyFolds({}); });
}

void ChannelTreeView::applyFolds(const QModelIndex& parent) {
    if (parent.isValid()) {
        const ChannelRow row = rowOf(parent);
        setExpanded(parent, row.kind != ChannelRowKind::Category || !m_folded.contains(row.id.value()));
    }
    for (int i = 0; i < model()->rowCount(parent); ++i)
        applyFolds(model()->index(i, 0, parent));
}

void ChannelTreeView::setFolded(const QSet<quint64>& folded) {
    m_folded = folded;
    if (model()) applyFolds({});
}

void ChannelTreeView::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void ChannelTreeView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (m_emptyText.isEmpty() || model() == nullptr || model()->rowCount() > 0) return;
    QPainter painter(viewport());
    painter.setFont(m_theme.font(TextStyle::Small));
    painter.setPen(m_theme.colour(Token::Text3));
    const QRect body = viewport()->rect().adjusted(m_theme.px(16), m_theme.px(24), -m_theme.px(16), 0);
    painter.drawText(body, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void ChannelTreeView::setSelected(shared::ChannelId channel) {
    m_selected = channel;
    m_selectedEntry.clear();
    viewport()->update();
}

void ChannelTreeView::setSelectedEntry(const QString& entry) {
    m_selectedEntry = entry;
    m_selected = {};
    viewport()->update();
}

bool ChannelTreeView::isSelected(const ChannelRow& row) const {
    if (row.kind == ChannelRowKind::Entry) return !m_selectedEntry.isEmpty() && row.entry == m_selectedEntry;
    return row.kind != ChannelRowKind::VoiceMember && !m_selected.isNull() && row.id == m_selected;
}

void ChannelTreeView::toggle(const QModelIndex& index) {
    const quint64 id = rowOf(index).id.value();
    const bool open = isExpanded(index);
    setExpanded(index, !open);
    if (open)
        m_folded.insert(id);
    else
        m_folded.remove(id);
    Q_EMIT foldedChanged();
}

void ChannelTreeView::activate(const QModelIndex& index, ChannelDelegate::Part part) {
    const ChannelRow row = rowOf(index);
    switch (part) {
        case ChannelDelegate::Part::Invite:
            return Q_EMIT inviteWanted(row.id);
        case ChannelDelegate::Part::Settings:
            return Q_EMIT settingsWanted(row.id);
        case ChannelDelegate::Part::Create:
            return Q_EMIT createWanted(row.id);
        case ChannelDelegate::Part::Row:
            break;
    }
    if (row.kind == ChannelRowKind::Category) return toggle(index);
    if (row.kind == ChannelRowKind::Entry) return Q_EMIT entryActivated(row.entry);
    if (row.kind == ChannelRowKind::VoiceMember) {
        const QRect area = visualRect(index);
        return Q_EMIT personActivated(row.person.id, QRect(viewport()->mapToGlobal(area.topLeft()), area.size()));
    }
    Q_EMIT channelActivated(row.id, row.kind);
}

void ChannelTreeView::mousePressEvent(QMouseEvent* event) {
    m_keyboard = false;
    m_pressed = event->button() == Qt::LeftButton ? indexAt(event->position().toPoint()) : QModelIndex();
    if (m_pressed.isValid()) setCurrentIndex(m_pressed);
    viewport()->update();
}

void ChannelTreeView::mouseReleaseEvent(QMouseEvent* event) {
    const QPoint at = event->position().toPoint();
    const QPersistentModelIndex pressed = std::exchange(m_pressed, QPersistentModelIndex());
    if (pressed.isValid() && indexAt(at) == pressed) {
        activate(pressed, m_delegate->partAt(pressed, visualRect(pressed), at));
    }
    viewport()->update();
}

void ChannelTreeView::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void ChannelTreeView::mouseMoveEvent(QMouseEvent* event) {
    const QModelIndex now = indexAt(event->position().toPoint());
    if (now == m_hovered) return;
    m_hovered = now;
    viewport()->update();
}

void ChannelTreeView::leaveEvent(QEvent* event) {
    QTreeView::leaveEvent(event);
    m_hovered = QModelIndex();
    viewport()->update();
}

void ChannelTreeView::keyPressEvent(QKeyEvent* event) {
    m_keyboard = true;
    viewport()->update();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        if (currentIndex().isValid()) activate(currentIndex(), ChannelDelegate::Part::Row);
        return;
    }
    if (event->modifiers() & (Qt::AltModifier | Qt::ControlModifier)) return event->ignore();
    QTreeView::keyPressEvent(event);
}

void ChannelTreeView::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    m_keyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                 event->reason() == Qt::ShortcutFocusReason;
    if (!currentIndex().isValid() && model()) setCurrentIndex(model()->index(0, 0));
}

void ChannelTreeView::contextMenuEvent(QContextMenuEvent* event) {
    const bool key = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = key ? currentIndex() : indexAt(event->pos());
    const QPoint at = key ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos();
    Q_EMIT menuWanted(index, at);
}

bool ChannelTreeView::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QTreeView::viewportEvent(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = indexAt(help->pos());
    if (!index.isValid()) return true;
    const ChannelRow row = rowOf(index);
    switch (m_delegate->partAt(index, visualRect(index), help->pos())) {
        case ChannelDelegate::Part::Invite:
            QToolTip::showText(help->globalPos(), tr("Invite people"), viewport());
            return true;
        case ChannelDelegate::Part::Settings:
            QToolTip::showText(help->globalPos(), tr("Channel settings"), viewport());
            return true;
        case ChannelDelegate::Part::Create:
            QToolTip::showText(help->globalPos(), tr("Create a channel"), viewport());
            return true;
        case ChannelDelegate::Part::Row:
            break;
    }
    const bool elided = textWidth(row.name, m_theme.font(TextStyle::UiStrong)) > viewport()->width() - m_theme.px(64);
    QToolTip::showText(help->globalPos(), elided ? row.name : QString(), viewport());
    return true;
}

}  // namespace app
