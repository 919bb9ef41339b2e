#include "app/widgets/Banner.h"

#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QScreen>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

#include "app/widgets/Button.h"
#include "app/widgets/Compositor.h"
#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"
#include "app/widgets/Shadow.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kBannerDelayMs = 1500;
constexpr int kToastHeight = 50;
constexpr int kToastGap = 16;
constexpr int kPopupSlide = 4;

Token groundOf(Banner::Kind kind) {
    return kind == Banner::Kind::Warning  ? Token::WarnSoft
           : kind == Banner::Kind::Danger ? Token::DangerSoft
                                          : Token::SuccessSoft;
}

Token inkOf(Banner::Kind kind) {
    return kind == Banner::Kind::Warning ? Token::Warn : kind == Banner::Kind::Danger ? Token::Danger : Token::Success;
}

}  // namespace

Banner::Banner(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_symbol(new QLabel(this)),
      m_text(new QLabel(this)),
      m_button(new Button(theme, {}, Button::Kind::Neutral, this)) {
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_symbol);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    m_text->setTextFormat(Qt::RichText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_button->setSize(Button::Size::Small);
    m_button->hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(kBannerDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(m_button, &QAbstractButton::clicked, this, &Banner::actionTriggered);
    connect(&theme, &Theme::changed, this, &Banner::restyle);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
    restyle();
}

void Banner::setContent(Kind kind, const QString& icon, const QString& title, const QString& text,
                        const QString& action) {
    m_kind = kind;
    m_icon = icon;
    m_title = title;
    m_plain = text;
    m_button->setText(action);
    m_button->setAccessibleName(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title + u' ' + text);
    restyle();
}

void Banner::showAfterDelay() {
    if (!isVisible() && !m_delay.isActive()) m_delay.start();
}

void Banner::dismiss() {
    m_delay.stop();
    hide();
}

void Banner::restyle() {
    auto* row = layout();
    row->setContentsMargins(m_theme.px(16), 0, m_theme.px(16), 0);
    row->setSpacing(m_theme.px(10));
    setFixedHeight(m_theme.px(m_theme.metrics().banner));
    m_text->setFont(m_theme.font(TextStyle::Small));
    m_text->setText(u"<b style='font-weight:600'>%1</b> %2"_s.arg(m_title.toHtmlEscaped(), m_plain.toHtmlEscaped()));
    m_symbol->setPixmap(m_theme.icon(m_icon, m_theme.px(18), m_theme.colour(inkOf(m_kind)), IconWeight::Fill,
                                     layoutDirection(), devicePixelRatioF()));
    update();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(groundOf(m_kind)));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Token::Line));
}

Toast* Toast::show(const Theme& theme, QWidget* host, const QString& icon, const QString& text, const QString& action,
                   int bottomGap) {
    for (Toast* older : host->findChildren<Toast*>(Qt::FindDirectChildrenOnly)) {
        older->hide();
        older->deleteLater();
    }
    return new Toast(theme, host, icon, text, action, bottomGap);
}

Toast::Toast(const Theme& theme, QWidget* host, const QString& icon, const QString& text, const QString& action,
             int bottomGap)
    : QWidget(host), m_theme(theme), m_bottomGap(bottomGap) {
    const int margin = Shadow::margin(theme);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(margin + theme.px(16), margin, margin + theme.px(10), margin);
    row->setSpacing(theme.px(12));
    auto* symbol = new QLabel(this);
    const bool good = icon == "check-circle"_L1;
    symbol->setPixmap(theme.icon(icon, theme.px(18), theme.colour(good ? Token::Success : Token::Text2),
                                 good ? IconWeight::Fill : IconWeight::Auto, layoutDirection(), devicePixelRatioF()));
    row->addWidget(symbol);
    auto* words = new QLabel(text, this);
    words->setFont(theme.font(TextStyle::Ui));
    words->setTextFormat(Qt::PlainText);
    row->addWidget(words, 1);
    setAccessibleName(text);
    if (action.isEmpty()) {
        auto* close = new IconButton(theme, u"x"_s, tr("Close"), this);
        close->setSmall(true);
        connect(close, &QAbstractButton::clicked, this, &Toast::leave);
        row->addWidget(close);
    } else {
        auto* button = new Button(theme, action, Button::Kind::Neutral, this);
        button->setSize(Button::Size::Small);
        connect(button, &QAbstractButton::clicked, this, [this] {
            Q_EMIT actionTriggered();
            leave();
        });
        row->addWidget(button);
    }
    setFixedHeight(theme.px(kToastHeight) + 2 * margin);
    m_stay.setSingleShot(true);
    m_stay.start(action.isEmpty() ? theme.motion().toastStay : theme.motion().toastUndoStay);
    connect(&m_stay, &QTimer::timeout, this, &Toast::leave);
    host->installEventFilter(this);
    m_slide.setStartValue(0.0);
    m_slide.setEndValue(1.0);
    m_slide.setEasingCurve(QEasingCurve::OutCubic);
    m_slide.setDuration(theme.motion().toast);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_shown = value.toDouble();
        place();
    });
    if (theme.motion().toast > 0) m_slide.start();
    place();
    QWidget::show();
    raise();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Toast::place() {
    const QWidget* host = parentWidget();
    const int wide = qMin(qMax(sizeHint().width(), m_theme.px(350)), host->width());
    resize(wide, height());
    const int hidden = qRound((1.0 - m_shown) * m_theme.px(kToastGap));
    move((host->width() - wide) / 2,
         host->height() - height() - m_bottomGap - m_theme.px(kToastGap) + Shadow::margin(m_theme) + hidden);
}

void Toast::leave() {
    hide();
    deleteLater();
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int margin = Shadow::margin(m_theme);
    Shadow::paintPopup(painter, m_theme, rect().adjusted(margin, margin, -margin, -margin));
}

void Toast::enterEvent(QEnterEvent*) {
    m_stay.stop();
}
void Toast::leaveEvent(QEvent*) {
    m_stay.start();
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

Popup::Popup(const Theme& theme, const QString& name, QWidget* parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint),
      m_theme(theme),
      m_content(new QWidget(this)) {
    setAttribute(Qt::WA_TranslucentBackground);
    setAccessibleName(name);
    auto* box = new QVBoxLayout(this);
    box->addWidget(m_content);
    connect(&theme, &Theme::changed, this, &Popup::restyle);
    m_fade.setStartValue(0.0);
    m_fade.setEndValue(1.0);
    m_fade.setEasingCurve(QEasingCurve::OutCubic);
    restyle();
}

void Popup::restyle() {
    const int margin = Shadow::margin(m_theme) + m_theme.px(kPopupSlide);
    layout()->setContentsMargins(margin, margin, margin, margin);
}

void Popup::openAt(const QPoint& global) {
    m_before = QApplication::focusWidget();
    adjustSize();
    const int margin = Shadow::margin(m_theme);
    const QScreen* screen = QGuiApplication::screenAt(global);
    QRect place(global - QPoint(margin, margin), size());
    if (screen) {
        const QRect bounds = screen->availableGeometry().adjusted(-margin, -margin, margin, margin);
        place.moveLeft(qBound(bounds.left(), place.left(), qMax(bounds.left(), bounds.right() - place.width())));
        place.moveTop(qBound(bounds.top(), place.top(), qMax(bounds.top(), bounds.bottom() - place.height())));
    }
    const int duration = m_theme.motion().popup;
    if (duration > 0) {
        m_fade.disconnect(this);
        const QPoint end = place.topLeft();
        connect(&m_fade, &QVariantAnimation::valueChanged, this, [this, end](const QVariant& value) {
            setWindowOpacity(value.toDouble());
            move(end + QPoint(0, qRound((1.0 - value.toDouble()) * m_theme.px(kPopupSlide))));
        });
        m_fade.setDuration(duration);
        m_fade.start();
    }
    move(place.topLeft());
    show();
    // What it has chosen itself keeps the keyboard.
    if (focusWidget() == nullptr) setFocus(Qt::PopupFocusReason);
}

void Popup::openBelow(QWidget* anchor) {
    adjustSize();
    const int margin = Shadow::margin(m_theme);
    QPoint corner = anchor->mapToGlobal(QPoint(0, anchor->height() + m_theme.px(4)));
    const QScreen* screen = anchor->screen();
    if (screen && corner.y() + height() - 2 * margin > screen->availableGeometry().bottom()) {
        corner.setY(anchor->mapToGlobal(QPoint(0, 0)).y() - height() + 2 * margin - m_theme.px(4));
    }
    if (layoutDirection() == Qt::RightToLeft) corner.rx() += anchor->width() - width() + 2 * margin;
    openAt(corner);
}

void Popup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int margin = Shadow::margin(m_theme);
    Shadow::paintPopup(painter, m_theme, rect().adjusted(margin, margin, -margin, -margin));
}

void Popup::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int margin = Shadow::margin(m_theme);
    clipUncomposited(*this, rect().adjusted(margin, margin, -margin, -margin), m_theme.px(m_theme.radii().popup));
}

void Popup::closeEvent(QCloseEvent* event) {
    QWidget::closeEvent(event);
    if (m_before) m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

void Popup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

}  // namespace app
