#include "app/models/GuildListModel.h"

#include <algorithm>

#include "app/models/RowBuilder.h"
#include "app/models/RowSync.h"

namespace app {

namespace {

using GuildRowKey = std::pair<int, quint64>;

GuildRowKey keyOf(const GuildRow& row) {
    const shared::GuildId id = row.kind == GuildRowKind::Folder && !row.inside.isEmpty() ? row.inside[0].id : row.id;
    return {static_cast<int>(row.kind), id.value()};
}

}  // namespace

/** Speaks the model's language for syncRows. */
struct GuildListModel::Steps {
    GuildListModel& model;
    const QList<GuildRow>& wanted;

    qsizetype count() const { return model.m_rows.size(); }
    GuildRowKey key(qsizetype i) const { return keyOf(model.m_rows[i]); }
    void remove(qsizetype first, qsizetype count) {
        model.beginRemoveRows({}, static_cast<int>(first), static_cast<int>(first + count - 1));
        model.m_rows.remove(first, count);
        model.endRemoveRows();
    }
    void insert(qsizetype at, qsizetype first, qsizetype count) {
        model.beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + count - 1));
        for (qsizetype i = 0; i < count; ++i)
            model.m_rows.insert(at + i, wanted[first + i]);
        model.endInsertRows();
    }
    void move(qsizetype from, qsizetype to) {
        model.beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(to));
        model.m_rows.move(from, to);
        model.endMoveRows();
    }
    void replace(qsizetype at, qsizetype index) {
        if (model.m_rows[at] == wanted[index]) return;
        model.m_rows[at] = wanted[index];
        const QModelIndex changed = model.index(static_cast<int>(at));
        Q_EMIT model.dataChanged(changed, changed);
    }
};

GuildListModel::GuildListModel(ClientStore& store, QObject* parent) : QAbstractListModel(parent), m_store(store) {
    connect(&store.changes(), &Changes::delivered, this, &GuildListModel::handleChanges);
    m_rows = wanted();
}

void GuildListModel::setHostedHere(bool hosted) {
    if (std::exchange(m_isHostedHere, hosted) != hosted) rebuild();
}

void GuildListModel::setReachable(bool reachable) {
    if (std::exchange(m_isReachable, reachable) != reachable) rebuild();
}

int GuildListModel::rowOf(shared::GuildId id) const {
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].kind == GuildRowKind::Guild && m_rows[i].id == id) return static_cast<int>(i);
        for (const FolderTileRow& inner : m_rows[i].inside)
            if (inner.id == id) return static_cast<int>(i);
    }
    return -1;
}

shared::GuildId GuildListModel::firstGuild() const {
    for (const GuildRow& row : m_rows) {
        if (row.kind == GuildRowKind::Guild) return row.id;
        if (!row.inside.isEmpty()) return row.inside.first().id;
    }
    return m_store.guilds().ids().value(0);
}

int GuildListModel::mentions() const {
    int sum = 0;
    for (const GuildRow& row : m_rows)
        sum += row.mentions;
    return sum;
}

bool GuildListModel::hasUnread() const {
    return std::any_of(m_rows.cbegin(), m_rows.cend(), [](const GuildRow& row) { return row.unread && !row.muted; });
}

int GuildListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant GuildListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const GuildRow& row = m_rows[index.row()];
    switch (role) {
        case GuildRoles::RowRole:
            return QVariant::fromValue(row);
        case Qt::DisplayRole:
            return row.name;
        case GuildRoles::GuildIdRole:
            return QVariant::fromValue(row.id.value());
        case GuildRoles::KindRole:
            return static_cast<int>(row.kind);
        case GuildRoles::UnreadRole:
            return row.unread;
        case GuildRoles::MentionsRole:
            return row.mentions;
        default:
            return {};
    }
}

GuildRow GuildListModel::guildRow(shared::GuildId id) const {
    GuildRow row;
    row.id = id;
    const GuildState* state = m_store.guilds().find(id);
    if (state == nullptr) return row;
    row.name = state->guild.name;
    row.picture = RowBuilder::guildIcon(state->guild);
    row.unavailable = state->unavailable || !m_isReachable;
    row.hostedHere = m_isHostedHere;
    row.muted = m_store.isGuildMuted(id);
    for (const shared::ChannelId channelId : m_store.channels().ids(id)) {
        if (m_store.readStates().mentions(channelId) == 0 && (row.unread || !m_store.isUnread(channelId))) continue;
        if (!m_store.permissions().canView(channelId)) continue;
        row.mentions += m_store.readStates().mentions(channelId);
        row.unread = row.unread || (m_store.isUnread(channelId) && !m_store.isMuted(channelId));
    }
    return row;
}

GuildRow GuildListModel::messagesRow() const {
    GuildRow row;
    row.kind = GuildRowKind::DirectMessages;
    for (const shared::ChannelId channelId : m_store.channels().ids({})) {
        row.mentions += m_store.readStates().mentions(channelId);
        row.unread = row.unread || m_store.isUnread(channelId);
    }
    return row;
}

QList<GuildRow> GuildListModel::wanted() const {
    QSet<shared::GuildId> placed;
    QList<GuildRow> ordered;
    for (const shared::GuildFolder& folder : m_store.settings().guildFolders) {
        GuildRow row;
        row.kind = GuildRowKind::Folder;
        row.name = folder.name.value_or(QString());
        GuildRow last;
        for (const shared::GuildId id : folder.guildIds) {
            if (m_store.guilds().find(id) == nullptr || placed.contains(id)) continue;
            placed.insert(id);
            last = guildRow(id);
            row.inside.append({last.id, last.name, last.picture});
            row.mentions += last.mentions;
            row.unread = row.unread || (last.unread && !last.muted);
            row.unavailable = row.unavailable || last.unavailable;
        }
        if (row.inside.isEmpty()) continue;
        ordered.append(folder.id ? row : last);
    }
    QList<GuildRow> rows;
    rows.append(messagesRow());
    GuildRow separator;
    separator.kind = GuildRowKind::Separator;
    rows.append(separator);
    const QList<shared::GuildId>& ids = m_store.guilds().ids();
    for (auto it = ids.crbegin(); it != ids.crend(); ++it)
        if (!placed.contains(*it)) rows.append(guildRow(*it));
    rows.append(ordered);
    GuildRow add;
    add.kind = GuildRowKind::Add;
    rows.append(add);
    return rows;
}

void GuildListModel::rebuild() {
    const QList<GuildRow> rows = wanted();
    QList<GuildRowKey> keys;
    for (const GuildRow& row : rows)
        keys.append(keyOf(row));
    Steps steps{*this, rows};
    syncRows(steps, keys);
    Q_EMIT totalsChanged();
}

void GuildListModel::handleChanges(const ChangeSet& changes) {
    if (changes.everything || changes.guildList || changes.settings || !changes.guilds.isEmpty() ||
        !changes.channels.isEmpty() || !changes.readStates.isEmpty())
        rebuild();
}

}  // namespace app
