#include "shared/text/MentionParser.h"

#include "shared/text/MarkdownParser.h"

namespace shared {
namespace {

template <class IdType>
void addOnce(QList<IdType>& list, Snowflake id) {
    if (!list.contains(IdType(id))) list.append(IdType(id));
}

void collect(const MarkdownNode& node, Mentions& mentions) {
    switch (node.kind) {
        case MarkdownKind::UserMention:
            addOnce(mentions.users, node.id);
            break;
        case MarkdownKind::RoleMention:
            addOnce(mentions.roles, node.id);
            break;
        case MarkdownKind::ChannelMention:
            addOnce(mentions.channels, node.id);
            break;
        case MarkdownKind::EveryoneMention:
            mentions.everyone = true;
            break;
        case MarkdownKind::HereMention:
            mentions.here = true;
            break;
        default:
            break;
    }
    for (const MarkdownNode& child : node.children)
        collect(child, mentions);
}

}  // namespace

Mentions parseMentions(QStringView content) {
    Mentions mentions;
    // Most messages mention nobody, and need no tree.
    if (!content.contains(u'@') && !content.contains(u"<#")) return mentions;
    collect(parseMarkdown(content), mentions);
    return mentions;
}

}  // namespace shared
