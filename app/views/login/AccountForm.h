#pragma once

#include "app/session/LogIn.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Surfaces.h"

namespace app {

class Avatar;
class Button;
class Field;
class Segments;

/** Whose server it is, and below that the fields to log in or register, with what the server said about each. */
class AccountForm final : public QWidget {
    Q_OBJECT
 public:
    AccountForm(const Theme& theme, QWidget* parent = nullptr);

    /** @param invite what the link leads to; an empty code = there was none @param trusted a sentence about the key */
    void setServer(const QString& address, const shared::Invite& invite, const QString& trusted);
    /**
     * Accounts of this server that are here already: instead of the fields there is a button for each, and one for
     * another account. None = the fields. @param invited there is a community to join
     */
    void setKnown(const QList<AccountRecord>& accounts, bool invited);
    void setRegistering(bool registering);
    bool isRegistering() const;
    void setUserName(const QString& name);
    void setBusy(bool busy);
    void setRefusal(const ApiError& error);
    void clearSecrets();
    void focusFirst();

 Q_SIGNALS:
    void knownChosen(const app::AccountRecord& account);
    void logInWanted(const QString& login, const QString& password);
    void registerWanted(const QString& userName, const QString& password, const QString& displayName);

 private:
    void submit();
    void refresh();
    void clearKnown();

    const Theme& m_theme;
    NoPictures m_pictures;
    Avatar* m_tile;
    Text* m_name;
    Text* m_where;
    Text* m_trust;
    QWidget* m_known;  ///< a button per account that is here already; hidden when there is none
    Segments* m_mode;
    Field* m_user;
    Field* m_display;
    Field* m_password;
    Text* m_error;
    Button* m_submit;
    bool m_isBusy = false;
};

}  // namespace app
