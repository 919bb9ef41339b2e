#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QFocusFrame>

namespace app {

class Theme;

/**
 * The ring around what has the focus, shown only when it came by Tab, Backtab or a shortcut.
 *
 * One for the app: it watches the application's focus events and moves itself. A widget sets the dynamic property
 * "focusRing" to false when it shows its focus itself (fields, lists), "focusRadius" for another corner (unscaled) and
 * "focusInside" to true for a ring within its edge.
 */
class FocusRing : public QObject {
    Q_OBJECT
 public:
    explicit FocusRing(const Theme& theme, QObject* parent = nullptr);
    ~FocusRing() override;

    bool eventFilter(QObject* watched, QEvent* event) override;
    /** What the ring is around, or null. */
    QWidget* target() const;

 private:
    void moveTo(QWidget* widget);

    const Theme& m_theme;
    QPointer<QFocusFrame> m_frame;  ///< belongs to the window it is in, and goes with it
};

}  // namespace app
