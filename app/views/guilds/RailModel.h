#pragma once

#include <QtCore/QAbstractListModel>

#include "app/models/GuildRoles.h"
#include "app/session/AccountSession.h"

namespace app {

/**
 * The rail of all accounts together: the direct messages of the one that is shown, then everybody's communities, one
 * server after the other, then "add". Roles: GuildRoles.
 */
class RailModel final : public QAbstractListModel {
    Q_OBJECT
 public:
    using QAbstractListModel::QAbstractListModel;

    void setSessions(const QList<AccountSession*>& sessions);
    void setCurrent(AccountSession* session);
    /** Whose guild that is; null = nobody's. */
    AccountSession* sessionOf(shared::GuildId guild) const;
    /** The guilds in the order of the screen, for Ctrl 1 to 9. */
    QList<shared::GuildId> guilds() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
    void rebuild();
    QList<GuildRow> wanted() const;

    QList<AccountSession*> m_sessions;
    AccountSession* m_current = nullptr;
    QList<GuildRow> m_rows;
    QList<QMetaObject::Connection> m_connections;
};

}  // namespace app
