#pragma once

#include <QtWidgets/QSystemTrayIcon>

#include "app/desktop/Notifications.h"

class QMenu;

namespace app {

/** The icon beside the clock. The picture is the caller's, painted with the count in it. On the UI thread. */
class Tray : public QObject {
    Q_OBJECT

 public:
    using QObject::QObject;
    /** False on desktops without a tray: then closing the window must not hide the app. */
    virtual bool isAvailable() const = 0;
    virtual void setVisible(bool visible) = 0;
    virtual void setIcon(const QIcon& icon) = 0;
    virtual void setToolTip(const QString& text) = 0;
    /** The menu stays the caller's. */
    virtual void setMenu(QMenu* menu) = 0;

 Q_SIGNALS:
    /** Clicked: show or hide the window. */
    void activated();
};

/** QSystemTrayIcon, and through it the desktop's notifications. */
class SystemTray final : public Tray {
    Q_OBJECT

 public:
    explicit SystemTray(QObject* parent = nullptr);

    bool isAvailable() const override;
    void setVisible(bool visible) override;
    void setIcon(const QIcon& icon) override;
    void setToolTip(const QString& text) override;
    void setMenu(QMenu* menu) override;

    /** Notices that come out of this icon; owned by the tray. */
    Notifications& notifications() { return *m_notifications; }

 private:
    QSystemTrayIcon* m_icon;
    Notifications* m_notifications;
};

}  // namespace app
