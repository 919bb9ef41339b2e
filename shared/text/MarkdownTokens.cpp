#include <algorithm>

#include <QtCore/QList>

#include "shared/text/MarkdownScanner.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

constexpr qsizetype kMaxToken = 200;                 // "</name sub sub:id>" with three names of 32 is below it
constexpr qsizetype kMaxUrl = 2048;                  // as long as Discord lets an embed's url be
constexpr qint64 kMaxTimestamp = 8'640'000'000'000;  // what a JavaScript date can hold, in seconds

bool isWord(QChar c) {
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

bool setId(QStringView digits, MarkdownNode& node) {
    const auto id = Snowflake::fromString(digits);
    if (!id || id->isNull()) return false;
    node.id = *id;
    return true;
}

/** "@12", "@!12", "@&12", "#12". */
bool readMention(QStringView body, MarkdownNode& node) {
    if (body.startsWith(u'#')) {
        node.kind = MarkdownKind::ChannelMention;
        return setId(body.mid(1), node);
    }
    if (body.startsWith(u"@&")) {
        node.kind = MarkdownKind::RoleMention;
        return setId(body.mid(2), node);
    }
    node.kind = MarkdownKind::UserMention;
    return setId(body.mid(body.startsWith(u"@!") ? 2 : 1), node);
}

/** ":name:12", "a:name:12". */
bool readEmoji(QStringView body, MarkdownNode& node) {
    node.kind = MarkdownKind::CustomEmoji;
    node.isAnimated = body.startsWith(u'a');
    body = body.mid(node.isAnimated ? 2 : 1);
    const qsizetype colon = body.indexOf(u':');
    if (colon < 1) return false;
    const QStringView name = body.left(colon);
    if (!std::ranges::all_of(name, [](QChar c) { return isWord(c) || c == u'~'; })) return false;
    node.text = name.toString();
    return setId(body.mid(colon + 1), node);
}

/** "t:123", "t:-5:R". */
bool readTimestamp(QStringView body, MarkdownNode& node) {
    node.kind = MarkdownKind::Timestamp;
    body = body.mid(2);
    const qsizetype colon = body.indexOf(u':');
    const QStringView number = colon < 0 ? body : body.left(colon);
    const QStringView digits = number.startsWith(u'-') ? number.mid(1) : number;
    if (digits.isEmpty() || !std::ranges::all_of(digits, [](QChar c) { return c >= u'0' && c <= u'9'; })) return false;
    bool ok = false;
    node.number = number.toLongLong(&ok);
    if (!ok || node.number > kMaxTimestamp || node.number < -kMaxTimestamp) return false;
    node.detail = u"f"_s;
    if (colon < 0) return true;
    const QStringView style = body.mid(colon + 1);
    if (style.size() != 1 || !QStringView(u"tTdDfFsSR").contains(style.front())) return false;
    node.detail = style.toString();
    return true;
}

/** "/name sub sub:12". */
bool readCommand(QStringView body, MarkdownNode& node) {
    node.kind = MarkdownKind::CommandMention;
    const qsizetype colon = body.indexOf(u':');
    if (colon < 2) return false;
    const QStringView name = body.mid(1, colon - 1);
    const auto words = name.split(u' ');
    if (words.size() > 3) return false;
    for (const QStringView word : words) {
        if (word.isEmpty() || word.size() > 32) return false;
        const auto fits = [](QChar c) { return c == u'-' || c == u'_' || c.isLetterOrNumber() || c.isMark(); };
        if (!std::ranges::all_of(word, fits)) return false;
    }
    node.text = name.toString();
    return setId(body.mid(colon + 1), node);
}

/** "id:browse", "id:linked-roles:12". */
bool readNavigation(QStringView body, MarkdownNode& node) {
    node.kind = MarkdownKind::GuildNavigation;
    body = body.mid(3);
    for (const QStringView type : {QStringView(u"customize"), QStringView(u"browse"), QStringView(u"guide")}) {
        if (body == type) {
            node.text = type.toString();
            return true;
        }
    }
    constexpr QStringView kRoles = u"linked-roles";
    if (!body.startsWith(kRoles)) return false;
    node.text = kRoles.toString();
    const QStringView rest = body.mid(kRoles.size());
    return rest.isEmpty() || (rest.startsWith(u':') && setId(rest.mid(1), node));
}

bool readAddress(QStringView body, MarkdownNode& node) {
    if (!isSafeMarkdownTarget(body)) return false;
    node.kind = MarkdownKind::Link;
    node.detail = body.toString();
    node.isSuppressed = true;
    node.children.push_back({.kind = MarkdownKind::Text, .text = node.detail});
    return true;
}

bool readBody(QStringView body, MarkdownNode& node) {
    if (body.startsWith(u'@') || body.startsWith(u'#')) return readMention(body, node);
    if (body.startsWith(u':') || body.startsWith(u"a:")) return readEmoji(body, node);
    if (body.startsWith(u"t:")) return readTimestamp(body, node);
    if (body.startsWith(u'/')) return readCommand(body, node);
    if (body.startsWith(u"id:")) return readNavigation(body, node);
    return readAddress(body, node);
}

qsizetype schemeLength(QStringView text) {
    for (const QStringView scheme : {QStringView(u"https://"), QStringView(u"http://"), QStringView(u"guildhall://")}) {
        if (text.startsWith(scheme, Qt::CaseInsensitive)) return scheme.size();
    }
    return 0;
}

bool canBeginHost(QChar c) {
    return c.isLetterOrNumber() || c == u'[';
}

/** Where an address ends at the latest: white space, '<', a backtick, a pair of delimiters, a bracket too many. */
qsizetype longestUrl(QStringView text) {
    const qsizetype limit = std::min(text.size(), kMaxUrl);
    qsizetype round = 0;
    qsizetype square = 0;
    for (qsizetype at = 0; at < limit; ++at) {
        const QChar c = text[at];
        if (c.isSpace() || c.unicode() < 0x20 || c == u'<' || c == u'`') return at;
        const bool paired = at + 1 < text.size() && text[at + 1] == c;
        if (paired && (c == u'*' || c == u'|' || c == u'~')) return at;
        round += c == u'(' ? 1 : c == u')' ? -1 : 0;
        square += c == u'[' ? 1 : c == u']' ? -1 : 0;
        if (round < 0 || square < 0) return at;
    }
    return limit;
}

}  // namespace

bool beginsSafeMarkdownTarget(QStringView text) {
    const qsizetype scheme = schemeLength(text);
    return scheme > 0 && scheme < text.size() && canBeginHost(text[scheme]);
}

bool isSafeMarkdownTarget(QStringView target) {
    if (target.size() > kMaxUrl || !beginsSafeMarkdownTarget(target)) return false;
    return std::ranges::none_of(target,
                                [](QChar c) { return c.isSpace() || c.unicode() < 0x20 || c == u'<' || c == u'>'; });
}

qsizetype readMarkdownToken(QStringView text, MarkdownNode& node) {
    const bool address = schemeLength(text.mid(1)) > 0;
    const qsizetype limit = std::min(text.size(), address ? kMaxUrl + 2 : kMaxToken);
    for (qsizetype at = 1; at < limit; ++at) {
        const QChar c = text[at];
        if (c == u'<' || c == u'\n') return 0;
        if (c != u'>') continue;
        return readBody(text.mid(1, at - 1), node) ? at + 1 : 0;
    }
    return 0;
}

qsizetype readMarkdownUrl(QStringView text) {
    if (!beginsSafeMarkdownTarget(text)) return 0;
    const qsizetype scheme = schemeLength(text);
    qsizetype end = longestUrl(text);
    // What ends a sentence or closes the markup around the address is no part of it.
    while (end > scheme && QStringView(u".,:;\"'!?*_~|\\").contains(text[end - 1]))
        --end;
    return end > scheme ? end : 0;
}

}  // namespace shared
