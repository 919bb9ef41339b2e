#include "app/admin/HostPreview.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kLeft = 49;
constexpr int kTop = 90;
constexpr int kBottom = 70;
constexpr int kNav = 216;

}  // namespace

HostPreview::HostPreview(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleName(tr("How it will look"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HostPreview::setCommunity(const QString& name, const QPixmap& icon) {
    m_name = name;
    m_icon = icon;
    update();
}

void HostPreview::setTemplate(const HostTemplate& start) {
    m_start = start;
    update();
}

void HostPreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = m_theme;
    painter.fillRect(rect(), t.colour(Token::Rail));
    const int left = t.px(kLeft), top = t.px(kTop);
    paintText(painter, tr("How it will look"), QRect(left, t.px(52), width() - left, t.px(26)),
              t.font(TextStyle::SmallStrong), t.colour(Token::Text));
    const QRect frame(left, top, width() - left + t.px(20), height() - top - t.px(kBottom));
    QPainterPath clip;
    clip.addRoundedRect(frame, t.px(12), t.px(12));
    painter.setClipPath(clip);
    const int rail = t.px(t.metrics().rail), nav = t.px(kNav), header = t.px(t.metrics().header);
    painter.fillRect(frame, t.colour(Token::Base));
    painter.fillRect(QRect(frame.topLeft(), QSize(rail, frame.height())), t.colour(Token::Rail));
    painter.fillRect(QRect(frame.left() + rail, frame.top(), nav, frame.height()), t.colour(Token::Nav));
    const QColor line = t.colour(Token::Line);
    painter.fillRect(frame.left() + rail, frame.top(), 1, frame.height(), line);
    painter.fillRect(frame.left() + rail + nav, frame.top(), 1, frame.height(), line);
    painter.fillRect(frame.left() + rail, frame.top() + header, frame.width(), 1, line);
    const int tile = t.px(t.metrics().tile), pad = t.px(12);
    paintIcon(painter, t, u"chat-teardrop-text"_s, QRect(frame.left(), frame.top() + t.px(12), rail, tile), t.px(22),
              t.colour(Token::Text2));
    painter.fillRect(frame.left() + t.px(16), frame.top() + t.px(64), rail - t.px(32), 1, t.colour(Token::LineStrong));
    const QString name = m_name.isEmpty() ? tr("Your community") : m_name;
    const QRect own(frame.left() + pad, frame.top() + t.px(76), tile, tile);
    paintTile(painter, t, own, t.px(t.radii().tile), 5, name, m_icon);
    painter.fillRect(frame.left(), own.center().y() - t.px(12), t.px(4), t.px(24), t.colour(Token::AccentText));
    const int x = frame.left() + rail + t.px(16);
    paintText(painter, name, QRect(x, frame.top(), nav - t.px(32), header), t.font(TextStyle::Heading),
              t.colour(Token::Text));
    int y = frame.top() + header + t.px(14);
    bool first = true;
    for (const TemplateCategory& category : m_start.categories) {
        if (!category.name.isEmpty()) {
            paintIcon(painter, t, u"caret-down"_s, QRect(x - t.px(4), y, t.px(14), t.px(28)), t.px(10),
                      t.colour(Token::Text3));
            paintText(painter, category.name, QRect(x + t.px(12), y, nav - t.px(50), t.px(28)),
                      t.font(TextStyle::Section), t.colour(Token::Text3));
            y += t.px(30);
        }
        for (const TemplateChannel& channel : category.channels) {
            const QRect row(frame.left() + rail + t.px(8), y, nav - t.px(16), t.px(32));
            if (first) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(t.colour(Token::Selected));
                painter.drawRoundedRect(row, t.px(6), t.px(6));
                paintIcon(painter, t, u"hash"_s,
                          QRect(frame.left() + rail + nav + t.px(14), frame.top(), t.px(20), header), t.px(20),
                          t.colour(Token::Text3));
                paintText(painter, channel.name,
                          QRect(frame.left() + rail + nav + t.px(42), frame.top(), t.px(200), header),
                          t.font(TextStyle::Heading), t.colour(Token::Text));
            }
            const QColor ink = t.colour(first ? Token::SelectedText : Token::Text2);
            using Type = shared::ChannelType;
            const QString icon = channel.type == Type::GuildVoice          ? u"speaker-high"_s
                                 : channel.type == Type::GuildAnnouncement ? u"megaphone"_s
                                                                           : u"hash"_s;
            paintIcon(painter, t, icon, QRect(row.left() + t.px(8), y, t.px(18), t.px(32)), t.px(18), ink);
            paintText(painter, channel.name, QRect(row.left() + t.px(34), y, row.width() - t.px(40), t.px(32)),
                      t.font(first ? TextStyle::UiStrong : TextStyle::Ui), ink);
            first = false;
            y += t.px(32);
        }
        y += t.px(8);
    }
    painter.setClipping(false);
    painter.setPen(t.colour(Token::LineStrong));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), t.px(12), t.px(12));
}

}  // namespace app
