#pragma once

#include <QtCore/QAbstractListModel>

#include "app/models/GuildRoles.h"
#include "app/store/ClientStore.h"

namespace app {

/**
 * The rail: direct messages, a separator, the guilds and folders in the person's own order, and "add". Roles:
 * GuildRoles. Guilds that are in no folder of the settings stand first, the newest on top.
 */
class GuildListModel final : public QAbstractListModel {
    Q_OBJECT

 public:
    explicit GuildListModel(ClientStore& store, QObject* parent = nullptr);

    /** This app hosts the account's server: its guilds carry the little house. */
    void setHostedHere(bool hosted);
    /** The server does not answer: all guilds are shown dimmed. */
    void setReachable(bool reachable);

    int rowOf(shared::GuildId id) const;
    /** The guild that stands on top; null = there is none. */
    shared::GuildId firstGuild() const;
    const GuildRow& at(int row) const { return m_rows[row]; }
    /** Of all guilds and DMs together, for tray and title. */
    int mentions() const;
    bool hasUnread() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
    /** mentions() or hasUnread() may differ. */
    void totalsChanged();

 private:
    struct Steps;

    void handleChanges(const ChangeSet& changes);
    void rebuild();
    QList<GuildRow> wanted() const;
    GuildRow guildRow(shared::GuildId id) const;
    GuildRow messagesRow() const;

    ClientStore& m_store;
    QList<GuildRow> m_rows;
    bool m_isHostedHere = false;
    bool m_isReachable = true;
};

}  // namespace app
