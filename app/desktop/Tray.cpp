#include "app/desktop/Tray.h"

namespace app {

namespace {

class TrayNotifications final : public Notifications {
 public:
    explicit TrayNotifications(QSystemTrayIcon* icon) : Notifications(icon), m_icon(icon) {
        connect(icon, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT activated(m_lastTag); });
    }

    void show(const Notification& notification) override {
        if (!isAvailable()) return;
        m_lastTag = notification.tag;
        const QIcon icon = notification.icon.isNull() ? m_icon->icon() : notification.icon;
        m_icon->showMessage(notification.title, notification.body, icon);
    }

    bool isAvailable() const override { return m_icon->isVisible() && QSystemTrayIcon::supportsMessages(); }

 private:
    QSystemTrayIcon* m_icon;
    QString m_lastTag;
};

}  // namespace

SystemTray::SystemTray(QObject* parent)
    : Tray(parent), m_icon(new QSystemTrayIcon(this)), m_notifications(new TrayNotifications(m_icon)) {
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT activated();
    });
}

bool SystemTray::isAvailable() const {
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void SystemTray::setVisible(bool visible) {
    m_icon->setVisible(visible && isAvailable());
}

void SystemTray::setIcon(const QIcon& icon) {
    m_icon->setIcon(icon);
}

void SystemTray::setToolTip(const QString& text) {
    m_icon->setToolTip(text);
}

void SystemTray::setMenu(QMenu* menu) {
    m_icon->setContextMenu(menu);
}

}  // namespace app
