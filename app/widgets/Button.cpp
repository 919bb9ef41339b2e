#include "app/widgets/Button.h"

#include <QtGui/QPainter>

#include "app/widgets/Paint.h"

namespace app {
namespace {

constexpr int kIconGap = 8;

struct Look {
    Token fill = Token::Base;
    bool filled = false;
    Token border = Token::Base;
    bool bordered = false;
    Token text = Token::Text;
};

Look lookOf(Button::Kind kind, bool enabled, bool hover, bool down) {
    using Kind = Button::Kind;
    if (!enabled) {
        if (kind == Kind::Quiet || kind == Kind::Back) return {.text = Token::TextDisabled};
        return {.border = Token::LineStrong, .bordered = true, .text = Token::TextDisabled};
    }
    const auto pick = [&](Token rest, Token over, Token pressed) { return down ? pressed : hover ? over : rest; };
    switch (kind) {
        case Kind::Primary:
            return {.fill = pick(Token::Accent, Token::AccentHover, Token::AccentPressed),
                    .filled = true,
                    .text = Token::OnAccent};
        case Kind::Destructive:
            return {.fill = pick(Token::DangerFill, Token::DangerHover, Token::DangerPressed),
                    .filled = true,
                    .text = Token::OnDanger};
        case Kind::DestructiveOutline:
            return {.fill = pick(Token::Raised, Token::DangerSoft, Token::DangerSoft),
                    .filled = true,
                    .border = Token::Danger,
                    .bordered = true,
                    .text = Token::Danger};
        case Kind::Quiet:
            return {.fill = Token::AccentSoft, .filled = hover || down, .text = Token::AccentText};
        case Kind::Back:
            return {.text = hover || down ? Token::Text : Token::Text2};
        case Kind::Neutral:
            break;
    }
    return {.fill = pick(Token::Raised, Token::RaisedHover, Token::Pressed),
            .filled = true,
            .border = Token::Control,
            .bordered = true,
            .text = Token::Text};
}

}  // namespace

Button::Button(const Theme& theme, const QString& text, Kind kind, QWidget* parent)
    : QPushButton(text, parent), m_theme(theme), m_kind(kind) {
    setCursor(Qt::ArrowCursor);
    setAutoDefault(false);
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &Button::relayout);
}

void Button::setKind(Kind kind) {
    m_kind = kind;
    update();
}

void Button::setSize(Size size) {
    m_size = size;
    setProperty("focusRadius", size == Size::Small ? 6 : size == Size::Large ? 10 : 8);
    relayout();
}

void Button::setIconName(const QString& name) {
    m_iconName = name;
    relayout();
}

void Button::relayout() {
    updateGeometry();
    update();
}

int Button::height() const {
    const Metrics& m = m_theme.metrics();
    return m_theme.px(m_size == Size::Small ? m.buttonSmall : m_size == Size::Large ? m.buttonLarge : m.button);
}

int Button::padding() const {
    if (m_kind == Kind::Quiet || m_kind == Kind::Back) return m_theme.px(8);
    return m_theme.px(m_size == Size::Small ? 10 : m_size == Size::Large ? 20 : 14);
}

int Button::iconSize() const {
    return m_theme.px(m_size == Size::Small ? 16 : 18);
}

QFont Button::textFont() const {
    return m_size == Size::Small ? m_theme.font(TextStyle::SmallStrong) : m_theme.font(TextStyle::UiStrong);
}

QSize Button::sizeHint() const {
    QString label = text();
    label.remove(u'&');
    int width = 2 * padding() + (label.isEmpty() ? 0 : textWidth(label, textFont()));
    if (!m_iconName.isEmpty()) width += iconSize() + (label.isEmpty() ? 0 : m_theme.px(kIconGap));
    return {width, height()};
}

void Button::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = lookOf(m_kind, isEnabled(), underMouse(), isDown() || isChecked());
    const int radius = m_theme.px(m_size == Size::Small ? 6 : m_size == Size::Large ? 10 : 8);
    painter.setBrush(look.filled ? QBrush(m_theme.colour(look.fill)) : QBrush(Qt::NoBrush));
    painter.setPen(look.bordered ? QPen(m_theme.colour(look.border), 1) : QPen(Qt::NoPen));
    const double inset = look.bordered ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), radius, radius);
    QString label = text();
    label.remove(u'&');
    const QFont font = textFont();
    const int space = width() - 2 * padding();
    const int icon = m_iconName.isEmpty() ? 0 : iconSize() + (label.isEmpty() ? 0 : m_theme.px(kIconGap));
    const int labelWidth = label.isEmpty() ? 0 : qMin(textWidth(label, font), space - icon);
    int x = m_kind == Kind::Back ? 0 : (width() - icon - labelWidth) / 2;
    const QColor colour = m_theme.colour(look.text);
    if (icon > 0) {
        const QRect box = mirrored(QRect(x, 0, iconSize(), QWidget::height()), rect(), layoutDirection());
        paintIcon(painter, m_theme, m_iconName, box, iconSize(), colour, IconWeight::Auto, layoutDirection());
        x += icon;
    }
    const QRect line = mirrored(QRect(x, 0, labelWidth, QWidget::height()), rect(), layoutDirection());
    paintText(painter, label, line, font, colour, layoutDirection());
}

void Button::enterEvent(QEnterEvent* event) {
    QPushButton::enterEvent(event);
    update();
}

void Button::leaveEvent(QEvent* event) {
    QPushButton::leaveEvent(event);
    update();
}

}  // namespace app
