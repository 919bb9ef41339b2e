#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>

#include "app/views/timeline/TimelineView.h"
#include "app/widgets/Paint.h"

// The part of TimelineView that paints: rows, what stands above the first, the hover bar, the way back to now.

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kBarHeight = 34;
constexpr int kBarButton = 28;
constexpr int kBarPad = 3;
constexpr int kBarRise = 18;
constexpr int kBarRadius = 10;
constexpr int kJump = 36;
constexpr int kIntroDisc = 64;
constexpr int kIntroIcon = 30;

}  // namespace

void TimelineView::paintEvent(QPaintEvent* event) {
    arrange();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.colour(Token::Base));
    paintHeadArea(painter);
    RowPainter rows(m_theme, m_pictures, m_times, layoutDirection());
    const bool dragging = m_selecting && hasSelection();
    for (const Shown& shown : m_shown) {
        const QRect area(0, shown.y, viewport()->width(), shown.layout->height);
        if (!event->rect().intersects(area)) continue;
        const quint64 key = shown.layout->row->id.value();
        RowState state;
        state.hovered = (shown.row == m_hoverRow && !dragging) || shown.row == barRow();
        state.current = m_keyboardMode && hasFocus() && shown.row == m_current && m_barFocus < 0;
        if (key != 0 && key == m_flashKey) state.flash = m_flash.currentValue().toDouble();
        if (shown.row == m_selectionRow) state.selection = m_selection;
        if (shown.row == m_hoverRow) {
            state.hoveredZone = m_hoverZone;
            state.hoveredPart = m_hoverPart;
            state.hoveredSpan = m_hoverSpan;
        }
        const auto scrolled = m_codeScroll.constFind(key);
        if (scrolled != m_codeScroll.constEnd()) state.codeScroll = &*scrolled;
        painter.save();
        painter.translate(0, shown.y);
        rows.paint(painter, *shown.layout, state);
        painter.restore();
    }
    if (!dragging) paintBar(painter);
    paintJump(painter);
}

void TimelineView::paintHeadArea(QPainter& painter) {
    if (!m_shown.empty() && m_shown.front().row != 0) return;
    if (m_shown.empty() && (rowCount() > 0 || m_olderAvailable)) return;
    const int bottom = m_shown.empty() ? viewport()->height() - endPad() : m_shown.front().y;
    const int left = m_theme.px(m_theme.metrics().timelineAvatarLeft);
    const QRect bounds(0, 0, viewport()->width(), bottom);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_olderAvailable) {
        const int high = m_theme.lineHeight(TextStyle::Small);
        const QRect line(left, bottom - m_theme.px(34), bounds.width() - 2 * left, high);
        const QRect icon = mirrored(QRect(left, line.top(), m_theme.px(18), high), bounds, layoutDirection());
        paintIcon(painter, m_theme, m_isOffline ? "plugs"_L1 : "circle-notch"_L1, icon, m_theme.px(18),
                  m_theme.colour(m_isOffline ? Token::Text3 : Token::AccentText));
        const QRect words = line.adjusted(m_theme.px(30), 0, 0, 0);
        paintText(painter, m_isOffline ? tr("Older messages come when you are back") : tr("Loading older messages"),
                  mirrored(words, bounds, layoutDirection()), m_theme.font(TextStyle::Small),
                  m_theme.colour(Token::Text2), layoutDirection());
        return;
    }
    if (m_introTitle.isEmpty()) return;
    const int disc = m_theme.px(kIntroDisc);
    const auto at = [&](int y, int wide, int high) {
        return mirrored(QRect(left, y, wide, high), QRect(0, 0, viewport()->width(), 1), layoutDirection());
    };
    const int wide = viewport()->width() - 2 * left;
    int y = bottom - m_theme.px(148);
    const QRect circle = at(y, disc, disc);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::AccentSoft));
    painter.drawEllipse(circle);
    paintIcon(painter, m_theme, m_introIcon, circle, m_theme.px(kIntroIcon), m_theme.colour(Token::AccentText));
    y += disc + m_theme.px(12);
    paintText(painter, m_introTitle, at(y, wide, m_theme.lineHeight(TextStyle::Title)), m_theme.font(TextStyle::Title),
              m_theme.colour(Token::Text), layoutDirection());
    y += m_theme.lineHeight(TextStyle::Title);
    paintText(painter, m_introText, at(y, wide, m_theme.lineHeight(TextStyle::Ui)), m_theme.font(TextStyle::Ui),
              m_theme.colour(Token::Text2), layoutDirection());
}

int TimelineView::barRow() const {
    if (m_barFocus >= 0 && hasFocus()) return m_current;
    return m_hoverRow >= 0 ? m_hoverRow : -1;
}

QList<TimelineView::BarButton> TimelineView::barButtons(QRect* frame) const {
    const int row = barRow();
    const auto shown = std::find_if(m_shown.begin(), m_shown.end(), [&](const Shown& s) { return s.row == row; });
    if (shown == m_shown.end() || shown->layout->row->id.isNull()) return {};
    const MessageAbilities& can = shown->layout->row->can;
    QList<BarAction> actions;
    if (can.react) actions << BarAction::React;
    if (can.reply) actions << BarAction::Reply;
    if (can.thread) actions << BarAction::Thread;
    if (can.edit) actions << BarAction::Edit;
    actions << BarAction::More;
    const int side = m_theme.px(kBarButton);
    const int pad = m_theme.px(kBarPad);
    const QSize size(int(actions.size()) * side + 2 * pad, m_theme.px(kBarHeight));
    const int end = m_theme.px(m_theme.metrics().timelineRight);
    const int top = qMax(m_theme.px(2), shown->y + shown->layout->bodyTop - m_theme.px(kBarRise));
    const QRect bounds = viewport()->rect();
    const QRect box(QPoint(bounds.width() - end - size.width(), top), size);
    if (frame) *frame = mirrored(box, bounds, layoutDirection());
    QList<BarButton> buttons;
    for (int i = 0; i < actions.size(); ++i) {
        const QRect button(box.left() + pad + i * side, box.top() + (box.height() - side) / 2, side, side);
        buttons << BarButton{actions[i], mirrored(button, bounds, layoutDirection())};
    }
    return buttons;
}

void TimelineView::paintBar(QPainter& painter) {
    QRect frame;
    const QList<BarButton> buttons = barButtons(&frame);
    if (buttons.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.colour(Token::LineStrong), 1));
    painter.setBrush(m_theme.colour(Token::Overlay));
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), m_theme.px(kBarRadius),
                            m_theme.px(kBarRadius));
    static constexpr QLatin1StringView kIcons[] = {"smiley"_L1, "arrow-bend-up-left"_L1, "chat-centered-text"_L1,
                                                   "pencil-simple"_L1, "dots-three"_L1};
    for (int i = 0; i < buttons.size(); ++i) {
        const QRect box = buttons[i].rect;
        if (i == m_hoverBar) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.colour(Token::RaisedHover));
            painter.drawRoundedRect(box, m_theme.px(m_theme.radii().row), m_theme.px(m_theme.radii().row));
        }
        const Token colour = i == m_hoverBar ? Token::Text : Token::Text2;
        paintIcon(painter, m_theme, kIcons[size_t(buttons[i].action)], box, m_theme.px(16), m_theme.colour(colour),
                  IconWeight::Auto, layoutDirection());
        if (i == m_barFocus && hasFocus()) paintInnerFocus(painter, m_theme, box, m_theme.px(m_theme.radii().row));
    }
}

QRect TimelineView::jumpRect() const {
    const bool far = m_newerAvailable || (m_scroll->maximum() - m_scroll->value() > viewport()->height());
    if (!far || m_shown.empty()) return {};
    const int side = m_theme.px(kJump);
    const int gap = m_theme.px(16);
    const QRect box(viewport()->width() - side - gap, viewport()->height() - side - gap, side, side);
    return mirrored(box, viewport()->rect(), layoutDirection());
}

void TimelineView::paintJump(QPainter& painter) {
    const QRect box = jumpRect();
    if (box.isNull()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.colour(Token::LineStrong), 1));
    painter.setBrush(m_theme.colour(m_hoverJump ? Token::RaisedHover : Token::Overlay));
    painter.drawEllipse(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5));
    paintIcon(painter, m_theme, "arrow-down"_L1, box, m_theme.px(18), m_theme.colour(Token::Text));
    if (m_unseen > 0) {
        const QSize size = badgeSize(m_theme, m_unseen);
        const QRect badge(box.center().x() - size.width() / 2, box.top() - size.height() / 2, size.width(),
                          size.height());
        paintBadge(painter, m_theme, badge, m_unseen, m_theme.colour(Token::Base));
    }
}

}  // namespace app
