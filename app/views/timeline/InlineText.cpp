#include "app/views/timeline/InlineText.h"

#include <QtGui/QFontMetricsF>

#include "app/views/timeline/TimelineWords.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

using shared::MarkdownKind;
using shared::MarkdownNode;

constexpr int kPillMax = 260;
constexpr int kJumboMax = 27;
constexpr double kEmojiScale = 1.1;
constexpr double kCustomEmoji = 1.4;
constexpr char16_t kThin = 0x202F;  // thin as U+2009, but no line breaks at it

bool countEmoji(const MarkdownNode& node, int& count) {
    if (node.kind == MarkdownKind::CustomEmoji) {
        ++count;
        return true;
    }
    if (node.kind == MarkdownKind::Text) {
        const QString& text = node.text;
        for (qsizetype i = 0; i < text.size();) {
            qsizetype length = 0;
            if (isEmojiStart(text, i, &length)) {
                i += length;
                ++count;
            } else if (text[i].isSpace()) {
                ++i;
            } else {
                return false;
            }
        }
        return true;
    }
    if (node.kind != MarkdownKind::Document && node.kind != MarkdownKind::Paragraph) return false;
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](const MarkdownNode& child) { return countEmoji(child, count); });
}

}  // namespace

bool isOnlyEmoji(const MarkdownNode& document) {
    int count = 0;
    return countEmoji(document, count) && count > 0 && count <= kJumboMax;
}

InlineText::InlineText(const FlowContext& context, InlineStyle style, int spoilers, int width)
    : m_context(context), m_theme(context.theme), m_spoilers(spoilers), m_width(width) {
    m_font = m_theme.font(TextStyle::Message);
    m_lineHeight = m_theme.lineHeight(TextStyle::Message);
    if (context.compact) {
        m_font.setPixelSize(m_font.pixelSize() - m_theme.px(1));
        m_lineHeight -= m_theme.px(2);
    }
    if (style.scale != 1.0) {
        m_font.setPixelSize(qMax(1, qRound(m_font.pixelSize() * style.scale)));
        m_lineHeight = qRound(m_lineHeight * qMax(0.85, style.scale * 0.95));
    }
    m_font.setWeight(static_cast<QFont::Weight>(style.weight));
    m_state.colour = m_theme.colour(context.muted ? Token::Text3 : style.colour);
}

QTextCharFormat InlineText::format(const QFont& font, const QColor& colour) const {
    QTextCharFormat format;
    format.setFont(font);
    format.setForeground(colour);
    return format;
}

QTextCharFormat InlineText::format() const {
    QFont font = m_font;
    if (m_state.bold) font.setWeight(QFont::DemiBold);
    font.setItalic(m_state.italic);
    font.setUnderline(m_state.underline);
    font.setStrikeOut(m_state.strike);
    return format(font, m_state.colour);
}

void InlineText::append(const QString& text, const QTextCharFormat& format) {
    if (text.isEmpty()) return;
    const int start = int(m_text.size());
    QString shown = text;
    shown.replace(u'\n', QChar::LineSeparator);
    m_text += shown;
    m_formats << QTextLayout::FormatRange{start, int(shown.size()), format};
    for (QTextLayout::FormatRange run : emojiFormats(m_theme, shown, qRound(format.font().pixelSize() * kEmojiScale))) {
        run.start += start;
        m_formats << run;
    }
}

TextSpan& InlineText::span(int start, SpanKind kind) {
    TextSpan span;
    span.start = start;
    span.length = int(m_text.size()) - start;
    span.kind = kind;
    m_spans << span;
    return m_spans.last();
}

void InlineText::addAuthor() {
    QFont font = m_font;
    font.setWeight(QFont::DemiBold);
    const int start = int(m_text.size());
    QString name = m_context.author;
    name.replace(u' ', QChar::Nbsp);
    append(name, format(font, m_context.authorColour));
    span(start, SpanKind::Author);
    append(QString(2, QChar::Nbsp), format());
}

void InlineText::addPlain(const QString& text) {
    append(text, format());
}

void InlineText::addEdited() {
    const int start = int(m_text.size());
    append(QString(QChar::Nbsp) + TimelineWords::tr("(edited)"),
           format(m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3)));
    span(start, SpanKind::Plain).plain = u""_s;
}

void InlineText::addChildren(const MarkdownNode& node) {
    for (const MarkdownNode& child : node.children)
        add(child);
}

void InlineText::add(const MarkdownNode& node) {
    const State before = m_state;
    switch (node.kind) {
        case MarkdownKind::Text:
            addPlain(node.text);
            break;
        case MarkdownKind::Bold:
            m_state.bold = true;
            addChildren(node);
            break;
        case MarkdownKind::Italic:
            m_state.italic = true;
            addChildren(node);
            break;
        case MarkdownKind::Underline:
            m_state.underline = true;
            addChildren(node);
            break;
        case MarkdownKind::Strikethrough:
            m_state.strike = true;
            addChildren(node);
            break;
        case MarkdownKind::Spoiler:
            addSpoiler(node);
            break;
        case MarkdownKind::InlineCode:
            addInlineCode(node.text);
            break;
        case MarkdownKind::Link:
            addLink(node);
            break;
        case MarkdownKind::CustomEmoji:
            addCustomEmoji(node);
            break;
        case MarkdownKind::Timestamp:
            append(m_context.times.stamp(node.number, node.detail.isEmpty() ? u'f' : node.detail[0], m_context.nowMs),
                   format(m_font, m_theme.colour(Token::PillText)));
            break;
        case MarkdownKind::UserMention:
        case MarkdownKind::RoleMention:
        case MarkdownKind::ChannelMention:
        case MarkdownKind::EveryoneMention:
        case MarkdownKind::HereMention:
        case MarkdownKind::CommandMention:
        case MarkdownKind::GuildNavigation:
            addMention(node);
            break;
        default:
            addChildren(node);
            break;
    }
    m_state = before;
}

void InlineText::addSpoiler(const MarkdownNode& node) {
    const int number = m_spoilers++;
    const bool open = m_context.revealed.contains(number);
    const int start = int(m_text.size());
    const qsizetype firstSpan = m_spans.size();
    if (!open) m_state.covered = number;
    addChildren(node);
    // What is covered cannot be clicked through, nor copied.
    if (!open) m_spans.resize(firstSpan);
    TextSpan& cover = span(start, SpanKind::Spoiler);
    cover.spoiler = open ? -1 : number;
    if (!open) cover.plain = TimelineWords::tr("[spoiler]");
}

void InlineText::addLink(const MarkdownNode& node) {
    const int start = int(m_text.size());
    m_state.colour = m_theme.colour(Token::Link);
    addChildren(node);
    if (int(m_text.size()) == start) addPlain(node.detail);
    span(start, SpanKind::Link).target = node.detail;
}

void InlineText::addCustomEmoji(const MarkdownNode& node) {
    // A space as wide as the picture that is painted over it.
    const int size = qRound(m_font.pixelSize() * kCustomEmoji);
    QFont font = m_font;
    const double own = QFontMetricsF(font).horizontalAdvance(QChar::Nbsp);
    font.setLetterSpacing(QFont::AbsoluteSpacing, size - own);
    const int start = int(m_text.size());
    append(QString(QChar::Nbsp), format(font, m_state.colour));
    TextSpan& emoji = span(start, SpanKind::CustomEmoji);
    emoji.id = node.id.value();
    emoji.plain = u':' + node.text + u':';
    if (m_context.names) emoji.target = m_context.names->emojiPicture(shared::EmojiId(node.id), node.isAnimated);
}

void InlineText::addInlineCode(const QString& code) {
    QFont font = m_theme.font(TextStyle::Code);
    if (m_context.compact) font.setPixelSize(font.pixelSize());
    QString shown = code;
    shown.replace(u'\n', u' ');
    const int start = int(m_text.size());
    append(QChar(QChar::Nbsp) + shown + QChar(QChar::Nbsp), format(font, m_theme.colour(Token::CodeText)));
    span(start, SpanKind::Code).plain = code;
}

void InlineText::appendPill(const QString& text, SpanKind kind, quint64 id, bool self) {
    QFont font = m_font;
    font.setWeight(QFont::Medium);
    font.setUnderline(m_theme.kind() == ThemeKind::Contrast);
    QString shown =
        QFontMetrics(font).elidedText(text, Qt::ElideRight, qMin(m_theme.px(kPillMax), m_width) - m_theme.px(8));
    shown.replace(u' ', QChar::Nbsp);
    shown.replace(u'-', QChar(0x2011));
    const int start = int(m_text.size());
    append(QChar(kThin) + shown + QChar(kThin),
           format(font, m_theme.colour(self ? Token::PillSelfText : Token::PillText)));
    TextSpan& pill = span(start, kind);
    pill.id = id;
    pill.self = self;
    pill.plain = text;
}

void InlineText::addMention(const MarkdownNode& node) {
    const MentionNames* names = m_context.names;
    const auto orUnknown = [](const QString& name, const char* unknown) {
        return name.isEmpty() ? TimelineWords::tr(unknown) : name;
    };
    const quint64 id = node.id.value();
    switch (node.kind) {
        case MarkdownKind::UserMention: {
            const shared::UserId user(node.id);
            appendPill(u'@' + orUnknown(names ? names->userName(user) : QString(), "unknown person"), SpanKind::User,
                       id, names && names->isMe(user));
            break;
        }
        case MarkdownKind::RoleMention: {
            const shared::RoleId role(node.id);
            appendPill(u'@' + orUnknown(names ? names->roleName(role) : QString(), "unknown role"), SpanKind::Role, id,
                       names && names->isMyRole(role));
            break;
        }
        case MarkdownKind::ChannelMention: {
            const shared::ChannelId channel(node.id);
            appendPill(u'#' + orUnknown(names ? names->channelName(channel) : QString(), "unknown channel"),
                       SpanKind::Channel, id, false);
            break;
        }
        case MarkdownKind::EveryoneMention:
            appendPill(u"@everyone"_s, SpanKind::Everyone, 0, true);
            break;
        case MarkdownKind::HereMention:
            appendPill(u"@here"_s, SpanKind::Everyone, 0, true);
            break;
        case MarkdownKind::CommandMention:
            appendPill(u'/' + node.text, SpanKind::Command, id, false);
            break;
        default:
            appendPill(node.text, SpanKind::Command, id, false);
            break;
    }
}

std::unique_ptr<QTextLayout> InlineText::makeLayout() const {
    auto layout = std::make_unique<QTextLayout>(m_text, m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout->setTextOption(option);
    layout->setFormats(m_formats);
    layout->setCacheEnabled(true);
    return layout;
}

}  // namespace app
