#pragma once

#include <memory>
#include <vector>

#include "app/HostingRecord.h"
#include "app/StartWatch.h"
#include "app/TrayControl.h"
#include "app/admin/HostSetup.h"
#include "app/desktop/Dialogs.h"
#include "app/session/AccountSession.h"
#include "app/settings/Preferences.h"
#include "app/views/MainWindow.h"
#include "app/widgets/EnterKey.h"
#include "app/widgets/FocusRing.h"
#include "app/widgets/Theme.h"
#include "shared/core/Clock.h"
#include "shared/core/Random.h"

QT_BEGIN_NAMESPACE
class QApplication;
QT_END_NAMESPACE

namespace app {

class FirstStartPage;
class HostDonePage;
class HostWizard;
class JoinPage;
class RememberedPage;
class SettingsPage;

/** Where an installation keeps its things. */
struct ApplicationOptions {
    QString profileFolder;          ///< settings, accounts, caches
    QString dataFolder;             ///< of a server that is hosted here
    QString link;                   ///< an invite to follow at the start; may be empty
    bool onlyThisComputer = false;  ///< a hosted server listens on loopback: for tests
};

/**
 * The composition root of the app: creates what all accounts share, one AccountSession per account, and the window,
 * and leads from one page to the next. On the UI thread.
 */
class Application final : public QObject {
    Q_OBJECT

 public:
    /**
     * @param keychain where secrets are kept @param dialogs who asks for files; null = the system's. Given ones must
     * outlive the application.
     */
    Application(QApplication& qt, const ApplicationOptions& options, Keychain* keychain = nullptr,
                Dialogs* dialogs = nullptr);
    ~Application() override;

    /** Opens the window with what is remembered, or the first start. */
    void start();
    /** Brings the window to the front, and follows a link if there is one. */
    void raise(const QString& link);
    /** Ends the app without a question, hosting or not: the system or the session's end wants it. */
    void end();

    MainWindow& window() { return m_window; }
    HostedServer& hosted() { return m_hosted; }
    Preferences& preferences() { return m_preferences; }
    const Theme& theme() const { return m_theme; }

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void wireWindow();
    void wireEnd();
    void flush();
    void wireHosting();
    void wireSetup();
    void handleHosting(HostedServer::State state);
    void applyAppearance();
    void openRemembered(const AccountRecord& record);
    void openWithToken(const AccountRecord& record, const QString& token);
    AccountSession* openSession(const AccountRecord& record, const QString& token);
    void remember(const AccountRecord& record, const QString& token);
    void enter(const AccountRecord& record, const QString& token, const QString& invite);
    void acceptInvite(AccountSession* session, const QString& code);
    /** Into a server where that account is already. @param address that answered, with an invite to follow if any */
    void joinAs(const AccountRecord& record, const ServerAddress& address);
    void endSession(AccountSession* session);
    void needLogIn(const AccountRecord& record, const QString& why);
    /** Out of the list, where nobody meets it while it ends; dropping the result ends it. */
    std::unique_ptr<AccountSession> take(AccountSession* session);
    void askToLogOut(AccountSession* session);
    AccountSession* sessionOf(const QString& key) const;

    void showStart(const QString& note = {});
    void showJoin(const QString& link);
    void showLogIn(const AccountRecord& record, const QString& invite = {});
    void showRemembered();
    void askToForget(const AccountRecord& record);
    /** The wizard; where a server is hosted already, a community more on that one. */
    void host();
    void addCommunity();
    void showHostWizard();
    void showHostTrouble();
    void holdHome();
    bool isHomeDown() const;
    AccountSession* homeSession() const;
    void showHostDone(const HostResult& result);
    void showServer();
    void moveHome(AccountSession* session);
    void openHosted(shared::GuildId guild);
    void showSettings();
    void leavePage();
    void drop(QWidget* page);

    void handleClose(bool* accepted);
    void askAboutHosting();
    void quit();
    void updateTotals();

    QApplication& m_qt;
    ApplicationOptions m_options;
    shared::SystemClock m_clock;
    shared::SystemRandom m_random;
    Preferences m_preferences;
    SystemKeychain m_systemKeychain;
    Keychain& m_keychain;
    Accounts m_accounts;
    SystemDialogs m_systemDialogs;
    Dialogs& m_dialogs;
    Theme m_theme;
    FocusRing m_ring;
    EnterKey m_enter;
    HostingRecord m_hostingRecord;
    HostedServer m_hosted;
    TrayControl m_tray;
    HostSetup m_setup;
    std::vector<std::unique_ptr<AccountSession>> m_sessions;
    MainWindow m_window;  ///< before the sessions it shows are gone, it is
    StartWatch m_startWatch;
    FirstStartPage* m_startPage = nullptr;
    JoinPage* m_joinPage = nullptr;
    RememberedPage* m_rememberedPage = nullptr;
    HostWizard* m_wizard = nullptr;
    HostDonePage* m_donePage = nullptr;
    SettingsPage* m_settingsPage = nullptr;
    QList<AccountRecord> m_needLogIn;
    QHash<QString, QString> m_logInReasons;  ///< by the key of an account: why its password is asked for
    QPointer<QWidget> m_hostTrouble;         ///< the question what to do about a server that did not start
    bool m_wantsCommunity = false;           ///< host() waits for the server, or for its log-in
    bool m_hasMoved = false;                 ///< the person gave the server another port
    bool m_systemIsDark = false;
    bool m_isQuitting = false;
};

}  // namespace app
