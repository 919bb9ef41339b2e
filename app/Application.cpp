#include "app/Application.h"

#include <algorithm>

#include <QtCore/QDir>
#include <QtCore/QLocale>
#include <QtCore/QSysInfo>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include "app/actions/FailureText.h"
#include "app/views/AccountView.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/GuildSheets.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/login/RememberedPage.h"
#include "app/widgets/Banner.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kZoomStep = 10;
constexpr double kDarkBelow = 0.5;

QString fileIn(const QString& folder, const QString& name) {
    return QDir(folder).filePath(name);
}

}  // namespace

Application::Application(QApplication& qt, const ApplicationOptions& options, Keychain* keychain, Dialogs* dialogs)
    : m_qt(qt),
      m_options(options),
      m_preferences(fileIn(options.profileFolder, u"guildhall.ini"_s)),
      m_keychain(keychain != nullptr ? *keychain : m_systemKeychain),
      m_accounts(options.profileFolder, m_keychain),
      m_dialogs(dialogs != nullptr ? *dialogs : m_systemDialogs),
      m_ring(m_theme),
      m_hostingRecord(fileIn(options.profileFolder, u"hosting.json"_s)),
      m_tray(m_theme, m_preferences),
      m_setup(m_hosted, m_clock, m_random),
      m_window(ViewParts{m_theme, m_preferences, m_dialogs, m_clock, m_random}),
      m_startWatch(m_window) {
    // Where nothing is set, times are still to be read by people.
    if (QLocale().language() == QLocale::C) QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_systemIsDark = qt.palette().color(QPalette::Window).lightnessF() < kDarkBelow;
    applyAppearance();
    m_theme.applyTo(qt);
    qt.setQuitOnLastWindowClosed(false);
    qt.setWindowIcon(QIcon(u":/logo/guildhall.svg"_s));
    connect(&m_preferences, &Preferences::changed, this, &Application::applyAppearance);
    wireWindow();
    wireHosting();
    wireEnd();
}

Application::~Application() {
    // Views first: they read sessions. The server last, when nobody speaks to it any more.
    for (const auto& session : m_sessions) {
        session->disconnect(this);
        m_window.removeAccount(session.get());
    }
    // Out of the list before they end: their last changes still make updateTotals() walk it.
    const auto ending = std::exchange(m_sessions, {});
}

void Application::applyAppearance() {
    const QString kind = m_preferences.text(Preference::Theme);
    const bool dark = kind == "dark"_L1 || (kind == "system"_L1 && m_systemIsDark);
    m_theme.setKind(kind == "contrast"_L1 ? ThemeKind::Contrast : dark ? ThemeKind::Dark : ThemeKind::Light);
    m_theme.setDensity(m_preferences.text(Preference::Density) == "compact"_L1 ? Density::Compact : Density::Cosy);
    m_theme.setZoom(m_preferences.whole(Preference::Zoom) / 100.0);
    m_theme.setMessageSize(m_preferences.whole(Preference::MessageFontSize));
    m_theme.setLessMotion(m_preferences.yes(Preference::LessMotion));
    m_theme.setAccent(QColor(m_preferences.text(Preference::Accent)));
}

void Application::wireWindow() {
    connect(&m_window, &MainWindow::closeWanted, this, &Application::handleClose);
    connect(&m_window, &MainWindow::quitWanted, &m_window, &QWidget::close);
    connect(&m_window, &MainWindow::settingsWanted, this, &Application::showSettings);
    connect(&m_window, &MainWindow::zoomWanted, this, [this](int step) {
        const int zoom = step == 0 ? 100 : m_preferences.whole(Preference::Zoom) + step * kZoomStep;
        m_preferences.set(Preference::Zoom, qBound(80, zoom, 200));
    });
    connect(&m_window, &MainWindow::currentChanged, this, [this](AccountSession* session) {
        if (session != nullptr) m_preferences.set(Preference::LastAccount, session->account().key());
    });
    RailPanel* rail = m_window.rail();
    connect(rail, &RailPanel::joinWanted, this, [this] {
        if (m_needLogIn.isEmpty()) return showJoin({});
        showRemembered();
    });
    connect(rail, &RailPanel::hostWanted, this, &Application::host);
    connect(rail, &RailPanel::createGuildWanted, this, [this] {
        if (AccountView* view = m_window.current()) openCreateGuild(m_theme, view->session(), view);
    });
    connect(rail, &RailPanel::logOutWanted, this, &Application::askToLogOut);
    connect(rail, &RailPanel::serverWanted, this, &Application::showServer);
    connect(&m_tray, &TrayControl::toggleWanted, this, [this] {
        if (m_window.isVisible() && m_window.isActiveWindow()) {
            m_window.hide();
        } else {
            raise({});
        }
    });
    connect(&m_tray, &TrayControl::quitWanted, this, &Application::quit);
    connect(&m_tray, &TrayControl::messageActivated, this,
            [this](const QString& key, shared::ChannelId channel, shared::MessageId message) {
                AccountSession* session = sessionOf(key);
                if (session == nullptr) return;
                raise({});
                m_window.setCurrent(session);
                m_window.showAccounts();
                session->navigation().openMessage(channel, message);
            });
}

void Application::start() {
    if (const auto hosting = m_hostingRecord.load()) m_hosted.start(*hosting);
    const QList<AccountRecord> records = m_accounts.list();
    for (const AccountRecord& record : records)
        openRemembered(record);
    if (records.isEmpty()) showStart();
    if (!m_preferences.yes(Preference::StartHidden) || !m_tray.isAvailable()) m_window.show();
    if (!m_options.link.isEmpty()) showJoin(m_options.link);
}

void Application::raise(const QString& link) {
    m_window.setVisible(true);
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.raise();
    m_window.activateWindow();
    if (!link.isEmpty()) showJoin(link);
}

// ---- accounts --------------------------------------------------------------------------------------------------

void Application::openRemembered(const AccountRecord& record) {
    m_accounts.readToken(record.key(), this, [this, record](const KeychainResult& token) {
        if (token.isOk()) return openWithToken(record, QString::fromUtf8(token.value));
        needLogIn(record, token.status == KeychainStatus::NotFound
                              ? tr("The keychain of this computer has lost what logs you in. Your password is "
                                   "asked for once.")
                              : tr("The keychain of this computer is locked or does not answer. Without it your "
                                   "password is asked for at each start."));
        if (m_needLogIn.size() == 1) return showLogIn(record);
        showRemembered();
    });
}

void Application::needLogIn(const AccountRecord& record, const QString& why) {
    m_logInReasons.insert(record.key(), why);
    m_needLogIn.removeIf([&](const AccountRecord& other) { return other.key() == record.key(); });
    m_needLogIn.append(record);
}

void Application::openWithToken(const AccountRecord& record, const QString& token) {
    // A keychain that was locked answers late: the person may have logged in, gone on or logged out meanwhile.
    if (sessionOf(record.key()) != nullptr || m_accounts.find(record.key()) == nullptr) return;
    const bool wasAskedFor = m_logInReasons.remove(record.key()) > 0;
    const bool isOnThatPage =
        m_needLogIn.removeIf([&](const AccountRecord& other) { return other.key() == record.key(); }) > 0;
    AccountSession* session = openSession(record, token);
    if (m_preferences.text(Preference::LastAccount) == record.key()) m_window.setCurrent(session);
    if (m_needLogIn.isEmpty() && (isOnThatPage || !wasAskedFor)) m_window.showAccounts();
    if (m_window.isShowing(m_rememberedPage)) showRemembered();
}

AccountSession* Application::openSession(const AccountRecord& record, const QString& token) {
    SessionParts parts{m_clock, m_random, m_accounts, QSysInfo::machineHostName()};
    m_sessions.push_back(std::make_unique<AccountSession>(record, token, parts));
    AccountSession* session = m_sessions.back().get();
    connect(session, &AccountSession::loggedOut, this, [this, session] {
        // Not within the session's own signal: it is deleted here.
        QMetaObject::invokeMethod(
            this, [this, session] { endSession(session); }, Qt::QueuedConnection);
    });
    connect(session, &AccountSession::messageForMe, this, [this, session](const shared::Message& message) {
        const bool isSeen = m_window.isActiveWindow() && m_window.current() != nullptr &&
                            &m_window.current()->session() == session &&
                            session->navigation().channel() == message.channelId;
        m_tray.announce(*session, message, isSeen);
        if (!m_window.isActiveWindow()) m_qt.alert(&m_window);
    });
    connect(&session->guildModel(), &GuildListModel::totalsChanged, this, &Application::updateTotals);
    m_window.addAccount(session);
    session->open();
    if (!record.hostedHere) return session;
    connect(session, &AccountSession::serverWanted, this, [this] { m_hosted.start(m_hosted.options()); });
    if (m_hosted.state() == HostedServer::State::Running) moveHome(session);
    if (isHomeDown()) holdHome();
    return session;
}

void Application::remember(const AccountRecord& record, const QString& token) {
    m_accounts.remember(record, token, this, [this](const KeychainResult& result) {
        if (result.isOk()) return;
        m_window.tell(u"key"_s,
                      tr("This computer has no keychain that answers: your password is asked for at the next start."));
    });
}

void Application::enter(const AccountRecord& record, const QString& token, const QString& invite) {
    if (AccountSession* old = sessionOf(record.key())) {
        old->disconnect(this);
        m_window.removeAccount(old);
        take(old);
    }
    const bool wasWaiting =
        m_needLogIn.removeIf([&](const AccountRecord& other) { return other.key() == record.key(); }) > 0;
    m_logInReasons.remove(record.key());
    AccountRecord own = record;
    if (m_hosted.state() == HostedServer::State::Running &&
        own.address.keyHash() == HostSetup::addressOf(m_hosted).keyHash())
        own.hostedHere = true;
    remember(own, token);
    AccountSession* session = openSession(own, token);
    m_window.setCurrent(session);
    if (!invite.isEmpty()) acceptInvite(session, invite);
    if (m_setup.isRunning()) return;
    if (m_wantsCommunity && own.hostedHere) return addCommunity();
    if (wasWaiting && !m_needLogIn.isEmpty()) return showRemembered();
    leavePage();
}

void Application::joinAs(const AccountRecord& record, const ServerAddress& address) {
    AccountSession* session = sessionOf(record.key());
    if (session == nullptr) {
        AccountRecord there = record;
        if (!record.hostedHere) there.address = address.withoutInvite();
        return showLogIn(there, address.inviteCode());
    }
    // The same key elsewhere: the server has moved, and the link is what tells it.
    const bool isSameKey = !address.keyHash().isEmpty() && address.keyHash() == session->server().keyHash();
    if (isSameKey && !record.hostedHere && !session->status().isLive()) session->moveTo(address.withoutInvite());
    m_window.setCurrent(session);
    m_window.showAccounts();
    if (!address.inviteCode().isEmpty()) acceptInvite(session, address.inviteCode());
}

void Application::acceptInvite(AccountSession* session, const QString& code) {
    const auto reply = session->invites().accept(code);
    reply.then(session, [session](const shared::Invite& invite) {
        const shared::GuildId guild =
            invite.guild.hasValue() && *invite.guild ? (*invite.guild)->id : shared::GuildId();
        if (guild.isNull()) return;
        if (session->store().guilds().find(guild) != nullptr) return session->navigation().openGuild(guild);
        // It comes by the gateway, before or after this answer.
        auto* waiting = new QObject(session);
        connect(&session->store().changes(), &Changes::delivered, waiting, [session, guild, waiting] {
            if (session->store().guilds().find(guild) == nullptr) return;
            session->navigation().openGuild(guild);
            waiting->deleteLater();
        });
    });
    reply.onError(session, [this](const ApiError& error) {
        m_window.tell(u"warning-circle"_s, error.kind == ApiError::Kind::Refused && error.httpStatus == 404
                                               ? tr("The invite does not work any more. Ask for a new one.")
                                               : tr("Not joined: %1.").arg(failureText(error)));
    });
}

void Application::endSession(AccountSession* session) {
    const AccountRecord record = session->account();
    m_window.removeAccount(session);
    take(session);
    updateTotals();
    if (m_accounts.find(record.key()) != nullptr) {
        needLogIn(record, tr("The server has ended this log-in."));
        return showLogIn(record);
    }
    if (m_sessions.empty()) showStart();
}

void Application::askToLogOut(AccountSession* session) {
    const qsizetype pending = session->messages().pendingCount();
    QString text = tr("Guildhall forgets this account and what it has kept of it on this computer.");
    if (pending > 0)
        text += u' ' + (pending == 1 ? tr("One message is not sent yet and will be lost.")
                                     : tr("%1 messages are not sent yet and will be lost.").arg(pending));
    auto* sheet = new Sheet(m_theme, tr("Log out %1?").arg(session->account().displayName), text, &m_window);
    Button* sure = sheet->addButton(tr("Log out"), Button::Kind::Destructive);
    sure->setObjectName(u"sure"_s);
    const QPointer<AccountSession> alive(session);
    connect(sure, &QAbstractButton::clicked, this, [sheet, alive] {
        sheet->finish();
        if (alive) alive->logOut();
    });
    sheet->open();
}

std::unique_ptr<AccountSession> Application::take(AccountSession* session) {
    const auto found = std::ranges::find(m_sessions, session, &std::unique_ptr<AccountSession>::get);
    if (found == m_sessions.end()) return nullptr;
    auto taken = std::move(*found);
    m_sessions.erase(found);
    return taken;
}

AccountSession* Application::sessionOf(const QString& key) const {
    for (const auto& session : m_sessions)
        if (session->account().key() == key) return session.get();
    return nullptr;
}

void Application::updateTotals() {
    int mentions = 0;
    bool unread = false;
    for (const auto& session : m_sessions) {
        mentions += session->guildModel().mentions();
        unread = unread || session->guildModel().hasUnread();
    }
    m_tray.setTotals(mentions, unread);
}

}  // namespace app
