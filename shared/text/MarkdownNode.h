#pragma once

#include <vector>

#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace shared {

/** What a node of a Markdown tree is. Blocks hold blocks or inline nodes; inline nodes hold inline nodes only. */
enum class MarkdownKind : quint8 {
    // Blocks.
    Document,    ///< the root: blocks
    Paragraph,   ///< inline nodes; its texts hold the line breaks
    Heading,     ///< inline nodes; `number` is 1 to 3
    Subtext,     ///< inline nodes, small print
    BlockQuote,  ///< blocks
    List,        ///< ListItems; `isOrdered`, and then `number` is that of the first item
    ListItem,    ///< blocks
    CodeBlock,   ///< `text`, `detail` the language or empty
    // Inline nodes.
    Text,             ///< `text`, which may hold '\n'
    Bold,             ///< children
    Italic,           ///< children
    Underline,        ///< children
    Strikethrough,    ///< children
    Spoiler,          ///< children
    InlineCode,       ///< `text`
    Link,             ///< children, `detail` the target with a safe scheme; `isSuppressed` when written as <url>
    CustomEmoji,      ///< `text` the name, `id`, `isAnimated`
    UserMention,      ///< `id`
    RoleMention,      ///< `id`
    ChannelMention,   ///< `id`
    EveryoneMention,  ///< nothing more
    HereMention,      ///< nothing more
    Timestamp,        ///< `number` seconds since 1970, `detail` one of t T d D f F s S R
    CommandMention,   ///< `text` the command's full name, `id`
    GuildNavigation,  ///< `text` customize, browse, guide or linked-roles; `id` a role's, or null
};

/** One node; which fields count is said at its kind. */
struct MarkdownNode {
    MarkdownKind kind = MarkdownKind::Text;
    QString text;
    QString detail;
    Snowflake id;
    qint64 number = 0;
    bool isOrdered = false;
    bool isAnimated = false;
    bool isSuppressed = false;  ///< a link that asks for no preview
    bool isSpoiler = false;     ///< a CodeBlock that stood inside of a Spoiler
    std::vector<MarkdownNode> children;

    bool operator==(const MarkdownNode&) const = default;
};

}  // namespace shared
