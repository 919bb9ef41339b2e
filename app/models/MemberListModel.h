#pragma once

#include <QtCore/QAbstractListModel>
#include <QtCore/QTimer>

#include "app/models/MemberRoles.h"
#include "app/models/RowBuilder.h"
#include "app/store/ClientStore.h"

namespace app {

/**
 * Who is there, under headings: hoisted roles from the top, then Online, then Offline. Roles: MemberRoles.
 *
 * Shows those who may see the channel. For the null guild it shows the people of the DM. Large guilds: what is known
 * is shown, and grows as members come; changes are gathered for a moment there.
 */
class MemberListModel final : public QAbstractListModel {
    Q_OBJECT

 public:
    explicit MemberListModel(ClientStore& store, QObject* parent = nullptr);

    /** @param channelId whose viewers are shown; null = all members of the guild */
    void setChannel(shared::GuildId guildId, shared::ChannelId channelId);
    int rowOf(shared::UserId id) const;
    const MemberRow& at(int row) const { return m_rows[row]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
    struct Steps;

    void handleChanges(const ChangeSet& changes);
    void rebuild();
    QList<MemberRow> wanted() const;
    QList<MemberRow> wantedInDm() const;
    MemberRow memberRow(shared::UserId id, bool isOwner) const;

    ClientStore& m_store;
    RowBuilder m_builder;
    shared::GuildId m_guildId;
    shared::ChannelId m_channelId;
    QList<MemberRow> m_rows;
    QTimer m_later;
};

}  // namespace app
