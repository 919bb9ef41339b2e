#include "app/views/AccountView.h"

#include <QtWidgets/QBoxLayout>

#include "app/settings/Preferences.h"
#include "app/views/LastPlaces.h"
#include "app/views/channels/ChannelPanel.h"
#include "app/views/channels/ChannelSheets.h"
#include "app/views/chat/ChatHeader.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/guilds/GuildSheets.h"
#include "app/views/members/MemberListView.h"
#include "app/views/members/ProfileCard.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kMembersFrom = 1036;  // of this view: 1100 of the window less the rail
constexpr int kNarrowNav = 736;

}  // namespace

AccountView::AccountView(const ViewParts& parts, AccountSession& session, QWidget* parent)
    : QWidget(parent),
      m_parts(parts),
      m_session(session),
      m_pictures(session.media()),
      m_splitter(new Splitter(parts.theme, Qt::Horizontal, this)),
      m_inner(new Splitter(parts.theme, Qt::Horizontal)),
      m_channels(new ChannelPanel(parts, session, m_pictures)),
      m_chat(new ChatPanel(parts, session, m_pictures)),
      m_members(new MemberListView(parts.theme, m_pictures)) {
    const Theme& theme = parts.theme;
    const Metrics& metrics = theme.metrics();
    m_members->setObjectName(u"memberList"_s);
    m_members->setModel(&session.memberModel());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
    auto* place = new QWidget;
    auto* column = new QVBoxLayout(place);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_chat->header());
    column->addWidget(m_inner, 1);
    m_inner->addWidget(m_chat);
    m_inner->addWidget(m_members);
    m_splitter->addWidget(m_channels);
    m_splitter->addWidget(place);
    for (QSplitter* splitter : {m_splitter, m_inner}) {
        splitter->setStretchFactor(0, splitter == m_inner ? 1 : 0);
        splitter->setStretchFactor(1, splitter == m_inner ? 0 : 1);
        connect(splitter, &QSplitter::splitterMoved, this, &AccountView::rememberWidths);
    }
    m_channels->setMinimumWidth(theme.px(metrics.navMin));
    m_channels->setMaximumWidth(theme.px(metrics.navMax));
    m_members->setMinimumWidth(theme.px(metrics.membersMin));
    m_members->setMaximumWidth(theme.px(metrics.membersMax));
    m_splitter->setSizes({theme.px(parts.preferences.whole(Preference::NavigationWidth)), theme.px(1000)});
    m_inner->setSizes({theme.px(1000), theme.px(parts.preferences.whole(Preference::MembersWidth))});
    wire();
    showMembers();
}

void AccountView::wire() {
    const Theme& theme = m_parts.theme;
    connect(m_channels, &ChannelPanel::createChannelWanted, this, [this, &theme](shared::ChannelId category) {
        openCreateChannel(theme, m_session, m_session.navigation().guild(), category, this);
    });
    connect(m_chat, &ChatPanel::createChannelWanted, this,
            [this, &theme] { openCreateChannel(theme, m_session, m_session.navigation().guild(), {}, this); });
    connect(m_channels, &ChannelPanel::createCategoryWanted, this,
            [this, &theme] { openCreateCategory(theme, m_session, m_session.navigation().guild(), this); });
    connect(m_channels, &ChannelPanel::inviteWanted, this, &AccountView::invite);
    connect(m_channels, &ChannelPanel::guildSettingsWanted, this,
            [this, &theme](shared::GuildId guild) { openGuildSettings(theme, m_session, guild, this); });
    connect(m_channels, &ChannelPanel::channelSettingsWanted, this,
            [this, &theme](shared::ChannelId channel) { openChannelSettings(theme, m_session, channel, this); });
    connect(m_channels, &ChannelPanel::leaveWanted, this,
            [this, &theme](shared::GuildId guild) { openLeaveGuild(theme, m_session, guild, this); });
    connect(m_channels, &ChannelPanel::personActivated, this, &AccountView::openProfile);
    connect(m_chat, &ChatPanel::personActivated, this, &AccountView::openProfile);
    connect(m_members, &MemberListView::personActivated, this, &AccountView::openProfile);
    connect(m_chat->header(), &ChatHeader::membersToggled, this, &AccountView::toggleMembers);
    Navigation& navigation = m_session.navigation();
    connect(&navigation, &Navigation::channelChanged, this, &AccountView::showMembers);
    navigation.setLastPlaces(lastPlaces(m_parts.preferences, m_session.account().key()));
    connect(&navigation, &Navigation::channelChanged, this, [this, &navigation] {
        rememberPlaces(m_parts.preferences, m_session.account().key(), navigation.lastPlaces());
    });
}

void AccountView::invite(shared::ChannelId channel) {
    openInvite(m_parts.theme, m_session, m_session.navigation().guild(), channel, this);
}

void AccountView::openProfile(shared::UserId user, const QRect& global) {
    auto* card = new ProfileCard(m_parts.theme, m_session, m_pictures, user, this);
    card->openBeside(global);
}

void AccountView::toggleMembers() {
    if (m_isNarrow) {
        m_shownWhileNarrow = !m_shownWhileNarrow;
    } else {
        m_parts.preferences.set(Preference::MembersShown, !m_parts.preferences.yes(Preference::MembersShown));
    }
    showMembers();
}

void AccountView::showMembers() {
    const bool wanted = m_isNarrow ? m_shownWhileNarrow : m_parts.preferences.yes(Preference::MembersShown);
    m_members->setVisible(wanted && !m_session.navigation().channel().isNull());
    m_chat->header()->setMembersShown(wanted);
}

void AccountView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool narrow = width() < m_parts.theme.px(kMembersFrom);
    if (narrow != m_isNarrow) {
        m_isNarrow = narrow;
        m_shownWhileNarrow = false;
        showMembers();
    }
    const Metrics& metrics = m_parts.theme.metrics();
    const bool tight = width() < m_parts.theme.px(kNarrowNav);
    const int most = m_parts.theme.px(tight ? metrics.navMin : metrics.navMax);
    if (most == m_channels->maximumWidth()) return;
    m_channels->setMaximumWidth(most);
    // A splitter keeps to what it was told, whatever its widgets may become.
    const int wanted = std::min(most, m_parts.theme.px(m_parts.preferences.whole(Preference::NavigationWidth)));
    m_splitter->setSizes({wanted, std::max(1, width() - wanted)});
}

void AccountView::rememberWidths() {
    const double zoom = m_parts.theme.zoom();
    m_parts.preferences.set(Preference::NavigationWidth, qRound(m_channels->width() / zoom));
    if (m_members->isVisible()) m_parts.preferences.set(Preference::MembersWidth, qRound(m_members->width() / zoom));
}

void AccountView::stepChannel(int step, bool unread) {
    const QList<shared::ChannelId> channels = m_session.channelModel().textChannels();
    const qsizetype count = channels.size();
    qsizetype at = channels.indexOf(m_session.navigation().channel());
    if (count == 0) return;
    if (at < 0) at = step > 0 ? -1 : 0;
    for (qsizetype i = 1; i <= count; ++i) {
        const shared::ChannelId id = channels[((at + step * i) % count + count) % count];
        if (unread && !m_session.store().isUnread(id)) continue;
        return m_session.navigation().openChannel(id);
    }
}

void AccountView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!event->spontaneous()) focusComposer();
}

void AccountView::focusComposer() {
    m_chat->composer()->focusText(Qt::ShortcutFocusReason);
}

}  // namespace app
