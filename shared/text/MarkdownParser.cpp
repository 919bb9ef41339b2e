#include "shared/text/MarkdownParser.h"

#include "shared/text/MarkdownBlocks.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

void writeInline(const MarkdownNode& node, const MarkdownNames& names, bool reveal, QString& out);

void writeInlines(const MarkdownNode& node, const MarkdownNames& names, bool reveal, QString& out) {
    for (const MarkdownNode& child : node.children)
        writeInline(child, names, reveal, out);
}

template <class IdType>
QString nameOr(const std::function<QString(IdType)>& name, Snowflake id, QStringView prefix) {
    if (name) return name(IdType(id));
    return u"<"_s + prefix.toString() + id.toString() + u'>';
}

QString timestampText(const MarkdownNode& node, const MarkdownNames& names) {
    if (names.timestamp) return names.timestamp(node.number, node.detail);
    return u"<t:"_s + QString::number(node.number) + u':' + node.detail + u'>';
}

void writeInline(const MarkdownNode& node, const MarkdownNames& names, bool reveal, QString& out) {
    switch (node.kind) {
        case MarkdownKind::Text:
        case MarkdownKind::InlineCode:
            out += node.text;
            break;
        case MarkdownKind::Spoiler:
            if (reveal) {
                writeInlines(node, names, reveal, out);
            } else {
                out += u"█████";
            }
            break;
        case MarkdownKind::CustomEmoji:
            out += u':' + node.text + u':';
            break;
        case MarkdownKind::UserMention:
            out += nameOr(names.user, node.id, u"@");
            break;
        case MarkdownKind::RoleMention:
            out += nameOr(names.role, node.id, u"@&");
            break;
        case MarkdownKind::ChannelMention:
            out += nameOr(names.channel, node.id, u"#");
            break;
        case MarkdownKind::EveryoneMention:
            out += u"@everyone";
            break;
        case MarkdownKind::HereMention:
            out += u"@here";
            break;
        case MarkdownKind::Timestamp:
            out += timestampText(node, names);
            break;
        case MarkdownKind::CommandMention:
            out += u'/' + node.text;
            break;
        case MarkdownKind::GuildNavigation:
            out += node.text;
            break;
        default:
            writeInlines(node, names, reveal, out);
    }
}

bool isBlockParent(MarkdownKind kind) {
    return kind == MarkdownKind::Document || kind == MarkdownKind::BlockQuote || kind == MarkdownKind::List ||
           kind == MarkdownKind::ListItem;
}

void writeBlock(const MarkdownNode& node, const MarkdownNames& names, bool reveal, QString& out) {
    if (node.kind == MarkdownKind::CodeBlock) {
        out += node.isSpoiler && !reveal ? u"█████"_s : node.text;
        return;
    }
    if (!isBlockParent(node.kind)) {
        writeInline(node, names, reveal, out);
        return;
    }
    qint64 number = node.number;
    for (size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out += u'\n';
        if (node.kind == MarkdownKind::List) out += node.isOrdered ? QString::number(number++) + u". "_s : u"• "_s;
        writeBlock(node.children[i], names, reveal, out);
    }
}

}  // namespace

MarkdownNode parseMarkdown(QStringView content) {
    return {.kind = MarkdownKind::Document, .children = parseMarkdownBlocks(content)};
}

MarkdownNode parseInlineMarkdown(QStringView content) {
    MarkdownNode paragraph{.kind = MarkdownKind::Paragraph, .children = parseMarkdownInlines(content)};
    MarkdownNode document{.kind = MarkdownKind::Document};
    document.children.push_back(std::move(paragraph));
    return document;
}

QString plainText(const MarkdownNode& node, const MarkdownNames& names, bool revealSpoilers) {
    QString out;
    writeBlock(node, names, revealSpoilers, out);
    return out;
}

}  // namespace shared
