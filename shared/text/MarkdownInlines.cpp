#include <iterator>

#include "shared/text/MarkdownBlocks.h"
#include "shared/text/MarkdownScanner.h"

namespace shared {
namespace {

constexpr int kMaxDepth = 24;

using Nodes = std::vector<MarkdownNode>;

class InlineParser {
 public:
    explicit InlineParser(QStringView unit) : m_unit(unit), m_scanner(unit) {}

    /** Inline nodes, and CodeBlocks wherever a fence stands. */
    Nodes parse() { return parse(0, m_unit.size(), 0); }

 private:
    struct Match {
        MarkdownKind kind = MarkdownKind::Text;
        MarkdownScanner::Span span;
    };

    Nodes parse(qsizetype begin, qsizetype end, int depth);
    /** Parses what begins at `at`. @return behind it, or `at` if it is plain text */
    qsizetype parseAt(qsizetype at, qsizetype end, int depth, Nodes& nodes);
    qsizetype parseLink(const MarkdownMaskedLink& link, int depth, Nodes& nodes);
    Match matchAt(qsizetype at, qsizetype end) const;
    static void appendText(Nodes& nodes, QStringView text);

    QStringView m_unit;
    MarkdownScanner m_scanner;
};

void InlineParser::appendText(Nodes& nodes, QStringView text) {
    if (text.isEmpty()) return;
    if (nodes.empty() || nodes.back().kind != MarkdownKind::Text) nodes.push_back({.kind = MarkdownKind::Text});
    nodes.back().text.append(text);
}

Nodes InlineParser::parse(qsizetype begin, qsizetype end, int depth) {
    Nodes nodes;
    qsizetype plain = begin;
    for (qsizetype at = begin; at < end;) {
        Nodes found;
        const qsizetype next = parseAt(at, end, depth, found);
        if (next == at) {
            ++at;
            continue;
        }
        appendText(nodes, m_unit.mid(plain, at - plain));
        for (MarkdownNode& node : found) {
            if (node.kind == MarkdownKind::Text) {
                appendText(nodes, node.text);
            } else {
                nodes.push_back(std::move(node));
            }
        }
        at = plain = next;
    }
    appendText(nodes, m_unit.mid(plain, end - plain));
    return nodes;
}

qsizetype InlineParser::parseAt(qsizetype at, qsizetype end, int depth, Nodes& nodes) {
    switch (m_unit[at].unicode()) {
        case u'*':
        case u'_':
        case u'~':
        case u'|': {
            if (depth >= kMaxDepth) return at;
            const Match match = matchAt(at, end);
            if (!match.span.end) return at;
            nodes.push_back(
                {.kind = match.kind, .children = parse(match.span.contentBegin, match.span.contentEnd, depth + 1)});
            return match.span.end;
        }
        case u'[': {
            const MarkdownMaskedLink* const link = m_scanner.linkAt(at);
            return link && link->end <= end ? parseLink(*link, depth, nodes) : at;
        }
        case u'\\':
        case u'`':
        case u'@':
        case u'<':
        case u'h':
        case u'H':
        case u'g':
        case u'G':
        case u'¯': {
            MarkdownAtom* const atom = m_scanner.atomAt(at);
            if (!atom || atom->end > end) return at;
            nodes.push_back(std::move(atom->node));
            return atom->end;
        }
        default:
            return at;
    }
}

qsizetype InlineParser::parseLink(const MarkdownMaskedLink& link, int depth, Nodes& nodes) {
    if (depth >= kMaxDepth) return link.begin;
    Nodes label = parse(link.begin + 1, link.labelEnd, depth + 1);
    nodes.push_back({.kind = MarkdownKind::Link, .detail = link.target, .children = std::move(label)});
    return link.end;
}

InlineParser::Match InlineParser::matchAt(qsizetype at, qsizetype end) const {
    const QChar delimiter = m_unit[at];
    const MarkdownScanner::Span pair = m_scanner.doubleSpan(at, end, delimiter);
    if (delimiter == u'~') return {MarkdownKind::Strikethrough, pair};
    if (delimiter == u'|') return {MarkdownKind::Spoiler, pair};
    const MarkdownScanner::Span single = m_scanner.singleSpan(at, end, delimiter);
    // The longer one holds the other: ***a* b** is bold around italic, ***a** b* the reverse.
    if (single.end && single.end >= pair.end) return {MarkdownKind::Italic, single};
    return {delimiter == u'*' ? MarkdownKind::Bold : MarkdownKind::Underline, pair};
}

bool holdsCodeBlock(const Nodes& nodes) {
    for (const MarkdownNode& node : nodes) {
        if (node.kind == MarkdownKind::CodeBlock || holdsCodeBlock(node.children)) return true;
    }
    return false;
}

/** The nodes with every CodeBlock lifted to the top: **a ```b``` c** becomes **a**, b, **c**. */
Nodes liftCodeBlocks(Nodes nodes, bool inSpoiler) {
    Nodes lifted;
    for (MarkdownNode& node : nodes) {
        if (node.kind == MarkdownKind::CodeBlock) {
            node.isSpoiler = inSpoiler;
            lifted.push_back(std::move(node));
            continue;
        }
        if (!holdsCodeBlock(node.children)) {
            lifted.push_back(std::move(node));
            continue;
        }
        Nodes pieces = liftCodeBlocks(std::move(node.children), inSpoiler || node.kind == MarkdownKind::Spoiler);
        node.children.clear();
        bool open = false;
        for (MarkdownNode& piece : pieces) {
            if (piece.kind == MarkdownKind::CodeBlock) {
                lifted.push_back(std::move(piece));
                open = false;
                continue;
            }
            if (!open) lifted.push_back(node);
            open = true;
            lifted.back().children.push_back(std::move(piece));
        }
    }
    return lifted;
}

void dropCodeBlocks(Nodes& nodes) {
    for (MarkdownNode& node : nodes) {
        if (node.kind == MarkdownKind::CodeBlock) node.kind = MarkdownKind::InlineCode;
        dropCodeBlocks(node.children);
    }
}

/** Takes the line break off that only parts the paragraph from a block beside it. */
void trimBreaks(Nodes& inlines, bool atBegin, bool atEnd) {
    if (inlines.empty()) return;
    if (atBegin && inlines.front().kind == MarkdownKind::Text && inlines.front().text.startsWith(u'\n')) {
        inlines.front().text.remove(0, 1);
    }
    if (atEnd && inlines.back().kind == MarkdownKind::Text && inlines.back().text.endsWith(u'\n')) {
        inlines.back().text.chop(1);
    }
    std::erase_if(inlines,
                  [](const MarkdownNode& node) { return node.kind == MarkdownKind::Text && node.text.isEmpty(); });
}

}  // namespace

Nodes parseMarkdownInlines(QStringView unit) {
    Nodes nodes = InlineParser(unit).parse();
    dropCodeBlocks(nodes);
    return nodes;
}

Nodes parseMarkdownParagraphs(QStringView unit) {
    Nodes inlines = InlineParser(unit).parse();
    if (unit.contains(u"```")) inlines = liftCodeBlocks(std::move(inlines), false);
    Nodes blocks;
    Nodes pending;
    const auto flush = [&](bool codeFollows) {
        trimBreaks(pending, !blocks.empty(), codeFollows);
        if (!pending.empty()) blocks.push_back({.kind = MarkdownKind::Paragraph, .children = std::move(pending)});
        pending.clear();
    };
    for (MarkdownNode& node : inlines) {
        if (node.kind == MarkdownKind::CodeBlock) {
            flush(true);
            blocks.push_back(std::move(node));
        } else {
            pending.push_back(std::move(node));
        }
    }
    flush(false);
    return blocks;
}

}  // namespace shared
