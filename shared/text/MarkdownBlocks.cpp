#include "shared/text/MarkdownBlocks.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "shared/text/MarkdownScanner.h"

namespace shared {
namespace {

constexpr size_t kMaxListDepth = 10;

using Nodes = std::vector<MarkdownNode>;

struct ItemLine {
    qsizetype indent = 0;
    bool isOrdered = false;
    qint64 number = 0;
    QStringView content;
};

qsizetype spacesAt(QStringView line) {
    qsizetype count = 0;
    while (count < line.size() && line[count] == u' ')
        ++count;
    return count;
}

/** "- text", "* text", "12. text", indented or not. */
std::optional<ItemLine> readItem(QStringView line) {
    ItemLine item;
    item.indent = spacesAt(line);
    QStringView rest = line.mid(item.indent);
    if (rest.startsWith(u'-') || rest.startsWith(u'*')) {
        rest = rest.mid(1);
    } else {
        qsizetype digits = 0;
        while (digits < rest.size() && digits < 10 && rest[digits] >= u'0' && rest[digits] <= u'9')
            ++digits;
        if (digits == 0 || digits >= rest.size() || rest[digits] != u'.') return std::nullopt;
        item.isOrdered = true;
        item.number = rest.left(digits).toLongLong();
        rest = rest.mid(digits + 1);
    }
    const qsizetype gap = spacesAt(rest);
    if (gap == 0 || gap == rest.size()) return std::nullopt;
    item.content = rest.mid(gap);
    return item;
}

/** What stands behind the quote's mark, or nothing. Within a quote a bare mark is an empty line of it. */
std::optional<QStringView> readQuoted(QStringView line, bool continues) {
    const QStringView rest = line.mid(spacesAt(line));
    if (rest.startsWith(u"> ")) return rest.mid(2);
    if (continues && rest == u">") return rest.mid(1);
    return std::nullopt;
}

std::optional<MarkdownNode> readHeading(QStringView line) {
    QStringView rest = line.trimmed();
    qsizetype level = 0;
    while (level < rest.size() && rest[level] == u'#')
        ++level;
    if (level == 0 || level > 3 || level >= rest.size() || !rest[level].isSpace()) return std::nullopt;
    rest = rest.mid(level).trimmed();
    while (rest.endsWith(u'#'))
        rest.chop(1);
    rest = rest.trimmed();
    if (rest.isEmpty()) return std::nullopt;
    return MarkdownNode{.kind = MarkdownKind::Heading, .number = level, .children = parseMarkdownInlines(rest)};
}

std::optional<MarkdownNode> readSubtext(QStringView line) {
    QStringView rest = line.trimmed();
    if (!rest.startsWith(u"-# ")) return std::nullopt;
    rest = rest.mid(3).trimmed();
    if (rest.isEmpty() || rest.startsWith(u"-#")) return std::nullopt;
    return MarkdownNode{.kind = MarkdownKind::Subtext, .children = parseMarkdownInlines(rest)};
}

/** Collects the lines of one list into its tree. */
class ListBuilder {
 public:
    /** @return false if the item begins another list */
    bool add(const ItemLine& line);
    void addContinuation(QStringView line);
    MarkdownNode finish();

 private:
    struct Level {
        qsizetype indent = 0;
        MarkdownNode list;
    };

    void open(const ItemLine& line);
    void closeLevel();
    void closeContent();

    std::vector<Level> m_levels;  // the outermost first
    QString m_content;            // of the item that is being read
};

void ListBuilder::open(const ItemLine& line) {
    m_levels.push_back({line.indent, {.kind = MarkdownKind::List, .number = line.number, .isOrdered = line.isOrdered}});
}

bool ListBuilder::add(const ItemLine& line) {
    closeContent();
    while (m_levels.size() > 1 && line.indent < m_levels.back().indent)
        closeLevel();
    const bool deeper = !m_levels.empty() && line.indent >= m_levels.back().indent + 2;
    if (m_levels.empty() || (deeper && m_levels.size() < kMaxListDepth)) {
        open(line);
    } else if (line.isOrdered != m_levels.back().list.isOrdered) {
        if (m_levels.size() == 1) return false;
        closeLevel();
        open(line);
    }
    m_levels.back().list.children.push_back({.kind = MarkdownKind::ListItem});
    m_content = line.content.toString();
    return true;
}

void ListBuilder::addContinuation(QStringView line) {
    m_content += u'\n';
    m_content += line.mid(std::min(spacesAt(line), m_levels.back().indent + 2));
}

void ListBuilder::closeContent() {
    if (m_content.isEmpty()) return;
    Nodes& children = m_levels.back().list.children.back().children;
    std::ranges::move(parseMarkdownParagraphs(m_content), std::back_inserter(children));
    m_content.clear();
}

void ListBuilder::closeLevel() {
    MarkdownNode list = std::move(m_levels.back().list);
    m_levels.pop_back();
    m_levels.back().list.children.back().children.push_back(std::move(list));
}

MarkdownNode ListBuilder::finish() {
    closeContent();
    while (m_levels.size() > 1)
        closeLevel();
    return std::move(m_levels.front().list);
}

class BlockParser {
 public:
    BlockParser(QStringView text, bool inQuote) : m_text(text), m_inQuote(inQuote) {}

    Nodes parse();

 private:
    struct Block {
        MarkdownNode node;
        qsizetype end = 0;
    };

    qsizetype lineEnd(qsizetype at) const {
        const qsizetype end = m_text.indexOf(u'\n', at);
        return end < 0 ? m_text.size() : end;
    }
    QStringView lineAt(qsizetype at) const { return m_text.mid(at, lineEnd(at) - at); }
    qsizetype nextLine(qsizetype at) const { return std::min(lineEnd(at) + 1, m_text.size()); }

    /** The block of whole lines that begins at `at`, if it is one. */
    std::optional<Block> readBlock(qsizetype at) const;
    std::optional<Block> readQuote(qsizetype at) const;
    Block readList(qsizetype at) const;
    qsizetype behindParagraphLine(qsizetype at);
    void closeParagraph(qsizetype end, bool blockFollows);

    QStringView m_text;
    bool m_inQuote;
    bool m_moreFences = true;
    qsizetype m_paragraph = 0;  // where the paragraph that is being collected begins
    Nodes m_blocks;
};

Nodes BlockParser::parse() {
    for (qsizetype at = 0; at < m_text.size();) {
        std::optional<Block> block = readBlock(at);
        if (!block) {
            at = behindParagraphLine(at);
            continue;
        }
        closeParagraph(at, true);
        m_blocks.push_back(std::move(block->node));
        at = m_paragraph = block->end;
    }
    closeParagraph(m_text.size(), false);
    return std::move(m_blocks);
}

void BlockParser::closeParagraph(qsizetype end, bool blockFollows) {
    if (blockFollows && end > m_paragraph) --end;  // the line break before the block
    if (end <= m_paragraph) return;
    std::ranges::move(parseMarkdownParagraphs(m_text.mid(m_paragraph, end - m_paragraph)),
                      std::back_inserter(m_blocks));
}

/** Behind the line at `at`; where a fence opens in it, behind the line in which that closes. */
qsizetype BlockParser::behindParagraphLine(qsizetype at) {
    qsizetype end = lineEnd(at);
    while (m_moreFences) {
        qsizetype open = at;
        while (open < end && !m_text.mid(open).startsWith(u"```"))
            open += m_text[open] == u'\\' ? 2 : 1;
        if (open >= end) break;
        const MarkdownFence fence = findMarkdownFence(m_text, open, m_text.size());
        if (!fence.end) {
            m_moreFences = false;
            break;
        }
        at = fence.end;
        end = lineEnd(at);
    }
    return std::min(end + 1, m_text.size());
}

std::optional<BlockParser::Block> BlockParser::readBlock(qsizetype at) const {
    const QStringView line = lineAt(at);
    const qsizetype indent = spacesAt(line);
    if (indent == line.size()) return std::nullopt;
    switch (line[indent].unicode()) {
        case u'>':
            return readQuote(at);
        case u'#':
            if (auto heading = readHeading(line)) return Block{std::move(*heading), nextLine(at)};
            return std::nullopt;
        case u'-':
            if (auto subtext = readSubtext(line)) return Block{std::move(*subtext), nextLine(at)};
            break;
        default:
            break;
    }
    if (!readItem(line)) return std::nullopt;
    return readList(at);
}

std::optional<BlockParser::Block> BlockParser::readQuote(qsizetype at) const {
    if (m_inQuote) return std::nullopt;
    const QStringView line = lineAt(at);
    const qsizetype indent = spacesAt(line);
    QString quoted;
    if (line.mid(indent).startsWith(u">>> ")) {
        quoted = m_text.mid(at + indent + 4).toString();
        at = m_text.size();
    } else {
        bool continues = false;
        while (at < m_text.size()) {
            const auto content = readQuoted(lineAt(at), continues);
            if (!content) break;
            if (continues) quoted += u'\n';
            quoted += *content;
            continues = true;
            at = nextLine(at);
        }
        if (!continues) return std::nullopt;
    }
    return Block{{.kind = MarkdownKind::BlockQuote, .children = BlockParser(quoted, true).parse()}, at};
}

BlockParser::Block BlockParser::readList(qsizetype at) const {
    ListBuilder builder;
    while (at < m_text.size()) {
        const QStringView line = lineAt(at);
        const qsizetype indent = spacesAt(line);
        if (indent == line.size() || readSubtext(line)) break;
        if (const auto item = readItem(line)) {
            if (!builder.add(*item)) break;
        } else if (indent >= 2) {
            builder.addContinuation(line);
        } else {
            break;
        }
        at = nextLine(at);
    }
    return {builder.finish(), at};
}

}  // namespace

Nodes parseMarkdownBlocks(QStringView text) {
    return BlockParser(text, false).parse();
}

}  // namespace shared
