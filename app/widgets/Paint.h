#pragma once

#include <QtCore/QRect>
#include <QtCore/QString>
#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QPixmap>

#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

// Strokes shared by widgets and delegates. All sizes given are already scaled; GUI thread only.
namespace app {

enum class PresenceMark { None, Offline, Online, Away, Busy, Streaming };

/** Up to two letters: of the first and the last word, in upper case; "?" when there is no letter or digit. */
QString initialsOf(const QString& name);
/** "1" to "99", then "99+". */
QString badgeText(int count);

/** One line of text in the middle of `rect`, elided at its end; right-to-left text and rows are aligned to match. */
void paintText(QPainter& painter, const QString& text, const QRect& rect, const QFont& font, const QColor& colour,
               Qt::LayoutDirection direction = Qt::LeftToRight, Qt::Alignment alignment = Qt::AlignLeft,
               Qt::TextElideMode elide = Qt::ElideRight);
/** Width of one line of text as paintText draws it, emoji included. */
int textWidth(const QString& text, const QFont& font);
/** An icon in the middle of `box`. */
void paintIcon(QPainter& painter, const Theme& theme, const QString& name, const QRect& box, int size,
               const QColor& colour, IconWeight weight = IconWeight::Auto,
               Qt::LayoutDirection direction = Qt::LeftToRight);
void paintIcon(QPainter& painter, const Theme& theme, QLatin1StringView name, const QRect& box, int size,
               const QColor& colour, IconWeight weight = IconWeight::Auto,
               Qt::LayoutDirection direction = Qt::LeftToRight);

/** A round avatar: the picture, or initials on the hue of `id`. */
void paintAvatar(QPainter& painter, const Theme& theme, const QRect& box, quint64 id, const QString& name,
                 const QPixmap& picture);
/** A guild's tile with rounded corners: the picture, or initials on the hue of `id`. */
void paintTile(QPainter& painter, const Theme& theme, const QRect& box, int radius, quint64 id, const QString& name,
               const QPixmap& picture);
/** The presence at the lower end corner of an avatar, in a ring of the surface below. */
void paintPresence(QPainter& painter, const Theme& theme, const QRect& avatar, PresenceMark presence,
                   const QColor& surface, Qt::LayoutDirection direction = Qt::LeftToRight);

/** Size of a count's badge. */
QSize badgeSize(const Theme& theme, int count);
/** A count in a brass pill; `ring` (if valid) is drawn 2 px around it. */
void paintBadge(QPainter& painter, const Theme& theme, const QRect& box, int count, const QColor& ring = {});
/** A filled disc, with an optional 2 px ring. */
void paintDot(QPainter& painter, const Theme& theme, const QRect& box, const QColor& colour, const QColor& ring = {});
/** The small "BOT" chip; returns its width. With a null painter it only measures. */
int paintBotTag(QPainter* painter, const Theme& theme, const QRect& line, int x, Qt::LayoutDirection direction);

/** The focus of a row or cell: 2 px inside. */
void paintInnerFocus(QPainter& painter, const Theme& theme, const QRect& row, int radius);
/** `rect` as it is for a layout that runs in `direction` within `bounds`. */
QRect mirrored(const QRect& rect, const QRect& bounds, Qt::LayoutDirection direction);

/** True when a code point is drawn by the colour emoji font. Digits and letters alone are not. */
bool isEmojiStart(QStringView text, qsizetype at, qsizetype* length);

}  // namespace app
