#include "app/widgets/Paint.h"

#include <QtCore/QtMath>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyle>

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kBadgeHeight = 18;
constexpr int kBadgePad = 5;
constexpr int kRing = 2;
constexpr double kInitialsPart = 0.38;
constexpr double kPresencePart = 0.34;
constexpr int kPresenceMin = 9;

QColor presenceColour(const Theme& theme, PresenceMark presence) {
    switch (presence) {
        case PresenceMark::Online:
            return theme.colour(Token::Online);
        case PresenceMark::Away:
            return theme.colour(Token::Away);
        case PresenceMark::Busy:
            return theme.colour(Token::Busy);
        case PresenceMark::Streaming:
            return theme.colour(Token::Streaming);
        default:
            return theme.colour(Token::Offline);
    }
}

void paintCovering(QPainter& painter, const QRect& box, const QPixmap& picture) {
    const QSizeF size = picture.size();
    const QSizeF part = QSizeF(box.size()).scaled(size, Qt::KeepAspectRatio);
    const QRectF source(QPointF((size.width() - part.width()) / 2, (size.height() - part.height()) / 2), part);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(QRectF(box), picture, source);
}

void paintInitials(QPainter& painter, const Theme& theme, const QRect& box, const QString& name) {
    QFont font = theme.font(TextStyle::UiStrong);
    font.setWeight(QFont::DemiBold);
    font.setPixelSize(qMax(7, qRound(box.height() * kInitialsPart)));
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, initialsOf(name));
}

}  // namespace

QString initialsOf(const QString& name) {
    QStringList words;
    bool inside = false;
    for (qsizetype i = 0; i < name.size(); ++i) {
        QString letter(name[i]);
        if (name[i].isHighSurrogate() && i + 1 < name.size()) letter += name[++i];
        const char32_t point = letter.toUcs4().value(0);
        const bool part = QChar::isLetterOrNumber(point);
        if (part && !inside) words << letter;
        inside = part || (inside && (QChar::category(point) == QChar::Mark_NonSpacing || letter == "'"_L1));
    }
    if (words.isEmpty()) return u"?"_s;
    if (words.size() == 1) return words.first().toUpper();
    return (words.first() + words.last()).toUpper();
}

QString badgeText(int count) {
    return count > 99 ? u"99+"_s : QString::number(count);
}

void paintText(QPainter& painter, const QString& text, const QRect& rect, const QFont& font, const QColor& colour,
               Qt::LayoutDirection direction, Qt::Alignment alignment, Qt::TextElideMode elide) {
    if (rect.width() <= 0 || text.isEmpty()) return;
    painter.setFont(font);
    painter.setPen(colour);
    const QFontMetrics metrics(font);
    QString line = text;
    line.replace(u'\n', u' ');
    const QString shown = elide == Qt::ElideNone ? line : metrics.elidedText(line, elide, rect.width());
    const Qt::Alignment side = QStyle::visualAlignment(direction, alignment & Qt::AlignHorizontal_Mask);
    const Qt::LayoutDirection before = painter.layoutDirection();
    painter.setLayoutDirection(line.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(rect, int(side | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
    painter.setLayoutDirection(before);
}

int textWidth(const QString& text, const QFont& font) {
    return qCeil(QFontMetricsF(font).horizontalAdvance(text)) + 1;
}

void paintIcon(QPainter& painter, const Theme& theme, const QString& name, const QRect& box, int size,
               const QColor& colour, IconWeight weight, Qt::LayoutDirection direction) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap icon = theme.icon(name, size, colour, weight, direction, ratio);
    painter.drawPixmap(box.left() + (box.width() - size) / 2, box.top() + (box.height() - size) / 2, icon);
}

void paintIcon(QPainter& painter, const Theme& theme, QLatin1StringView name, const QRect& box, int size,
               const QColor& colour, IconWeight weight, Qt::LayoutDirection direction) {
    paintIcon(painter, theme, QString(name), box, size, colour, weight, direction);
}

void paintAvatar(QPainter& painter, const Theme& theme, const QRect& box, quint64 id, const QString& name,
                 const QPixmap& picture) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (picture.isNull()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.avatarHue(id));
        painter.drawEllipse(box);
        paintInitials(painter, theme, box, name);
    } else {
        QPainterPath path;
        path.addEllipse(box);
        painter.setClipPath(path, Qt::IntersectClip);
        paintCovering(painter, box, picture);
    }
    painter.restore();
}

void paintTile(QPainter& painter, const Theme& theme, const QRect& box, int radius, quint64 id, const QString& name,
               const QPixmap& picture) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addRoundedRect(box, radius, radius);
    if (picture.isNull()) {
        painter.fillPath(path, theme.avatarHue(id));
        if (!name.isEmpty()) paintInitials(painter, theme, box, name);
    } else {
        painter.setClipPath(path, Qt::IntersectClip);
        paintCovering(painter, box, picture);
    }
    painter.restore();
}

void paintPresence(QPainter& painter, const Theme& theme, const QRect& avatar, PresenceMark presence,
                   const QColor& surface, Qt::LayoutDirection direction) {
    if (presence == PresenceMark::None) return;
    const double size = qMax(double(theme.px(kPresenceMin)), avatar.height() * kPresencePart * 0.8);
    const double ring = theme.px(kRing);
    const double out = size * 0.12;
    const double x = direction == Qt::LeftToRight ? avatar.right() + 1 - size + out : avatar.left() - out;
    const QRectF disc(x, avatar.bottom() + 1 - size + out, size, size);
    const QColor colour = presenceColour(theme, presence);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(surface);
    painter.drawEllipse(disc.adjusted(-ring, -ring, ring, ring));
    painter.setBrush(colour);
    if (presence == PresenceMark::Offline) {
        painter.setBrush(Qt::NoBrush);
        const double width = size * 0.22;
        painter.setPen(QPen(colour, width));
        painter.drawEllipse(disc.adjusted(width / 2, width / 2, -width / 2, -width / 2));
    } else if (presence == PresenceMark::Away) {
        painter.drawEllipse(disc);
        painter.setBrush(surface);
        const double rim = size * 0.16;
        painter.drawPie(disc.adjusted(rim, rim, -rim, -rim), -90 * 16, 180 * 16);
    } else {
        painter.drawEllipse(disc);
        if (presence == PresenceMark::Busy) {
            painter.setBrush(surface);
            const QRectF bar(disc.center().x() - size * 0.3, disc.center().y() - size * 0.11, size * 0.6, size * 0.22);
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2);
        }
    }
    painter.restore();
}

QSize badgeSize(const Theme& theme, int count) {
    const int height = theme.px(kBadgeHeight);
    const int width = QFontMetrics(theme.font(TextStyle::Badge)).horizontalAdvance(badgeText(count));
    return {qMax(height, width + 2 * theme.px(kBadgePad)), height};
}

void paintBadge(QPainter& painter, const Theme& theme, const QRect& box, int count, const QColor& ring) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (ring.isValid()) {
        const int width = theme.px(kRing);
        const QRect outer = box.adjusted(-width, -width, width, width);
        painter.setBrush(ring);
        painter.drawRoundedRect(outer, outer.height() / 2.0, outer.height() / 2.0);
    }
    painter.setBrush(theme.colour(Token::BadgeBg));
    painter.drawRoundedRect(box, box.height() / 2.0, box.height() / 2.0);
    painter.setPen(theme.colour(Token::BadgeText));
    painter.setFont(theme.font(TextStyle::Badge));
    painter.drawText(box, Qt::AlignCenter, badgeText(count));
    painter.restore();
}

void paintDot(QPainter& painter, const Theme& theme, const QRect& box, const QColor& colour, const QColor& ring) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (ring.isValid()) {
        const int width = theme.px(kRing);
        painter.setBrush(ring);
        painter.drawEllipse(box.adjusted(-width, -width, width, width));
    }
    painter.setBrush(colour);
    painter.drawEllipse(box);
    painter.restore();
}

int paintBotTag(QPainter* painter, const Theme& theme, const QRect& line, int x, Qt::LayoutDirection direction) {
    QFont font = theme.font(TextStyle::Badge);
    font.setPixelSize(theme.px(10));
    const QString text = QStringLiteral("BOT");
    const int width = QFontMetrics(font).horizontalAdvance(text) + 2 * theme.px(4);
    if (!painter) return width;
    const int height = theme.px(15);
    const int left = direction == Qt::LeftToRight ? x : x - width;
    const QRect box(left, line.top() + (line.height() - height) / 2, width, height);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.colour(Token::AccentSoft));
    painter->drawRoundedRect(box, theme.px(theme.radii().chip), theme.px(theme.radii().chip));
    painter->setPen(theme.colour(Token::AccentText));
    painter->setFont(font);
    painter->drawText(box, Qt::AlignCenter, text);
    painter->restore();
    return width;
}

void paintInnerFocus(QPainter& painter, const Theme& theme, const QRect& row, int radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = theme.px(theme.metrics().focusRing);
    painter.setPen(QPen(theme.colour(Token::Focus), width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(row).adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
    painter.restore();
}

QRect mirrored(const QRect& rect, const QRect& bounds, Qt::LayoutDirection direction) {
    return QStyle::visualRect(direction, bounds, rect);
}

}  // namespace app
