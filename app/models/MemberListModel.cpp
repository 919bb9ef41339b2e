#include "app/models/MemberListModel.h"

#include <algorithm>

#include <QtCore/QCollator>

#include "app/models/RowSync.h"
#include "shared/permissions/PermissionCalculator.h"

namespace app {

namespace {

/** From so many rows on, changes are gathered, and a great difference is a reset. */
constexpr qsizetype kManyRows = 400;
constexpr qsizetype kTooManyToSync = 5000;

using MemberRowKey = std::pair<quint64, QString>;

MemberRowKey keyOf(const MemberRow& row) {
    return row.heading ? MemberRowKey(0, row.title) : MemberRowKey(row.person.id.value(), QString());
}

/** One heading with its people. */
struct Group {
    QString title;
    QList<MemberRow> people;
};

void append(QList<MemberRow>& rows, Group& group, const QCollator& collator) {
    if (group.people.isEmpty()) return;
    std::sort(group.people.begin(), group.people.end(), [&collator](const MemberRow& a, const MemberRow& b) {
        const int order = collator.compare(a.person.name, b.person.name);
        return order != 0 ? order < 0 : a.person.id < b.person.id;
    });
    MemberRow heading;
    heading.heading = true;
    heading.title = group.title;
    heading.count = static_cast<int>(group.people.size());
    rows.append(heading);
    rows.append(group.people);
}

}  // namespace

/** Speaks the model's language for syncRows. */
struct MemberListModel::Steps {
    MemberListModel& model;
    const QList<MemberRow>& wanted;

    qsizetype count() const { return model.m_rows.size(); }
    MemberRowKey key(qsizetype i) const { return keyOf(model.m_rows[i]); }
    void remove(qsizetype first, qsizetype count) {
        model.beginRemoveRows({}, static_cast<int>(first), static_cast<int>(first + count - 1));
        model.m_rows.remove(first, count);
        model.endRemoveRows();
    }
    void insert(qsizetype at, qsizetype first, qsizetype count) {
        model.beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + count - 1));
        QList<MemberRow> rows = model.m_rows.first(at);
        rows.append(wanted.sliced(first, count));
        rows.append(model.m_rows.sliced(at));
        model.m_rows = std::move(rows);
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

MemberListModel::MemberListModel(ClientStore& store, QObject* parent)
    : QAbstractListModel(parent), m_store(store), m_builder(store), m_later(this) {
    m_later.setSingleShot(true);
    m_later.setInterval(std::chrono::milliseconds(150));
    connect(&m_later, &QTimer::timeout, this, &MemberListModel::rebuild);
    connect(&store.changes(), &Changes::delivered, this, &MemberListModel::handleChanges);
}

void MemberListModel::setChannel(shared::GuildId guildId, shared::ChannelId channelId) {
    const bool same = guildId == m_guildId && !guildId.isNull();
    m_guildId = guildId;
    m_channelId = channelId;
    m_later.stop();
    if (same) {
        rebuild();
        return;
    }
    beginResetModel();
    m_rows = wanted();
    endResetModel();
}

int MemberListModel::rowOf(shared::UserId id) const {
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        if (!m_rows[i].heading && m_rows[i].person.id == id) return static_cast<int>(i);
    return -1;
}

int MemberListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MemberListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const MemberRow& row = m_rows[index.row()];
    switch (role) {
        case MemberRoles::RowRole:
            return QVariant::fromValue(row);
        case Qt::DisplayRole:
            return row.heading ? row.title : row.person.name;
        case MemberRoles::UserIdRole:
            return QVariant::fromValue(row.person.id.value());
        case MemberRoles::HeadingRole:
            return row.heading;
        case MemberRoles::PresenceRole:
            return static_cast<int>(row.presence);
        default:
            return {};
    }
}

MemberRow MemberListModel::memberRow(shared::UserId id, bool isOwner) const {
    MemberRow row;
    const shared::Presence* presence = m_store.presences().find(id);
    row.person = m_builder.person(m_guildId, id);
    row.presence = RowBuilder::presence(presence);
    row.status = RowBuilder::statusText(presence);
    row.owner = isOwner;
    return row;
}

QList<MemberRow> MemberListModel::wantedInDm() const {
    Group group;
    group.title = tr("Members");
    if (const shared::Channel* channel = m_store.channels().find(m_channelId)) {
        for (const shared::User& user : channel->recipients.value())
            group.people.append(memberRow(user.id, false));
        group.people.append(memberRow(m_store.self().id, false));
    }
    QList<MemberRow> rows;
    append(rows, group, QCollator());
    return rows;
}

QList<MemberRow> MemberListModel::wanted() const {
    if (m_guildId.isNull()) return m_channelId.isNull() ? QList<MemberRow>() : wantedInDm();
    const GuildState* guild = m_store.guilds().find(m_guildId);
    if (guild == nullptr) return {};
    const QList<shared::Role>& roles = m_store.roles().list(m_guildId);
    const shared::GuildPermissionTable table(m_guildId, guild->guild.ownerId, roles);
    const shared::Channel* channel = m_store.channels().find(m_channelId);
    if (channel != nullptr && shared::isThread(channel->type))
        channel = m_store.channels().find(channel->parentId.value());
    const shared::ChannelPermissionTable overwrites(
        m_guildId, channel == nullptr ? QList<shared::Overwrite>() : channel->permissionOverwrites.value());

    QList<Group> groups;
    QHash<shared::RoleId, qsizetype> groupOfRole;
    for (const shared::Role& role : roles) {
        if (!role.hoist) continue;
        groupOfRole.insert(role.id, groups.size());
        groups.append({role.name, {}});
    }
    groups.append({tr("Online"), {}});
    groups.append({tr("Offline"), {}});
    const MemberCache::Members& members = m_store.members().list(m_guildId);
    for (auto it = members.cbegin(); it != members.cend(); ++it) {
        const auto subject = shared::PermissionSubject::of(it.key(), it->roles);
        if (channel != nullptr &&
            !shared::channelPermissions(table, overwrites, channel->type, subject).has(shared::Permission::ViewChannel))
            continue;
        MemberRow row = memberRow(it.key(), it.key() == guild->guild.ownerId);
        qsizetype place = groups.size() - 1;
        if (row.presence != PresenceKind::Offline) {
            place = groups.size() - 2;
            for (const shared::RoleId role : it->roles)
                place = std::min(place, groupOfRole.value(role, place));
        }
        groups[place].people.append(std::move(row));
    }
    QCollator collator;
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    QList<MemberRow> rows;
    for (Group& group : groups)
        append(rows, group, collator);
    return rows;
}

void MemberListModel::rebuild() {
    const QList<MemberRow> rows = wanted();
    if (std::abs(rows.size() - m_rows.size()) > kTooManyToSync) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    QList<MemberRowKey> keys;
    keys.reserve(rows.size());
    for (const MemberRow& row : rows)
        keys.append(keyOf(row));
    Steps steps{*this, rows};
    syncRows(steps, keys);
}

void MemberListModel::handleChanges(const ChangeSet& changes) {
    bool concerned = changes.everything || changes.guilds.contains(m_guildId) || changes.roles.contains(m_guildId) ||
                     changes.channels.contains(m_guildId) || changes.members.contains(m_guildId);
    const auto isHere = [this](shared::UserId id) {
        return m_guildId.isNull() || m_store.members().find(m_guildId, id) != nullptr;
    };
    for (const shared::UserId id : changes.presences)
        concerned = concerned || isHere(id);
    for (const shared::UserId id : changes.users)
        concerned = concerned || isHere(id);
    if (!concerned) return;
    if (m_rows.size() < kManyRows) {
        rebuild();
    } else if (!m_later.isActive()) {
        m_later.start();
    }
}

}  // namespace app
