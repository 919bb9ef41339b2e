#pragma once

#include <QtCore/QUrl>
#include <QtCore/QVariantAnimation>
#include <QtGui/QImage>
#include <QtWidgets/QWidget>

#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace app {

class IconButton;

/** A file that waits in the composer or is on its way. */
struct ComposerFile {
    QString id;
    QString name;
    QUrl local;      ///< null for a picture from the clipboard
    QImage picture;  ///< from the clipboard
    qint64 size = 0;
};

/** One file above the text: name, size or progress, and a way to take it back. */
class FileChip : public QWidget {
    Q_OBJECT
 public:
    FileChip(const Theme& theme, const ComposerFile& file, QWidget* parent = nullptr);
    const ComposerFile& file() const { return m_file; }
    QWidget* removeButton() const;
    /** 0 to 1; below 0 = not on its way yet. */
    void setProgress(double part);
    void setError(const QString& error);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
    void removed(const QString& id);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

 private:
    const Theme& m_theme;
    ComposerFile m_file;
    IconButton* m_remove;
    double m_progress = -1;
    QString m_error;
};

/** "Replying to Jonas Feldmann" or "Editing", with a way out. */
class ContextBar : public QWidget {
    Q_OBJECT
 public:
    explicit ContextBar(const Theme& theme, QWidget* parent = nullptr);
    /** `canMention` shows the switch whether the other is notified. */
    void setContent(const QString& icon, const QString& text, const QString& name, const QColor& colour,
                    bool canMention);
    bool mentions() const { return m_mentions; }
    void setMentions(bool mentions);
    /** The last stop of Tab in it. */
    QWidget* lastButton() const;

 Q_SIGNALS:
    void closed();

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    const Theme& m_theme;
    QString m_icon, m_text, m_name;
    QColor m_colour;
    IconButton* m_at;
    IconButton* m_close;
    bool m_mentions = true;
};

/** Who is typing, or what waits: one line below the composer. */
class TypingLine : public QWidget {
    Q_OBJECT
 public:
    explicit TypingLine(const Theme& theme, QWidget* parent = nullptr);
    void setTyping(const QStringList& names);
    /** Something else worth a line, with an icon; shown while nobody types. Empty = nothing. */
    void setNote(const QString& icon, const QString& text);
    QSize sizeHint() const override;

 protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

 private:
    void updateMotion();
    const Theme& m_theme;
    QStringList m_names;
    QString m_icon, m_note;
    QVariantAnimation m_dots;
};

}  // namespace app
