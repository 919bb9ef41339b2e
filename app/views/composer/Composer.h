#pragma once

#include <optional>

#include <QtWidgets/QWidget>

#include "app/models/MessageRoles.h"
#include "app/views/composer/CompletionProvider.h"
#include "app/views/composer/ComposerParts.h"
#include "app/widgets/Pictures.h"

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QLabel;
QT_END_NAMESPACE

namespace app {

class Button;
class CompletionPopup;
class ComposerEdit;

/**
 * Where a message is written: text that grows, files, what is answered or edited, and the line below.
 *
 * Says what the user wants by signals; sends nothing itself. A draft is `markup()` in, `setMarkup()` out.
 */
class Composer : public QWidget {
    Q_OBJECT
 public:
    struct Draft {
        QString content;
        shared::MessageId replyTo;  ///< null = no answer
        bool mentionAuthor = true;
        QList<ComposerFile> files;
    };

    Composer(const Theme& theme, Pictures& pictures, QWidget* parent = nullptr);
    ~Composer() override;

    void setPlaceholder(const QString& text);
    /** Not owned; null = no completion. */
    void setCompletion(CompletionProvider* provider);
    /** Not owned; for showing mentions by name when a message is edited. */
    void setNames(const MentionNames* names) { m_names = names; }

    QString markup() const;
    void setMarkup(const QString& markup);
    /** Puts an emoji or a mention where the cursor is. */
    void insertToken(const QString& shown, const QString& markup);

    void startReply(shared::MessageId message, const PersonRow& author);
    void startEdit(shared::MessageId message, const QString& content);
    /** Leaves answering or editing; editing gives back what was being written before. */
    void cancelContext();
    bool isEditing() const { return !m_editing.isNull(); }
    shared::MessageId replyTo() const { return m_replyTo; }

    void addFiles(const QList<QUrl>& files);
    void addPicture(const QImage& picture);
    void setFileProgress(const QString& id, double part);
    void setFileError(const QString& id, const QString& error);
    QList<ComposerFile> files() const;

    /** One may not write here: `reason` in Discord's Markdown of one line is not parsed, **bold** is. Empty = may. */
    void setDenied(const QString& reason, bool canExplain);
    void setTyping(const QStringList& names);
    void setNote(const QString& icon, const QString& text);
    void focusText(Qt::FocusReason reason = Qt::OtherFocusReason);
    /** A key that was pressed elsewhere: a character goes into the text, with the focus. @return false = not taken */
    bool takeKey(QKeyEvent* event);
    /** After the draft was taken: empty, and no answer. */
    void clear();

 Q_SIGNALS:
    void sendWanted(const app::Composer::Draft& draft);
    void editFinished(shared::MessageId message, const QString& content);
    void editLastWanted();
    void textEdited();  ///< by a key: for the typing notice and the draft
    void attachWanted();
    void filesAdded(const QList<app::ComposerFile>& files);
    void fileRemoved(const QString& id);
    void emojiWanted(const QRect& globalButton);
    void gifWanted(const QRect& globalButton);
    void whyWanted();
    void escaped();
    /** Sending was refused, and the text is still there. @param over by how many characters it is too long */
    void tooLong(qsizetype over);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void buildRow();
    void restyle();
    void fitHeight();
    void fitPlaceholder();
    void updateSend();
    /** How many characters more the text may have; below 0 = too many. */
    qsizetype room() const;
    void submit();
    void escape();
    void offerCompletion();
    void closeCompletion();
    void takeCompletion(int index);
    void offeredKey(QKeyEvent* event, bool* taken);
    void placePopup();
    void addFile(ComposerFile file);
    void removeFile(const QString& id);
    FileChip* chip(const QString& id) const;
    QRect boxRect() const;
    QRect globalRect(const QWidget* widget) const;

    const Theme& m_theme;
    Pictures& m_pictures;
    const MentionNames* m_names = nullptr;
    CompletionProvider* m_provider = nullptr;
    ContextBar* m_context;
    QWidget* m_fileRow;
    QList<FileChip*> m_chips;
    QWidget* m_writeRow;
    IconButton* m_attach;
    ComposerEdit* m_edit;
    IconButton* m_gif;
    IconButton* m_emoji;
    QLabel* m_room;  ///< how much more fits, near the end
    IconButton* m_send;
    QWidget* m_deniedRow;
    QLabel* m_deniedIcon;
    QLabel* m_deniedText;
    Button* m_why;
    TypingLine* m_typing;
    CompletionPopup* m_popup = nullptr;
    QString m_placeholder;
    QString m_trigger;
    bool m_denied = false;
    bool m_dropping = false;
    shared::MessageId m_replyTo;
    shared::MessageId m_editing;
    QString m_beforeEdit;
    int m_nextFile = 1;
};

}  // namespace app

Q_DECLARE_METATYPE(app::Composer::Draft)
