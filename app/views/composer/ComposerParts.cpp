#include "app/views/composer/ComposerParts.h"

#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>

#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kChipWidth = 220;
constexpr int kChipHeight = 52;
constexpr int kContextHeight = 34;

}  // namespace

FileChip::FileChip(const Theme& theme, const ComposerFile& file, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_file(file),
      m_remove(new IconButton(theme, u"x"_s, tr("Remove %1").arg(file.name), this)) {
    m_remove->setSmall(true);
    setAccessibleName(file.name);
    setToolTip(file.name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_remove, &QAbstractButton::clicked, this, [this] { Q_EMIT removed(m_file.id); });
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

QWidget* FileChip::removeButton() const {
    return m_remove;
}

void FileChip::setProgress(double part) {
    m_progress = part;
    setAccessibleDescription(part < 0 ? QString() : tr("%1 %").arg(qRound(part * 100)));
    update();
}

void FileChip::setError(const QString& error) {
    m_error = error;
    setAccessibleDescription(error);
    update();
}

QSize FileChip::sizeHint() const {
    return {m_theme.px(kChipWidth), m_theme.px(kChipHeight)};
}

void FileChip::resizeEvent(QResizeEvent*) {
    const QSize side = m_remove->sizeHint();
    const QRect box(width() - side.width() - m_theme.px(8), (height() - side.height()) / 2, side.width(),
                    side.height());
    m_remove->setGeometry(mirrored(box, rect(), layoutDirection()));
}

void FileChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colour(m_error.isEmpty() ? Token::Line : Token::Danger));
    painter.setBrush(m_theme.colour(Token::Sunken));
    const int radius = m_theme.px(m_theme.radii().file);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const int icon = m_theme.px(20);
    const auto part = [&](int x, int y, int wide, int high) {
        return mirrored(QRect(x, y, wide, high), rect(), layoutDirection());
    };
    paintIcon(painter, m_theme, m_file.picture.isNull() ? u"file"_s : u"image"_s,
              part(m_theme.px(12), 0, icon, height()), icon, m_theme.colour(Token::AccentText));
    const int x = m_theme.px(42);
    const int wide = width() - x - m_theme.px(44);
    paintText(painter, m_file.name, part(x, m_theme.px(8), wide, m_theme.px(18)), m_theme.font(TextStyle::SmallStrong),
              m_theme.colour(Token::Text), layoutDirection(), Qt::AlignLeft, Qt::ElideMiddle);
    const QRect below = part(x, m_theme.px(27), wide, m_theme.px(16));
    if (!m_error.isEmpty()) {
        paintText(painter, m_error, below, m_theme.font(TextStyle::Caption), m_theme.colour(Token::Danger),
                  layoutDirection());
    } else if (m_progress < 0) {
        const QString size = QLocale().formattedDataSize(m_file.size, 1, QLocale::DataSizeSIFormat);
        paintText(painter, size, below, m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3),
                  layoutDirection());
    } else {
        const int high = m_theme.px(4);
        const QRect track(below.left(), below.center().y() - high / 2, below.width(), high);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::Line));
        painter.drawRoundedRect(track, high / 2.0, high / 2.0);
        painter.setBrush(m_theme.colour(Token::Accent));
        QRect done = track;
        done.setWidth(qRound(track.width() * qBound(0.0, m_progress, 1.0)));
        painter.drawRoundedRect(mirrored(done, track, layoutDirection()), high / 2.0, high / 2.0);
    }
}

ContextBar::ContextBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_at(new IconButton(theme, u"at"_s, tr("Notify the author"), this)),
      m_close(new IconButton(theme, u"x"_s, tr("Cancel"), this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, theme.px(8), 0);
    row->setSpacing(theme.px(2));
    row->addStretch(1);
    row->addWidget(m_at);
    row->addWidget(m_close);
    m_at->setSmall(true);
    m_at->setCheckable(true);
    m_at->setChecked(true);
    m_close->setSmall(true);
    setFixedHeight(theme.px(kContextHeight));
    hide();
    connect(m_close, &QAbstractButton::clicked, this, &ContextBar::closed);
    connect(m_at, &QAbstractButton::toggled, this, [this](bool on) {
        m_mentions = on;
        m_at->setName(on ? tr("Notify the author: on") : tr("Notify the author: off"));
    });
    connect(&theme, &Theme::changed, this, [this] { setFixedHeight(m_theme.px(kContextHeight)); });
}

void ContextBar::setContent(const QString& icon, const QString& text, const QString& name, const QColor& colour,
                            bool canMention) {
    m_icon = icon;
    m_text = text;
    m_name = name;
    m_colour = colour;
    m_at->setVisible(canMention);
    setAccessibleName(text + u' ' + name);
    update();
}

void ContextBar::setMentions(bool mentions) {
    m_at->setChecked(mentions);
}

QWidget* ContextBar::lastButton() const {
    return m_close;
}

void ContextBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colour(Token::Line));
    const auto part = [&](int x, int wide) { return mirrored(QRect(x, 0, wide, height()), rect(), layoutDirection()); };
    int x = m_theme.px(15);
    paintIcon(painter, m_theme, m_icon, part(x, m_theme.px(18)), m_theme.px(16), m_theme.colour(Token::Text3),
              IconWeight::Auto, layoutDirection());
    x = m_theme.px(48);
    const QFont font = m_theme.font(TextStyle::Small);
    const int wide = textWidth(m_text, font);
    paintText(painter, m_text, part(x, wide), font, m_theme.colour(Token::Text2), layoutDirection());
    x += wide + m_theme.px(4);
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    paintText(painter, m_name, part(x, qMax(0, width() - x - m_theme.px(76))), strong, m_colour, layoutDirection());
}

TypingLine::TypingLine(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_dots.setStartValue(0.0);
    m_dots.setEndValue(3.0);
    m_dots.setLoopCount(-1);
    connect(&m_dots, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        updateMotion();
    });
}

void TypingLine::setTyping(const QStringList& names) {
    if (m_names == names) return;
    m_names = names;
    updateMotion();
    update();
}

void TypingLine::setNote(const QString& icon, const QString& text) {
    m_icon = icon;
    m_note = text;
    update();
}

QSize TypingLine::sizeHint() const {
    return {0, m_theme.px(m_theme.metrics().typingLine)};
}

void TypingLine::updateMotion() {
    const int loop = m_theme.motion().typingLoop;
    const bool moves = !m_names.isEmpty() && loop > 0 && isVisible() && window()->isActiveWindow();
    if (!moves) return m_dots.stop();
    m_dots.setDuration(loop);
    if (m_dots.state() != QAbstractAnimation::Running) m_dots.start();
}

void TypingLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange) updateMotion();
}

void TypingLine::showEvent(QShowEvent*) {
    updateMotion();
}

void TypingLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = m_theme.font(TextStyle::Caption);
    const auto part = [&](int x, int wide) { return mirrored(QRect(x, 0, wide, height()), rect(), layoutDirection()); };
    if (m_names.isEmpty()) {
        if (m_note.isEmpty()) return;
        paintIcon(painter, m_theme, m_icon, part(m_theme.px(4), m_theme.px(14)), m_theme.px(14),
                  m_theme.colour(Token::Text3));
        paintText(painter, m_note, part(m_theme.px(26), width() - m_theme.px(30)), font, m_theme.colour(Token::Text2),
                  layoutDirection());
        return;
    }
    painter.setPen(Qt::NoPen);
    const int side = m_theme.px(5);
    for (int i = 0; i < 3; ++i) {
        QColor colour = m_theme.colour(Token::Text3);
        const double phase = m_dots.state() == QAbstractAnimation::Running ? m_dots.currentValue().toDouble() : 0.0;
        const double distance = std::fmod(phase - i + 3.0, 3.0);
        colour.setAlphaF(float(qBound(0.3, 1.0 - distance / 3.0, 1.0)));
        painter.setBrush(colour);
        const QRect box = part(m_theme.px(4) + i * m_theme.px(8), side);
        painter.drawEllipse(QRect(box.left(), (height() - side) / 2, side, side));
    }
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    int x = m_theme.px(33);
    const auto say = [&](const QString& text, const QFont& with) {
        const int wide = qMin(textWidth(text, with), width() - x);
        if (wide > 0) paintText(painter, text, part(x, wide), with, m_theme.colour(Token::Text2), layoutDirection());
        x += wide + m_theme.px(3);
    };
    if (m_names.size() > 3) return say(tr("Several people are typing"), font);
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        if (i > 0) say(i + 1 == m_names.size() ? tr("and") : u","_s, font);
        say(m_names[i], strong);
    }
    say(m_names.size() == 1 ? tr("is typing") : tr("are typing"), font);
}

}  // namespace app
