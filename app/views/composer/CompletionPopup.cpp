#include "app/views/composer/CompletionPopup.h"

#include <QtGui/QAccessible>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include "app/widgets/Shadow.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kHeading = 28;
constexpr int kFooter = 34;
constexpr int kPopupPad = 4;
constexpr int kPopupAvatar = 24;

}  // namespace

CompletionPopup::CompletionPopup(const Theme& theme, Pictures& pictures, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_pictures(pictures) {
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Suggestions"));
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CompletionPopup::setItems(const QString& heading, const QList<CompletionItem>& items) {
    m_heading = heading;
    m_items = items;
    m_current = 0;
    update();
}

void CompletionPopup::moveCurrent(int by) {
    if (m_items.isEmpty()) return;
    m_current = int((m_current + by + m_items.size()) % m_items.size());
    setAccessibleDescription(m_items[m_current].title);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

int CompletionPopup::margin() const {
    return Shadow::margin(m_theme);
}

QRect CompletionPopup::frame() const {
    return rect().adjusted(margin(), margin(), -margin(), -margin());
}

QSize CompletionPopup::sizeHint() const {
    const int rows = int(m_items.size()) * m_theme.px(m_theme.metrics().optionRow);
    return {m_theme.px(480), m_theme.px(kHeading + kFooter + kPopupPad) + rows + 2 * margin()};
}

QRect CompletionPopup::rowRect(int index) const {
    const int high = m_theme.px(m_theme.metrics().optionRow);
    const int pad = m_theme.px(kPopupPad);
    const QRect box = frame();
    return {box.left() + pad, box.top() + m_theme.px(kHeading) + index * high, box.width() - 2 * pad, high};
}

void CompletionPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    Shadow::paintPopup(painter, m_theme, frame());
    const QRect box = frame();
    const QRect head(box.left() + m_theme.px(13), box.top(), box.width() - m_theme.px(26), m_theme.px(kHeading));
    paintText(painter, m_heading, head.translated(0, m_theme.px(2)), m_theme.font(TextStyle::Section),
              m_theme.colour(Token::Text3), layoutDirection());
    for (int i = 0; i < m_items.size(); ++i)
        paintRow(painter, i);
    paintKeys(painter);
}

void CompletionPopup::paintRow(QPainter& painter, int index) {
    const CompletionItem& item = m_items[index];
    const QRect row = rowRect(index);
    const bool on = index == m_current;
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::Selected));
        painter.drawRoundedRect(row, m_theme.px(m_theme.radii().row), m_theme.px(m_theme.radii().row));
    }
    const Qt::LayoutDirection direction = layoutDirection();
    const int side = m_theme.px(kPopupAvatar);
    const auto part = [&](int x, int width) {
        return mirrored(QRect(row.left() + x, row.top(), width, row.height()), row, direction);
    };
    QRect icon = part(m_theme.px(8), side);
    icon = QRect(icon.left(), row.top() + (row.height() - side) / 2, side, side);
    const QPixmap picture =
        item.picture.isEmpty() ? QPixmap() : m_pictures.picture(item.picture, icon.size() * devicePixelRatioF());
    if (!item.glyph.isEmpty()) {
        painter.setFont(m_theme.emojiFont(m_theme.px(18)));
        painter.setPen(m_theme.colour(on ? Token::SelectedText : Token::Text));  // without one nothing is drawn
        painter.drawText(icon, Qt::AlignCenter, item.glyph);
    } else if (!item.icon.isEmpty()) {
        if (item.hueId != 0) paintDot(painter, m_theme, icon, m_theme.avatarHue(item.hueId));
        paintIcon(painter, m_theme, item.icon, icon, m_theme.px(item.hueId != 0 ? 14 : 18),
                  item.hueId != 0 ? QColor(Qt::white) : m_theme.colour(on ? Token::SelectedText : Token::Text2));
    } else {
        paintAvatar(painter, m_theme, icon, item.hueId, item.title, picture);
        paintPresence(painter, m_theme, icon, item.presence, m_theme.colour(on ? Token::Selected : Token::Overlay),
                      direction);
    }
    const QFont small = m_theme.font(TextStyle::Caption);
    const QColor quiet = m_theme.colour(on ? Token::SelectedText : Token::Text3);
    const int noteWidth = item.note.isEmpty() ? 0 : textWidth(item.note, small);
    const int end = row.width() - m_theme.px(8);
    if (noteWidth > 0) paintText(painter, item.note, part(end - noteWidth, noteWidth), small, quiet, direction);
    int x = m_theme.px(8) + side + m_theme.px(10);
    const QFont font = m_theme.font(TextStyle::UiStrong);
    const int room = end - noteWidth - m_theme.px(12) - x;
    const int titleWidth = qMin(textWidth(item.title, font), room);
    paintText(painter, item.title, part(x, titleWidth), font, m_theme.colour(on ? Token::SelectedText : Token::Text),
              direction);
    x += titleWidth + m_theme.px(10);
    if (!item.detail.isEmpty() && room - titleWidth > m_theme.px(30)) {
        paintText(painter, item.detail, part(x, room - titleWidth - m_theme.px(10)), small, quiet, direction);
    }
}

void CompletionPopup::paintKeys(QPainter& painter) {
    const QRect box = frame();
    const int high = m_theme.px(kFooter);
    const int top = box.bottom() + 1 - high;
    painter.fillRect(QRect(box.left() + 1, top, box.width() - 2, 1), m_theme.colour(Token::Line));
    const QFont font = m_theme.font(TextStyle::Caption);
    const QRect line(box.left(), top, box.width(), high);
    int x = m_theme.px(13);
    const auto key = [&](const QString& name) {
        const int wide = textWidth(name, font) + m_theme.px(12);
        QRect cap(line.left() + x, top + (high - m_theme.px(18)) / 2, wide, m_theme.px(18));
        cap = mirrored(cap, line, layoutDirection());
        painter.setPen(m_theme.colour(Token::LineStrong));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), m_theme.px(4), m_theme.px(4));
        paintText(painter, name, cap, font, m_theme.colour(Token::Text2), Qt::LeftToRight, Qt::AlignHCenter);
        x += wide + m_theme.px(4);
    };
    const auto word = [&](const QString& text) {
        const int wide = textWidth(text, font);
        paintText(painter, text, mirrored(QRect(line.left() + x, top, wide, high), line, layoutDirection()), font,
                  m_theme.colour(Token::Text3), layoutDirection());
        x += wide + m_theme.px(14);
    };
    key(u"\u2191"_s);
    key(u"\u2193"_s);
    word(tr("choose"));
    key(u"Tab"_s);
    word(tr("insert"));
    key(u"Esc"_s);
    word(tr("close"));
}

void CompletionPopup::mouseMoveEvent(QMouseEvent* event) {
    for (int i = 0; i < m_items.size(); ++i) {
        if (!rowRect(i).contains(event->position().toPoint()) || i == m_current) continue;
        m_current = i;
        update();
    }
}

void CompletionPopup::mousePressEvent(QMouseEvent* event) {
    for (int i = 0; i < m_items.size(); ++i) {
        if (rowRect(i).contains(event->position().toPoint())) return Q_EMIT chosen(i);
    }
}

}  // namespace app
