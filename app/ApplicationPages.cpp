#include <algorithm>

#include <QtWidgets/QApplication>

#include "app/Application.h"
#include "app/admin/HostDonePage.h"
#include "app/admin/HostWizard.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/login/FirstStartPage.h"
#include "app/views/login/JoinPage.h"
#include "app/views/settings/SettingsPage.h"

using namespace Qt::StringLiterals;

// The pages that fill the window, hosting, and the way out.
namespace app {

void Application::showStart(const QString& note) {
    if (m_startPage == nullptr) {
        m_startPage = new FirstStartPage(m_theme);
        connect(m_startPage, &FirstStartPage::hostWanted, this, &Application::showHostWizard);
        connect(m_startPage, &FirstStartPage::joinWanted, this, [this] { showJoin({}); });
    }
    m_startPage->setNote(note);
    m_window.showPage(m_startPage);
}

void Application::showJoin(const QString& link) {
    if (m_joinPage == nullptr) {
        m_joinPage = new JoinPage(ViewParts{m_theme, m_preferences, m_dialogs, m_clock, m_random});
        connect(m_joinPage, &JoinPage::done, this, &Application::enter);
        connect(m_joinPage, &JoinPage::left, this, &Application::leavePage);
    }
    m_window.showPage(m_joinPage);
    m_joinPage->start(link);
}

void Application::showLogIn(const AccountRecord& record) {
    showJoin({});
    AccountRecord known = record;
    if (record.hostedHere) {
        // Its own server may still be starting: then wireHosting() comes back here.
        if (m_hosted.state() != HostedServer::State::Running) {
            if (!m_needLogIn.contains(record)) m_needLogIn.append(record);
            return;
        }
        known.address = HostSetup::addressOf(m_hosted);
    }
    m_joinPage->startAgain(known, m_logInReasons.value(record.key()));
}

void Application::showNextLogIn() {
    if (m_needLogIn.isEmpty()) return leavePage();
    showLogIn(m_needLogIn.first());
}

void Application::leavePage() {
    if (!m_needLogIn.isEmpty() && !m_sessions.empty()) m_needLogIn.clear();
    if (m_sessions.empty()) {
        m_needLogIn.clear();
        return showStart();
    }
    m_window.showAccounts();
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

// ---- hosting ---------------------------------------------------------------------------------------------------

void Application::wireHosting() {
    connect(&m_hosted, &HostedServer::stateChanged, this, [this](HostedServer::State state) {
        const bool running = state == HostedServer::State::Running;
        m_window.rail()->setHosting(running);
        m_tray.setHosting(running);
        if (state == HostedServer::State::Failed && !m_setup.isRunning()) {
            auto* sheet = new Sheet(m_theme, tr("Hosting did not start"), m_hosted.failure(), &m_window);
            Button* again = sheet->addButton(tr("Try again"), Button::Kind::Primary);
            connect(again, &QAbstractButton::clicked, this, [this, sheet] {
                sheet->finish();
                m_hosted.start(m_hosted.options());
            });
            sheet->open();
        }
        if (!running) return;
        if (m_hostingRecord.load() || !m_setup.isRunning()) m_hostingRecord.save(m_hosted.options());
        for (const auto& session : m_sessions) {
            if (!session->account().hostedHere) continue;
            moveHome(session.get());
            session->retryNow();
        }
        for (const AccountRecord& record : m_needLogIn)
            if (record.hostedHere) return showLogIn(record);
    });
    connect(&m_setup, &HostSetup::progressed, this, [this](const QString& step, double part) {
        if (m_wizard != nullptr) m_wizard->setProgress(step, part);
    });
    connect(&m_setup, &HostSetup::failed, this, [this](const QString& field, const QString& sentence) {
        if (m_wizard != nullptr) m_wizard->setFailure(field, sentence);
    });
    connect(&m_setup, &HostSetup::ownerReady, this, [this](const AccountRecord& account, const QString& token) {
        m_hostingRecord.save(m_hosted.options());
        enter(account, token, {});
        m_setup.continueWith(sessionOf(account.key()));
    });
    connect(&m_setup, &HostSetup::finished, this, [this](const HostResult& result) {
        if (AccountView* view = m_window.current(); view != nullptr && result.guild) openHosted(result.guild);
        showHostDone(result);
        if (m_wizard != nullptr) drop(std::exchange(m_wizard, nullptr));
    });
}

void Application::openHosted(shared::GuildId guild) {
    for (const auto& session : m_sessions)
        if (session->account().hostedHere && session->store().guilds().find(guild) != nullptr)
            session->navigation().openGuild(guild);
}

void Application::moveHome(AccountSession* session) {
    session->moveTo(HostSetup::addressOf(m_hosted));
    session->invites().setPublicAddress(HostSetup::friendsAddressOf(m_hosted));
}

void Application::showServer() {
    HostResult result;
    result.guildName = m_hosted.options().serverName;
    const auto own =
        std::ranges::find_if(m_sessions, [](const auto& session) { return session->account().hostedHere; });
    if (own == m_sessions.end()) return showHostDone(result);
    AccountSession* session = own->get();
    const shared::GuildId open = session->navigation().guild();
    result.guild = open ? open : session->guildModel().firstGuild();
    if (const GuildState* guild = session->store().guilds().find(result.guild)) result.guildName = guild->guild.name;
    shared::ChannelId channel;
    for (const shared::ChannelId id : session->store().channels().ids(result.guild))
        if (session->store().channels().find(id)->type == shared::ChannelType::GuildText) channel = id;
    if (channel.isNull()) return showHostDone(result);
    const auto reply = session->invites().create(channel);
    reply.then(this, [this, result](const shared::Invite& invite) {
        HostResult withInvite = result;
        withInvite.inviteCode = invite.code;
        showHostDone(withInvite);
    });
    reply.onError(this, [this, result](const ApiError&) { showHostDone(result); });
}

void Application::showHostWizard() {
    if (m_wizard == nullptr) {
        m_wizard = new HostWizard(m_theme, m_dialogs, m_options.dataFolder);
        connect(m_wizard, &HostWizard::startWanted, this, [this](HostPlan plan) {
            plan.hosting.onlyThisComputer = m_options.onlyThisComputer;
            m_setup.start(plan);
        });
        connect(m_wizard, &HostWizard::cancelled, this, [this] {
            m_setup.cancel();
            drop(std::exchange(m_wizard, nullptr));
            leavePage();
        });
    }
    m_window.showPage(m_wizard);
}

void Application::showHostDone(const HostResult& result) {
    if (m_donePage != nullptr) drop(m_donePage);
    m_donePage = new HostDonePage(m_theme, m_hosted, m_clock, m_random);
    m_donePage->setResult(result);
    connect(m_donePage, &HostDonePage::goWanted, this, [this] {
        m_window.showAccounts();
        drop(std::exchange(m_donePage, nullptr));
    });
    m_window.showPage(m_donePage);
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
