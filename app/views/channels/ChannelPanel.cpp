#include "app/views/channels/ChannelPanel.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QMenu>

#include "app/settings/Preferences.h"
#include "app/views/channels/ChannelTreeView.h"
#include "app/views/channels/GuildHeader.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

QAction* add(QMenu* menu, const QString& text, const char* icon, bool danger = false) {
    QAction* action = menu->addAction(text);
    action->setProperty("iconName", QString::fromLatin1(icon));
    if (danger) action->setProperty("danger", true);
    return action;
}

QSet<quint64> foldedIn(const Preferences& preferences) {
    QSet<quint64> folded;
    for (const QString& id : preferences.texts(Preference::CollapsedCategories))
        folded.insert(id.toULongLong());
    return folded;
}

}  // namespace

ChannelPanel::ChannelPanel(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent)
    : Surface(parts.theme, Token::Nav, parent),
      m_parts(parts),
      m_session(session),
      m_header(new GuildHeader(parts.theme, this)),
      m_tree(new ChannelTreeView(parts.theme, pictures, this)) {
    setEdges(Qt::LeftEdge);
    m_header->setObjectName(u"guildHeader"_s);
    m_tree->setObjectName(u"channelTree"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_tree, 1);
    m_tree->setModel(&session.channelModel());
    m_tree->setFolded(foldedIn(parts.preferences));
    connect(m_tree, &ChannelTreeView::foldedChanged, this, [this] {
        QStringList ids;
        for (const quint64 id : m_tree->folded())
            ids.append(QString::number(id));
        m_parts.preferences.set(Preference::CollapsedCategories, ids);
    });
    connect(m_tree, &ChannelTreeView::channelActivated, this,
            [this](shared::ChannelId id, ChannelRowKind) { m_session.navigation().openChannel(id); });
    connect(m_tree, &ChannelTreeView::inviteWanted, this, &ChannelPanel::inviteWanted);
    connect(m_tree, &ChannelTreeView::settingsWanted, this, &ChannelPanel::channelSettingsWanted);
    connect(m_tree, &ChannelTreeView::createWanted, this, &ChannelPanel::createChannelWanted);
    connect(m_tree, &ChannelTreeView::personActivated, this, &ChannelPanel::personActivated);
    connect(m_tree, &ChannelTreeView::menuWanted, this, &ChannelPanel::openChannelMenu);
    connect(m_header, &QAbstractButton::clicked, this, [this] {
        QMenu* menu = guildMenu(m_session.navigation().guild(), this);
        if (menu != nullptr) menu->popup(m_header->mapToGlobal(QPoint(m_parts.theme.px(8), m_header->height())));
    });
    connect(&session.navigation(), &Navigation::guildChanged, this, &ChannelPanel::showGuild);
    connect(&session.navigation(), &Navigation::channelChanged, m_tree, &ChannelTreeView::setSelected);
    connect(&session.store().changes(), &Changes::delivered, this, [this](const ChangeSet& changes) {
        if (changes.everything || changes.guildList || changes.guilds.contains(m_session.navigation().guild()))
            showGuild();
    });
    showGuild();
    m_tree->setSelected(session.navigation().channel());
}

void ChannelPanel::showGuild() {
    const GuildState* guild = m_session.store().guilds().find(m_session.navigation().guild());
    if (guild == nullptr) {
        m_header->setGuild(tr("Direct messages"), false);
        m_tree->setEmptyText(m_session.hasContents() ? tr("No conversations yet.") : QString());
    } else {
        m_header->setGuild(guild->guild.name, true);
        m_tree->setEmptyText(tr("No channels yet."));
    }
}

QMenu* ChannelPanel::guildMenu(shared::GuildId guild, QWidget* parent) {
    const GuildState* state = m_session.store().guilds().find(guild);
    if (state == nullptr) return nullptr;
    using shared::Permission;
    const shared::Permissions may = m_session.store().permissions().inGuild(guild);
    auto* menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (may.has(Permission::CreateInstantInvite))
        connect(add(menu, tr("Invite people...") + u"\tCtrl Shift I"_s, "user-plus"), &QAction::triggered, this,
                [this] { Q_EMIT inviteWanted({}); });
    if (may.has(Permission::ManageGuild))
        connect(add(menu, tr("Community settings..."), "gear-six"), &QAction::triggered, this,
                [this, guild] { Q_EMIT guildSettingsWanted(guild); });
    if (may.has(Permission::ManageChannels)) {
        menu->addSeparator();
        connect(add(menu, tr("Create a channel..."), "hash"), &QAction::triggered, this,
                [this] { Q_EMIT createChannelWanted({}); });
        connect(add(menu, tr("Create a category..."), "folder-simple"), &QAction::triggered, this,
                &ChannelPanel::createCategoryWanted);
    }
    menu->addSeparator();
    connect(add(menu, tr("Mark as read") + u"\tShift Esc"_s, "check"), &QAction::triggered, this,
            [this, guild] { m_session.reads().markGuildRead(guild); });
    menu->addSeparator();
    const bool owned = m_session.store().permissions().isOwner(guild);
    connect(add(menu, owned ? tr("Delete the community...") : tr("Leave the community..."),
                owned ? "trash" : "sign-out", true),
            &QAction::triggered, this, [this, guild] { Q_EMIT leaveWanted(guild); });
    return menu;
}

void ChannelPanel::openChannelMenu(const QModelIndex& index, const QPoint& global) {
    const auto row = index.data(ChannelRoles::RowRole).value<ChannelRow>();
    if (row.id.isNull()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const shared::ChannelId id = row.id;
    if (row.kind != ChannelRowKind::Category)
        connect(add(menu, tr("Mark as read"), "check"), &QAction::triggered, this,
                [this, id] { m_session.reads().markRead(id); });
    if (row.canInvite)
        connect(add(menu, tr("Invite people..."), "user-plus"), &QAction::triggered, this,
                [this, id] { Q_EMIT inviteWanted(id); });
    if (row.kind == ChannelRowKind::Category && row.canManage)
        connect(add(menu, tr("Create a channel..."), "plus"), &QAction::triggered, this,
                [this, id] { Q_EMIT createChannelWanted(id); });
    if (row.canManage)
        connect(add(menu, tr("Settings..."), "gear-six"), &QAction::triggered, this,
                [this, id] { Q_EMIT channelSettingsWanted(id); });
    connect(add(menu, tr("Copy id"), "copy"), &QAction::triggered, this,
            [id] { QGuiApplication::clipboard()->setText(id.toString()); });
    menu->popup(global);
}

}  // namespace app
