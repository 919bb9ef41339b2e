#include "app/views/guilds/RailModel.h"

using namespace Qt::StringLiterals;

namespace app {

void RailModel::setSessions(const QList<AccountSession*>& sessions) {
    for (const QMetaObject::Connection& connection : std::exchange(m_connections, {}))
        disconnect(connection);
    m_sessions = sessions;
    for (AccountSession* session : sessions) {
        GuildListModel* model = &session->guildModel();
        const auto follow = [this] { rebuild(); };
        m_connections << connect(model, &QAbstractItemModel::rowsInserted, this, follow)
                      << connect(model, &QAbstractItemModel::rowsRemoved, this, follow)
                      << connect(model, &QAbstractItemModel::rowsMoved, this, follow)
                      << connect(model, &QAbstractItemModel::modelReset, this, follow)
                      << connect(model, &QAbstractItemModel::layoutChanged, this, follow)
                      << connect(model, &QAbstractItemModel::dataChanged, this, follow);
    }
    if (!m_sessions.contains(m_current)) m_current = m_sessions.value(0);
    rebuild();
}

void RailModel::setCurrent(AccountSession* session) {
    m_current = session;
    rebuild();
}

AccountSession* RailModel::sessionOf(shared::GuildId guild) const {
    if (m_current != nullptr && m_current->guildModel().rowOf(guild) >= 0) return m_current;
    for (AccountSession* session : m_sessions)
        if (session->guildModel().rowOf(guild) >= 0) return session;
    return nullptr;
}

QList<shared::GuildId> RailModel::guilds() const {
    QList<shared::GuildId> ids;
    for (const GuildRow& row : m_rows)
        if (row.kind == GuildRowKind::Guild) ids.append(row.id);
    return ids;
}

QList<GuildRow> RailModel::wanted() const {
    QList<GuildRow> rows;
    const auto copy = [&rows](const AccountSession* session, auto&& wants) {
        if (session == nullptr) return;
        const GuildListModel& model = const_cast<AccountSession*>(session)->guildModel();
        for (int row = 0; row < model.rowCount(); ++row)
            if (wants(model.at(row).kind)) rows.append(model.at(row));
    };
    copy(m_current, [](GuildRowKind kind) { return kind == GuildRowKind::DirectMessages; });
    GuildRow line;
    line.kind = GuildRowKind::Separator;
    rows.append(line);
    for (qsizetype i = 0; i < m_sessions.size(); ++i) {
        const qsizetype before = rows.size();
        copy(m_sessions[i],
             [](GuildRowKind kind) { return kind == GuildRowKind::Guild || kind == GuildRowKind::Folder; });
        for (qsizetype row = before; row < rows.size(); ++row)
            if (!rows[row].picture.isEmpty()) rows[row].picture = QString::number(i) + u'|' + rows[row].picture;
    }
    GuildRow add;
    add.kind = GuildRowKind::Add;
    add.name = tr("Add a community");
    rows.append(add);
    return rows;
}

void RailModel::rebuild() {
    const QList<GuildRow> rows = wanted();
    if (rows == m_rows) return;
    if (rows.size() == m_rows.size()) {
        m_rows = rows;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int RailModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RailModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const GuildRow& row = m_rows[index.row()];
    switch (role) {
        case GuildRoles::RowRole:
            return QVariant::fromValue(row);
        case GuildRoles::GuildIdRole:
            return QVariant::fromValue(row.id.value());
        case GuildRoles::KindRole:
            return static_cast<int>(row.kind);
        case GuildRoles::UnreadRole:
            return row.unread;
        case GuildRoles::MentionsRole:
            return row.mentions;
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return row.name;
        default:
            return {};
    }
}

}  // namespace app
