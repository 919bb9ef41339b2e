#pragma once

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace app {

class ChannelTreeView;
class GuildHeader;

/** The channels of the guild that is open, below its name and menu; for the null guild the direct messages. */
class ChannelPanel final : public Surface {
    Q_OBJECT
 public:
    ChannelPanel(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent = nullptr);

    ChannelTreeView* tree() const { return m_tree; }
    /** What can be done with the guild, as far as one may; the caller shows it. Null for direct messages. */
    QMenu* guildMenu(shared::GuildId guild, QWidget* parent);

 Q_SIGNALS:
    void createChannelWanted(shared::ChannelId category);
    void createCategoryWanted();
    void inviteWanted(shared::ChannelId channel);
    void guildSettingsWanted(shared::GuildId guild);
    void channelSettingsWanted(shared::ChannelId channel);
    void leaveWanted(shared::GuildId guild);
    void personActivated(shared::UserId user, const QRect& global);

 private:
    void showGuild();
    void openChannelMenu(const QModelIndex& index, const QPoint& global);

    ViewParts m_parts;
    AccountSession& m_session;
    GuildHeader* m_header;
    ChannelTreeView* m_tree;
};

}  // namespace app
