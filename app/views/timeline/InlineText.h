#pragma once

#include "app/views/timeline/TextFlow.h"

namespace app {

struct InlineStyle {
    double scale = 1.0;
    int weight = QFont::Normal;
    Token colour = Token::Text;
};

/** True when a message is nothing but a few emoji: they are then drawn twice as large. */
bool isOnlyEmoji(const shared::MarkdownNode& document);

/** Turns inline nodes into one string with formats and spans. */
class InlineText {
 public:
    /** `spoilers`: how many the message had before this paragraph; `width`: of its lines. */
    InlineText(const FlowContext& context, InlineStyle style, int spoilers, int width);

    void addAuthor();
    void add(const shared::MarkdownNode& node);
    void addChildren(const shared::MarkdownNode& node);
    void addPlain(const QString& text);
    void addEdited();

    std::unique_ptr<QTextLayout> makeLayout() const;
    const QList<TextSpan>& spans() const { return m_spans; }
    int lineHeight() const { return m_lineHeight; }
    QFont font() const { return m_font; }
    int spoilers() const { return m_spoilers; }

 private:
    struct State {
        bool bold = false, italic = false, underline = false, strike = false;
        int covered = -1;
        QColor colour;
    };
    QTextCharFormat format() const;
    QTextCharFormat format(const QFont& font, const QColor& colour) const;
    void append(const QString& text, const QTextCharFormat& format);
    void appendPill(const QString& text, SpanKind kind, quint64 id, bool self);
    void addSpoiler(const shared::MarkdownNode& node);
    void addLink(const shared::MarkdownNode& node);
    void addCustomEmoji(const shared::MarkdownNode& node);
    void addInlineCode(const QString& code);
    void addMention(const shared::MarkdownNode& node);
    TextSpan& span(int start, SpanKind kind);

    const FlowContext& m_context;
    const Theme& m_theme;
    QFont m_font;
    int m_lineHeight;
    State m_state;
    QString m_text;
    QList<QTextLayout::FormatRange> m_formats;
    QList<TextSpan> m_spans;
    int m_spoilers;
    int m_width;
};

}  // namespace app
