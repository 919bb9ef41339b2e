#include "app/widgets/IconButton.h"

#include <QtGui/QPainter>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

IconButton::IconButton(const Theme& theme, const QString& icon, const QString& name, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon) {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setName(name);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void IconButton::setSmall(bool small) {
    m_small = small;
    updateGeometry();
}

void IconButton::setIconName(const QString& icon) {
    m_icon = icon;
    update();
}

void IconButton::setName(const QString& name, const QString& shortcut) {
    setAccessibleName(name);
    setToolTip(shortcut.isEmpty() ? name : name + u"  "_s + shortcut);
}

void IconButton::setColour(Token colour) {
    m_colour = colour;
    update();
}

void IconButton::setIconSize(int designPixels) {
    m_iconSize = designPixels;
    update();
}

void IconButton::setSolid(bool solid) {
    m_solid = solid;
    update();
}

void IconButton::setPrimary(bool primary) {
    m_primary = primary;
    update();
}

QSize IconButton::sizeHint() const {
    const int side = m_theme.px(m_small ? m_theme.metrics().iconButtonSmall : m_theme.metrics().iconButton);
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool on = isCheckable() && isChecked();
    const bool hover = underMouse() && isEnabled();
    QColor fill = Qt::transparent;
    if (m_primary && isEnabled()) {
        fill = m_theme.colour(isDown() ? Token::AccentPressed : hover ? Token::AccentHover : Token::Accent);
    } else if (on) {
        fill = m_theme.colour(Token::AccentSoft);
    } else if (isDown()) {
        fill = m_theme.colour(Token::Pressed);
    } else if (hover) {
        fill = m_theme.colour(Token::RaisedHover);
    }
    painter.setBrush(fill);
    painter.drawRoundedRect(rect(), m_theme.px(m_theme.radii().control), m_theme.px(m_theme.radii().control));
    Token colour = m_colour;
    if (!isEnabled())
        colour = Token::TextDisabled;
    else if (m_primary)
        colour = Token::OnAccent;
    else if (on)
        colour = Token::AccentText;
    else if (hover && m_colour == Token::Text2)
        colour = Token::Text;
    const int size = m_theme.px(m_iconSize > 0 ? m_iconSize : m_small ? 16 : 20);
    paintIcon(painter, m_theme, m_icon, rect(), size, m_theme.colour(colour),
              on || m_solid ? IconWeight::Fill : IconWeight::Auto, layoutDirection());
}

void IconButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void IconButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

}  // namespace app
