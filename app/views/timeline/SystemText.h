#pragma once

#include "app/views/timeline/TextFlow.h"

namespace app {

/** A system row's words: who joined, what was pinned. Spans are people (Author, id) and links ("message", "pins", ...).
 */
struct SystemLine {
    QString icon;
    QString text;
    QList<TextSpan> spans;
};

/** Never empty: an unknown type says what its content says, or that something happened. */
SystemLine systemLine(const MessageRow& row);

}  // namespace app
