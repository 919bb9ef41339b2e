#pragma once

#include "shared/text/MarkdownNode.h"

namespace shared {

/** The blocks of a text. */
std::vector<MarkdownNode> parseMarkdownBlocks(QStringView text);

/** The inline nodes of one unit of text. A code fence in it becomes InlineCode, as no block may stand here. */
std::vector<MarkdownNode> parseMarkdownInlines(QStringView unit);

/** A unit of text as Paragraphs, with CodeBlocks between them. */
std::vector<MarkdownNode> parseMarkdownParagraphs(QStringView unit);

}  // namespace shared
