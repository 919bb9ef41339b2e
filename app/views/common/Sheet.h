#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

#include "app/widgets/Button.h"
#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QVBoxLayout;
QT_END_NAMESPACE

namespace app {

class Card;
class Text;

/**
 * A question in front of the window: a scrim over everything, a card in the middle. Lives until it is closed.
 *
 * Esc gives up. Tab stays inside. Focus goes back to where it was.
 */
class Sheet : public QWidget {
    Q_OBJECT
 public:
    /** @param host any widget of the window that the sheet covers; the sheet belongs to that window */
    Sheet(const Theme& theme, const QString& title, const QString& text, QWidget* host);

    /** Where fields and the like go. */
    QVBoxLayout* body() const { return m_body; }
    /** Buttons stand at the end, in the order they are added; "Cancel" is there already. */
    Button* addButton(const QString& text, Button::Kind kind);
    Button* cancelButton() const { return m_cancel; }
    /** A sentence above the buttons; empty = nothing is wrong. */
    void setError(const QString& error);
    /** While a call is on its way: nothing but Cancel works. */
    void setBusy(bool busy);
    void open(QWidget* focus = nullptr);
    void finish();

 Q_SIGNALS:
    void closed();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

 private:
    void restyle();

    const Theme& m_theme;
    Card* m_card;
    Text* m_title;
    Text* m_text;
    QVBoxLayout* m_body;
    Text* m_error;
    QBoxLayout* m_buttons;
    Button* m_cancel;
    QList<Button*> m_actions;
    QPointer<QWidget> m_before;
};

}  // namespace app
