#include "app/admin/HostPreview.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kPreviewLeft = 49;
constexpr int kTop = 90;
constexpr int kBottom = 70;
constexpr int kNav = 216;

}  // namespace

/** Draws what is measured from the left where lines begin: mirrored with the layout. */
struct HostPreview::Strokes {
    QPainter& painter;
    const Theme& theme;
    QRect bounds;
    Qt::LayoutDirection direction;

    QRect at(const QRect& box) const { return mirrored(box, bounds, direction); }
    void fill(const QRect& box, Token token) const { painter.fillRect(at(box), theme.colour(token)); }
    void words(const QString& text, const QRect& box, TextStyle style, Token token) const {
        paintText(painter, text, at(box), theme.font(style), theme.colour(token), direction);
    }
    void icon(const QString& name, const QRect& box, int designSize, Token token) const {
        paintIcon(painter, theme, name, at(box), theme.px(designSize), theme.colour(token), IconWeight::Auto,
                  direction);
    }
};

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
    const Strokes strokes{painter, t, rect(), layoutDirection()};
    painter.fillRect(rect(), t.colour(Token::Rail));
    const int left = t.px(kPreviewLeft), top = t.px(kTop);
    strokes.words(tr("How it will look"), QRect(left, t.px(52), width() - left, t.px(26)), TextStyle::SmallStrong,
                  Token::Text);
    const QRect frame(left, top, width() - left + t.px(20), height() - top - t.px(kBottom));
    QPainterPath clip;
    clip.addRoundedRect(strokes.at(frame), t.px(12), t.px(12));
    painter.setClipPath(clip);
    paintRail(strokes, frame);
    paintChannels(strokes, frame);
    painter.setClipping(false);
    painter.setPen(t.colour(Token::LineStrong));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(strokes.at(frame)).adjusted(0.5, 0.5, -0.5, -0.5), t.px(12), t.px(12));
}

void HostPreview::paintRail(const Strokes& strokes, const QRect& frame) {
    const Theme& t = m_theme;
    const int rail = t.px(t.metrics().rail), nav = t.px(kNav), header = t.px(t.metrics().header);
    const int tile = t.px(t.metrics().tile), x = frame.left(), y = frame.top();
    strokes.fill(frame, Token::Base);
    strokes.fill(QRect(x, y, rail, frame.height()), Token::Rail);
    strokes.fill(QRect(x + rail, y, nav, frame.height()), Token::Nav);
    strokes.fill(QRect(x + rail, y, 1, frame.height()), Token::Line);
    strokes.fill(QRect(x + rail + nav, y, 1, frame.height()), Token::Line);
    strokes.fill(QRect(x + rail, y + header, frame.width(), 1), Token::Line);
    strokes.icon(u"chat-teardrop-text"_s, QRect(x, y + t.px(12), rail, tile), 22, Token::Text2);
    strokes.fill(QRect(x + t.px(16), y + t.px(64), rail - t.px(32), 1), Token::LineStrong);
    const QRect own(x + t.px(12), y + t.px(76), tile, tile);
    paintTile(strokes.painter, t, strokes.at(own), t.px(t.radii().tile), 5, shownName(), m_icon);
    strokes.fill(QRect(x, own.center().y() - t.px(12), t.px(4), t.px(24)), Token::AccentText);
}

QString HostPreview::shownName() const {
    return m_name.isEmpty() ? tr("Your community") : m_name;
}

void HostPreview::paintChannels(const Strokes& strokes, const QRect& frame) {
    const Theme& t = m_theme;
    const int rail = t.px(t.metrics().rail), nav = t.px(kNav), header = t.px(t.metrics().header);
    const int x = frame.left() + rail + t.px(16), timeline = frame.left() + rail + nav;
    strokes.words(shownName(), QRect(x, frame.top(), nav - t.px(32), header), TextStyle::Heading, Token::Text);
    int y = frame.top() + header + t.px(14);
    bool first = true;
    for (const TemplateCategory& category : m_start.categories) {
        if (!category.name.isEmpty()) {
            strokes.icon(u"caret-down"_s, QRect(x - t.px(4), y, t.px(14), t.px(28)), 10, Token::Text3);
            strokes.words(category.name, QRect(x + t.px(12), y, nav - t.px(50), t.px(28)), TextStyle::Section,
                          Token::Text3);
            y += t.px(30);
        }
        for (const TemplateChannel& channel : category.channels) {
            const QRect row(frame.left() + rail + t.px(8), y, nav - t.px(16), t.px(32));
            if (first) {
                strokes.painter.setPen(Qt::NoPen);
                strokes.painter.setBrush(t.colour(Token::Selected));
                strokes.painter.drawRoundedRect(strokes.at(row), t.px(6), t.px(6));
                strokes.icon(u"hash"_s, QRect(timeline + t.px(14), frame.top(), t.px(20), header), 20, Token::Text3);
                strokes.words(channel.name, QRect(timeline + t.px(42), frame.top(), t.px(200), header),
                              TextStyle::Heading, Token::Text);
            }
            const Token ink = first ? Token::SelectedText : Token::Text2;
            using Type = shared::ChannelType;
            const QString icon = channel.type == Type::GuildVoice          ? u"speaker-high"_s
                                 : channel.type == Type::GuildAnnouncement ? u"megaphone"_s
                                                                           : u"hash"_s;
            strokes.icon(icon, QRect(row.left() + t.px(8), y, t.px(18), t.px(32)), 18, ink);
            strokes.words(channel.name, QRect(row.left() + t.px(34), y, row.width() - t.px(40), t.px(32)),
                          first ? TextStyle::UiStrong : TextStyle::Ui, ink);
            first = false;
            y += t.px(32);
        }
        y += t.px(8);
    }
}

}  // namespace app
