#pragma once

#include "app/views/timeline/RowLayout.h"
#include "app/widgets/Pictures.h"

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace app {

/** A stretch of text within one row, from its start to its end in reading order. */
struct TextRange {
    size_t fromPart = 0;
    int from = 0;
    size_t toPart = 0;
    int to = 0;

    bool isEmpty() const { return fromPart == toPart && from == to; }
};

/** How a row is to look just now. */
struct RowState {
    bool hovered = false;
    bool current = false;  ///< the keyboard is here: focus ring
    double flash = 0;      ///< 1 just jumped to, 0 not
    std::optional<TextRange> selection;
    int hoveredZone = -1;
    int hoveredPart = -1;  ///< with hoveredSpan: the link under the mouse
    int hoveredSpan = -1;
    const QHash<int, int>* codeScroll = nullptr;  ///< by part, pixels to the right
};

/** Paints laid out rows. Knows nothing of where they stand: the painter is translated to the row's top left. */
class RowPainter {
 public:
    RowPainter(const Theme& theme, Pictures& pictures, const TimeText& times, Qt::LayoutDirection direction)
        : m_theme(theme), m_pictures(pictures), m_times(times), m_direction(direction) {}

    void paint(QPainter& painter, const RowLayout& row, const RowState& state);

 private:
    Token ground(const RowLayout& row, const RowState& state) const;
    void paintLines(QPainter& painter, const RowLayout& row);
    void paintGround(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintHead(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintReply(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintFlow(QPainter& painter, const TextFlow& flow, const RowState& state);
    void paintPart(QPainter& painter, const TextPart& part, int index, const RowState& state);
    void paintCode(QPainter& painter, const TextPart& part, int index, const RowState& state);
    void paintSpanGrounds(QPainter& painter, const TextPart& part, int index, const RowState& state);
    void paintSpanCovers(QPainter& painter, const TextPart& part);
    void paintFiles(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintPicture(QPainter& painter, const QRect& box, const QString& key, const QString& alt, bool covered);
    void paintFileCard(QPainter& painter, const FileBox& box, const AttachmentRow& file, bool hovered);
    void paintUpload(QPainter& painter, const FileBox& box, const AttachmentRow& file, bool hoverCancel);
    void paintEmbeds(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintReactions(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintThread(QPainter& painter, const RowLayout& row, const RowState& state);
    void paintStatus(QPainter& painter, const RowLayout& row, const RowState& state);
    void card(QPainter& painter, const QRect& box, Token fill, Token border, int radius);
    QRect inner(const QRect& box, int start, int width) const;
    int hoveredIndex(const RowLayout& row, const RowState& state, ZoneKind kind) const;
    QPixmap picture(const QString& key, const QSize& size, const QPainter& painter);

    const Theme& m_theme;
    Pictures& m_pictures;
    const TimeText& m_times;
    Qt::LayoutDirection m_direction;
};

/** The rectangles that cover letters `start` to `start + length` of a part, one per line; relative to the row. */
QList<QRectF> spanRects(const TextPart& part, int start, int length);

}  // namespace app
