#include "app/views/common/Sheet.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QBoxLayout>

#include "app/widgets/Surfaces.h"

namespace app {

namespace {

constexpr int kWidth = 480;
constexpr int kPadding = 24;
constexpr int kGap = 16;
constexpr double kScrim = 0.45;

}  // namespace

Sheet::Sheet(const Theme& theme, const QString& title, const QString& text, QWidget* host)
    : QWidget(host->window()),
      m_theme(theme),
      m_card(new Card(theme, this)),
      m_title(new Text(theme, title, TextStyle::Title, Token::Text, m_card)),
      m_text(new Text(theme, text, TextStyle::Ui, Token::Text2, m_card)),
      m_body(new QVBoxLayout),
      m_error(new Text(theme, {}, TextStyle::Small, Token::Danger, m_card)),
      m_buttons(new QHBoxLayout),
      m_cancel(new Button(theme, tr("Cancel"), Button::Kind::Neutral, m_card)) {
    setAccessibleName(title);
    m_text->setVisible(!text.isEmpty());
    m_error->hide();
    auto* column = new QVBoxLayout(m_card);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(m_body);
    column->addWidget(m_error);
    column->addLayout(m_buttons);
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_cancel);
    auto* middle = new QGridLayout(this);
    middle->setRowStretch(0, 1);
    middle->setRowStretch(2, 1);
    middle->setColumnStretch(0, 1);
    middle->setColumnStretch(2, 1);
    middle->addWidget(m_card, 1, 1);
    connect(m_cancel, &QAbstractButton::clicked, this, &Sheet::finish);
    connect(&theme, &Theme::changed, this, &Sheet::restyle);
    parentWidget()->installEventFilter(this);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    hide();
    restyle();
}

void Sheet::restyle() {
    m_card->setFixedWidth(m_theme.px(kWidth));
    const int padding = m_theme.px(kPadding);
    auto* column = static_cast<QVBoxLayout*>(m_card->layout());
    column->setContentsMargins(padding, padding, padding, padding);
    column->setSpacing(m_theme.px(kGap / 2));
    m_body->setSpacing(m_theme.px(kGap));
    m_body->setContentsMargins(0, m_theme.px(kGap / 2), 0, m_theme.px(kGap / 2));
    m_buttons->setSpacing(m_theme.px(12));
}

Button* Sheet::addButton(const QString& text, Button::Kind kind) {
    auto* button = new Button(m_theme, text, kind, m_card);
    m_buttons->addWidget(button);
    m_actions.append(button);
    return button;
}

void Sheet::setError(const QString& error) {
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
}

void Sheet::setBusy(bool busy) {
    for (Button* button : m_actions)
        button->setEnabled(!busy);
}

void Sheet::open(QWidget* focus) {
    m_before = QApplication::focusWidget();
    setGeometry(parentWidget()->rect());
    show();
    raise();
    (focus != nullptr ? focus : m_cancel)->setFocus(Qt::PopupFocusReason);
}

void Sheet::finish() {
    if (isHidden()) return;
    hide();
    if (m_before) m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
    deleteLater();
}

void Sheet::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QColor scrim = m_theme.colour(Token::Scrim);
    scrim.setAlphaF(kScrim);
    painter.fillRect(rect(), scrim);
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return finish();
    event->accept();
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return;
    // A button that has the focus is what Enter means; only from a field it means the main action.
    auto* focused = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
    if (focused != nullptr && isAncestorOf(focused)) return focused->click();
    if (!m_actions.isEmpty() && m_actions.last()->isEnabled()) m_actions.last()->click();
}

void Sheet::mousePressEvent(QMouseEvent* event) {
    event->accept();  // nothing below the scrim
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

bool Sheet::focusNextPrevChild(bool next) {
    QWidget* from = QApplication::focusWidget();
    if (from == nullptr || !isAncestorOf(from)) from = this;
    QWidget* at = from;
    do {
        at = next ? at->nextInFocusChain() : at->previousInFocusChain();
        const bool takes = (at->focusPolicy() & Qt::TabFocus) && at->isEnabled() && at->isVisibleTo(this);
        if (at != this && isAncestorOf(at) && takes) {
            at->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (at != from);
    return true;
}

}  // namespace app
