#include "app/views/timeline/RowPainter.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include "app/views/timeline/TimelineWords.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kMentionBar = 3;
constexpr int kReplyAvatar = 16;
constexpr int kHookRadius = 6;

}  // namespace

QList<QRectF> spanRects(const TextPart& part, int start, int length) {
    QList<QRectF> rects;
    const int end = start + length;
    for (int i = 0; i < part.layout->lineCount(); ++i) {
        const QTextLine line = part.layout->lineAt(i);
        const int from = qMax(start, line.textStart());
        const int to = qMin(end, line.textStart() + line.textLength());
        if (from >= to) continue;
        const double a = line.cursorToX(from);
        const double b = line.cursorToX(to);
        rects << QRectF(part.origin.x() + qMin(a, b), part.origin.y() + line.y(), qAbs(b - a), line.height());
    }
    return rects;
}

QPixmap RowPainter::picture(const QString& key, const QSize& size, const QPainter& painter) {
    return key.isEmpty() ? QPixmap() : m_pictures.picture(key, size * painter.device()->devicePixelRatioF());
}

QRect RowPainter::inner(const QRect& box, int start, int width) const {
    const int left = m_direction == Qt::LeftToRight ? box.left() + start : box.right() + 1 - start - width;
    return {left, box.top(), width, box.height()};
}

void RowPainter::card(QPainter& painter, const QRect& box, Token fill, Token border, int radius) {
    painter.setPen(QPen(m_theme.colour(border), 1));
    painter.setBrush(m_theme.colour(fill));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), m_theme.px(radius), m_theme.px(radius));
}

int RowPainter::hoveredIndex(const RowLayout& row, const RowState& state, ZoneKind kind) const {
    if (state.hoveredZone < 0 || state.hoveredZone >= row.zones.size()) return -1;
    const RowZone& zone = row.zones[state.hoveredZone];
    return zone.kind == kind ? zone.index : -1;
}

Token RowPainter::ground(const RowLayout& row, const RowState& state) const {
    if (row.row->mentionsMe) return state.hovered ? Token::MentionHover : Token::MentionBg;
    return state.hovered ? Token::Hover : Token::Base;
}

void RowPainter::paint(QPainter& painter, const RowLayout& row, const RowState& state) {
    painter.setRenderHint(QPainter::Antialiasing);
    paintLines(painter, row);
    paintGround(painter, row, state);
    if (row.system) {
        paintFlow(painter, row.flow, state);
        paintIcon(painter, m_theme, row.iconName, row.icon, row.icon.width(), m_theme.colour(Token::Text3),
                  IconWeight::Auto, m_direction);
        paintText(painter, row.timeText, row.time, m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3),
                  m_direction);
    } else {
        paintHead(painter, row, state);
        paintFlow(painter, row.flow, state);
        paintFiles(painter, row, state);
        paintEmbeds(painter, row, state);
        for (qsizetype i = 0; i < row.stickers.size(); ++i) {
            const StickerRow& sticker = row.row->stickers[i];
            paintPicture(painter, row.stickers[i], sticker.picture, sticker.name, false);
        }
        paintReactions(painter, row, state);
        paintThread(painter, row, state);
        paintStatus(painter, row, state);
    }
    if (state.current) {
        paintInnerFocus(painter, m_theme, row.body().adjusted(m_theme.px(4), 0, -m_theme.px(4), 0),
                        m_theme.px(m_theme.radii().row));
    }
}

void RowPainter::paintLines(QPainter& painter, const RowLayout& row) {
    const int side = m_theme.px(row.compact ? 16 : 20);
    if (row.dayY >= 0) {
        const QFont font = m_theme.font(TextStyle::CaptionStrong);
        const int wide = textWidth(row.dayText, font);
        const int from = (row.width - wide) / 2;
        const int gap = m_theme.px(12);
        const QColor line = m_theme.colour(Token::Line);
        painter.fillRect(QRect(side, row.dayY, from - gap - side, 1), line);
        painter.fillRect(QRect(from + wide + gap, row.dayY, row.width - side - from - wide - gap, 1), line);
        const int high = m_theme.lineHeight(TextStyle::Caption);
        paintText(painter, row.dayText, QRect(from, row.dayY - high / 2, wide + 1, high), font,
                  m_theme.colour(Token::Text2));
    }
    if (row.newY >= 0) {
        const QFont font = m_theme.font(TextStyle::Section);
        const int wide = textWidth(row.place.newText, font);
        const int gap = m_theme.px(10);
        const QRect bounds(0, 0, row.width, row.height);
        const QRect line(side, row.newY, row.width - 2 * side - wide - gap, 1);
        painter.fillRect(mirrored(line, bounds, m_direction), m_theme.colour(Token::Danger));
        const int high = m_theme.lineHeight(TextStyle::Section);
        const QRect words(row.width - side - wide, row.newY - high / 2, wide, high);
        paintText(painter, row.place.newText, mirrored(words, bounds, m_direction), font, m_theme.colour(Token::Danger),
                  m_direction);
    }
}

void RowPainter::paintGround(QPainter& painter, const RowLayout& row, const RowState& state) {
    const QRect body = row.body();
    QColor fill = m_theme.colour(ground(row, state));
    if (state.flash > 0) fill = Theme::mix(fill, m_theme.colour(Token::Flash), state.flash);
    if (row.row->mentionsMe || state.hovered || state.flash > 0) painter.fillRect(body, fill);
    if (row.row->mentionsMe) {
        const QRect bar(0, body.top(), m_theme.px(kMentionBar), body.height());
        painter.fillRect(mirrored(bar, body, m_direction), m_theme.colour(Token::MentionBar));
    }
    if (state.hovered && m_theme.kind() == ThemeKind::Contrast) {
        painter.fillRect(QRect(0, body.top(), body.width(), 1), m_theme.colour(Token::Line));
        painter.fillRect(QRect(0, body.bottom(), body.width(), 1), m_theme.colour(Token::Line));
    }
}

void RowPainter::paintHead(QPainter& painter, const RowLayout& row, const RowState& state) {
    const MessageRow& message = *row.row;
    if (message.reply) paintReply(painter, row, state);
    const QColor quiet = m_theme.colour(Token::Text3);
    if (!row.avatar.isNull()) {
        paintAvatar(painter, m_theme, row.avatar, message.author.id.value(), message.author.name,
                    picture(message.author.avatar, row.avatar.size(), painter));
        const QColor colour = m_theme.nameColour(message.author.colour, message.author.id.value(), ground(row, state));
        QFont font = m_theme.font(TextStyle::MessageName);
        font.setUnderline(!row.zones.isEmpty() && state.hoveredZone >= 0 &&
                          row.zones.value(state.hoveredZone).rect == row.name);
        paintText(painter, message.author.name, row.name, font, colour, m_direction);
        if (message.author.bot) paintBotTag(&painter, m_theme, row.name, row.tagX, m_direction);
        paintText(painter, row.timeText, row.time, m_theme.font(TextStyle::Caption), quiet, m_direction);
    } else if (row.place.groupStart || state.hovered) {
        paintText(painter, row.timeText, row.time, m_theme.font(TextStyle::Caption), quiet, m_direction);
    }
}

void RowPainter::paintReply(QPainter& painter, const RowLayout& row, const RowState& state) {
    const ReplyRow& reply = *row.row->reply;
    const QRect line = row.replyLine;
    const bool ltr = m_direction == Qt::LeftToRight;
    if (!row.avatar.isNull()) {
        const double x = row.avatar.center().x() + 0.5;
        const double y = line.center().y() + 0.5;
        const double to = ltr ? line.left() - m_theme.px(4) : line.right() + m_theme.px(4);
        const double r = m_theme.px(kHookRadius);
        QPainterPath hook(QPointF(x, row.avatar.top() - m_theme.px(4)));
        hook.lineTo(x, y + r);
        hook.quadTo(x, y, ltr ? x + r : x - r, y);
        hook.lineTo(to, y);
        painter.setPen(QPen(m_theme.colour(Token::LineStrong), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(hook);
    }
    const QFont font = m_theme.font(TextStyle::Small);
    const bool hovered = hoveredIndex(row, state, ZoneKind::Reply) >= 0;
    if (reply.gone) {
        paintText(painter, TimelineWords::tr("The message it answers is gone."), line, font,
                  m_theme.colour(Token::Text3), m_direction);
        return;
    }
    const int avatar = m_theme.px(kReplyAvatar);
    QRect box = inner(line, 0, avatar);
    box.setTop(line.top() + (line.height() - avatar) / 2);
    box.setHeight(avatar);
    paintAvatar(painter, m_theme, box, reply.author.id.value(), reply.author.name,
                picture(reply.author.avatar, box.size(), painter));
    QFont nameFont = font;
    nameFont.setWeight(QFont::DemiBold);
    int x = avatar + m_theme.px(6);
    const int nameWidth = qMin(textWidth(reply.author.name, nameFont), line.width() / 2);
    paintText(painter, reply.author.name, inner(line, x, nameWidth), nameFont,
              m_theme.nameColour(reply.author.colour, reply.author.id.value(), ground(row, state)), m_direction);
    x += nameWidth + m_theme.px(6);
    const QString text = reply.text.isEmpty() && reply.hasFiles ? TimelineWords::tr("Sent a file") : reply.text;
    paintText(painter, text, inner(line, x, line.width() - x), font,
              m_theme.colour(hovered ? Token::Text : Token::Text2), m_direction);
}

void RowPainter::paintFlow(QPainter& painter, const TextFlow& flow, const RowState& state) {
    for (const QRect& bar : flow.quoteBars) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::LineStrong));
        painter.drawRoundedRect(bar, bar.width() / 2.0, bar.width() / 2.0);
    }
    for (size_t i = 0; i < flow.parts.size(); ++i) {
        if (flow.parts[i].isCode)
            paintCode(painter, flow.parts[i], int(i), state);
        else
            paintPart(painter, flow.parts[i], int(i), state);
    }
}

void RowPainter::paintPart(QPainter& painter, const TextPart& part, int index, const RowState& state) {
    paintSpanGrounds(painter, part, index, state);
    QList<QTextLayout::FormatRange> selections;
    if (state.selection) {
        const TextRange& range = *state.selection;
        if (size_t(index) >= range.fromPart && size_t(index) <= range.toPart) {
            const int from = size_t(index) == range.fromPart ? range.from : 0;
            const int to = size_t(index) == range.toPart ? range.to : int(part.layout->text().size());
            QTextCharFormat format;
            format.setBackground(m_theme.colour(Token::TextSelection));
            if (to > from) selections << QTextLayout::FormatRange{from, to - from, format};
        }
    }
    painter.setPen(m_theme.colour(Token::Text));
    part.layout->draw(&painter, part.origin, selections);
    paintSpanCovers(painter, part);
}

void RowPainter::paintSpanGrounds(QPainter& painter, const TextPart& part, int index, const RowState& state) {
    const int radius = m_theme.px(5);
    for (qsizetype i = 0; i < part.spans.size(); ++i) {
        const TextSpan& span = part.spans[i];
        const bool hovered = index == state.hoveredPart && i == state.hoveredSpan;
        const bool pill = span.kind == SpanKind::User || span.kind == SpanKind::Role ||
                          span.kind == SpanKind::Everyone || span.kind == SpanKind::Channel ||
                          span.kind == SpanKind::Command;
        const bool open = span.kind == SpanKind::Spoiler && span.spoiler < 0;
        if (!pill && !open && span.kind != SpanKind::Code && !(hovered && span.kind == SpanKind::Link)) continue;
        for (QRectF rect : spanRects(part, span.start, span.length)) {
            const double high = m_theme.px(20);
            QRectF box(rect.left(), rect.center().y() - high / 2, rect.width(), high);
            painter.setPen(Qt::NoPen);
            if (pill) {
                painter.setBrush(m_theme.colour(span.self ? Token::PillSelfBg : Token::PillBg));
                painter.drawRoundedRect(box, radius, radius);
            } else if (span.kind == SpanKind::Code) {
                painter.setPen(QPen(m_theme.colour(Token::LineStrong), 1));
                painter.setBrush(m_theme.colour(Token::CodeBg));
                const int margin = m_theme.px(2);
                box = QRectF(box.toAlignedRect()).adjusted(margin + 0.5, 0.5, -margin - 0.5, -0.5);
                painter.drawRoundedRect(box, m_theme.px(4), m_theme.px(4));
            } else if (open) {
                painter.setBrush(m_theme.colour(Token::Sunken));
                painter.drawRoundedRect(box, m_theme.px(4), m_theme.px(4));
            } else {
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 1), m_theme.colour(Token::Link));
            }
        }
    }
}

void RowPainter::paintSpanCovers(QPainter& painter, const TextPart& part) {
    for (const TextSpan& span : part.spans) {
        if (span.kind == SpanKind::Spoiler && span.spoiler >= 0) {
            for (const QRectF& rect : spanRects(part, span.start, span.length)) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(m_theme.colour(Token::Control));
                painter.drawRoundedRect(rect, m_theme.px(4), m_theme.px(4));
            }
        } else if (span.kind == SpanKind::CustomEmoji) {
            for (const QRectF& rect : spanRects(part, span.start, span.length)) {
                const double side = rect.width();
                const QRect box = QRectF(rect.left(), rect.center().y() - side / 2, side, side).toRect();
                const QPixmap pixmap = picture(span.target, box.size(), painter);
                painter.setRenderHint(QPainter::SmoothPixmapTransform);
                if (!pixmap.isNull())
                    painter.drawPixmap(box, pixmap);
                else
                    paintIcon(painter, m_theme, "smiley"_L1, box, int(side), m_theme.colour(Token::Text3));
            }
        }
    }
}

void RowPainter::paintCode(QPainter& painter, const TextPart& part, int index, const RowState& state) {
    card(painter, part.frame, Token::CodeBg, Token::LineStrong, m_theme.radii().control);
    painter.fillRect(QRect(part.header.left() + 1, part.header.bottom(), part.header.width() - 2, 1),
                     m_theme.colour(Token::LineStrong));
    const QRect label = part.header.adjusted(m_theme.px(12), 0, -m_theme.px(44), 0);
    paintText(painter, part.language.isEmpty() ? TimelineWords::tr("text") : part.language, label,
              m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text2));
    paintIcon(painter, m_theme, "copy"_L1, part.copyBox, m_theme.px(16), m_theme.colour(Token::Text2));
    const int scrolled = state.codeScroll ? state.codeScroll->value(index) : 0;
    painter.save();
    painter.setClipRect(part.frame.adjusted(1, part.header.height(), -1, -1), Qt::IntersectClip);
    painter.translate(-scrolled, 0);
    paintPart(painter, part, index, state);
    painter.restore();
    if (part.naturalWidth > part.rect.width()) {
        const int track = part.rect.width();
        const int thumb = qMax(m_theme.px(24), track * track / part.naturalWidth);
        const int travel = part.naturalWidth - track;
        const int x = part.rect.left() + (travel > 0 ? (track - thumb) * scrolled / travel : 0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::Scroll));
        const int high = m_theme.px(4);
        painter.drawRoundedRect(QRect(x, part.frame.bottom() - high - 1, thumb, high), high / 2.0, high / 2.0);
    }
}

void RowPainter::paintReactions(QPainter& painter, const RowLayout& row, const RowState& state) {
    const int hovered = hoveredIndex(row, state, ZoneKind::Reaction);
    for (int i = 0; i < row.reactions.size(); ++i) {
        const ReactionRow& reaction = row.row->reactions[i];
        const QRect box = row.reactions[i];
        const double radius = box.height() / 2.0;
        painter.setPen(QPen(m_theme.colour(reaction.mine ? Token::AccentText : Token::Line), 1));
        painter.setBrush(m_theme.colour(reaction.mine  ? Token::AccentSoft
                                        : i == hovered ? Token::Pressed
                                                       : Token::Sunken));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        const int side = m_theme.px(18);
        QRect glyph = inner(box, m_theme.px(9), side);
        if (reaction.emojiId.isNull()) {
            painter.setFont(m_theme.emojiFont(m_theme.px(17)));
            painter.setPen(m_theme.colour(Token::Text));
            painter.drawText(glyph.adjusted(-4, 0, 4, 0), Qt::AlignCenter, reaction.name);
        } else {
            glyph = QRect(glyph.left(), box.top() + (box.height() - side) / 2, side, side);
            const QPixmap pixmap = picture(reaction.picture, glyph.size(), painter);
            if (!pixmap.isNull())
                painter.drawPixmap(glyph, pixmap);
            else
                paintIcon(painter, m_theme, "smiley"_L1, glyph, m_theme.px(16), m_theme.colour(Token::Text3));
        }
        const QRect count = inner(box, m_theme.px(9 + 18 + 7), box.width() - m_theme.px(9 + 18 + 7));
        paintText(painter, QString::number(reaction.count), count, m_theme.font(TextStyle::SmallStrong),
                  m_theme.colour(reaction.mine ? Token::AccentText : Token::Text2), m_direction);
    }
    if (!row.addReaction.isNull()) {
        const bool over = hoveredIndex(row, state, ZoneKind::AddReaction) >= 0;
        const double radius = row.addReaction.height() / 2.0;
        painter.setPen(QPen(m_theme.colour(Token::Line), 1));
        painter.setBrush(m_theme.colour(over ? Token::Pressed : Token::Sunken));
        painter.drawRoundedRect(QRectF(row.addReaction).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        paintIcon(painter, m_theme, "smiley"_L1, row.addReaction, m_theme.px(16), m_theme.colour(Token::Text2));
    }
}

void RowPainter::paintThread(QPainter& painter, const RowLayout& row, const RowState& state) {
    if (!row.row->thread) return;
    const ThreadRow& thread = *row.row->thread;
    const bool over = hoveredIndex(row, state, ZoneKind::Thread) >= 0;
    card(painter, row.thread, over ? Token::Hover : Token::Base, Token::Line, m_theme.radii().control);
    const QFont small = m_theme.font(TextStyle::Small);
    const QFont strong = m_theme.font(TextStyle::SmallStrong);
    const QString count = thread.messageCount == 1 ? TimelineWords::tr("1 reply")
                                                   : TimelineWords::tr("%1 replies").arg(thread.messageCount);
    const QFont countFont = m_theme.font(TextStyle::Caption);
    const int countWidth = textWidth(count, countFont);
    const int pad = m_theme.px(12);
    int x = pad;
    if (!thread.lastAuthor.id.isNull()) {
        const int side = m_theme.px(20);
        QRect avatar = inner(row.thread, x, side);
        avatar = QRect(avatar.left(), row.thread.top() + (row.thread.height() - side) / 2, side, side);
        paintAvatar(painter, m_theme, avatar, thread.lastAuthor.id.value(), thread.lastAuthor.name,
                    picture(thread.lastAuthor.avatar, avatar.size(), painter));
        x += side + m_theme.px(10);
    }
    const int room = row.thread.width() - x - countWidth - pad - m_theme.px(12);
    QFont nameFont = strong;
    nameFont.setWeight(QFont::DemiBold);
    const int nameWidth = qMin(textWidth(thread.name, nameFont), room);
    paintText(painter, thread.name, inner(row.thread, x, nameWidth), nameFont, m_theme.colour(Token::AccentText),
              m_direction);
    const int textX = nameWidth + m_theme.px(10);
    const QString said =
        thread.lastAuthor.name.isEmpty() ? thread.lastText : thread.lastAuthor.name + u": "_s + thread.lastText;
    if (!thread.lastText.isEmpty()) {
        paintText(painter, said, inner(row.thread, x + textX, room - textX), small, m_theme.colour(Token::Text2),
                  m_direction);
    }
    paintText(painter, count, inner(row.thread, row.thread.width() - pad - countWidth, countWidth), countFont,
              m_theme.colour(Token::Text3), m_direction);
}

void RowPainter::paintStatus(QPainter& painter, const RowLayout& row, const RowState& state) {
    if (row.status.isNull()) return;
    const bool failed = row.row->state == MessageState::Failed;
    const QColor colour = m_theme.colour(failed ? Token::Danger : Token::Text3);
    const QRect icon = inner(row.status, 0, m_theme.px(16));
    paintIcon(painter, m_theme, failed ? "warning-circle"_L1 : "clock"_L1, icon, m_theme.px(14), colour,
              failed ? IconWeight::Fill : IconWeight::Auto);
    const QFont font = m_theme.font(TextStyle::Small);
    paintText(
        painter, row.statusText,
        inner(row.status, m_theme.px(22), qMin(textWidth(row.statusText, font), row.status.width() - m_theme.px(22))),
        font, colour, m_direction);
    for (const RowZone& zone : row.zones) {
        const QString words = statusLink(zone.kind);
        if (words.isEmpty()) continue;
        QFont link = m_theme.font(TextStyle::SmallStrong);
        link.setUnderline(hoveredIndex(row, state, zone.kind) >= 0);
        paintText(painter, words, zone.rect, link, m_theme.colour(Token::AccentText), m_direction);
        const bool alone = !failed && zone.rect.top() != row.status.top();
        if (zone.kind == ZoneKind::Discard && !alone) {
            const int wide = m_theme.px(6);
            const bool ltr = m_direction == Qt::LeftToRight;
            const int x = ltr ? zone.rect.left() - m_theme.px(13) : zone.rect.right() + m_theme.px(7);
            paintText(painter, u"\u00b7"_s, QRect(x, zone.rect.top(), wide, zone.rect.height()), font,
                      m_theme.colour(Token::Text3));
        }
    }
}

}  // namespace app
