#pragma once

#include <memory>

#include "app/session/LogIn.h"
#include "app/views/ViewParts.h"
#include "app/widgets/Surfaces.h"

namespace app {

class AccountForm;
class Button;
class Field;

/**
 * The way into a server, step by step: its address or an invite, its key where nobody vouches for it, the account.
 */
class JoinPage final : public Surface {
    Q_OBJECT
 public:
    JoinPage(const ViewParts& parts, QWidget* parent = nullptr);
    ~JoinPage() override;

    /** The accounts of this installation: whoever follows a link to one of their servers may go on as one of them. */
    void setKnown(const QList<AccountRecord>& accounts) { m_known = accounts; }
    /** Starts afresh; an address or invite link that is not empty is followed at once. */
    void start(const QString& address);
    /**
     * Logs in again: the server is known, and who.
     *
     * @param why a sentence; may be empty @param place the server's name for people; empty = its address
     */
    void startAgain(const AccountRecord& account, const QString& why, const QString& place);

 Q_SIGNALS:
    /** @param invite the code to follow once connected; empty = none */
    void done(const app::AccountRecord& account, const QString& token, const QString& invite);
    /** An account that is here already shall be used. @param address that answered, with the link's invite if any */
    void knownChosen(const app::AccountRecord& account, const app::ServerAddress& address);
    void left();

 protected:
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    QWidget* addressStep();
    QWidget* keyStep();
    QWidget* codeStep();
    QBoxLayout* stepLayout(QWidget* step, const QString& title, const QString& text);
    void connectTo(const ServerAddress& wanted);
    void wire();
    void dropLogIn();
    void clearSecrets();
    QList<AccountRecord> knownAt(const ServerAddress& address) const;
    void handleUntrusted(const QByteArray& keyHash, const QByteArray& expected);
    void showAccount(const shared::Invite& invite);
    void setAddressError(const QString& error);
    void setBusy(bool busy);
    void showStep(QWidget* step);

    ViewParts m_parts;
    std::unique_ptr<LogIn> m_logIn;
    QList<AccountRecord> m_known;
    AccountRecord m_again;
    QByteArray m_shownKey;
    QString m_trust;
    QString m_why;
    QString m_place;
    Card* m_card;
    QList<QWidget*> m_steps;
    Field* m_address = nullptr;
    Button* m_continue = nullptr;
    Text* m_fingerprint = nullptr;
    Field* m_code = nullptr;
    QWidget* m_addressStep;
    QWidget* m_step;
    QWidget* m_keyStep;
    QWidget* m_codeStep;
    AccountForm* m_account;
    Button* m_back;
    Spinner* m_spinner;
};

}  // namespace app
