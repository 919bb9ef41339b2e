#pragma once

#include <functional>

#include "shared/text/MarkdownNode.h"

namespace shared {

/**
 * Parses Discord's flavour of Markdown.
 *
 * Never fails: what is no markup is text. Takes time in proportion to the length; nesting beyond 24 levels is text.
 * Where the markup overlaps, code wins over everything, then blocks that take whole lines, then what opens first.
 * Any thread. Source of the token formats: "Message Formatting" in Discord's API reference.
 */
MarkdownNode parseMarkdown(QStringView content);

/** As parseMarkdown, but for one line in which blocks have no meaning (a topic, a name): a Document of one Paragraph.
 */
MarkdownNode parseInlineMarkdown(QStringView content);

/** How plainText writes what only a client knows; an empty function leaves the token as it was written. */
struct MarkdownNames {
    std::function<QString(UserId)> user;
    std::function<QString(RoleId)> role;
    std::function<QString(ChannelId)> channel;
    std::function<QString(qint64 seconds, QStringView style)> timestamp;
};

/** The text without its markup: for notifications, previews and screen readers. Spoilers are covered unless revealed.
 */
QString plainText(const MarkdownNode& node, const MarkdownNames& names = {}, bool revealSpoilers = false);

}  // namespace shared
