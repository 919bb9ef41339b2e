#pragma once

#include <QtWidgets/QAbstractButton>

#include "app/widgets/Theme.h"

namespace app {

/** A button that is only an icon; its name is both tooltip and accessible name. Checkable: solid when on. */
class IconButton : public QAbstractButton {
    Q_OBJECT
 public:
    IconButton(const Theme& theme, const QString& icon, const QString& name, QWidget* parent = nullptr);

    /** 28 instead of 32 wide, icon 16 instead of 18. */
    void setSmall(bool small);
    void setIconName(const QString& icon);
    void setName(const QString& name, const QString& shortcut = {});
    /** Colour at rest; Token::Text2 unless set. */
    void setColour(Token colour);
    void setIconSize(int designPixels);
    /** Drawn solid though it is not switched on (send). */
    void setSolid(bool solid);
    /** Drawn as the primary action: white on accent (send, with something to send). */
    void setPrimary(bool primary);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

 private:
    const Theme& m_theme;
    QString m_icon;
    Token m_colour = Token::Text2;
    bool m_small = false;
    bool m_solid = false;
    bool m_primary = false;
    int m_iconSize = 0;
};

}  // namespace app
