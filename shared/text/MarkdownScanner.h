#pragma once

#include <array>

#include "shared/text/MarkdownNode.h"

namespace shared {

/** A stretch of a unit that no markup reaches into: code, a mention, an address, an escaped character. */
struct MarkdownAtom {
    qsizetype begin = 0;
    qsizetype end = 0;
    MarkdownNode node;
};

/** [label](target). */
struct MarkdownMaskedLink {
    qsizetype begin = 0;     ///< of '['
    qsizetype labelEnd = 0;  ///< of ']'
    qsizetype end = 0;       ///< behind ')'
    QString target;
};

/** Equal delimiters in a row, outside of atoms. */
struct MarkdownRun {
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype length() const { return end - begin; }
};

/** A code fence: where its content is, and its end. `end` is 0 where there is none. */
struct MarkdownFence {
    qsizetype contentBegin = 0;
    qsizetype contentEnd = 0;
    qsizetype end = 0;
    QStringView language;
};

/** Finds the fence that opens at `at` (three backticks stand there) and closes before `end`. */
MarkdownFence findMarkdownFence(QStringView text, qsizetype at, qsizetype end);

/** The character behind a backslash may be escaped by it. */
bool isMarkdownEscapable(QChar c);

/** The text begins like an address that may be followed: http, https or guildhall, and a host. */
bool beginsSafeMarkdownTarget(QStringView text);
/** All of it is such an address. */
bool isSafeMarkdownTarget(QStringView target);

/**
 * The first pass over one unit of text (a paragraph, a heading): finds all atoms, masked links and delimiter runs, so
 * that the second pass answers "where does this close?" in O(log n).
 */
class MarkdownScanner {
 public:
    explicit MarkdownScanner(QStringView unit);

    /** The atom that begins at that place, or null; it may be taken (moved from) once. */
    MarkdownAtom* atomAt(qsizetype at);
    const MarkdownMaskedLink* linkAt(qsizetype at) const;

    struct Span {
        qsizetype contentBegin = 0;
        qsizetype contentEnd = 0;
        qsizetype end = 0;  ///< 0: does not close
    };
    /** Single delimiters, * or _, opening at `at` and closing before `end`. */
    Span singleSpan(qsizetype at, qsizetype end, QChar delimiter) const;
    /** Double delimiters: ** __ ~~ ||. */
    Span doubleSpan(qsizetype at, qsizetype end, QChar delimiter) const;

 private:
    struct Delimiters {
        std::vector<MarkdownRun> runs;
        std::vector<qint32> nextOdd;   ///< index of the first run of odd length at or after, or runs.size()
        std::vector<qint32> nextLong;  ///< ... of length 2 or more
    };

    void scan();
    qsizetype scanAt(qsizetype at);
    qsizetype scanBackticks(qsizetype at);
    qsizetype scanLinkEnd(qsizetype at);
    qsizetype add(qsizetype begin, qsizetype end, MarkdownNode node);
    qsizetype addRun(qsizetype at);
    void indexBackticks();
    void indexRuns();
    qsizetype closerOfSingle(const Delimiters& delimiters, size_t own, qsizetype end) const;
    static int slot(QChar delimiter);
    static size_t runAt(const std::vector<MarkdownRun>& runs, qsizetype at);

    QStringView m_unit;
    std::vector<MarkdownAtom> m_atoms;        // ascending
    std::vector<MarkdownMaskedLink> m_links;  // ascending once scanned
    std::array<Delimiters, 4> m_delimiters;
    std::vector<MarkdownRun> m_backticks;    // runs of backticks, ascending
    std::vector<qint32> m_nextOfSameLength;  // per run of backticks, the next as long, or -1
    std::vector<qsizetype> m_openBrackets;   // while scanning
};

/** Reads a token that begins with '<' (mention, emoji, timestamp, <url> ...). @return its length, or 0 */
qsizetype readMarkdownToken(QStringView text, MarkdownNode& node);

/** Reads an address written as it is. @return its length, or 0 */
qsizetype readMarkdownUrl(QStringView text);

}  // namespace shared
