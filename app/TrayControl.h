#pragma once

#include <QtWidgets/QMenu>

#include "app/desktop/Tray.h"
#include "app/session/AccountSession.h"
#include "app/settings/Preferences.h"
#include "app/widgets/Theme.h"

namespace app {

/** What the desktop shows of the app outside its window: the icon with its mark, its menu, notices for mentions. */
class TrayControl final : public QObject {
    Q_OBJECT

 public:
    TrayControl(const Theme& theme, Preferences& preferences, QObject* parent = nullptr);

    bool isAvailable() const { return m_tray.isAvailable(); }
    void setHosting(bool hosting);
    void setTotals(int mentions, bool unread);
    /** A message that means its reader; `isSeen` = it is on the screen already. */
    void announce(AccountSession& session, const shared::Message& message, bool isSeen);
    /** The picture with its marks, on a ground of its own: nobody tells an app how light the panel is. */
    static QPixmap picture(const Theme& theme, int size, int mentions, bool unread);

 Q_SIGNALS:
    void toggleWanted();
    void quitWanted();
    void messageActivated(const QString& account, shared::ChannelId channel, shared::MessageId message);

 private:
    void refresh();
    QIcon icon() const;

    const Theme& m_theme;
    Preferences& m_preferences;
    SystemTray m_tray;
    QMenu m_menu;
    int m_mentions = 0;
    bool m_unread = false;
    bool m_isHosting = false;
};

}  // namespace app
