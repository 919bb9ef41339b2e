#include "app/views/timeline/TextFlow.h"

#include <cmath>

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetricsF>

#include "app/views/timeline/CodeColours.h"
#include "app/views/timeline/InlineText.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

using shared::MarkdownKind;
using shared::MarkdownNode;

constexpr int kQuoteIndent = 14;
constexpr int kQuoteBar = 4;
constexpr int kListIndent = 22;
constexpr int kBlockGap = 4;
constexpr int kHeadingGap = 8;
constexpr int kCodePad = 12;
constexpr int kCodeTop = 9;
constexpr int kCodeHeader = 30;
constexpr int kCopyIcon = 28;
constexpr double kHeadingSizes[] = {1.6, 1.33, 1.13};

// Places lines below each other at one line height, whatever fonts they hold. Returns the height.
int placeLines(QTextLayout& layout, double width, int lineHeight, const QFont& font, int maxLines, double* natural) {
    const QFontMetricsF metrics(font);
    const double above = (lineHeight - metrics.ascent() - metrics.descent()) / 2;
    int lines = 0;
    double widest = 0;
    layout.beginLayout();
    while (lines < maxLines) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(width);
        line.setPosition(QPointF(0, std::round(lines * lineHeight + above + metrics.ascent() - line.ascent())));
        widest = qMax(widest, line.naturalTextWidth());
        ++lines;
    }
    layout.endLayout();
    if (natural) *natural = widest;
    return qMax(1, lines) * lineHeight;
}

// Text stands at the side where rows begin, whatever its own direction.
void alignTo(QTextLayout& layout, Qt::LayoutDirection direction) {
    QTextOption option = layout.textOption();
    option.setAlignment((direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignAbsolute);
    layout.setTextOption(option);
}

class FlowBuilder {
 public:
    FlowBuilder(const FlowContext& context, int y, int rowWidth, Qt::LayoutDirection direction)
        : m_context(context), m_theme(context.theme), m_y(y), m_rowWidth(rowWidth), m_direction(direction) {}

    TextFlow run(const MarkdownNode& document, int x, int width) {
        const int top = m_y;
        m_jumbo = !m_context.compact && isOnlyEmoji(document);
        blocks(document, x, width);
        if (m_context.edited && !m_editedDone) trailer(x, width);
        m_flow.height = m_y - top;
        return std::move(m_flow);
    }

 private:
    QRect placed(int x, int y, int width, int height) const {
        const int left = m_direction == Qt::LeftToRight ? x : m_rowWidth - x - width;
        return {left, y, width, height};
    }

    void gap(int size) {
        if (!m_flow.parts.empty()) m_y += m_theme.px(size);
    }

    void blocks(const MarkdownNode& node, int x, int width) {
        for (size_t i = 0; i < node.children.size(); ++i) {
            const bool last = &node.children[i] == &node.children.back() && node.kind == MarkdownKind::Document;
            block(node.children[i], x, width, last);
        }
    }

    void block(const MarkdownNode& node, int x, int width, bool last) {
        if (m_afterCode && node.kind != MarkdownKind::CodeBlock) m_y += m_theme.px(kBlockGap);
        m_afterCode = false;
        switch (node.kind) {
            case MarkdownKind::Heading: {
                gap(kHeadingGap);
                const double scale = kHeadingSizes[qBound(qint64(1), node.number, qint64(3)) - 1];
                paragraph(node, x, width, {.scale = scale, .weight = QFont::DemiBold}, last);
                m_y += m_theme.px(kBlockGap);
                break;
            }
            case MarkdownKind::Subtext:
                paragraph(node, x, width, {.scale = 0.8, .colour = Token::Text3}, last);
                break;
            case MarkdownKind::BlockQuote:
                quote(node, x, width);
                break;
            case MarkdownKind::List:
                list(node, x, width);
                break;
            case MarkdownKind::CodeBlock:
                code(node, x, width);
                break;
            case MarkdownKind::Document:
            case MarkdownKind::ListItem:
                blocks(node, x, width);
                break;
            default:
                paragraph(node, x, width, {.scale = m_jumbo ? 2.0 : 1.0}, last);
                break;
        }
    }

    void paragraph(const MarkdownNode& node, int x, int width, InlineStyle style, bool last) {
        InlineText text(m_context, style, m_spoilers, width);
        if (m_flow.parts.empty() && !m_context.author.isEmpty()) text.addAuthor();
        if (node.kind == MarkdownKind::Paragraph || !node.children.empty())
            text.addChildren(node);
        else
            text.add(node);
        if (last && m_context.edited) {
            text.addEdited();
            m_editedDone = true;
        }
        m_spoilers = text.spoilers();
        place(text, x, width);
    }

    void trailer(int x, int width) {
        InlineText text(m_context, {}, m_spoilers, width);
        text.addEdited();
        place(text, x, width);
    }

    void place(InlineText& text, int x, int width) {
        TextPart part;
        part.layout = text.makeLayout();
        alignTo(*part.layout, m_direction);
        part.spans = text.spans();
        double natural = 0;
        const int height =
            placeLines(*part.layout, width, text.lineHeight(), text.font(), std::numeric_limits<int>::max(), &natural);
        part.naturalWidth = int(std::ceil(natural));
        part.rect = placed(x, m_y, width, height);
        part.origin = part.rect.topLeft();
        m_y += height;
        m_flow.parts.push_back(std::move(part));
    }

    void quote(const MarkdownNode& node, int x, int width) {
        const int indent = m_theme.px(kQuoteIndent);
        const int top = m_y;
        blocks(node, x + indent, width - indent);
        m_flow.quoteBars << placed(x, top, m_theme.px(kQuoteBar), m_y - top);
    }

    void list(const MarkdownNode& node, int x, int width) {
        const int indent = m_theme.px(kListIndent);
        qint64 number = node.number;
        for (const MarkdownNode& item : node.children) {
            InlineText mark(m_context, {.colour = Token::Text2}, m_spoilers, width);
            const QString label = node.isOrdered ? QString::number(number++) + u'.' : u"\u2022"_s;
            mark.addPlain(label);
            const int markWidth = qMax(indent, textWidth(label, mark.font()) + m_theme.px(6));
            const int top = m_y;
            TextPart part;
            part.layout = mark.makeLayout();
            alignTo(*part.layout, m_direction);
            placeLines(*part.layout, markWidth, mark.lineHeight(), mark.font(), 1, nullptr);
            part.rect = placed(x, top, markWidth, mark.lineHeight());
            part.origin = part.rect.topLeft();
            part.endsLine = false;
            m_flow.parts.push_back(std::move(part));
            blocks(item, x + markWidth, qMax(m_theme.px(40), width - markWidth));
            if (m_y == top) m_y += mark.lineHeight();
        }
    }

    void code(const MarkdownNode& node, int x, int width) {
        gap(kBlockGap);
        const int frameWidth = qMin(width, m_theme.px(m_theme.metrics().codeMax));
        const int pad = m_theme.px(kCodePad);
        const int padTop = m_theme.px(kCodeTop);
        QString text = node.text;
        text.replace(u'\t', u"    "_s);
        TextPart part;
        part.isCode = true;
        part.language = node.detail;
        part.layout = std::make_unique<QTextLayout>(QString(text).replace(u'\n', QChar::LineSeparator),
                                                    m_theme.font(TextStyle::Code));
        QTextOption option;
        option.setWrapMode(QTextOption::NoWrap);
        option.setTextDirection(Qt::LeftToRight);
        part.layout->setTextOption(option);
        part.layout->setFormats(codeFormats(text, node.detail));
        double natural = 0;
        const int high = placeLines(*part.layout, frameWidth - 2 * pad, m_theme.lineHeight(TextStyle::Code),
                                    m_theme.font(TextStyle::Code), std::numeric_limits<int>::max(), &natural);
        part.naturalWidth = int(std::ceil(natural));
        const int header = m_theme.px(kCodeHeader);
        part.frame = placed(x, m_y, frameWidth, header + high + 2 * padTop);
        part.header = QRect(part.frame.left(), part.frame.top(), frameWidth, header);
        const int icon = m_theme.px(kCopyIcon);
        part.copyBox =
            QRect(part.frame.right() + 1 - icon - m_theme.px(4), part.frame.top() + (header - icon) / 2, icon, icon);
        part.origin = QPoint(part.frame.left() + pad, part.frame.top() + header + padTop);
        part.rect = QRect(part.origin, QSize(frameWidth - 2 * pad, high));
        m_y = part.frame.bottom() + 1;
        m_afterCode = true;
        m_flow.parts.push_back(std::move(part));
    }

    QList<QTextLayout::FormatRange> codeFormats(const QString& code, const QString& language) const {
        QList<QTextLayout::FormatRange> formats;
        QTextCharFormat base;
        base.setForeground(m_theme.colour(Token::CodeText));
        formats << QTextLayout::FormatRange{0, int(code.size()), base};
        for (const CodeRange& range : colourCode(code, language)) {
            QTextCharFormat format;
            format.setForeground(m_theme.colour(range.colour));
            formats << QTextLayout::FormatRange{range.start, range.length, format};
        }
        return formats << emojiFormats(m_theme, code, m_theme.font(TextStyle::Code).pixelSize());
    }

    const FlowContext& m_context;
    const Theme& m_theme;
    TextFlow m_flow;
    int m_y;
    int m_rowWidth;
    Qt::LayoutDirection m_direction;
    int m_spoilers = 0;
    bool m_jumbo = false;
    bool m_editedDone = false;
    bool m_afterCode = false;
};

QString partText(const TextPart& part, int from, int to) {
    const QString shown = part.layout->text();
    to = to < 0 ? int(shown.size()) : qMin(to, int(shown.size()));
    QString text;
    int at = from;
    for (const TextSpan& span : part.spans) {
        if (span.plain.isNull() || span.start + span.length <= from || span.start >= to || span.start < at) continue;
        text += QStringView(shown).mid(at, span.start - at);
        text += span.plain;
        at = span.start + span.length;
    }
    if (at < to) text += QStringView(shown).mid(at, to - at);
    text.replace(QChar::LineSeparator, u'\n');
    text.replace(QChar::Nbsp, u' ');
    text.remove(QChar(0x202F));
    return text;
}

}  // namespace

TextFlow layOutText(const MarkdownNode& document, const FlowContext& context, int x, int y, int width, int rowWidth,
                    Qt::LayoutDirection direction) {
    return FlowBuilder(context, y, rowWidth, direction).run(document, x, qMax(1, width));
}

QString flowText(const TextFlow& flow, size_t fromPart, int from, size_t toPart, int to) {
    QString text;
    for (size_t i = fromPart; i <= toPart && i < flow.parts.size(); ++i) {
        const TextPart& part = flow.parts[i];
        if (i > fromPart && flow.parts[i - 1].endsLine) text += u'\n';
        text += partText(part, i == fromPart ? from : 0, i == toPart ? to : -1);
        if (!part.endsLine) text += u' ';
    }
    return text;
}

TextPart layOutPlain(const Theme& theme, const QString& text, TextStyle style, Token colour, const QRect& box,
                     int maxLines, Qt::LayoutDirection direction) {
    TextPart part;
    const QFont font = theme.font(style);
    part.layout = std::make_unique<QTextLayout>(QString(text).replace(u'\n', QChar::LineSeparator), font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    part.layout->setTextOption(option);
    alignTo(*part.layout, direction);
    QTextCharFormat base;
    base.setForeground(theme.colour(colour));
    part.layout->setFormats(QList<QTextLayout::FormatRange>{{0, int(text.size()), base}} +
                            emojiFormats(theme, text, font.pixelSize()));
    double natural = 0;
    const int height =
        placeLines(*part.layout, qMax(1, box.width()), theme.lineHeight(style), font, maxLines, &natural);
    part.naturalWidth = int(std::ceil(natural));
    part.rect = QRect(box.topLeft(), QSize(box.width(), height));
    part.origin = box.topLeft();
    return part;
}

QList<QTextLayout::FormatRange> emojiFormats(const Theme& theme, const QString& text, int pixelSize) {
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat format;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype length = 0;
        if (!isEmojiStart(text, i, &length)) {
            ++i;
            continue;
        }
        const qsizetype from = i;
        while (isEmojiStart(text, i, &length))
            i += length;
        if (!format.hasProperty(QTextFormat::FontFamilies)) format.setFont(theme.emojiFont(pixelSize));
        formats << QTextLayout::FormatRange{int(from), int(i - from), format};
    }
    return formats;
}

}  // namespace app
