#include <algorithm>

#include <QtWidgets/QApplication>

#include "app/Application.h"
#include "app/views/common/Sheet.h"
#include "app/views/login/FirstStartPage.h"
#include "app/views/login/JoinPage.h"
#include "app/views/login/RememberedPage.h"
#include "app/views/settings/SettingsPage.h"

using namespace Qt::StringLiterals;

// The pages that fill the window, and the way out.
namespace app {

void Application::showStart(const QString& note) {
    if (m_startPage == nullptr) {
        m_startPage = new FirstStartPage(m_theme);
        connect(m_startPage, &FirstStartPage::hostWanted, this, &Application::host);
        connect(m_startPage, &FirstStartPage::joinWanted, this, [this] { showJoin({}); });
    }
    m_startPage->setNote(note);
    m_window.showPage(m_startPage);
}

void Application::showJoin(const QString& link) {
    if (m_joinPage == nullptr) {
        m_joinPage = new JoinPage(ViewParts{m_theme, m_preferences, m_dialogs, m_clock, m_random});
        connect(m_joinPage, &JoinPage::done, this, &Application::enter);
        connect(m_joinPage, &JoinPage::knownChosen, this, &Application::joinAs);
        connect(m_joinPage, &JoinPage::left, this, &Application::leavePage);
    }
    m_joinPage->setKnown(m_accounts.list());
    m_window.showPage(m_joinPage);
    m_joinPage->start(link);
}

void Application::showLogIn(const AccountRecord& record, const QString& invite) {
    AccountRecord known = record;
    if (record.hostedHere) {
        // Its own server may still be starting: then handleHosting() comes back here.
        if (m_hosted.state() != HostedServer::State::Running) {
            const bool isListed = std::ranges::any_of(
                m_needLogIn, [&](const AccountRecord& other) { return other.key() == record.key(); });
            if (!isListed) needLogIn(record, m_logInReasons.value(record.key()));
            return showRemembered();
        }
        known.address = HostSetup::addressOf(m_hosted);
    }
    showJoin({});
    known.address = known.address.withInvite(invite);
    m_joinPage->startAgain(known, m_logInReasons.value(record.key()),
                           record.hostedHere ? m_hosted.options().serverName : QString());
}

void Application::showRemembered() {
    if (m_rememberedPage == nullptr) {
        m_rememberedPage = new RememberedPage(m_theme);
        connect(m_rememberedPage, &RememberedPage::logInWanted, this, [this](const AccountRecord& record) {
            if (!record.hostedHere || !isHomeDown()) return showLogIn(record);
            m_hosted.start(m_hosted.options());
        });
        connect(m_rememberedPage, &RememberedPage::forgetWanted, this, &Application::askToForget);
        connect(m_rememberedPage, &RememberedPage::joinWanted, this, [this] { showJoin({}); });
        connect(m_rememberedPage, &RememberedPage::hostWanted, this, &Application::host);
        connect(m_rememberedPage, &RememberedPage::left, this, [this] { m_window.showAccounts(); });
    }
    QList<WaitingAccount> waiting;
    for (const AccountRecord& record : m_needLogIn) {
        QString why = m_logInReasons.value(record.key());
        if (record.hostedHere && isHomeDown()) why = tr("Its server, on this computer, does not run.") + u' ' + why;
        if (record.hostedHere && m_hosted.state() == HostedServer::State::Starting)
            why = tr("Its server, on this computer, is starting.") + u' ' + why;
        waiting.append({record, why.trimmed()});
    }
    m_rememberedPage->setAccounts(waiting, !m_sessions.empty());
    m_window.showPage(m_rememberedPage);
}

void Application::askToForget(const AccountRecord& record) {
    auto* sheet = new Sheet(m_theme, tr("Forget %1 on this computer?").arg(record.displayName),
                            tr("The account stays on its server. Guildhall forgets it and what it has kept of it here; "
                               "with its password you can log in again."),
                            &m_window);
    Button* sure = sheet->addButton(tr("Forget account"), Button::Kind::Destructive);
    sure->setObjectName(u"sure"_s);
    connect(sure, &QAbstractButton::clicked, this, [this, sheet, record] {
        sheet->finish();
        m_accounts.forget(record.key());
        m_logInReasons.remove(record.key());
        m_needLogIn.removeIf([&](const AccountRecord& other) { return other.key() == record.key(); });
        m_needLogIn.isEmpty() ? leavePage() : showRemembered();
    });
    sheet->open();
}

void Application::leavePage() {
    m_wantsCommunity = false;
    if (!m_sessions.empty()) return m_window.showAccounts();
    // Without a log-in they are still this person's accounts.
    m_needLogIn.isEmpty() ? showStart() : showRemembered();
}

void Application::showSettings() {
    AccountView* view = m_window.current();
    if (view == nullptr) return;
    if (m_settingsPage != nullptr) drop(m_settingsPage);
    m_settingsPage = new SettingsPage(ViewParts{m_theme, m_preferences, m_dialogs, m_clock, m_random}, *view);
    connect(m_settingsPage, &SettingsPage::left, &m_window, &MainWindow::showAccounts);
    connect(m_settingsPage, &SettingsPage::logOutWanted, this, &Application::askToLogOut);
    connect(m_settingsPage, &QObject::destroyed, this, [this, page = m_settingsPage] {
        if (m_settingsPage == page) m_settingsPage = nullptr;
    });
    m_window.showBesideRail(m_settingsPage);
}

void Application::drop(QWidget* page) {
    page->hide();
    page->deleteLater();
}

// ---- the way out -----------------------------------------------------------------------------------------------

void Application::handleClose(bool* accepted) {
    const bool hosting =
        m_hosted.state() == HostedServer::State::Running || m_hosted.state() == HostedServer::State::Starting;
    if (m_isQuitting || !hosting) {
        quit();
        return;
    }
    const QString choice = m_preferences.text(Preference::HostInTray);
    if (choice == "stop"_L1) return quit();
    *accepted = false;
    if (choice == "keep"_L1 && m_tray.isAvailable()) {
        m_window.hide();
        return;
    }
    askAboutHosting();
}

void Application::askAboutHosting() {
    if (m_window.findChild<Sheet*>(u"hostingQuestion"_s) != nullptr) return;
    const int sessions = m_hosted.status().sessions;
    const bool canStay = m_tray.isAvailable();
    QString text =
        canStay ? tr("The server can go on in the tray, so that others can stay. Guildhall asks only once; you can "
                     "change it in the settings.")
                : tr("This desktop has no tray, so the server stops with the app.");
    if (sessions > 1) text += u"\n\n"_s + tr("%1 devices are connected now.").arg(sessions);
    auto* sheet = new Sheet(m_theme, canStay ? tr("Go on hosting?") : tr("Stop hosting and quit?"), text, &m_window);
    sheet->setObjectName(u"hostingQuestion"_s);
    Button* stop = sheet->addButton(tr("Stop hosting and quit"), Button::Kind::DestructiveOutline);
    stop->setObjectName(u"stopHosting"_s);
    connect(stop, &QAbstractButton::clicked, this, [this, canStay] {
        if (canStay) m_preferences.set(Preference::HostInTray, u"stop"_s);
        quit();
    });
    if (canStay) {
        Button* keep = sheet->addButton(tr("Go on in the tray"), Button::Kind::Primary);
        keep->setObjectName(u"keepHosting"_s);
        connect(keep, &QAbstractButton::clicked, this, [this, sheet] {
            m_preferences.set(Preference::HostInTray, u"keep"_s);
            sheet->finish();
            m_window.hide();
        });
    }
    sheet->open();
}

void Application::wireEnd() {
    // The session may still go on after this one: only what is open is written.
    connect(
        &m_qt, &QGuiApplication::commitDataRequest, this, [this] { flush(); }, Qt::DirectConnection);
    m_qt.installEventFilter(this);
}

bool Application::eventFilter(QObject* watched, QEvent* event) {
    // From outside, as at the end of a session: asking about hosting would hold it up.
    if (event->type() == QEvent::Quit && watched == &m_qt && !m_isQuitting) end();
    return QObject::eventFilter(watched, event);
}

void Application::flush() {
    if (m_window.isVisible()) m_preferences.set(Preference::WindowGeometry, m_window.saveGeometry());
    for (const auto& session : m_sessions)
        session->flush();
}

void Application::quit() {
    if (m_isQuitting) return;
    m_isQuitting = true;
    flush();
    m_window.hide();
    m_qt.quit();
}

void Application::end() {
    m_isQuitting = true;
    flush();
    m_window.hide();
    // Not quit(): any window could refuse that.
    QCoreApplication::exit(0);
}

}  // namespace app
