#pragma once

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Surfaces.h"

namespace app {

class Avatar;
class Button;
class Field;

/** The own account: picture, names, password, and logging out. */
class AccountPage final : public QWidget {
    Q_OBJECT
 public:
    AccountPage(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent = nullptr);

 Q_SIGNALS:
    void logOutWanted();

 private:
    QWidget* pictureRow();
    QWidget* nameCard();
    QWidget* passwordCard();
    void choosePicture();
    void setPicture(const QByteArray& png);
    void refresh();
    void saveNames();
    void savePassword();

    ViewParts m_parts;
    AccountSession& m_session;
    Avatar* m_avatar;
    Button* m_removePicture = nullptr;  ///< only while there is one
    Text* m_note;
    Field* m_display = nullptr;
    Field* m_user = nullptr;
    Field* m_present = nullptr;  ///< password, for a changed user name
    Field* m_old = nullptr;
    Field* m_new = nullptr;
};

}  // namespace app
