#include "shared/text/MarkdownScanner.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr QStringView kShrug = u"¯\\_(ツ)_/¯";
constexpr qsizetype kMaxTarget = 2048;
constexpr qsizetype kMaxLanguage = 40;

bool isAsciiLetterOrDigit(QChar c) {
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isLanguage(QStringView text) {
    return std::ranges::all_of(text,
                               [](QChar c) { return isAsciiLetterOrDigit(c) || QStringView(u"_+-.#").contains(c); });
}

}  // namespace

bool isMarkdownEscapable(QChar c) {
    return !isAsciiLetterOrDigit(c) && !c.isSpace();
}

MarkdownFence findMarkdownFence(QStringView text, qsizetype at, qsizetype end) {
    MarkdownFence fence;
    qsizetype content = at + 3;
    const qsizetype length = text.mid(content, kMaxLanguage + 1).indexOf(u'\n');
    if (length > 0 && content + length < end && isLanguage(text.mid(content, length))) {
        fence.language = text.mid(content, length);
        content += length;
    }
    while (content < end && text[content] == u'\n')
        ++content;
    const qsizetype close = text.indexOf(u"```", content + 1);
    if (close < 0 || close + 3 > end) return fence;
    fence.contentBegin = content;
    fence.contentEnd = close;
    while (fence.contentEnd > content + 1 && text[fence.contentEnd - 1] == u'\n')
        --fence.contentEnd;
    fence.end = close + 3;
    return fence;
}

MarkdownScanner::MarkdownScanner(QStringView unit) : m_unit(unit) {
    indexBackticks();
    scan();
    indexRuns();
}

int MarkdownScanner::slot(QChar delimiter) {
    switch (delimiter.unicode()) {
        case u'*':
            return 0;
        case u'_':
            return 1;
        case u'~':
            return 2;
        case u'|':
            return 3;
        default:
            return -1;
    }
}

void MarkdownScanner::indexBackticks() {
    for (qsizetype at = m_unit.indexOf(u'`'); at >= 0; at = m_unit.indexOf(u'`', at)) {
        qsizetype end = at + 1;
        while (end < m_unit.size() && m_unit[end] == u'`')
            ++end;
        m_backticks.push_back({at, end});
        at = end;
    }
    m_nextOfSameLength.assign(m_backticks.size(), -1);
    std::vector<std::pair<qsizetype, qint32>> byLength;  // (length, index), so that equal lengths stand together
    byLength.reserve(m_backticks.size());
    for (size_t i = 0; i < m_backticks.size(); ++i)
        byLength.emplace_back(m_backticks[i].length(), qint32(i));
    std::ranges::sort(byLength);
    for (size_t i = 0; i + 1 < byLength.size(); ++i) {
        if (byLength[i].first != byLength[i + 1].first) continue;
        m_nextOfSameLength[static_cast<size_t>(byLength[i].second)] = byLength[i + 1].second;
    }
}

void MarkdownScanner::scan() {
    for (qsizetype at = 0; at < m_unit.size();)
        at = scanAt(at);
    m_openBrackets.clear();
    std::ranges::sort(m_links, {}, &MarkdownMaskedLink::begin);
}

qsizetype MarkdownScanner::add(qsizetype begin, qsizetype end, MarkdownNode node) {
    m_atoms.push_back({begin, end, std::move(node)});
    return end;
}

qsizetype MarkdownScanner::scanAt(qsizetype at) {
    const QStringView rest = m_unit.mid(at);
    switch (rest.front().unicode()) {
        case u'\\':
            if (rest.size() < 2 || !isMarkdownEscapable(rest[1])) return at + 1;
            return add(at, at + 2, {.kind = MarkdownKind::Text, .text = QString(rest[1])});
        case u'`':
            return scanBackticks(at);
        case u'*':
        case u'_':
        case u'~':
        case u'|':
            return addRun(at);
        case u'[':
            m_openBrackets.push_back(at);
            return at + 1;
        case u']':
            return scanLinkEnd(at);
        case u'@':
            if (rest.startsWith(u"@everyone")) return add(at, at + 9, {.kind = MarkdownKind::EveryoneMention});
            if (rest.startsWith(u"@here")) return add(at, at + 5, {.kind = MarkdownKind::HereMention});
            return at + 1;
        case u'<': {
            MarkdownNode node;
            const qsizetype length = readMarkdownToken(rest, node);
            return length ? add(at, at + length, std::move(node)) : at + 1;
        }
        case u'h':
        case u'H':
        case u'g':
        case u'G': {
            const qsizetype length = readMarkdownUrl(rest);
            if (!length) return at + 1;
            MarkdownNode node{.kind = MarkdownKind::Link, .detail = rest.left(length).toString()};
            node.children.push_back({.kind = MarkdownKind::Text, .text = node.detail});
            return add(at, at + length, std::move(node));
        }
        case u'¯':
            if (!rest.startsWith(kShrug)) return at + 1;
            return add(at, at + kShrug.size(), {.kind = MarkdownKind::Text, .text = kShrug.toString()});
        default:
            return at + 1;
    }
}

qsizetype MarkdownScanner::scanBackticks(qsizetype at) {
    size_t run = runAt(m_backticks, at);
    if (m_backticks[run].end - at >= 3) {
        const MarkdownFence fence = findMarkdownFence(m_unit, at, m_unit.size());
        if (fence.end) {
            const QStringView text = m_unit.mid(fence.contentBegin, fence.contentEnd - fence.contentBegin);
            return add(at, fence.end,
                       {.kind = MarkdownKind::CodeBlock, .text = text.toString(), .detail = fence.language.toString()});
        }
    }
    // A run of which an escape or a fence took the beginning closes nothing of its length.
    if (m_backticks[run].begin != at || m_nextOfSameLength[run] < 0) return m_backticks[run].end;
    const MarkdownRun& open = m_backticks[run];
    const MarkdownRun& close = m_backticks[static_cast<size_t>(m_nextOfSameLength[run])];
    QStringView code = m_unit.mid(open.end, close.begin - open.end);
    // One space keeps a backtick at the edge apart from the delimiter.
    if (code.startsWith(u" `")) code = code.mid(1);
    if (code.endsWith(u"` ")) code.chop(1);
    return add(at, close.end, {.kind = MarkdownKind::InlineCode, .text = code.toString()});
}

qsizetype MarkdownScanner::addRun(qsizetype at) {
    qsizetype end = at + 1;
    while (end < m_unit.size() && m_unit[end] == m_unit[at])
        ++end;
    m_delimiters[static_cast<size_t>(slot(m_unit[at]))].runs.push_back({at, end});
    return end;
}

qsizetype MarkdownScanner::scanLinkEnd(qsizetype at) {
    if (m_openBrackets.empty()) return at + 1;
    const qsizetype open = m_openBrackets.back();
    m_openBrackets.pop_back();
    const qsizetype size = m_unit.size();
    if (at == open + 1 || at + 1 >= size || m_unit[at + 1] != u'(') return at + 1;
    qsizetype begin = at + 2;
    const bool angled = begin < size && m_unit[begin] == u'<';
    if (angled) ++begin;
    if (!beginsSafeMarkdownTarget(m_unit.mid(begin))) return at + 1;
    // A label that holds an address could point elsewhere than it says; so links do not nest, either.
    if (m_unit.mid(open, at - open).contains(u"://")) return at + 1;
    const qsizetype limit = std::min(size, begin + kMaxTarget + 1);
    qsizetype end = begin;
    for (int depth = 0; end < limit; ++end) {
        const QChar c = m_unit[end];
        if (c.isSpace() || c == u'<' || (angled && c == u'>')) break;
        if (angled) continue;
        if (c == u'(') ++depth;
        if (c == u')' && depth-- == 0) break;
    }
    const QStringView target = m_unit.mid(begin, end - begin);
    if (angled) {
        if (end >= limit || m_unit[end] != u'>') return at + 1;
        ++end;
    }
    if (end >= size || m_unit[end] != u')' || !isSafeMarkdownTarget(target)) return at + 1;
    m_links.push_back({open, at, end + 1, target.toString()});
    return end + 1;
}

void MarkdownScanner::indexRuns() {
    for (Delimiters& delimiters : m_delimiters) {
        const size_t count = delimiters.runs.size();
        delimiters.nextOdd.assign(count + 1, static_cast<qint32>(count));
        delimiters.nextLong.assign(count + 1, static_cast<qint32>(count));
        for (size_t i = count; i-- > 0;) {
            const qsizetype length = delimiters.runs[i].length();
            delimiters.nextOdd[i] = length % 2 == 1 ? static_cast<qint32>(i) : delimiters.nextOdd[i + 1];
            delimiters.nextLong[i] = length >= 2 ? static_cast<qint32>(i) : delimiters.nextLong[i + 1];
        }
    }
}

size_t MarkdownScanner::runAt(const std::vector<MarkdownRun>& runs, qsizetype at) {
    const auto behind = std::ranges::upper_bound(runs, at, {}, &MarkdownRun::begin);
    return static_cast<size_t>(behind - runs.begin()) - 1;
}

MarkdownAtom* MarkdownScanner::atomAt(qsizetype at) {
    const auto found = std::ranges::lower_bound(m_atoms, at, {}, &MarkdownAtom::begin);
    return found != m_atoms.end() && found->begin == at ? &*found : nullptr;
}

const MarkdownMaskedLink* MarkdownScanner::linkAt(qsizetype at) const {
    const auto found = std::ranges::lower_bound(m_links, at, {}, &MarkdownMaskedLink::begin);
    return found != m_links.end() && found->begin == at ? &*found : nullptr;
}

/** Where the single delimiter stands that ends what began in run `own`, or -1. Pairs on the way are content. */
qsizetype MarkdownScanner::closerOfSingle(const Delimiters& delimiters, size_t own, qsizetype end) const {
    const size_t odd = static_cast<size_t>(delimiters.nextOdd[own + 1]);
    const size_t last = runAt(delimiters.runs, end - 1);  // the only run that `end` may cut
    size_t found = odd;
    if (odd > last) found = last;  // an even one, unless it is cut
    if (found <= own) return -1;
    const MarkdownRun& run = delimiters.runs[found];
    const qsizetype runEnd = std::min(run.end, end);
    if ((runEnd - run.begin) % 2 == 0) return -1;
    return runEnd - 1;
}

MarkdownScanner::Span MarkdownScanner::singleSpan(qsizetype at, qsizetype end, QChar delimiter) const {
    const Delimiters& delimiters = m_delimiters[static_cast<size_t>(slot(delimiter))];
    const size_t own = runAt(delimiters.runs, at);
    const qsizetype left = std::min(delimiters.runs[own].end, end) - at - 1;
    if (left % 2 == 1 || at + 1 >= end) return {};
    const bool star = delimiter == u'*';
    if (star && m_unit[at + 1].isSpace()) return {};
    const qsizetype closer = closerOfSingle(delimiters, own, end);
    if (closer < 0) return {};
    if (star && m_unit[closer - 1].isSpace()) return {};
    // An underscore within a word is a part of the word: snake_case_name.
    if (!star && closer + 1 < end && isAsciiLetterOrDigit(m_unit[closer + 1])) return {};
    return {at + 1, closer, closer + 1};
}

MarkdownScanner::Span MarkdownScanner::doubleSpan(qsizetype at, qsizetype end, QChar delimiter) const {
    const Delimiters& delimiters = m_delimiters[static_cast<size_t>(slot(delimiter))];
    const size_t own = runAt(delimiters.runs, at);
    if (std::min(delimiters.runs[own].end, end) - at < 2) return {};
    const size_t next = static_cast<size_t>(delimiters.nextLong[own + 1]);
    if (next >= delimiters.runs.size()) return {};
    const MarkdownRun& run = delimiters.runs[next];
    const qsizetype runEnd = std::min(run.end, end);
    if (runEnd - run.begin < 2) return {};
    // ** and __ close at the end of a run, so that ***a*** nests; ~~ and || at its beginning.
    const bool late = delimiter == u'*' || delimiter == u'_';
    const qsizetype closer = late ? runEnd - 2 : run.begin;
    return {at + 2, closer, closer + 2};
}

}  // namespace shared
