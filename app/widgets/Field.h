#pragma once

#include <QtWidgets/QLineEdit>

#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace app {

class IconButton;

/** Label above, one line to write in, hint or error below. The error replaces the hint until it is cleared. */
class Field : public QWidget {
    Q_OBJECT
 public:
    Field(const Theme& theme, const QString& label, QWidget* parent = nullptr);

    QLineEdit* edit() const { return m_edit; }
    QString text() const { return m_edit->text(); }
    void setText(const QString& text) { m_edit->setText(text); }
    void setLabel(const QString& label);
    void setHint(const QString& hint);
    /** What is wrong and what to do; empty = nothing is wrong. Read out when it appears. */
    void setError(const QString& error);
    /** Dots instead of letters, with an eye at the end. */
    void setPassword();
    /** A check mark, or another icon, at the end; empty = none. */
    void setStatusIcon(const QString& icon, Token colour);

 Q_SIGNALS:
    void textChanged(const QString& text);
    void returnPressed();

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

 private:
    void restyle();
    void placeEnd();

    const Theme& m_theme;
    QLabel* m_label;
    QLineEdit* m_edit;
    QLabel* m_note;
    IconButton* m_reveal = nullptr;
    QLabel* m_status = nullptr;
    QString m_statusIcon;
    Token m_statusColour = Token::Success;
    QString m_hint;
    QString m_error;
};

/** A line to search with: magnifier, text, the shortcut at the end; Esc clears it and then leaves it. */
class SearchField : public QLineEdit {
    Q_OBJECT
 public:
    SearchField(const Theme& theme, const QString& placeholder, QWidget* parent = nullptr);
    /** Shown at the end while the field is empty. */
    void setShortcutHint(const QString& keys);
    QSize sizeHint() const override;

 Q_SIGNALS:
    void left();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    void restyle();

    const Theme& m_theme;
    QString m_shortcut;
};

}  // namespace app
