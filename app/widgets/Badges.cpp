#include "app/widgets/Badges.h"

#include <QtGui/QPainter>

namespace app {
namespace {

constexpr int kTagHeight = 20;
constexpr int kTagPad = 8;
constexpr int kTagDot = 8;

std::pair<Token, Token> tagColours(Tag::Kind kind) {
    switch (kind) {
        case Tag::Kind::Good:
            return {Token::SuccessSoft, Token::Success};
        case Tag::Kind::Warning:
            return {Token::WarnSoft, Token::Warn};
        case Tag::Kind::Bad:
            return {Token::DangerSoft, Token::Danger};
        case Tag::Kind::Accent:
            return {Token::AccentSoft, Token::AccentText};
        case Tag::Kind::Neutral:
            break;
    }
    return {Token::NavHover, Token::Text2};
}

}  // namespace

Avatar::Avatar(const Theme& theme, Pictures& pictures, int designSize, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_pictures(pictures), m_size(designSize) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&pictures, &Pictures::arrived, this, [this](const QString& key) {
        if (key == m_picture) update();
    });
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Avatar::setPerson(quint64 id, const QString& name, const QString& picture) {
    m_id = id;
    m_name = name;
    m_picture = picture;
    setAccessibleName(name);
    update();
}

void Avatar::setPresence(PresenceMark presence) {
    m_presence = presence;
    update();
}

void Avatar::setSurface(Token surface) {
    m_surface = surface;
    update();
}

void Avatar::setTile(bool tile) {
    m_tile = tile;
    update();
}

QSize Avatar::sizeHint() const {
    const int room = m_theme.px(2);
    return QSize(m_theme.px(m_size), m_theme.px(m_size)) + QSize(room, room);
}

void Avatar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int side = m_theme.px(m_size);
    const QRect box = mirrored(QRect(0, 0, side, side), rect(), layoutDirection());
    const QPixmap picture =
        m_picture.isEmpty() ? QPixmap() : m_pictures.picture(m_picture, box.size() * devicePixelRatioF());
    if (m_tile)
        paintTile(painter, m_theme, box, m_theme.px(m_theme.radii().tile), m_id, m_name, picture);
    else
        paintAvatar(painter, m_theme, box, m_id, m_name, picture);
    paintPresence(painter, m_theme, box, m_presence, m_theme.colour(m_surface), layoutDirection());
}

Badge::Badge(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void Badge::setCount(int count) {
    m_count = count;
    setVisible(count > 0);
    setAccessibleName(count == 1 ? tr("1 unread mention") : tr("%n unread mentions", nullptr, count));
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const {
    return badgeSize(m_theme, m_count);
}

void Badge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBadge(painter, m_theme, rect(), m_count);
}

Tag::Tag(const Theme& theme, const QString& text, Kind kind, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_kind(kind) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text, kind);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void Tag::setText(const QString& text, Kind kind) {
    m_text = text;
    m_kind = kind;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Tag::setDot(bool dot) {
    m_dot = dot;
    updateGeometry();
}

QSize Tag::sizeHint() const {
    const int dot = m_dot ? m_theme.px(kTagDot + 4) : 0;
    return {textWidth(m_text, m_theme.font(TextStyle::CaptionStrong)) + 2 * m_theme.px(kTagPad) + dot,
            m_theme.px(kTagHeight)};
}

void Tag::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto [fill, text] = tagColours(m_kind);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(fill));
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    QRect line = rect().adjusted(m_theme.px(kTagPad), 0, -m_theme.px(kTagPad), 0);
    if (m_dot) {
        const int side = m_theme.px(kTagDot);
        const QRect box(line.left(), (height() - side) / 2, side, side);
        paintDot(painter, m_theme, mirrored(box, rect(), layoutDirection()), m_theme.colour(text));
        line.setLeft(line.left() + side + m_theme.px(4));
    }
    paintText(painter, m_text, mirrored(line, rect(), layoutDirection()), m_theme.font(TextStyle::CaptionStrong),
              m_theme.colour(text), layoutDirection());
}

}  // namespace app
