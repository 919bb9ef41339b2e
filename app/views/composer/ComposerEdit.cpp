#include "app/views/composer/ComposerEdit.h"

#include <cmath>

#include <QtCore/QMimeData>
#include <QtCore/QRegularExpression>
#include <QtGui/QKeyEvent>
#include <QtGui/QSyntaxHighlighter>
#include <QtGui/QTextBlock>

#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kMarkup = QTextFormat::UserProperty + 1;
constexpr int kShown = QTextFormat::UserProperty + 2;
constexpr int kNumber = QTextFormat::UserProperty + 3;

// Emoji in their own font: some would come out in black otherwise.
class EmojiHighlighter : public QSyntaxHighlighter {
 public:
    EmojiHighlighter(const Theme& theme, QTextDocument* document) : QSyntaxHighlighter(document), m_theme(theme) {}

 protected:
    void highlightBlock(const QString& text) override {
        for (qsizetype i = 0; i < text.size();) {
            qsizetype length = 1;
            if (isEmojiStart(text, i, &length)) {
                QTextCharFormat format;
                format.setFont(m_theme.emojiFont(m_theme.font(TextStyle::Message).pixelSize()));
                setFormat(int(i), int(length), format);
            }
            i += length;
        }
    }

 private:
    const Theme& m_theme;
};

}  // namespace

ComposerEdit::ComposerEdit(const Theme& theme, QWidget* parent) : QTextEdit(parent), m_theme(theme) {
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setProperty("bare", true);
    setProperty("focusRing", false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    new EmojiHighlighter(theme, document());
    connect(&theme, &Theme::changed, this, &ComposerEdit::restyle);
    restyle();
}

void ComposerEdit::restyle() {
    setFont(m_theme.font(TextStyle::Message));
    document()->setDefaultFont(m_theme.font(TextStyle::Message));
}

int ComposerEdit::textHeight() const {
    return int(std::ceil(document()->size().height()));
}

void ComposerEdit::setPadding(int pixels) {
    setViewportMargins(0, pixels, 0, pixels);
}

QString ComposerEdit::markupOf(int from, int to) const {
    QString text;
    for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        if (block.position() > from) text += u'\n';
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const int start = qMax(from, fragment.position());
            const int end = qMin(to, fragment.position() + fragment.length());
            if (start >= end) continue;
            const QString part = fragment.text().mid(start - fragment.position(), end - start);
            const QString shown = fragment.charFormat().property(kShown).toString();
            text += !shown.isEmpty() && part == shown ? fragment.charFormat().property(kMarkup).toString() : part;
        }
    }
    text.replace(QChar::LineSeparator, u'\n');
    text.replace(QChar::Nbsp, u' ');
    return text;
}

QString ComposerEdit::markup() const {
    return markupOf(0, document()->characterCount());
}

void ComposerEdit::setMarkup(const QString& markup, const MentionNames* names) {
    clear();
    static const QRegularExpression pattern(u"<(@!?|@&|#)(\\d{1,20})>|<a?(:\\w+:)\\d{1,20}>"_s);
    qsizetype at = 0;
    auto matches = pattern.globalMatch(markup);
    while (matches.hasNext()) {
        const auto match = matches.next();
        insertPlainText(markup.mid(at, match.capturedStart() - at));
        at = match.capturedEnd();
        const auto id = match.capturedView(2).toULongLong();
        const QString sign = match.captured(1);
        QString shown = match.captured(3);
        if (names && shown.isEmpty()) {
            const QString name = sign == "#"_L1    ? names->channelName(shared::ChannelId(id))
                                 : sign == "@&"_L1 ? names->roleName(shared::RoleId(id))
                                                   : names->userName(shared::UserId(id));
            if (!name.isEmpty()) shown = sign.left(1) + name;
        }
        insertToken(shown.isEmpty() ? match.captured(0) : shown, match.captured(0));
    }
    insertPlainText(markup.mid(at));
}

void ComposerEdit::insertToken(const QString& shown, const QString& markup) {
    QTextCursor cursor = textCursor();
    if (shown == markup) {
        cursor.insertText(shown, {});
    } else {
        QString letters = shown;
        letters.replace(u' ', QChar::Nbsp);
        QTextCharFormat format;
        format.setForeground(m_theme.colour(Token::PillText));
        format.setBackground(m_theme.colour(Token::PillBg));
        format.setFontWeight(QFont::Medium);
        format.setProperty(kShown, letters);
        format.setProperty(kMarkup, markup);
        format.setProperty(kNumber, ++m_tokens);
        cursor.insertText(letters, format);
    }
    setTextCursor(cursor);
    setCurrentCharFormat({});
}

void ComposerEdit::completeWith(int length, const QString& shown, const QString& markup) {
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, length);
    cursor.removeSelectedText();
    setTextCursor(cursor);
    insertToken(shown, markup);
    textCursor().insertText(u" "_s, {});
    setCurrentCharFormat({});
}

QString ComposerEdit::triggerWord() const {
    const QTextCursor cursor = textCursor();
    if (cursor.hasSelection()) return {};
    const QString text = cursor.block().text().left(cursor.positionInBlock());
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        const QChar c = text[i];
        const bool opens = i == 0 || text[i - 1].isSpace() || text[i - 1] == u'(';
        if ((c == u'@' || c == u'#' || c == u':') && opens) return text.mid(i);
        if (c == u'/' && i == 0 && cursor.block().position() == 0) return text;
        if (c.isSpace() || c == QChar::LineSeparator) return {};
    }
    return {};
}

void ComposerEdit::wrapSelection(const QString& mark) {
    QTextCursor cursor = textCursor();
    const QString inside = cursor.selectedText();
    const qsizetype n = mark.size();
    const int start = cursor.selectionStart();
    if (inside.size() >= 2 * n && inside.startsWith(mark) && inside.endsWith(mark)) {
        cursor.insertText(inside.mid(n, inside.size() - 2 * n));
    } else {
        cursor.insertText(mark + inside + mark);
        cursor.setPosition(start + int(n));
        cursor.setPosition(start + int(n + inside.size()), QTextCursor::KeepAnchor);
        setTextCursor(cursor);
    }
}

// Tab would move the focus before it came to keyPressEvent.
bool ComposerEdit::event(QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab) {
        bool taken = false;
        Q_EMIT keyOffered(static_cast<QKeyEvent*>(event), &taken);
        if (taken) return true;
    }
    return QTextEdit::event(event);
}

void ComposerEdit::keyPressEvent(QKeyEvent* event) {
    bool taken = false;
    Q_EMIT keyOffered(event, &taken);
    if (taken) return;
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (shift) {
                textCursor().insertBlock();
                return ensureCursorVisible();
            }
            return Q_EMIT submitted();
        case Qt::Key_Escape:
            return Q_EMIT escapePressed();
        case Qt::Key_Up:
            if (document()->isEmpty() && event->modifiers() == Qt::NoModifier) return Q_EMIT upOnEmpty();
            break;
        case Qt::Key_B:
            if (control && !shift) return wrapSelection(u"**"_s);
            break;
        case Qt::Key_I:
            if (control && !shift) return wrapSelection(u"*"_s);
            break;
        case Qt::Key_X:
            if (control && shift) return wrapSelection(u"~~"_s);
            break;
        case Qt::Key_E:
            if (control && !shift) return wrapSelection(u"`"_s);
            break;
        case Qt::Key_V:
            if (control && shift) return paste();
            break;
        default:
            break;
    }
    // Letters typed right after a mention are not part of it.
    if (currentCharFormat().hasProperty(kMarkup)) setCurrentCharFormat({});
    QTextEdit::keyPressEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData* source) const {
    return source->hasText() || source->hasUrls() || source->hasImage();
}

void ComposerEdit::insertFromMimeData(const QMimeData* source) {
    QList<QUrl> files;
    for (const QUrl& url : source->urls()) {
        if (url.isLocalFile()) files << url;
    }
    if (!files.isEmpty()) return Q_EMIT filesGiven(files);
    if (source->hasImage() && !source->hasText()) return Q_EMIT pictureGiven(source->imageData().value<QImage>());
    QTextEdit::insertFromMimeData(source);
}

QMimeData* ComposerEdit::createMimeDataFromSelection() const {
    auto* data = new QMimeData;
    data->setText(markupOf(textCursor().selectionStart(), textCursor().selectionEnd()));
    return data;
}

}  // namespace app
