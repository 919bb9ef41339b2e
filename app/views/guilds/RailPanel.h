#pragma once

#include "app/session/AccountSession.h"
#include "app/views/ViewParts.h"
#include "app/views/guilds/RailModel.h"
#include "app/widgets/Pictures.h"
#include "app/widgets/Surfaces.h"

namespace app {

class Avatar;
class GuildRailView;
class IconButton;

/** Pictures of the rail: the key says which account's server has it, "2|/icons/...". */
class RailPictures final : public Pictures {
    Q_OBJECT
 public:
    using Pictures::Pictures;
    void setSources(const QList<Pictures*>& sources);
    QPixmap picture(const QString& key, const QSize& devicePixels) override;

 private:
    QList<Pictures*> m_sources;
};

/** The leftmost column: all communities, and at the bottom what is hosted here and the own account. */
class RailPanel final : public Surface {
    Q_OBJECT
 public:
    RailPanel(const ViewParts& parts, QWidget* parent = nullptr);

    void setAccounts(const QList<AccountSession*>& sessions, const QList<Pictures*>& pictures);
    void setCurrent(AccountSession* session);
    void setHosting(bool hosting);
    /** The guild of the current account is open. */
    void showSelection();
    RailModel& model() { return m_model; }
    GuildRailView* rail() const { return m_rail; }

 Q_SIGNALS:
    void guildActivated(app::AccountSession* session, shared::GuildId guild);
    void createGuildWanted();
    void joinWanted();
    void hostWanted();
    void serverWanted();
    void settingsWanted();
    void accountActivated(app::AccountSession* session);
    void logOutWanted(app::AccountSession* session);
    void guildMenuWanted(app::AccountSession* session, shared::GuildId guild, const QPoint& global);

 private:
    void openAddMenu();
    void openOwnMenu();
    void refreshOwn();

    ViewParts m_parts;
    RailModel m_model;
    RailPictures m_pictures;
    GuildRailView* m_rail;
    IconButton* m_server;
    class OwnButton;
    OwnButton* m_own;
    QList<AccountSession*> m_sessions;
    QList<Pictures*> m_sources;
    AccountSession* m_current = nullptr;
    QMetaObject::Connection m_following;
    QMetaObject::Connection m_connecting;
    QMetaObject::Connection m_navigating;
};

}  // namespace app
