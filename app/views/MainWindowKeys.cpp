#include <QtGui/QShortcut>
#include <QtWidgets/QApplication>

#include "app/views/AccountView.h"
#include "app/views/MainWindow.h"
#include "app/views/channels/ChannelPanel.h"
#include "app/views/channels/ChannelTreeView.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/composer/ComposerEdit.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/members/MemberListView.h"

using namespace Qt::StringLiterals;

// The keyboard of the main window: docs of the design, section "Keyboard", as far as the features exist.
namespace app {

void MainWindow::addShortcuts() {
    const auto on = [this](const QString& keys, auto&& act) {
        auto* shortcut = new QShortcut(QKeySequence(keys), this);
        connect(shortcut, &QShortcut::activated, this, [this, act] {
            if (isShowingAccounts() && current() != nullptr) act(*current());
        });
    };
    for (int place = 1; place <= 9; ++place)
        on(u"Ctrl+%1"_s.arg(place), [this, place](AccountView&) { openGuildAt(place - 1); });
    on(u"Ctrl+Alt+Up"_s, [this](AccountView&) { stepGuild(-1); });
    on(u"Ctrl+Alt+Down"_s, [this](AccountView&) { stepGuild(1); });
    on(u"Alt+Up"_s, [](AccountView& view) { view.stepChannel(-1, false); });
    on(u"Alt+Down"_s, [](AccountView& view) { view.stepChannel(1, false); });
    on(u"Alt+Shift+Up"_s, [](AccountView& view) { view.stepChannel(-1, true); });
    on(u"Alt+Shift+Down"_s, [](AccountView& view) { view.stepChannel(1, true); });
    on(u"Alt+Left"_s, [](AccountView& view) { view.session().navigation().goBack(); });
    on(u"Alt+Right"_s, [](AccountView& view) { view.session().navigation().goForward(); });
    on(u"Ctrl+Tab"_s, [](AccountView& view) { view.session().navigation().goBack(); });
    on(u"Ctrl+Shift+H"_s, [](AccountView& view) { view.session().navigation().openGuild({}); });
    on(u"Shift+Esc"_s, [](AccountView& view) {
        if (const shared::GuildId guild = view.session().navigation().guild())
            view.session().reads().markGuildRead(guild);
    });
    on(u"Ctrl+Shift+A"_s, [](AccountView& view) { view.session().reads().markAllRead(); });
    on(u"Ctrl+Shift+T"_s, [](AccountView& view) { view.toggleMembers(); });
    on(u"Ctrl+Shift+I"_s, [](AccountView& view) { view.invite(); });
    on(u"F6"_s, [this](AccountView&) { stepRegion(1); });
    on(u"Shift+F6"_s, [this](AccountView&) { stepRegion(-1); });
    on(u"Ctrl+,"_s, [this](AccountView&) { Q_EMIT settingsWanted(); });
    const auto always = [this](const QString& keys, auto&& act) {
        connect(new QShortcut(QKeySequence(keys), this), &QShortcut::activated, this, act);
    };
    always(u"Ctrl+Q"_s, [this] { Q_EMIT quitWanted(); });
    always(u"Ctrl++"_s, [this] { Q_EMIT zoomWanted(1); });
    always(u"Ctrl+="_s, [this] { Q_EMIT zoomWanted(1); });
    always(u"Ctrl+-"_s, [this] { Q_EMIT zoomWanted(-1); });
    always(u"Ctrl+0"_s, [this] { Q_EMIT zoomWanted(0); });
    always(u"F11"_s, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

bool MainWindow::typeIntoComposer(QKeyEvent* event) {
    const QWidget* focused = QApplication::focusWidget();
    const bool isHere = focused == nullptr || focused == this || m_shell->isAncestorOf(focused);
    AccountView* view = current();
    return isHere && view != nullptr && view->isVisible() && view->chat()->composer()->takeKey(event);
}

void MainWindow::stepGuild(int step) {
    const QList<shared::GuildId> guilds = m_rail->model().guilds();
    if (guilds.isEmpty()) return;
    const qsizetype at = guilds.indexOf(m_current->navigation().guild());
    const qsizetype count = guilds.size();
    openGuildAt(static_cast<int>(at < 0 ? 0 : (at + step + count) % count));
}

void MainWindow::openGuildAt(int place) {
    const QList<shared::GuildId> guilds = m_rail->model().guilds();
    if (place >= guilds.size()) return;
    Q_EMIT m_rail->guildActivated(m_rail->model().sessionOf(guilds[place]), guilds[place]);
}

void MainWindow::stepRegion(int step) {
    AccountView* view = current();
    const QList<QWidget*> regions = {m_rail->rail(), view->channels()->tree(), view->chat()->timeline(),
                                     view->chat()->composer(), view->members()};
    const QWidget* focused = QApplication::focusWidget();
    qsizetype at = step > 0 ? -1 : 0;
    for (qsizetype i = 0; i < regions.size(); ++i)
        if (focused != nullptr && (regions[i] == focused || regions[i]->isAncestorOf(focused))) at = i;
    for (qsizetype i = 1; i <= regions.size(); ++i) {
        QWidget* region = regions[((at + step * i) % regions.size() + regions.size()) % regions.size()];
        if (!region->isVisible()) continue;
        if (region == view->chat()->composer()) return view->focusComposer();
        return region->setFocus(Qt::ShortcutFocusReason);
    }
}

}  // namespace app
