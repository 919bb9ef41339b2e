#include "app/widgets/Surfaces.h"

#include <QtCore/QTimer>
#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>

#include "app/widgets/Button.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kProgressHeight = 4;
constexpr int kSpinner = 18;
constexpr int kSpinMs = 1000;
constexpr int kSkeletonDelayMs = 300;
constexpr int kEmptyDisc = 72;
constexpr int kEmptyIcon = 32;
constexpr int kEmptyWidth = 440;
constexpr int kTextShare = 1000;  // the text takes what there is, up to its greatest width

void follow(const Theme& theme, QWidget* widget) {
    QObject::connect(&theme, &Theme::changed, widget, [widget] {
        widget->updateGeometry();
        widget->update();
    });
}

/** A line of 1 px; QSplitterHandle itself takes the mouse a little beside it. */
class GripHandle : public QSplitterHandle {
 public:
    GripHandle(const Theme& theme, Qt::Orientation orientation, QSplitter* parent)
        : QSplitterHandle(orientation, parent), m_theme(theme) {}

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.colour(Token::Line));
    }

 private:
    const Theme& m_theme;
};

}  // namespace

Surface::Surface(const Theme& theme, Token fill, QWidget* parent) : QWidget(parent), m_theme(theme), m_fill(fill) {
    follow(theme, this);
}

void Surface::setEdges(Qt::Edges edges) {
    m_edges = edges;
    update();
}

void Surface::setFill(Token fill) {
    m_fill = fill;
    update();
}

void Surface::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(m_fill));
    const QColor line = m_theme.colour(Token::Line);
    const bool ltr = layoutDirection() == Qt::LeftToRight;
    if (m_edges & Qt::TopEdge) painter.fillRect(0, 0, width(), 1, line);
    if (m_edges & Qt::BottomEdge) painter.fillRect(0, height() - 1, width(), 1, line);
    if (m_edges & (ltr ? Qt::LeftEdge : Qt::RightEdge)) painter.fillRect(0, 0, 1, height(), line);
    if (m_edges & (ltr ? Qt::RightEdge : Qt::LeftEdge)) painter.fillRect(width() - 1, 0, 1, height(), line);
}

Card::Card(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    follow(theme, this);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colour(Token::Line));
    painter.setBrush(m_theme.colour(Token::Raised));
    const int radius = m_theme.px(m_theme.radii().card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

Text::Text(const Theme& theme, const QString& text, TextStyle style, Token colour, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_label(new QLabel(text, this)), m_style(style), m_colour(colour) {
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_label);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    connect(&theme, &Theme::changed, this, &Text::restyle);
    restyle();
    align();
}

void Text::setText(const QString& text) {
    m_label->setText(text);
}
QString Text::text() const {
    return m_label->text();
}

void Text::setColour(Token colour) {
    m_colour = colour;
    restyle();
}

void Text::setWrapping(bool wrap) {
    m_label->setWordWrap(wrap);
}
void Text::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    align();
}

void Text::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) align();
}

void Text::align() {
    // A label follows the direction of its words, which is wrong beside fields that follow the layout's.
    const bool begins = m_alignment & Qt::AlignLeft || !(m_alignment & Qt::AlignHorizontal_Mask);
    m_label->setAlignment(begins && layoutDirection() == Qt::RightToLeft
                              ? Qt::AlignRight | Qt::AlignAbsolute | (m_alignment & Qt::AlignVertical_Mask)
                              : m_alignment);
}

void Text::restyle() {
    m_label->setFont(m_theme.font(m_style));
    m_label->setStyleSheet(u"color: %1;"_s.arg(m_theme.colour(m_colour).name()));
}

ProgressBar::ProgressBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    follow(theme, this);
}

void ProgressBar::setValue(double value) {
    m_value = qBound(0.0, value, 1.0);
    setAccessibleDescription(tr("%1 %").arg(qRound(m_value * 100)));
    update();
}

QSize ProgressBar::sizeHint() const {
    return {m_theme.px(120), m_theme.px(kProgressHeight)};
}

void ProgressBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double radius = height() / 2.0;
    painter.setBrush(m_theme.colour(Token::Line));
    painter.drawRoundedRect(rect(), radius, radius);
    painter.setBrush(m_theme.colour(Token::Accent));
    QRect done(0, 0, qRound(width() * m_value), height());
    if (done.width() > 0) painter.drawRoundedRect(mirrored(done, rect(), layoutDirection()), radius, radius);
}

Spinner::Spinner(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Loading"));
    m_turn.setStartValue(0);
    m_turn.setEndValue(360);
    m_turn.setDuration(kSpinMs);
    m_turn.setLoopCount(-1);
    connect(&m_turn, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    follow(theme, this);
}

QSize Spinner::sizeHint() const {
    return {m_theme.px(kSpinner), m_theme.px(kSpinner)};
}

void Spinner::showEvent(QShowEvent*) {
    if (!m_theme.lessMotion()) m_turn.start();
}

void Spinner::hideEvent(QHideEvent*) {
    m_turn.stop();
}

void Spinner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.colour(Token::AccentText), m_theme.px(2), Qt::SolidLine, Qt::RoundCap));
    const QRectF ring = QRectF(rect()).adjusted(2, 2, -2, -2);
    painter.drawArc(ring, (120 - m_turn.currentValue().toInt()) * 16, 290 * 16);
}

Skeleton::Skeleton(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    hide();
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Loading"));
    m_delay.setSingleShot(true);
    m_delay.setInterval(kSkeletonDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    follow(theme, this);
}

void Skeleton::start() {
    m_delay.start();
}

void Skeleton::stop() {
    m_delay.stop();
    hide();
}

void Skeleton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::Line));
    const Metrics& m = m_theme.metrics();
    const int avatar = m_theme.px(m.timelineAvatar);
    const int left = m_theme.px(m.timelineTextLeft);
    const int bar = m_theme.px(12);
    const int pitch = m_theme.px(94);
    static constexpr int kWidths[][3] = {{120, 260, 200}, {90, 320, 0}, {140, 220, 280}};
    for (int y = height() - pitch, i = 0; y > -pitch; y -= pitch, ++i) {
        painter.drawEllipse(
            mirrored(QRect(m_theme.px(m.timelineAvatarLeft), y, avatar, avatar), rect(), layoutDirection()));
        for (int line = 0; line < 3; ++line) {
            const int wide = qMin(m_theme.px(kWidths[i % 3][line]), width() - left - m_theme.px(m.timelineRight));
            if (wide <= 0) continue;
            const QRect box(left, y + m_theme.px(4) + line * m_theme.px(20), wide, bar);
            painter.drawRoundedRect(mirrored(box, rect(), layoutDirection()), bar / 2.0, bar / 2.0);
        }
    }
}

EmptyState::EmptyState(const Theme& theme, const QString& icon, const QString& title, const QString& text,
                       QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(icon),
      m_symbol(new QLabel(this)),
      m_title(new Text(theme, title, TextStyle::Title, Token::Text, this)),
      m_text(new Text(theme, text, TextStyle::Message, Token::Text2, this)),
      m_buttons(new QHBoxLayout),
      m_below(new QVBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(m_symbol, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    // In a row of its own the text's height follows the width that it really gets.
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addStretch(1);
    row->addWidget(m_text, kTextShare);
    row->addStretch(1);
    column->addLayout(row);
    column->addLayout(m_buttons);
    column->addLayout(m_below);
    column->addStretch(1);
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_buttons->addStretch(1);
    m_buttons->addStretch(1);
    connect(&theme, &Theme::changed, this, &EmptyState::restyle);
    restyle();
}

void EmptyState::setColours(Token disc, Token icon) {
    m_disc = disc;
    m_iconColour = icon;
    restyle();
}

void EmptyState::setText(const QString& text) {
    m_text->setText(text);
}

void EmptyState::addButton(Button* button) {
    m_buttons->insertWidget(m_buttons->count() - 1, button);
}

void EmptyState::addBelow(QWidget* widget) {
    m_below->addWidget(widget, 0, Qt::AlignHCenter);
}

void EmptyState::restyle() {
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->setSpacing(m_theme.px(6));
    m_text->setMaximumWidth(m_theme.px(kEmptyWidth));
    m_buttons->setContentsMargins(0, m_theme.px(16), 0, 0);
    m_buttons->setSpacing(m_theme.px(8));
    m_below->setContentsMargins(0, m_theme.px(24), 0, 0);
    const int side = m_theme.px(kEmptyDisc);
    const double ratio = devicePixelRatioF();
    QPixmap pixmap(QSize(side, side + m_theme.px(16)) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(m_disc));
    painter.drawEllipse(0, 0, side, side);
    paintIcon(painter, m_theme, m_icon, QRect(0, 0, side, side), m_theme.px(kEmptyIcon), m_theme.colour(m_iconColour),
              IconWeight::Auto, layoutDirection());
    painter.end();
    m_symbol->setPixmap(pixmap);
}

Splitter::Splitter(const Theme& theme, Qt::Orientation orientation, QWidget* parent)
    : QSplitter(orientation, parent), m_theme(theme) {
    setHandleWidth(1);
    setChildrenCollapsible(false);
    follow(theme, this);
}

QSplitterHandle* Splitter::createHandle() {
    return new GripHandle(m_theme, orientation(), this);
}

}  // namespace app
