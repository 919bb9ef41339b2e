#pragma once

#include <QtCore/QUrl>
#include <QtWidgets/QTextEdit>

#include "app/models/MessageRoles.h"
#include "app/widgets/Theme.h"

namespace app {

/**
 * The text of a message being written. Mentions stand in it by name and are sent as markup: the pair is kept on the
 * letters, and forgotten as soon as the letters are changed.
 */
class ComposerEdit : public QTextEdit {
    Q_OBJECT
 public:
    explicit ComposerEdit(const Theme& theme, QWidget* parent = nullptr);

    /** What would be sent. */
    QString markup() const;
    /** Shows `markup`; mentions that `names` knows become names again. */
    void setMarkup(const QString& markup, const MentionNames* names);
    /** Puts in something that is shown in one way and sent in another; both equal = plain text. */
    void insertToken(const QString& shown, const QString& markup);
    /** Replaces the last `length` letters before the cursor by a token and a space. */
    void completeWith(int length, const QString& shown, const QString& markup);
    /** The word before the cursor if it begins with one of @ # : / ; with its sign. Empty otherwise. */
    QString triggerWord() const;
    /** Puts `mark` around the selection, or takes it away again. */
    void wrapSelection(const QString& mark);
    int textHeight() const;
    /** Room above and below the text, in scaled pixels. */
    void setPadding(int pixels);

 Q_SIGNALS:
    void submitted();
    void escapePressed();
    void upOnEmpty();
    void filesGiven(const QList<QUrl>& files);
    void pictureGiven(const QImage& picture);
    /** Before its own keys: the completion popup may take one by setting `taken`. */
    void keyOffered(QKeyEvent* event, bool* taken);

 protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    QMimeData* createMimeDataFromSelection() const override;

 private:
    QString markupOf(int from, int to) const;
    void restyle();

    const Theme& m_theme;
    int m_tokens = 0;
};

}  // namespace app
