#pragma once

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtCore/QVariantAnimation>
#include <QtWidgets/QWidget>

#include "app/widgets/Theme.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace app {

class Button;
class IconButton;

/** One line under the header: what is wrong, what happens, and a button. Warning, refusal, or "it is back". */
class Banner : public QWidget {
    Q_OBJECT
 public:
    enum class Kind { Warning, Danger, Success };
    explicit Banner(const Theme& theme, QWidget* parent = nullptr);

    /** `action` empty = no button. Shows nothing by itself: call show() or showAfterDelay(). */
    void setContent(Kind kind, const QString& icon, const QString& title, const QString& text, const QString& action);
    /** Only trouble that lasts 1.5 s is worth a banner. */
    void showAfterDelay();
    /** Takes it away at once and forgets a waiting one. */
    void dismiss();

 Q_SIGNALS:
    void actionTriggered();

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    void restyle();

    const Theme& m_theme;
    Kind m_kind = Kind::Warning;
    QString m_icon;
    QString m_title;
    QString m_plain;
    QLabel* m_symbol;
    QLabel* m_text;
    Button* m_button;
    QTimer m_delay;
};

/** A short word at the lower edge that goes by itself; with Undo it stays longer. Owned by its host. */
class Toast : public QWidget {
    Q_OBJECT
 public:
    /** Shown bottom centre of `host`, above `bottomGap` scaled pixels; a newer one takes the place of the older. */
    static Toast* show(const Theme& theme, QWidget* host, const QString& icon, const QString& text,
                       const QString& action = {}, int bottomGap = 0);

 Q_SIGNALS:
    void actionTriggered();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    Toast(const Theme& theme, QWidget* host, const QString& icon, const QString& text, const QString& action,
          int bottomGap);
    void place();
    void leave();

    const Theme& m_theme;
    int m_bottomGap;
    double m_shown = 1.0;
    QTimer m_stay;
    QVariantAnimation m_slide;
};

/** A frameless popup with the design's ground, border and shadow. Put a layout into `content()`. Esc closes it. */
class Popup : public QWidget {
    Q_OBJECT
 public:
    Popup(const Theme& theme, const QString& name, QWidget* parent);

    QWidget* content() const { return m_content; }
    /** Opens with the frame's corner at `global`, moved so that the screen holds it. Focus goes back on closing. */
    void openAt(const QPoint& global);
    /** The same beside a widget: below it, or above when there is no room. */
    void openBelow(QWidget* anchor);

 Q_SIGNALS:
    void closed();

 protected:
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    void restyle();
    const Theme& m_theme;
    QWidget* m_content;
    QPointer<QWidget> m_before;
    QVariantAnimation m_fade;
};

}  // namespace app
