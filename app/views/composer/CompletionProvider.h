#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "app/models/PersonRow.h"
#include "app/widgets/Paint.h"

namespace app {

/** One row of the popup above the composer. */
struct CompletionItem {
    QString shown;    ///< what stands in the text while writing: "@Tomás Aguirre"
    QString markup;   ///< what is sent: "<@123>"; equal to `shown` when there is no difference
    QString title;    ///< the row's text
    QString detail;   ///< after the title, small: the user name
    QString note;     ///< at the end: "Member", "notifies 3 people"
    QString icon;     ///< Phosphor name; empty = avatar, picture or glyph
    QString glyph;    ///< a Unicode emoji
    QString picture;  ///< key for app::Pictures
    quint64 hueId = 0;
    PresenceMark presence = PresenceMark::None;
};

/** Answers what could be meant. GUI thread, from what is at hand: it must not block. */
class CompletionProvider {
 public:
    virtual ~CompletionProvider() = default;
    /** Above the rows: "People and roles matching “b”". */
    virtual QString heading(QChar trigger, const QString& word) const = 0;
    /** `trigger` is '@', '#', ':' or '/'; the best first, at most `limit`. */
    virtual QList<CompletionItem> complete(QChar trigger, const QString& word, int limit) = 0;
};

}  // namespace app
