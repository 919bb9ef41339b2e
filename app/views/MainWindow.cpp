#include "app/views/MainWindow.h"

#include <QtGui/QCloseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>

#include "app/settings/Preferences.h"
#include "app/views/AccountView.h"
#include "app/views/channels/ChannelPanel.h"
#include "app/views/channels/ChannelTreeView.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/members/MemberListView.h"
#include "app/widgets/Banner.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kMinWidth = 720;
constexpr int kMinHeight = 480;
constexpr int kWidth = 1280;
constexpr int kHeight = 800;
constexpr int kComposer = 92;  ///< a line of text and who is typing

}  // namespace

MainWindow::MainWindow(const ViewParts& parts, QWidget* parent)
    : QWidget(parent),
      m_parts(parts),
      m_pages(new QStackedWidget(this)),
      m_shell(new QWidget),
      m_rail(new RailPanel(parts)),
      m_views(new QStackedWidget) {
    setWindowTitle(u"Guildhall"_s);
    setMinimumSize(kMinWidth, kMinHeight);
    resize(kWidth, kHeight);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    auto* row = new QHBoxLayout(m_shell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(m_views, 1);
    m_pages->addWidget(m_shell);
    connect(m_rail, &RailPanel::guildActivated, this, [this](AccountSession* session, shared::GuildId guild) {
        if (session == nullptr) return;
        setCurrent(session);
        session->navigation().openGuild(guild);
        m_rail->showSelection();
    });
    connect(m_rail, &RailPanel::accountActivated, this, &MainWindow::setCurrent);
    connect(m_rail, &RailPanel::settingsWanted, this, &MainWindow::settingsWanted);
    connect(m_rail, &RailPanel::guildMenuWanted, this,
            [this](AccountSession* session, shared::GuildId guild, const QPoint& global) {
                if (session == nullptr) return;
                setCurrent(session);
                if (session->navigation().guild() != guild) session->navigation().openGuild(guild);
                if (QMenu* menu = current()->channels()->guildMenu(guild, this)) menu->popup(global);
            });
    m_rail->rail()->installEventFilter(this);
    addShortcuts();
    if (const QByteArray geometry = parts.preferences.bytes(Preference::WindowGeometry); !geometry.isEmpty())
        restoreGeometry(geometry);
}

MainWindow::~MainWindow() = default;

void MainWindow::showPage(QWidget* page) {
    if (m_pages->indexOf(page) < 0) m_pages->addWidget(page);
    m_pages->setCurrentWidget(page);
}

void MainWindow::showAccounts() {
    m_pages->setCurrentWidget(m_shell);
    if (AccountView* view = current()) m_views->setCurrentWidget(view);
}

bool MainWindow::isShowingAccounts() const {
    return m_pages->currentWidget() == m_shell;
}

bool MainWindow::isShowing(const QWidget* page) const {
    return page != nullptr && m_pages->currentWidget() == page;
}

void MainWindow::showBesideRail(QWidget* page) {
    if (m_views->indexOf(page) < 0) m_views->addWidget(page);
    m_pages->setCurrentWidget(m_shell);
    m_views->setCurrentWidget(page);
    page->setFocus();
}

void MainWindow::tell(const QString& icon, const QString& text) {
    // Also when no composer is there yet: it may come while the toast is shown.
    Toast::show(m_parts.theme, this, icon, text, {}, m_parts.theme.px(kComposer));
}

void MainWindow::addAccount(AccountSession* session) {
    auto* view = new AccountView(m_parts, *session);
    m_accounts.append(view);
    view->channels()->tree()->installEventFilter(this);
    view->members()->installEventFilter(this);
    m_views->addWidget(view);
    QList<AccountSession*> sessions;
    QList<Pictures*> pictures;
    for (AccountView* account : m_accounts) {
        sessions.append(&account->session());
        pictures.append(&account->pictures());
    }
    m_rail->setAccounts(sessions, pictures);
    connect(&session->guildModel(), &GuildListModel::totalsChanged, this, &MainWindow::updateTitle);
    connect(&session->navigation(), &Navigation::channelChanged, this, &MainWindow::updateTitle);
    if (m_current == nullptr) setCurrent(session);
}

void MainWindow::removeAccount(AccountSession* session) {
    AccountView* gone = viewOf(session);
    if (gone == nullptr) return;
    for (Sheet* sheet : findChildren<Sheet*>())
        sheet->finish();
    m_accounts.removeOne(gone);
    QList<AccountSession*> sessions;
    QList<Pictures*> pictures;
    for (AccountView* account : m_accounts) {
        sessions.append(&account->session());
        pictures.append(&account->pictures());
    }
    m_rail->setAccounts(sessions, pictures);
    if (m_current == session) {
        m_current = nullptr;
        setCurrent(sessions.value(0));
    }
    m_views->removeWidget(gone);
    delete gone;
}

void MainWindow::setCurrent(AccountSession* session) {
    AccountView* view = viewOf(session);
    const bool other = m_current != session;
    m_current = view == nullptr ? nullptr : session;
    m_rail->setCurrent(m_current);
    if (view != nullptr) m_views->setCurrentWidget(view);
    updateTitle();
    if (other) Q_EMIT currentChanged(m_current);
}

AccountView* MainWindow::current() const {
    return viewOf(m_current);
}

AccountView* MainWindow::viewOf(AccountSession* session) const {
    for (AccountView* view : m_accounts)
        if (&view->session() == session) return view;
    return nullptr;
}

void MainWindow::updateTitle() {
    QString title = u"Guildhall"_s;
    int mentions = 0;
    for (AccountView* view : m_accounts)
        mentions += view->session().guildModel().mentions();
    if (m_current != nullptr) {
        const ClientStore& store = m_current->store();
        if (const GuildState* guild = store.guilds().find(m_current->navigation().guild()))
            title = guild->guild.name + u" \u2013 "_s + title;
        if (const shared::Channel* channel = store.channels().find(m_current->navigation().channel());
            channel != nullptr && channel->name.hasValue())
            title = channel->name.value() + u" \u2013 "_s + title;
    }
    setWindowTitle(mentions > 0 ? u"(%1) "_s.arg(mentions) + title : title);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    m_parts.preferences.set(Preference::WindowGeometry, saveGeometry());
    bool accepted = true;
    Q_EMIT closeWanted(&accepted);
    event->setAccepted(accepted);
}

void MainWindow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_parts.theme.colour(Token::Base));
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && isShowingAccounts() && current() != nullptr &&
        m_views->currentWidget() != current())
        return showAccounts();
    if (!typeIntoComposer(event)) QWidget::keyPressEvent(event);
}

bool MainWindow::eventFilter(QObject*, QEvent* event) {
    // A list would look for a row that begins with the letter.
    return event->type() == QEvent::KeyPress && typeIntoComposer(static_cast<QKeyEvent*>(event));
}

}  // namespace app
