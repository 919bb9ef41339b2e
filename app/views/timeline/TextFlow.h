#pragma once

#include <memory>
#include <vector>

#include <QtCore/QList>
#include <QtCore/QRect>
#include <QtCore/QSet>
#include <QtCore/QString>
#include <QtGui/QTextLayout>

#include "app/models/MessageRoles.h"
#include "app/views/timeline/TimeText.h"
#include "app/widgets/Theme.h"
#include "shared/text/MarkdownNode.h"

namespace app {

enum class SpanKind { Plain, Link, User, Role, Everyone, Channel, Command, Code, Spoiler, CustomEmoji, Author };

/** A stretch of a text part that is drawn or clicked in a way of its own. */
struct TextSpan {
    int start = 0;
    int length = 0;
    SpanKind kind = SpanKind::Link;
    QString target;  ///< address of a link, key for app::Pictures of an emoji
    quint64 id = 0;
    bool self = false;  ///< a mention of the reader
    int spoiler = -1;   ///< number of the covered spoiler
    QString plain;      ///< what copying gives, when that is not what is shown
};

/** A paragraph, or a block of code, laid out and placed. Places are relative to the row. */
struct TextPart {
    std::unique_ptr<QTextLayout> layout;
    QList<TextSpan> spans;
    QPoint origin;  ///< where the layout's (0, 0) stands
    QRect rect;     ///< what it covers; of code: the text area, beyond which it is clipped and scrolls
    int naturalWidth = 0;
    bool isCode = false;
    QRect frame;   ///< of code: the whole card
    QRect header;  ///< of code: language and copy button
    QRect copyBox;
    QString language;
    bool endsLine = true;  ///< false when the next part continues on the same line (a bullet)
    bool copyable = true;
};

/** A message's text, laid out: parts from top to bottom, bars of quotes. */
struct TextFlow {
    std::vector<TextPart> parts;
    QList<QRect> quoteBars;
    int height = 0;
};

/** All that laying out text needs to know of its surroundings. Outlives no call. */
struct FlowContext {
    const Theme& theme;
    const MentionNames* names = nullptr;  ///< null: ids stay unknown
    TimeText times;
    qint64 nowMs = 0;
    QSet<int> revealed;  ///< numbers of the spoilers that were opened
    bool muted = false;  ///< not sent yet: text3
    bool compact = false;
    bool edited = false;
    QString author;  ///< compact: the name in front of the text
    QColor authorColour;
    Token surface = Token::Base;
};

/** Lays `document` out from (x, y) in `width`; x counts from the start side of a row `rowWidth` wide. */
TextFlow layOutText(const shared::MarkdownNode& document, const FlowContext& context, int x, int y, int width,
                    int rowWidth, Qt::LayoutDirection direction);

/** The text between two places of a flow, as it should be on the clipboard. */
QString flowText(const TextFlow& flow, size_t fromPart, int from, size_t toPart, int to);

/** One part of plain text without markup, in a given style; for embeds, cards and system rows. */
TextPart layOutPlain(const Theme& theme, const QString& text, TextStyle style, Token colour, const QRect& box,
                     int maxLines, Qt::LayoutDirection direction);

/** Runs of colour emoji in `text`, as formats in the emoji font. */
QList<QTextLayout::FormatRange> emojiFormats(const Theme& theme, const QString& text, int pixelSize);

}  // namespace app
