#pragma once

#include "app/session/AccountSession.h"
#include "app/widgets/Banner.h"
#include "app/widgets/Pictures.h"

namespace app {

class Avatar;
class Field;

/** Who somebody is: picture, names, status, roles, and a line to write to them. Deletes itself when it closes. */
class ProfileCard final : public Popup {
    Q_OBJECT
 public:
    ProfileCard(const Theme& theme, AccountSession& session, Pictures& pictures, shared::UserId user, QWidget* parent);

    /** Beside `anchor`, on the screen's side that has room. */
    void openBeside(const QRect& anchor);

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    QWidget* roleRow(shared::GuildId guild, const QList<shared::RoleId>& ids);
    void write(const QString& text);

    const Theme& m_cardTheme;
    AccountSession& m_session;
    shared::UserId m_user;
    Avatar* m_avatar = nullptr;
    Field* m_message = nullptr;
};

}  // namespace app
