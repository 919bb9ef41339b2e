#include "app/views/timeline/RowLayout.h"

#include "app/views/timeline/SystemText.h"
#include "app/views/timeline/TimelineWords.h"
#include "app/widgets/Paint.h"
#include "shared/text/MarkdownParser.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kDayHeight = 48;
constexpr int kDayMiddle = 24;
constexpr int kNewHeight = 38;
constexpr int kNewMiddle = 20;
constexpr int kCompactNew = 28;
constexpr int kReplyHeight = 20;
constexpr int kSmallGap = 4;
constexpr int kSystemGap = 8;
constexpr int kSystemPad = 4;
constexpr int kSystemIcon = 18;
constexpr int kCompactLeft = 16;
constexpr int kCompactText = 60;
constexpr int kCompactPad = 1;
constexpr int kFileWidth = 380;
constexpr int kFileHeight = 60;
constexpr int kUploadHeight = 52;
constexpr int kMosaicWidth = 208;
constexpr int kMosaicHeight = 160;
constexpr int kSticker = 160;
constexpr int kReactionHeight = 26;
constexpr int kReactionPad = 9;
constexpr int kReactionEmoji = 18;
constexpr int kThreadMax = 430;
constexpr int kThreadHeight = 36;
constexpr int kStatusHeight = 18;
constexpr int kEmbedMax = 432;
constexpr int kEmbedPad = 12;
constexpr int kThumbnail = 80;

class RowBuilder {
 public:
    RowBuilder(const MessageRowPtr& row, const RowPlace& place, const RowContext& context)
        : m_row(*row), m_context(context), m_theme(context.theme), m_out(std::make_unique<RowLayout>()) {
        m_out->row = row;
        m_out->place = place;
        m_out->width = context.width;
        m_out->generation = context.generation;
        m_out->compact = m_theme.density() == Density::Compact;
        m_out->system = isSystemMessage(row->type);
        const Metrics& m = m_theme.metrics();
        m_x = px(compact() ? kCompactText : m.timelineTextLeft);
        const int end = px(compact() ? kCompactLeft : m.timelineRight);
        m_width = qMax(px(60), context.width - m_x - end);
    }

    std::unique_ptr<RowLayout> run() {
        above();
        const int pad = m_out->system ? px(kSystemPad) : px(compact() ? kCompactPad : m_theme.metrics().timelineRowPad);
        m_y += pad;
        if (m_out->system) {
            systemRow();
        } else {
            head();
            text();
            files();
            embeds();
            stickers();
            reactions();
            thread();
            status();
        }
        m_out->height = m_y + pad;
        for (size_t i = 0; i < m_out->flow.parts.size(); ++i) {
            const TextPart& part = m_out->flow.parts[i];
            if (part.isCode) m_out->zones << RowZone{ZoneKind::CopyCode, part.copyBox, int(i)};
        }
        return std::move(m_out);
    }

 private:
    int px(double value) const { return m_theme.px(value); }
    bool compact() const { return m_out->compact; }

    QRect at(int x, int y, int width, int height) const {
        const int left = m_context.direction == Qt::LeftToRight ? x : m_context.width - x - width;
        return {left, y, width, height};
    }

    void zone(ZoneKind kind, const QRect& rect, int index = 0) { m_out->zones << RowZone{kind, rect, index}; }

    void above() {
        const RowPlace& place = m_out->place;
        if (place.dayLine) {
            m_out->dayY = m_y + px(kDayMiddle);
            m_out->dayText = m_context.times.day(m_row.timestampMs, m_context.nowMs);
            m_y += px(kDayHeight);
        }
        if (place.newLine) {
            const int height = px(compact() ? kCompactNew : kNewHeight);
            m_out->newY = m_y + (compact() ? height / 2 : px(kNewMiddle));
            m_y += height;
        }
        if (!place.dayLine && !place.newLine && !place.first) {
            if (m_out->system)
                m_y += px(compact() ? 0 : kSystemGap);
            else if (place.groupStart && !compact())
                m_y += px(m_theme.metrics().timelineGroupGap);
        }
        m_out->bodyTop = m_y;
    }

    FlowContext flowContext() const {
        FlowContext flow{.theme = m_theme, .names = m_context.names, .times = m_context.times};
        flow.nowMs = m_context.nowMs;
        flow.revealed = m_context.revealed;
        flow.muted = m_row.state != MessageState::Sent;
        flow.compact = compact();
        flow.edited = m_row.editedMs != 0;
        flow.surface = m_row.mentionsMe ? Token::MentionBg : Token::Base;
        return flow;
    }

    void systemRow() {
        const SystemLine line = systemLine(m_row);
        m_out->iconName = line.icon;
        const int size = px(kSystemIcon);
        const Metrics& m = m_theme.metrics();
        const int column = compact() ? px(kCompactLeft) : px(m.timelineAvatarLeft) + (px(m.timelineAvatar) - size) / 2;
        m_out->icon = at(column, m_y, size, size);
        const int room = px(60);
        TextPart part = layOutPlain(m_theme, line.text, TextStyle::Small, Token::Text3, at(m_x, m_y, m_width - room, 0),
                                    std::numeric_limits<int>::max(), m_context.direction);
        part.spans = line.spans;
        QList<QTextLayout::FormatRange> formats = part.layout->formats();
        for (const TextSpan& span : line.spans) {
            QTextCharFormat format;
            if (span.kind == SpanKind::Author) {
                format.setFontWeight(QFont::DemiBold);
                format.setForeground(m_theme.colour(Token::Text2));
            } else {
                format.setForeground(m_theme.colour(Token::AccentText));
            }
            formats << QTextLayout::FormatRange{span.start, span.length, format};
        }
        part.layout->setFormats(formats);
        const QRect box = at(m_x, m_y, m_width - room, 0);
        relay(part, box.width());
        part.origin = box.topLeft();
        const QTextLine last = part.layout->lineAt(part.layout->lineCount() - 1);
        m_out->timeText = m_context.times.time(m_row.timestampMs);
        const int after = m_x + int(last.naturalTextWidth()) + px(10);
        m_out->time = at(after, part.rect.bottom() + 1 - m_theme.lineHeight(TextStyle::Small), room,
                         m_theme.lineHeight(TextStyle::Small));
        zone(ZoneKind::Time, m_out->time);
        m_y += part.rect.height();
        m_out->flow.parts.push_back(std::move(part));
        m_out->flow.height = m_y;
    }

    // Breaks the lines anew after its formats have changed.
    void relay(TextPart& part, int width) {
        const int lineHeight = m_theme.lineHeight(TextStyle::Small);
        const QFontMetricsF metrics(m_theme.font(TextStyle::Small));
        const double above = (lineHeight - metrics.ascent() - metrics.descent()) / 2;
        int lines = 0;
        part.layout->beginLayout();
        for (QTextLine line = part.layout->createLine(); line.isValid(); line = part.layout->createLine()) {
            line.setLineWidth(width);
            line.setPosition(QPointF(0, qRound(lines * lineHeight + above + metrics.ascent() - line.ascent())));
            ++lines;
        }
        part.layout->endLayout();
        part.rect.setHeight(qMax(1, lines) * lineHeight);
    }

    void head() {
        m_out->timeText = m_context.times.time(m_row.timestampMs);
        if (m_row.reply) {
            m_out->replyLine = at(m_x, m_y, m_width, px(kReplyHeight));
            zone(ZoneKind::Reply, m_out->replyLine);
            m_y += px(kReplyHeight);
        }
        const Metrics& m = m_theme.metrics();
        const int line = m_theme.lineHeight(TextStyle::Message);
        if (compact()) {
            m_out->time = at(px(kCompactLeft), m_y, m_x - px(kCompactLeft) - px(4), line - px(2));
            if (m_out->place.groupStart) zone(ZoneKind::Time, m_out->time);
            return;
        }
        if (!m_out->place.groupStart) {
            m_out->time = at(px(m.timelineAvatarLeft), m_y, m_x - px(m.timelineAvatarLeft), line);
            return;
        }
        const int avatar = px(m.timelineAvatar);
        m_out->avatar = at(px(m.timelineAvatarLeft), m_y + px(m_row.reply ? 4 : 2), avatar, avatar);
        zone(ZoneKind::Author, m_out->avatar);
        const QFont nameFont = m_theme.font(TextStyle::MessageName);
        const QFont timeFont = m_theme.font(TextStyle::Caption);
        const int timeWidth = textWidth(m_out->timeText, timeFont);
        const int tag = m_row.author.bot ? paintBotTag(nullptr, m_theme, {}, 0, m_context.direction) + px(6) : 0;
        const int nameWidth =
            qMax(px(20), qMin(textWidth(m_row.author.name, nameFont), m_width - timeWidth - tag - px(8)));
        m_out->name = at(m_x, m_y, nameWidth, line);
        zone(ZoneKind::Author, m_out->name);
        m_out->tagX =
            m_context.direction == Qt::LeftToRight ? m_out->name.right() + 1 + px(6) : m_out->name.left() - px(6);
        m_out->time = at(m_x + nameWidth + tag + px(7), m_y + px(1), timeWidth, line);
        zone(ZoneKind::Time, m_out->time);
        m_y += line;
        m_headBottom = m_out->avatar.bottom() + 1;
    }

    void text() {
        FlowContext flow = flowContext();
        if (compact() && m_out->place.groupStart) {
            flow.author = m_row.author.name;
            flow.authorColour = m_theme.nameColour(m_row.author.colour, m_row.author.id.value(), flow.surface);
        }
        if (m_row.content.isEmpty() && flow.author.isEmpty() && !flow.edited) return;
        if (m_row.content.isEmpty() && flow.author.isEmpty()) flow.edited = false;
        shared::MarkdownNode document = shared::parseMarkdown(m_row.content);
        const bool startsWithBlock =
            document.children.empty() || document.children.front().kind != shared::MarkdownKind::Paragraph;
        if (!flow.author.isEmpty() && startsWithBlock) {
            shared::MarkdownNode paragraph;
            paragraph.kind = shared::MarkdownKind::Paragraph;
            document.kind = shared::MarkdownKind::Document;
            document.children.insert(document.children.begin(), std::move(paragraph));
        }
        m_out->flow = layOutText(document, flow, m_x, m_y, m_width, m_context.width, m_context.direction);
        m_y += m_out->flow.height;
    }

    bool isPicture(const AttachmentRow& file) const { return file.width > 0 && file.height > 0 && !file.uploading; }

    QSize fitted(int width, int height, int maxWidth, int maxHeight) const {
        QSize size(px(width), px(height));
        const QSize bounds(qMin(px(maxWidth), m_width), px(maxHeight));
        if (size.width() > bounds.width() || size.height() > bounds.height()) {
            size.scale(bounds, Qt::KeepAspectRatio);
        }
        return size.expandedTo(QSize(px(24), px(24)));
    }

    void files() {
        const auto pictures = std::count_if(m_row.attachments.begin(), m_row.attachments.end(),
                                            [&](const AttachmentRow& file) { return isPicture(file); });
        int mosaicX = 0;
        int mosaicHeight = 0;
        for (int i = 0; i < m_row.attachments.size(); ++i) {
            const AttachmentRow& file = m_row.attachments[i];
            FileBox box;
            if (compact() && !file.uploading) {
                box.look = FileLook::Link;
                box.rect = at(m_x, m_y, m_width, m_theme.lineHeight(TextStyle::Ui));
                m_y += box.rect.height();
            } else if (isPicture(file) && pictures > 1) {
                const QSize size = fitted(file.width, file.height, kMosaicWidth, kMosaicHeight);
                if (mosaicX > 0 && mosaicX + size.width() > m_width) {
                    m_y += mosaicHeight;
                    mosaicX = mosaicHeight = 0;
                }
                box.look = FileLook::Picture;
                box.rect = at(m_x + mosaicX, m_y + px(kSmallGap), size.width(), size.height());
                mosaicX += size.width() + px(kSmallGap);
                mosaicHeight = qMax(mosaicHeight, size.height() + px(kSmallGap));
            } else {
                m_y += mosaicHeight + px(kSmallGap);
                mosaicX = mosaicHeight = 0;
                single(file, box);
            }
            box.covered = file.spoiler && !m_context.revealed.contains(kFileSpoiler + i);
            zone(box.look == FileLook::Picture ? ZoneKind::Picture : ZoneKind::File, box.rect, i);
            if (box.look == FileLook::Upload) cancelZone(box.rect, i);
            m_out->files.push_back(box);
        }
        m_y += mosaicHeight;
    }

    void single(const AttachmentRow& file, FileBox& box) {
        if (isPicture(file)) {
            const Metrics& m = m_theme.metrics();
            const QSize size = fitted(file.width, file.height, m.imageMaxWidth, m.imageMaxHeight);
            box.look = FileLook::Picture;
            box.rect = at(m_x, m_y, size.width(), size.height());
            m_y += size.height() + px(kSmallGap);
            box.caption = at(m_x, m_y, m_width, m_theme.lineHeight(TextStyle::Caption));
            m_y += box.caption.height();
        } else {
            box.look = file.uploading ? FileLook::Upload : FileLook::Card;
            const int height = px(file.uploading ? kUploadHeight : kFileHeight);
            box.rect = at(m_x, m_y, qMin(px(kFileWidth), m_width), height);
            m_y += height;
        }
    }

    void cancelZone(const QRect& card, int index) {
        const int side = px(m_theme.metrics().iconButtonSmall);
        const int x = m_context.direction == Qt::LeftToRight ? card.right() + 1 - side - px(12) : card.left() + px(12);
        // First in the list, so that it wins over the card below it.
        m_out->zones.prepend({ZoneKind::CancelUpload, QRect(x, card.center().y() - side / 2, side, side), index});
    }

    void embeds() {
        for (int i = 0; i < m_row.embeds.size(); ++i)
            embed(m_row.embeds[i], i);
    }

    void embed(const EmbedRow& row, int index) {
        m_y += px(kSmallGap);
        const bool bare = (row.type == "image"_L1 || row.type == "gifv"_L1) && !row.picture.isEmpty();
        EmbedBox box;
        if (bare) {
            const QSize size = fitted(qMax(1, row.pictureWidth), qMax(1, row.pictureHeight),
                                      m_theme.metrics().imageMaxWidth, m_theme.metrics().imageMaxHeight);
            box.picture = at(m_x, m_y, size.width(), size.height());
            zone(ZoneKind::EmbedPicture, box.picture, index);
            m_y += size.height();
            m_out->embeds.push_back(std::move(box));
            return;
        }
        const int pad = px(kEmbedPad);
        const int wide = qMin(px(kEmbedMax), m_width);
        const int top = m_y;
        const bool hasThumbnail = !row.thumbnail.isEmpty();
        const int side = px(kThumbnail);
        const int inner = wide - 2 * pad - px(4) - (hasThumbnail ? side + pad : 0);
        const int x = m_x + pad + px(4);
        m_y += pad;
        const auto line = [&](const QString& text, TextStyle style, Token colour, int lines) {
            if (text.isEmpty()) return;
            TextPart part = layOutPlain(m_theme, text, style, colour, at(x, m_y, inner, 0), lines, m_context.direction);
            m_y += part.rect.height() + px(2);
            box.parts.push_back(std::move(part));
        };
        line(row.provider, TextStyle::Caption, Token::Text3, 1);
        line(row.author, TextStyle::SmallStrong, Token::Text, 1);
        if (!row.title.isEmpty()) {
            line(row.title, TextStyle::UiStrong, row.url.isEmpty() ? Token::Text : Token::Link, 3);
            if (!row.url.isEmpty()) zone(ZoneKind::EmbedTitle, box.parts.back().rect, index);
        }
        if (!row.description.isEmpty()) {
            FlowContext flow = flowContext();
            flow.compact = true;
            flow.edited = false;
            box.description = layOutText(shared::parseMarkdown(row.description), flow, x, m_y, inner, m_context.width,
                                         m_context.direction);
            m_y += box.description.height + px(2);
        }
        for (const EmbedFieldRow& field : row.fields) {
            line(field.name, TextStyle::SmallStrong, Token::Text, 2);
            line(field.value, TextStyle::Small, Token::Text2, 12);
        }
        if (!row.picture.isEmpty()) {
            QSize size = fitted(qMax(1, row.pictureWidth), qMax(1, row.pictureHeight), 400, 300);
            if (size.width() > inner) size.scale(inner, size.height(), Qt::KeepAspectRatio);
            m_y += px(kSmallGap);
            box.picture = at(x, m_y, size.width(), size.height());
            zone(ZoneKind::EmbedPicture, box.picture, index);
            m_y += size.height() + px(kSmallGap);
        }
        line(row.footer, TextStyle::Caption, Token::Text3, 2);
        if (hasThumbnail) {
            box.thumbnail = at(x + inner + pad, top + pad, side, side);
            m_y = qMax(m_y, top + pad + side);
        }
        m_y += pad - px(2);
        box.bar = row.colour ? QColor(QRgb(*row.colour)) : m_theme.colour(Token::LineStrong);
        box.frame = at(m_x, top, wide, m_y - top);
        m_out->embeds.push_back(std::move(box));
    }

    void stickers() {
        for (qsizetype i = 0; i < m_row.stickers.size(); ++i) {
            m_y += px(kSmallGap);
            m_out->stickers << at(m_x, m_y, px(kSticker), px(kSticker));
            m_y += px(kSticker);
        }
    }

    void reactions() {
        if (m_row.reactions.isEmpty()) return;
        m_y += px(kSmallGap);
        const int height = px(kReactionHeight);
        const QFont font = m_theme.font(TextStyle::SmallStrong);
        int x = 0;
        const auto next = [&](int wide) {
            if (x > 0 && x + wide > m_width) {
                x = 0;
                m_y += height + px(kSmallGap);
            }
            const QRect box = at(m_x + x, m_y, wide, height);
            x += wide + px(kSmallGap);
            return box;
        };
        for (int i = 0; i < m_row.reactions.size(); ++i) {
            const int wide = 2 * px(kReactionPad) + px(kReactionEmoji) + px(7) +
                             textWidth(QString::number(m_row.reactions[i].count), font);
            m_out->reactions << next(wide);
            zone(ZoneKind::Reaction, m_out->reactions.last(), i);
        }
        if (m_row.can.react) {
            m_out->addReaction = next(px(32));
            zone(ZoneKind::AddReaction, m_out->addReaction);
        }
        m_y += height;
    }

    void thread() {
        if (!m_row.thread) return;
        m_y += px(kSmallGap);
        m_out->thread = at(m_x, m_y, qMin(px(kThreadMax), m_width), px(kThreadHeight));
        zone(ZoneKind::Thread, m_out->thread);
        m_y += m_out->thread.height();
    }

    void status() {
        if (m_row.state == MessageState::Failed) {
            m_out->statusText = m_row.failure.isEmpty() ? TimelineWords::tr("Not sent.")
                                                        : TimelineWords::tr("Not sent: %1.").arg(m_row.failure);
        } else if (m_context.isOffline && m_row.state != MessageState::Sent) {
            m_out->statusText = TimelineWords::tr("Waiting for the connection");
        } else if (m_row.state == MessageState::Sending && m_row.failure.isEmpty()) {
            return;
        } else if (m_row.state == MessageState::Sending) {
            m_out->statusText = m_row.failure;
        } else {
            return;
        }
        m_y += px(2);
        m_out->status = at(m_x, m_y, m_width, px(kStatusHeight));
        m_y += px(kStatusHeight);
        const QFont font = m_theme.font(TextStyle::SmallStrong);
        const int left = px(22);
        int x = m_x + left + textWidth(m_out->statusText, m_theme.font(TextStyle::Small)) + px(8);
        int y = m_out->status.top();
        const ZoneKind mend = m_row.isRefused ? ZoneKind::Rewrite : ZoneKind::SendAgain;
        const int links = textWidth(statusLink(mend), font) + textWidth(statusLink(ZoneKind::Discard), font) + px(28);
        if (x + links > m_x + m_width) {
            x = m_x + left;
            y = m_y;
            m_y += px(kStatusHeight);
        }
        const auto link = [&](ZoneKind kind) {
            const int wide = textWidth(statusLink(kind), font);
            zone(kind, at(x, y, wide, m_out->status.height()));
            x += wide + px(20);
        };
        if (m_row.state == MessageState::Failed)
            link(mend);
        else
            x += px(12);
        link(ZoneKind::Discard);
    }

    const MessageRow& m_row;
    const RowContext& m_context;
    const Theme& m_theme;
    std::unique_ptr<RowLayout> m_out;
    int m_x = 0;
    int m_width = 0;
    int m_y = 0;
    int m_headBottom = 0;
};

}  // namespace

std::unique_ptr<RowLayout> layOutRow(const MessageRowPtr& row, const RowPlace& place, const RowContext& context) {
    auto layout = RowBuilder(row, place, context).run();
    if (!layout->avatar.isNull()) {
        layout->height = qMax(layout->height, layout->avatar.bottom() + 1 + context.theme.px(2));
    }
    return layout;
}

QString statusLink(ZoneKind kind) {
    switch (kind) {
        case ZoneKind::SendAgain:
            return TimelineWords::tr("Send again");
        case ZoneKind::Rewrite:
            return TimelineWords::tr("Edit");
        case ZoneKind::Discard:
            return TimelineWords::tr("Delete");
        default:
            return {};
    }
}

QString uploadText(const TimeText& times, const AttachmentRow& file) {
    const QString total = times.size(file.size);
    const QString done = times.size(file.uploaded);
    const qsizetype unit = total.lastIndexOf(total.contains(QChar::Nbsp) ? QChar(QChar::Nbsp) : QChar(u' '));
    const bool same = unit > 0 && done.endsWith(QStringView(total).mid(unit));
    return TimelineWords::tr("%1 of %2").arg(same ? done.left(done.size() - (total.size() - unit)) : done, total);
}

}  // namespace app
