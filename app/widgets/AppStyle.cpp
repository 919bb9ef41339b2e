#include "app/widgets/AppStyle.h"

#include <QtGui/QPainter>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStyleFactory>
#include <QtWidgets/QStyleOption>

#include "app/widgets/Compositor.h"
#include "app/widgets/Paint.h"
#include "app/widgets/Shadow.h"
#include "app/widgets/Theme.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kTooltipDelayMs = 400;
constexpr int kIndicator = 18;
constexpr int kIndicatorRadius = 5;
constexpr int kIndicatorGap = 10;
constexpr int kMenuPad = 4;
constexpr int kMenuRowPad = 12;
constexpr int kMenuIcon = 18;
constexpr int kMenuIconGap = 10;
constexpr int kMenuShortcutGap = 32;
constexpr int kMenuSeparator = 9;
constexpr int kMenuMinWidth = 180;
constexpr int kSmallIcon = 16;

}  // namespace

AppStyle::AppStyle(const Theme& theme) : QProxyStyle(QStyleFactory::create(u"Fusion"_s)), m_theme(theme) {}

void AppStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QMenu*>(widget)) {
        widget->setWindowFlag(Qt::FramelessWindowHint);
        widget->setWindowFlag(Qt::NoDropShadowWindowHint);
        widget->setAttribute(Qt::WA_TranslucentBackground);
        widget->installEventFilter(this);
    } else if (widget->inherits("QTipLabel")) {
        // Its corners are round.
        widget->setAttribute(Qt::WA_TranslucentBackground);
        widget->installEventFilter(this);
    }
}

bool AppStyle::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Show && event->type() != QEvent::Resize) return false;
    auto& widget = *static_cast<QWidget*>(watched);
    if (qobject_cast<QMenu*>(watched)) {
        const QMargins shadow = QMargins() + Shadow::margin(m_theme);
        clipUncomposited(widget, widget.rect() - shadow, m_theme.px(m_theme.radii().popup));
    } else {
        clipUncomposited(widget, widget.rect(), m_theme.px(m_theme.radii().row));
    }
    return false;
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* data) const {
    switch (hint) {
        case SH_ToolTip_WakeUpDelay:
            return kTooltipDelayMs;
        case SH_FocusFrame_AboveWidget:
            return 1;
        case SH_FocusFrame_Mask:
            return 0;
        case SH_Menu_SubMenuPopupDelay:
            return 120;
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_UnderlineShortcut:
        case SH_EtchDisabledText:
            return 0;
        case SH_Widget_Animation_Duration:
            return m_theme.motion().popup;
        default:
            return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    const Metrics& m = m_theme.metrics();
    switch (metric) {
        case PM_FocusFrameHMargin:
        case PM_FocusFrameVMargin:
            return m_theme.px(m.focusRing + m.focusOffset);
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return m_theme.px(kIndicator);
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing:
            return m_theme.px(kIndicatorGap);
        case PM_MenuHMargin:
        case PM_MenuVMargin:
            return Shadow::margin(m_theme) + m_theme.px(kMenuPad);
        case PM_MenuPanelWidth:
        case PM_MenuDesktopFrameWidth:
            return 0;
        case PM_SubMenuOverlap:
            return -2 * Shadow::margin(m_theme) - m_theme.px(kMenuPad);
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
            return m_theme.px(kSmallIcon);
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    switch (element) {
        case PE_FrameFocusRect:
            return;  // the focus ring is the one sign of focus
        case PE_IndicatorCheckBox:
            return drawCheck(*option, *painter);
        case PE_IndicatorRadioButton:
            return drawRadio(*option, *painter);
        case PE_PanelMenu: {
            const QRect frame = option->rect.marginsRemoved(QMargins() + Shadow::margin(m_theme));
            Shadow::paintPopup(*painter, m_theme, frame);
            return;
        }
        case PE_FrameMenu:
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void AppStyle::drawCheck(const QStyleOption& option, QPainter& painter) const {
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & (State_On | State_NoChange);
    const QRectF box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor border = m_theme.colour(!enabled ? Token::LineStrong : on ? Token::Accent : Token::Control);
    painter.setPen(QPen(border, 1.5));
    painter.setBrush(!enabled ? m_theme.colour(on ? Token::LineStrong : Token::Sunken)
                     : on     ? m_theme.colour(Token::Accent)
                              : m_theme.colour(Token::Raised));
    const int radius = m_theme.px(kIndicatorRadius);
    painter.drawRoundedRect(box, radius, radius);
    if (on) {
        const int size = m_theme.px(12);
        const auto name = option.state & State_NoChange ? "minus"_L1 : "check"_L1;
        paintIcon(painter, m_theme, name, option.rect, size, m_theme.colour(enabled ? Token::OnAccent : Token::Text3));
    }
    painter.restore();
}

void AppStyle::drawRadio(const QStyleOption& option, QPainter& painter) const {
    const bool enabled = option.state & State_Enabled;
    const bool on = option.state & State_On;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75);
    const QColor accent = m_theme.colour(enabled ? Token::Accent : Token::LineStrong);
    painter.setPen(QPen(on ? accent : m_theme.colour(enabled ? Token::Control : Token::LineStrong), 1.5));
    painter.setBrush(on ? accent : m_theme.colour(enabled ? Token::Raised : Token::Sunken));
    painter.drawEllipse(box);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(enabled ? Token::OnAccent : Token::Text3));
        const double radius = m_theme.px(4);
        painter.drawEllipse(box.center(), radius, radius);
    }
    painter.restore();
}

void AppStyle::drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        const int y = option.rect.center().y();
        painter.fillRect(QRect(option.rect.left() + m_theme.px(4), y, option.rect.width() - m_theme.px(8), 1),
                         m_theme.colour(Token::LineStrong));
        painter.restore();
        return;
    }
    const auto* menu = qobject_cast<const QMenu*>(widget);
    const QAction* action = menu ? menu->actionAt(option.rect.center()) : nullptr;
    const bool danger = action && action->property("danger").toBool();
    const bool enabled = option.state & State_Enabled;
    if (enabled && (option.state & State_Selected)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::RaisedHover));
        painter.drawRoundedRect(option.rect, m_theme.px(m_theme.radii().row), m_theme.px(m_theme.radii().row));
    }
    const QColor text = m_theme.colour(!enabled ? Token::TextDisabled : danger ? Token::Danger : Token::Text);
    const QColor soft = m_theme.colour(!enabled ? Token::TextDisabled : danger ? Token::Danger : Token::Text2);
    const Qt::LayoutDirection direction = option.direction;
    QRect line = option.rect.adjusted(m_theme.px(kMenuRowPad), 0, -m_theme.px(kMenuRowPad), 0);
    const auto take = [&](int width, bool atStart) {
        const bool left = atStart == (direction == Qt::LeftToRight);
        const QRect part(left ? line.left() : line.right() - width + 1, line.top(), width, line.height());
        if (left)
            line.setLeft(line.left() + width);
        else
            line.setRight(line.right() - width);
        return part;
    };
    const QString iconName = action ? action->property("iconName").toString() : QString();
    if (option.maxIconWidth > 0 || !iconName.isEmpty() || option.menuHasCheckableItems) {
        const QRect box = take(m_theme.px(kMenuIcon), true);
        if (option.checked) {
            paintIcon(painter, m_theme, u"check"_s, box, m_theme.px(16), m_theme.colour(Token::AccentText));
        } else if (!iconName.isEmpty()) {
            paintIcon(painter, m_theme, iconName, box, m_theme.px(kMenuIcon), soft, IconWeight::Auto, direction);
        } else if (!option.icon.isNull()) {
            option.icon.paint(&painter, box, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        }
        take(m_theme.px(kMenuIconGap), true);
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        paintIcon(painter, m_theme, direction == Qt::LeftToRight ? "caret-right"_L1 : "caret-left"_L1,
                  take(m_theme.px(14), false), m_theme.px(14), m_theme.colour(Token::Text));
    }
    const QStringList parts = option.text.split(u'\t');
    if (parts.size() > 1 && !parts[1].isEmpty()) {
        const QFont font = m_theme.font(TextStyle::Caption);
        const QRect box = take(textWidth(parts[1], font), false);
        paintText(painter, parts[1], box, font, m_theme.colour(enabled ? Token::Text3 : Token::TextDisabled));
    }
    QString label = parts[0];
    label.remove(u'&');
    paintText(painter, label, line, m_theme.font(TextStyle::Ui), text, direction);
    painter.restore();
}

void AppStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const {
    if (element == CE_MenuItem) {
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            return drawMenuItem(*item, *painter, widget);
        }
    }
    if (element == CE_MenuEmptyArea) return;
    QProxyStyle::drawControl(element, option, painter, widget);
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                 const QWidget* widget) const {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (type != CT_MenuItem || !item) return QProxyStyle::sizeFromContents(type, option, size, widget);
    if (item->menuItemType == QStyleOptionMenuItem::Separator) return {m_theme.px(10), m_theme.px(kMenuSeparator)};
    const QStringList parts = item->text.split(u'\t');
    int width = 2 * m_theme.px(kMenuRowPad) + m_theme.px(kMenuIcon) + m_theme.px(kMenuIconGap);
    width += textWidth(parts[0], m_theme.font(TextStyle::Ui)) + 1;
    if (parts.size() > 1) {
        width += m_theme.px(kMenuShortcutGap) + textWidth(parts[1], m_theme.font(TextStyle::Caption));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu) width += m_theme.px(24);
    return {qMax(m_theme.px(kMenuMinWidth), width), m_theme.px(m_theme.metrics().menuRow)};
}

}  // namespace app
