#include "app/models/MessageListModel.h"

namespace app {

MessageListModel::MessageListModel(ClientStore& store, QObject* parent)
    : QAbstractListModel(parent), m_store(store), m_builder(store) {
    connect(&store.changes(), &Changes::delivered, this, &MessageListModel::handleChanges);
}

void MessageListModel::setChannel(shared::ChannelId id) {
    if (id == m_channelId) return;
    m_channelId = id;
    reload();
}

MessageListModel::Item MessageListModel::itemOf(const StoredMessagePtr& stored) const {
    return {stored, m_builder.message(m_channelId, *stored)};
}

void MessageListModel::reload() {
    beginResetModel();
    m_rows.clear();
    m_version = 0;
    if (const MessageWindow* window = m_store.messages().find(m_channelId)) {
        m_version = window->version();
        for (const StoredMessagePtr& stored : window->rows())
            m_rows.push_back(itemOf(stored));
    }
    endResetModel();
    readWindow();
}

void MessageListModel::readWindow() {
    Window now;
    if (const MessageWindow* window = m_store.messages().find(m_channelId))
        now = {window->hasOlder(), window->hasNewer(), window->isLoadingOlder(), window->isLoadingNewer(),
               window->isLoaded()};
    if (now == m_window) return;
    m_window = now;
    Q_EMIT windowChanged();
}

int MessageListModel::rowOf(shared::MessageId id) const {
    const auto it = std::lower_bound(m_rows.begin(), m_rows.end(), id, [](const Item& item, shared::MessageId id) {
        return !item.stored->isPending() && item.stored->message.id < id;
    });
    return it != m_rows.end() && it->stored->message.id == id && id ? static_cast<int>(it - m_rows.begin()) : -1;
}

shared::MessageId MessageListModel::lastOwn() const {
    for (auto it = m_rows.rbegin(); it != m_rows.rend(); ++it)
        if (it->row->mine && it->row->can.edit) return it->row->id;
    return {};
}

int MessageListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const MessageRowPtr& row = m_rows[static_cast<size_t>(index.row())].row;
    switch (role) {
        case MessageRoles::RowRole:
            return QVariant::fromValue(row);
        case MessageRoles::MessageIdRole:
            return QVariant::fromValue(row->id.value());
        case Qt::DisplayRole:
        case MessageRoles::ContentRole:
            return row->content;
        case MessageRoles::AuthorIdRole:
            return QVariant::fromValue(row->author.id.value());
        case MessageRoles::AuthorNameRole:
            return row->author.name;
        case MessageRoles::TimestampRole:
            return row->timestampMs;
        case MessageRoles::StateRole:
            return static_cast<int>(row->state);
        default:
            return {};
    }
}

void MessageListModel::handleChanges(const ChangeSet& changes) {
    if (m_channelId.isNull()) return;
    bool touched = changes.everything || changes.windows.contains(m_channelId);
    for (const MessageChange& change : changes.messages) {
        if (change.channelId != m_channelId || change.version <= m_version) continue;
        m_version = change.version;
        applyChange(change);
        touched = true;
    }
    if (touched) readWindow();
    const shared::GuildId guildId = m_store.channels().guildOf(m_channelId);
    if (changes.everything || changes.self || changes.roles.contains(guildId) || changes.channels.contains(guildId)) {
        rebuild(nullptr);
        return;
    }
    QSet<shared::UserId> people = changes.users;
    people.unite(changes.members.value(guildId));
    if (people.contains(m_store.self().id)) {
        rebuild(nullptr);  // what one may do, and which mentions mean oneself
    } else if (!people.isEmpty()) {
        rebuild(&people);
    }
}

void MessageListModel::applyChange(const MessageChange& change) {
    switch (change.kind) {
        case MessageChange::Kind::Reset:
            beginResetModel();
            m_rows.clear();
            for (const StoredMessagePtr& stored : change.rows)
                m_rows.push_back(itemOf(stored));
            endResetModel();
            break;
        case MessageChange::Kind::Inserted:
            insert(change.first, change.rows);
            break;
        case MessageChange::Kind::Updated:
            update(change.first, change.rows);
            break;
        case MessageChange::Kind::Removed: {
            const shared::MessageId gone =
                change.count == 1 ? m_rows[static_cast<size_t>(change.first)].row->id : shared::MessageId();
            beginRemoveRows({}, change.first, change.first + change.count - 1);
            m_rows.erase(m_rows.begin() + change.first, m_rows.begin() + change.first + change.count);
            endRemoveRows();
            if (gone) rebuildRepliesTo(gone);
            break;
        }
    }
}

void MessageListModel::insert(int first, const std::vector<StoredMessagePtr>& rows) {
    std::vector<Item> items;
    items.reserve(rows.size());
    for (const StoredMessagePtr& stored : rows)
        items.push_back(itemOf(stored));
    beginInsertRows({}, first, first + static_cast<int>(items.size()) - 1);
    m_rows.insert(m_rows.begin() + first, items.begin(), items.end());
    endInsertRows();
}

void MessageListModel::update(int first, const std::vector<StoredMessagePtr>& rows) {
    for (size_t i = 0; i < rows.size(); ++i)
        m_rows[static_cast<size_t>(first) + i] = itemOf(rows[i]);
    Q_EMIT dataChanged(index(first), index(first + static_cast<int>(rows.size()) - 1));
    if (rows.size() == 1 && rows[0]->message.id) rebuildRepliesTo(rows[0]->message.id);
}

void MessageListModel::rebuild(const QSet<shared::UserId>* of) {
    for (size_t i = 0; i < m_rows.size(); ++i) {
        Item& item = m_rows[i];
        if (of != nullptr) {
            bool names = of->contains(item.row->author.id);
            names = names || (item.row->reply && of->contains(item.row->reply->author.id));
            for (const PersonRow& person : item.row->mentions)
                names = names || of->contains(person.id);
            if (!names) continue;
        }
        MessageRowPtr fresh = m_builder.message(m_channelId, *item.stored);
        if (*fresh == *item.row) continue;
        item.row = std::move(fresh);
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

void MessageListModel::rebuildRepliesTo(shared::MessageId id) {
    for (size_t i = 0; i < m_rows.size(); ++i) {
        Item& item = m_rows[i];
        if (!item.row->reply || item.row->reply->id != id) continue;
        item = itemOf(item.stored);
        const QModelIndex changed = index(static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed);
    }
}

}  // namespace app
