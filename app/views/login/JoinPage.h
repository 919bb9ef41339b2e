#pragma once

#include <memory>

#include "app/session/LogIn.h"
#include "app/views/ViewParts.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

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

    /** Starts afresh; an address or invite link that is not empty is followed at once. */
    void start(const QString& address);
    /** Logs in again: the server is known, and who. @param why a sentence; may be empty */
    void startAgain(const AccountRecord& account, const QString& why);

 Q_SIGNALS:
    /** @param invite the code to follow once connected; empty = none */
    void done(const app::AccountRecord& account, const QString& token, const QString& invite);
    void left();

 protected:
    void keyPressEvent(QKeyEvent* event) override;

 private:
    QWidget* addressStep();
    QWidget* keyStep();
    QWidget* codeStep();
    QBoxLayout* stepLayout(QWidget* step, const QString& title, const QString& text);
    void connectTo(const ServerAddress& address);
    void wire();
    void handleUntrusted(const QByteArray& keyHash, const QByteArray& expected);
    void showAccount(const shared::Invite& invite);
    void setAddressError(const QString& error);
    void setBusy(bool busy);
    void showStep(QWidget* step);

    ViewParts m_parts;
    std::unique_ptr<LogIn> m_logIn;
    AccountRecord m_again;
    QByteArray m_shownKey;
    QString m_trust;
    QString m_why;
    Card* m_card;
    QStackedWidget* m_steps;
    Field* m_address = nullptr;
    Button* m_continue = nullptr;
    Text* m_fingerprint = nullptr;
    Field* m_code = nullptr;
    QWidget* m_addressStep;
    QWidget* m_keyStep;
    QWidget* m_codeStep;
    AccountForm* m_account;
    Button* m_back;
    Spinner* m_spinner;
};

}  // namespace app
