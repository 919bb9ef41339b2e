#include "app/views/channels/GuildHeader.h"

#include <QtGui/QPainter>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kSide = 16;
constexpr int kIcon = 16;

}  // namespace

GuildHeader::GuildHeader(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setFocusPolicy(Qt::TabFocus);
    setProperty("focusInside", true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void GuildHeader::setGuild(const QString& name, bool hasMenu) {
    m_hasMenu = hasMenu;
    setText(name);
    setAccessibleName(name);
    setEnabled(hasMenu);
    update();
}

QSize GuildHeader::sizeHint() const {
    return {m_theme.px(160), m_theme.px(m_theme.metrics().header)};
}

void GuildHeader::enterEvent(QEnterEvent*) {
    update();
}
void GuildHeader::leaveEvent(QEvent*) {
    update();
}

void GuildHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_hasMenu && (underMouse() || isDown())) painter.fillRect(rect(), m_theme.colour(Token::NavHover));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Token::Line));
    const int side = m_theme.px(kSide);
    const int icon = m_theme.px(kIcon);
    const Qt::LayoutDirection direction = layoutDirection();
    const QRect line(side, 0, width() - 3 * side - (m_hasMenu ? icon : 0), height() - 1);
    paintText(painter, text(), mirrored(line, rect(), direction), m_theme.font(TextStyle::Heading),
              m_theme.colour(Token::Text), direction);
    if (!m_hasMenu) return;
    const QRect caret(width() - side - icon, 0, icon, height() - 1);
    paintIcon(painter, m_theme, u"caret-down"_s, mirrored(caret, rect(), direction), icon,
              m_theme.colour(Token::Text2));
}

}  // namespace app
