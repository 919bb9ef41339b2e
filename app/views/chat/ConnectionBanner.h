#pragma once

#include <QtCore/QTimer>

#include "app/session/AccountSession.h"
#include "app/widgets/Banner.h"

namespace app {

/** Where the connection stands, when it is not as it should be; for two seconds also that it is back. */
class ConnectionBanner final : public Banner {
    Q_OBJECT
 public:
    ConnectionBanner(const Theme& theme, AccountSession& session, QWidget* parent = nullptr);

 private:
    void refresh();
    void showTrouble(const GatewayStatus& status);
    /** How old what one sees is; empty = a moment, or not known. */
    QString age() const;

    AccountSession& m_session;
    QTimer m_tick;
    QTimer m_goodNews;
    bool m_wasShown = false;
};

}  // namespace app
