#include "app/widgets/Field.h"

#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kGap = 6;
constexpr int kSearchIcon = 16;
constexpr int kSearchLead = 10;

void setColour(QLabel& label, const QColor& colour) {
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, colour);
    label.setPalette(palette);
    label.setStyleSheet(u"color: %1;"_s.arg(colour.name()));
}

}  // namespace

Field::Field(const Theme& theme, const QString& label, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_label(new QLabel(label, this)),
      m_edit(new QLineEdit(this)),
      m_note(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_label);
    column->addWidget(m_edit);
    column->addWidget(m_note);
    m_label->setBuddy(m_edit);
    m_label->setVisible(!label.isEmpty());
    m_note->setWordWrap(true);
    m_note->hide();
    m_edit->setAccessibleName(label);
    m_edit->setProperty("focusRing", false);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &Field::textChanged);
    connect(m_edit, &QLineEdit::returnPressed, this, &Field::returnPressed);
    connect(&theme, &Theme::changed, this, &Field::restyle);
    restyle();
}

void Field::setLabel(const QString& label) {
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_edit->setAccessibleName(label);
}

void Field::setHint(const QString& hint) {
    m_hint = hint;
    restyle();
}

void Field::setError(const QString& error) {
    if (m_error == error) return;
    m_error = error;
    m_edit->setProperty("invalid", !error.isEmpty());
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
    restyle();
    if (!error.isEmpty()) {
        QAccessibleEvent event(m_edit, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void Field::setPassword() {
    m_edit->setEchoMode(QLineEdit::Password);
    if (m_reveal) return;
    m_reveal = new IconButton(m_theme, u"eye"_s, tr("Show password"), this);
    m_reveal->setSmall(true);
    m_reveal->setCheckable(true);
    connect(m_reveal, &QAbstractButton::toggled, this, [this](bool shown) {
        m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        m_reveal->setIconName(shown ? u"eye-slash"_s : u"eye"_s);
        m_reveal->setName(shown ? tr("Hide password") : tr("Show password"));
    });
    restyle();
}

void Field::setStatusIcon(const QString& icon, Token colour) {
    m_statusIcon = icon;
    m_statusColour = colour;
    if (!m_status) {
        m_status = new QLabel(this);
        m_status->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    restyle();
}

void Field::restyle() {
    static_cast<QVBoxLayout*>(layout())->setSpacing(m_theme.px(kGap));
    m_label->setFont(m_theme.font(TextStyle::SmallStrong));
    setColour(*m_label, m_theme.colour(Token::Text));
    m_edit->setFont(m_theme.font(TextStyle::Ui));
    m_note->setFont(m_theme.font(TextStyle::Caption));
    const bool wrong = !m_error.isEmpty();
    m_note->setText(wrong ? m_error : m_hint);
    m_note->setVisible(!m_note->text().isEmpty());
    m_edit->setAccessibleDescription(m_note->text());
    setColour(*m_note, m_theme.colour(wrong ? Token::Danger : Token::Text3));
    const int room = m_reveal || (m_status && !m_statusIcon.isEmpty()) ? m_theme.px(28) : 0;
    const bool ltr = layoutDirection() == Qt::LeftToRight;
    m_edit->setTextMargins(ltr ? 0 : room, 0, ltr ? room : 0, 0);
    // Labels follow the direction of their words by themselves; these stand with the line that they are about.
    for (QLabel* label : {m_label, m_note})
        label->setAlignment(ltr ? Qt::AlignLeft | Qt::AlignVCenter
                                : Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    if (m_status) {
        m_status->setVisible(!m_statusIcon.isEmpty());
        m_status->setPixmap(m_theme.icon(m_statusIcon, m_theme.px(18), m_theme.colour(m_statusColour), IconWeight::Fill,
                                         layoutDirection(), devicePixelRatioF()));
        m_status->setFixedSize(m_theme.px(18), m_theme.px(18));
    }
    placeEnd();
}

void Field::placeEnd() {
    QWidget* end = m_reveal ? static_cast<QWidget*>(m_reveal) : m_status;
    if (!end) return;
    const QSize size = m_reveal ? m_reveal->sizeHint() : m_status->size();
    const QRect line = m_edit->geometry();
    const QRect box(line.right() - size.width() - m_theme.px(m_reveal ? 4 : 11),
                    line.top() + (line.height() - size.height()) / 2, size.width(), size.height());
    end->setGeometry(mirrored(box, line, layoutDirection()));
    end->raise();
}

void Field::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) restyle();
}

void Field::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    placeEnd();
}

SearchField::SearchField(const Theme& theme, const QString& placeholder, QWidget* parent)
    : QLineEdit(parent), m_theme(theme) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setProperty("focusRing", false);
    connect(&theme, &Theme::changed, this, &SearchField::restyle);
    restyle();
}

void SearchField::setShortcutHint(const QString& keys) {
    m_shortcut = keys;
    update();
}

void SearchField::restyle() {
    setFont(m_theme.font(TextStyle::Small));
    const int lead = m_theme.px(kSearchIcon + 6);
    const bool ltr = layoutDirection() == Qt::LeftToRight;
    setTextMargins(ltr ? lead : 0, 0, ltr ? 0 : lead, 0);
    setAlignment((ltr ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignAbsolute | Qt::AlignVCenter);
    setStyleSheet(u"QLineEdit { min-height: %1px; max-height: %1px; }"_s.arg(m_theme.px(m_theme.metrics().search - 2)));
    updateGeometry();
}

void SearchField::changeEvent(QEvent* event) {
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) restyle();
}

QSize SearchField::sizeHint() const {
    return {m_theme.px(196), m_theme.px(m_theme.metrics().search)};
}

void SearchField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int size = m_theme.px(kSearchIcon);
    const QRect icon = mirrored(QRect(m_theme.px(kSearchLead), 0, size, height()), rect(), layoutDirection());
    paintIcon(painter, m_theme, u"magnifying-glass"_s, icon, size, m_theme.colour(Token::Text2));
    if (m_shortcut.isEmpty() || !text().isEmpty() || hasFocus()) return;
    const QFont font = m_theme.font(TextStyle::Caption);
    const int wide = textWidth(m_shortcut, font) + m_theme.px(10);
    const int high = m_theme.px(18);
    QRect box(width() - wide - m_theme.px(9), (height() - high) / 2, wide, high);
    box = mirrored(box, rect(), layoutDirection());
    painter.setPen(m_theme.colour(Token::LineStrong));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), m_theme.px(4), m_theme.px(4));
    paintText(painter, m_shortcut, box, font, m_theme.colour(Token::Text3), Qt::LeftToRight, Qt::AlignHCenter);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QLineEdit::keyPressEvent(event);
    if (text().isEmpty())
        Q_EMIT left();
    else
        clear();
}

}  // namespace app
