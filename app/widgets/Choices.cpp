#include "app/widgets/Choices.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QToolTip>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kSwitchWidth = 36;
constexpr int kSwitchHeight = 20;
constexpr int kKnobInset = 3;
constexpr int kThreeWayWidth = 44;
constexpr int kThreeWayHeight = 28;
constexpr int kSegmentPad = 14;
constexpr int kSegmentIconGap = 8;

}  // namespace

Switch::Switch(const Theme& theme, const QString& name, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setCheckable(true);
    setAccessibleName(name);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setProperty("focusRadius", kSwitchHeight / 2);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize Switch::sizeHint() const {
    return {m_theme.px(kSwitchWidth), m_theme.px(kSwitchHeight)};
}

void Switch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool on = isChecked();
    painter.setBrush(m_theme.colour(!isEnabled() ? Token::LineStrong : on ? Token::Accent : Token::Control));
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    const int inset = m_theme.px(kKnobInset);
    const int side = height() - 2 * inset;
    QRect knob(on ? width() - inset - side : inset, inset, side, side);
    knob = mirrored(knob, rect(), layoutDirection());
    painter.setBrush(m_theme.colour(on ? Token::OnAccent : Token::Raised));
    painter.drawEllipse(knob);
}

Segments::Segments(const Theme& theme, const QString& name, const QList<Option>& options, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_options(options) {
    setAccessibleName(name);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

Segments* Segments::threeWay(const Theme& theme, const QString& name, QWidget* parent) {
    auto* segments =
        new Segments(theme, name,
                     {{.icon = u"x"_s, .name = tr("Deny"), .fill = Token::DangerSoft, .colour = Token::Danger},
                      {.icon = u"minus"_s, .name = tr("As is"), .fill = Token::Pressed, .colour = Token::Text},
                      {.icon = u"check"_s, .name = tr("Allow")}},
                     parent);
    segments->m_threeWay = true;
    segments->m_current = 1;
    return segments;
}

QList<QRect> Segments::boxes() const {
    const int high = m_theme.px(m_threeWay ? kThreeWayHeight : m_theme.metrics().field);
    QList<QRect> result;
    int x = 0;
    for (const Option& option : m_options) {
        int wide = m_theme.px(kThreeWayWidth);
        if (!m_threeWay) {
            wide = 2 * m_theme.px(kSegmentPad) + textWidth(option.text, m_theme.font(TextStyle::UiStrong));
            if (!option.icon.isEmpty()) wide += m_theme.px(16 + kSegmentIconGap);
        }
        result << QRect(x, 0, wide, high);
        x += wide;
    }
    return result;
}

QSize Segments::sizeHint() const {
    const QList<QRect> all = boxes();
    return all.isEmpty() ? QSize() : QSize(all.last().right() + 1, all.last().height());
}

int Segments::at(const QPoint& position) const {
    const QList<QRect> all = boxes();
    for (int i = 0; i < all.size(); ++i) {
        if (mirrored(all[i], rect(), layoutDirection()).contains(position)) return i;
    }
    return -1;
}

void Segments::setCurrent(int index) {
    if (index < 0 || index >= m_options.size() || index == m_current) return;
    m_current = index;
    update();
}

void Segments::choose(int index) {
    if (index < 0 || index >= m_options.size() || index == m_current) return;
    setCurrent(index);
    Q_EMIT currentChanged(index);
}

void Segments::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int radius = m_theme.px(m_theme.radii().control);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.fillPath(outline, m_theme.colour(Token::Raised));
    const QList<QRect> all = boxes();
    painter.save();
    painter.setClipPath(outline);
    for (int i = 0; i < all.size(); ++i) {
        const Option& option = m_options[i];
        const QRect box = mirrored(all[i], rect(), layoutDirection());
        const bool on = i == m_current;
        if (on)
            painter.fillRect(box, m_theme.colour(option.fill));
        else if (i == m_hovered)
            painter.fillRect(box, m_theme.colour(Token::RaisedHover));
        const QColor colour = m_theme.colour(!isEnabled() ? Token::TextDisabled : on ? option.colour : Token::Text2);
        const bool hasIcon = !option.icon.isEmpty();
        if (m_threeWay || option.text.isEmpty()) {
            paintIcon(painter, m_theme, option.icon, box, m_theme.px(14), colour);
        } else {
            QRect line = all[i].adjusted(m_theme.px(kSegmentPad), 0, -m_theme.px(kSegmentPad), 0);
            if (hasIcon) {
                const QRect iconBox(line.left(), 0, m_theme.px(16), height());
                paintIcon(painter, m_theme, option.icon, mirrored(iconBox, rect(), layoutDirection()), m_theme.px(16),
                          colour, IconWeight::Auto, layoutDirection());
                line.setLeft(line.left() + m_theme.px(16 + kSegmentIconGap));
            }
            paintText(painter, option.text, mirrored(line, rect(), layoutDirection()),
                      m_theme.font(on ? TextStyle::UiStrong : TextStyle::Ui), colour, layoutDirection());
        }
        if (i > 0) {
            const int edge = layoutDirection() == Qt::LeftToRight ? box.left() : box.right();
            painter.fillRect(QRect(edge, 0, 1, height()), m_theme.colour(Token::LineStrong));
        }
    }
    painter.restore();
    painter.setPen(QPen(m_theme.colour(isEnabled() ? Token::Control : Token::LineStrong), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline);
}

void Segments::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(at(event->position().toPoint()));
}

void Segments::mouseMoveEvent(QMouseEvent* event) {
    const int hovered = at(event->position().toPoint());
    if (hovered == m_hovered) return;
    m_hovered = hovered;
    update();
}

void Segments::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void Segments::keyPressEvent(QKeyEvent* event) {
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    if (event->key() == Qt::Key_Right)
        choose(m_current + forward);
    else if (event->key() == Qt::Key_Left)
        choose(m_current - forward);
    else if (event->key() == Qt::Key_Home)
        choose(0);
    else if (event->key() == Qt::Key_End)
        choose(int(m_options.size()) - 1);
    else
        QWidget::keyPressEvent(event);
}

bool Segments::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = at(help->pos());
        if (index >= 0 && !m_options[index].name.isEmpty()) {
            QToolTip::showText(help->globalPos(), m_options[index].name, this);
            return true;
        }
    }
    return QWidget::event(event);
}

}  // namespace app
