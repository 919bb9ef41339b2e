#pragma once

#include <QtCore/QEvent>
#include <QtWidgets/QAbstractItemView>

#include "app/models/PersonRow.h"
#include "app/widgets/Paint.h"
#include "app/widgets/Pictures.h"

namespace app {

constexpr PresenceMark presenceMark(PresenceKind kind) {
    switch (kind) {
        case PresenceKind::Online:
            return PresenceMark::Online;
        case PresenceKind::Away:
            return PresenceMark::Away;
        case PresenceKind::Busy:
            return PresenceMark::Busy;
        case PresenceKind::Streaming:
            return PresenceMark::Streaming;
        case PresenceKind::Offline:
            break;
    }
    return PresenceMark::Offline;
}

/** What the design's lists have in common: ground, no frame, hover, quiet scroll bars. */
void prepareList(QAbstractItemView& view, const Theme& theme, Token ground, const QString& name);
/** Follows a change of the theme: rows are measured and painted anew. */
void refreshList(QAbstractItemView& view, const Theme& theme, Token ground);
/** A picture for a box, at the painter's resolution; null when there is none. */
QPixmap boxPicture(Pictures& pictures, const QString& key, const QRect& box, const QPainter& painter);

}  // namespace app
