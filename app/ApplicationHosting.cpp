#include <algorithm>
#include <utility>

#include <QtWidgets/QApplication>

#include "app/Application.h"
#include "app/HostTrouble.h"
#include "app/admin/HostDonePage.h"
#include "app/admin/HostWizard.h"
#include "app/views/AccountView.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/GuildSheets.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/login/RememberedPage.h"
#include "app/widgets/Banner.h"

using namespace Qt::StringLiterals;

// The server of this app: how it is set up, what becomes of its account, and what to do when it does not start.
namespace app {

void Application::wireHosting() {
    connect(&m_hosted, &HostedServer::stateChanged, this, &Application::handleHosting);
    wireSetup();
}

void Application::handleHosting(HostedServer::State state) {
    const bool running = state == HostedServer::State::Running;
    // While it is down its button leads to what can be done about that.
    m_window.rail()->setHosting(running || isHomeDown());
    m_tray.setHosting(running);
    if (isHomeDown()) {
        holdHome();
        showHostTrouble();
        if (m_window.isShowing(m_rememberedPage)) showRemembered();
    }
    if (!running) return;
    const bool hasMoved = std::exchange(m_hasMoved, false);
    if (m_hostTrouble) static_cast<Sheet*>(m_hostTrouble.data())->finish();
    if (m_hostingRecord.load() || !m_setup.isRunning()) m_hostingRecord.save(m_hosted.options());
    for (const auto& session : m_sessions) {
        if (!session->account().hostedHere) continue;
        moveHome(session.get());
        session->release();
    }
    if (m_wantsCommunity) return addCommunity();
    if (m_sessions.empty() || m_window.isShowing(m_rememberedPage)) {
        for (const AccountRecord& record : m_needLogIn)
            if (record.hostedHere) return showLogIn(record);
    }
    if (hasMoved) showServer();
}

void Application::wireSetup() {
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
    connect(&m_setup, &HostSetup::ownerGone, this, [this](const AccountRecord& account) {
        m_hostingRecord.remove();
        if (AccountSession* session = sessionOf(account.key())) {
            session->disconnect(this);
            m_window.removeAccount(session);
            take(session);
        }
        m_accounts.forget(account.key());
        updateTotals();
    });
    connect(&m_setup, &HostSetup::finished, this, [this](const HostResult& result) {
        if (AccountView* view = m_window.current(); view != nullptr && result.guild) openHosted(result.guild);
        showHostDone(result);
        if (m_wizard != nullptr) drop(std::exchange(m_wizard, nullptr));
    });
}

// ---- a server that does not start ------------------------------------------------------------------------------

bool Application::isHomeDown() const {
    return m_hosted.state() == HostedServer::State::Failed && !m_setup.isRunning() && m_hostingRecord.load();
}

AccountSession* Application::homeSession() const {
    const auto own =
        std::ranges::find_if(m_sessions, [](const auto& session) { return session->account().hostedHere; });
    return own == m_sessions.end() ? nullptr : own->get();
}

void Application::holdHome() {
    const QString why = m_hosted.isPortRefused()
                            ? tr("Another program on this computer holds port %1.").arg(m_hosted.options().port)
                            : m_hosted.failure();
    for (const auto& session : m_sessions)
        if (session->account().hostedHere) session->hold(why);
}

void Application::showHostTrouble() {
    if (m_hostTrouble) static_cast<Sheet*>(m_hostTrouble.data())->finish();
    m_wantsCommunity = false;
    m_hostTrouble = openHostTrouble(m_theme, m_hosted, &m_window, [this](quint16 port) {
        HostingOptions options = m_hosted.options();
        m_hasMoved = port != options.port;
        options.port = port;
        m_hosted.start(options);
    });
}

// ---- where things are ------------------------------------------------------------------------------------------

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
    if (isHomeDown()) return showHostTrouble();
    HostResult result;
    result.guildName = m_hosted.options().serverName;
    AccountSession* session = homeSession();
    if (session == nullptr) return showHostDone(result);
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

// ---- hosting ---------------------------------------------------------------------------------------------------

void Application::host() {
    const bool isHosting =
        m_hosted.state() == HostedServer::State::Running || m_hosted.state() == HostedServer::State::Starting;
    if (m_setup.isRunning() || m_wizard != nullptr || (!isHosting && !m_hostingRecord.load())) return showHostWizard();
    // One server per app: a second community is one more guild on it.
    if (m_hosted.state() == HostedServer::State::Running) return addCommunity();
    if (isHomeDown()) return showHostTrouble();
    m_wantsCommunity = true;
    m_window.tell(u"house-line"_s, tr("The server of this computer is starting."));
    if (!isHosting) m_hosted.start(*m_hostingRecord.load());
}

void Application::addCommunity() {
    m_wantsCommunity = false;
    if (AccountSession* session = homeSession()) {
        m_window.setCurrent(session);
        m_window.showAccounts();
        return openCreateGuild(m_theme, *session, m_window.current());
    }
    // Nobody of that server is logged in here: that comes first, and enter() comes back to this.
    for (const AccountRecord& record : m_needLogIn) {
        if (!record.hostedHere) continue;
        showLogIn(record);
        m_wantsCommunity = true;
        return;
    }
    showJoin(HostSetup::addressOf(m_hosted).inviteLink());
    m_wantsCommunity = true;
    m_window.tell(u"house-line"_s, tr("This computer hosts a server already. Log in there to add a community to it."));
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

}  // namespace app
