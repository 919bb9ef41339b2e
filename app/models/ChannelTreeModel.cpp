#include "app/models/ChannelTreeModel.h"

#include <algorithm>

#include "app/models/RowSync.h"

namespace app {

using shared::ChannelType;
using shared::Permission;

namespace {

/** What makes a row the same row: its kind, its channel, and for people in voice who they are. */
struct ChannelRowKey {
    ChannelRowKind kind = ChannelRowKind::Text;
    quint64 channel = 0;
    quint64 person = 0;

    bool operator==(const ChannelRowKey&) const = default;
    friend size_t qHash(const ChannelRowKey& key, size_t seed) { return qHashMulti(seed, key.channel, key.person); }
};

ChannelRowKind kindOf(ChannelType type) {
    switch (type) {
        case ChannelType::GuildCategory:
            return ChannelRowKind::Category;
        case ChannelType::GuildAnnouncement:
            return ChannelRowKind::Announcement;
        case ChannelType::GuildForum:
        case ChannelType::GuildMedia:
            return ChannelRowKind::Forum;
        case ChannelType::GuildVoice:
            return ChannelRowKind::Voice;
        case ChannelType::GuildStageVoice:
            return ChannelRowKind::Stage;
        default:
            return shared::isThread(type) ? ChannelRowKind::Thread : ChannelRowKind::Text;
    }
}

/** Categories stand below channels without one; voice stands below text. */
int rankOf(ChannelType type) {
    if (type == ChannelType::GuildCategory) return 2;
    return shared::isVoice(type) ? 1 : 0;
}

bool standsBefore(const shared::Channel& a, const shared::Channel& b) {
    return std::tuple(rankOf(a.type), a.position.value(), a.id) < std::tuple(rankOf(b.type), b.position.value(), b.id);
}

}  // namespace

struct ChannelTreeModel::Node {
    ChannelRow row;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    int position() const {
        const auto& siblings = parent->children;
        const auto it =
            std::find_if(siblings.begin(), siblings.end(), [this](const auto& node) { return node.get() == this; });
        return static_cast<int>(it - siblings.begin());
    }
    ChannelRowKey key() const {
        return {row.kind, row.id.value(), row.kind == ChannelRowKind::VoiceMember ? row.person.id.value() : 0};
    }
    void add(std::unique_ptr<Node> child) {
        child->parent = this;
        children.push_back(std::move(child));
    }
};

/** Speaks the model's language for syncRows, below one parent. */
struct ChannelTreeModel::Steps {
    ChannelTreeModel& model;
    Node& parent;
    QModelIndex parentIndex;
    std::vector<std::unique_ptr<Node>>& wanted;

    qsizetype count() const { return static_cast<qsizetype>(parent.children.size()); }
    ChannelRowKey key(qsizetype i) const { return parent.children[static_cast<size_t>(i)]->key(); }
    void remove(qsizetype first, qsizetype count) {
        model.beginRemoveRows(parentIndex, static_cast<int>(first), static_cast<int>(first + count - 1));
        const auto begin = parent.children.begin() + first;
        parent.children.erase(begin, begin + count);
        model.endRemoveRows();
    }
    void insert(qsizetype at, qsizetype first, qsizetype count) {
        model.beginInsertRows(parentIndex, static_cast<int>(at), static_cast<int>(at + count - 1));
        for (qsizetype i = 0; i < count; ++i) {
            auto node = std::move(wanted[static_cast<size_t>(first + i)]);
            node->parent = &parent;
            parent.children.insert(parent.children.begin() + at + i, std::move(node));
        }
        model.endInsertRows();
    }
    void move(qsizetype from, qsizetype to) {
        model.beginMoveRows(parentIndex, static_cast<int>(from), static_cast<int>(from), parentIndex,
                            static_cast<int>(to));
        auto& children = parent.children;
        std::rotate(children.begin() + to, children.begin() + from, children.begin() + from + 1);
        model.endMoveRows();
    }
    void replace(qsizetype at, qsizetype index) {
        Node& node = *parent.children[static_cast<size_t>(at)];
        Node& with = *wanted[static_cast<size_t>(index)];
        const QModelIndex place = model.index(static_cast<int>(at), 0, parentIndex);
        if (node.row != with.row) {
            node.row = with.row;
            Q_EMIT model.dataChanged(place, place);
        }
        model.sync(node, place, std::move(with.children));
    }
};

ChannelTreeModel::ChannelTreeModel(ClientStore& store, QObject* parent)
    : QAbstractItemModel(parent), m_store(store), m_builder(store), m_root(std::make_unique<Node>()) {
    connect(&store.changes(), &Changes::delivered, this, &ChannelTreeModel::handleChanges);
    m_root = messagesTree();
}

ChannelTreeModel::~ChannelTreeModel() = default;

void ChannelTreeModel::setGuild(shared::GuildId id) {
    if (id == m_guildId) return;
    beginResetModel();
    m_guildId = id;
    m_root = id ? guildTree() : messagesTree();
    endResetModel();
}

ChannelTreeModel::Node& ChannelTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<Node*>(index.internalPointer()) : *m_root;
}

QModelIndex ChannelTreeModel::index(int row, int column, const QModelIndex& parent) const {
    const Node& node = nodeOf(parent);
    if (column != 0 || row < 0 || row >= static_cast<int>(node.children.size())) return {};
    return createIndex(row, 0, node.children[static_cast<size_t>(row)].get());
}

QModelIndex ChannelTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    Node* parent = nodeOf(child).parent;
    return parent == nullptr || parent == m_root.get() ? QModelIndex() : createIndex(parent->position(), 0, parent);
}

int ChannelTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent).children.size());
}

int ChannelTreeModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant ChannelTreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ChannelRow& row = nodeOf(index).row;
    switch (role) {
        case ChannelRoles::RowRole:
            return QVariant::fromValue(row);
        case Qt::DisplayRole:
            return row.name;
        case ChannelRoles::ChannelIdRole:
            return QVariant::fromValue(row.id.value());
        case ChannelRoles::KindRole:
            return static_cast<int>(row.kind);
        case ChannelRoles::UnreadRole:
            return row.unread;
        case ChannelRoles::MentionsRole:
            return row.mentions;
        default:
            return {};
    }
}

QModelIndex ChannelTreeModel::indexOf(shared::ChannelId id) const {
    const auto find = [&](const Node& node, const auto& self) -> QModelIndex {
        for (size_t i = 0; i < node.children.size(); ++i) {
            Node* child = node.children[i].get();
            if (child->row.id == id && child->row.kind != ChannelRowKind::VoiceMember)
                return createIndex(static_cast<int>(i), 0, child);
            if (const QModelIndex found = self(*child, self); found.isValid()) return found;
        }
        return {};
    };
    return find(*m_root, find);
}

QList<shared::ChannelId> ChannelTreeModel::textChannels() const {
    QList<shared::ChannelId> ids;
    const auto collect = [&](const Node& node, const auto& self) -> void {
        for (const auto& child : node.children) {
            const shared::Channel* channel = m_store.channels().find(child->row.id);
            const bool isPerson = child->row.kind == ChannelRowKind::VoiceMember;
            if (!isPerson && channel != nullptr && shared::hasMessages(channel->type) &&
                !shared::isVoice(channel->type))
                ids.append(child->row.id);
            self(*child, self);
        }
    };
    collect(*m_root, collect);
    return ids;
}

shared::ChannelId ChannelTreeModel::firstTextChannel() const {
    return textChannels().value(0);
}

std::unique_ptr<ChannelTreeModel::Node> ChannelTreeModel::channelNode(const shared::Channel& channel) const {
    auto node = std::make_unique<Node>();
    ChannelRow& row = node->row;
    const shared::Permissions own = m_store.permissions().inChannel(channel.id);
    row.kind = kindOf(channel.type);
    row.id = channel.id;
    row.name = m_builder.channelName(channel);
    row.mentions = m_store.readStates().mentions(channel.id);
    row.muted = m_store.isMuted(channel.id);
    row.unread = !row.muted && m_store.isUnread(channel.id);
    if (shared::isPrivate(channel.type)) {
        if (channel.type == ChannelType::Dm && !channel.recipients.value().isEmpty())
            row.person = m_builder.person({}, channel.recipients.value().first());
        return node;
    }
    row.isPrivate = !shared::isThread(channel.type) && !m_store.permissions().isPublic(channel.id);
    row.canManage = own.has(shared::isThread(channel.type) ? Permission::ManageThreads : Permission::ManageChannels);
    row.canInvite = own.has(Permission::CreateInstantInvite);
    if (shared::isVoice(channel.type)) addVoiceMembers(*node);
    return node;
}

void ChannelTreeModel::addVoiceMembers(Node& node) const {
    std::vector<std::unique_ptr<Node>> people;
    for (const shared::VoiceState& voice : m_store.voiceStates().list(m_guildId)) {
        if (voice.channelId != node.row.id) continue;
        auto person = std::make_unique<Node>();
        person->row.kind = ChannelRowKind::VoiceMember;
        person->row.id = node.row.id;
        person->row.person = m_builder.person(m_guildId, voice.userId);
        person->row.name = person->row.person.name;
        person->row.micOff = voice.mute || voice.selfMute;
        person->row.deafened = voice.deaf || voice.selfDeaf;
        person->row.video = voice.selfVideo;
        people.push_back(std::move(person));
    }
    std::sort(people.begin(), people.end(),
              [](const auto& a, const auto& b) { return a->row.name.localeAwareCompare(b->row.name) < 0; });
    for (auto& person : people)
        node.add(std::move(person));
}

std::unique_ptr<ChannelTreeModel::Node> ChannelTreeModel::guildTree() const {
    QList<const shared::Channel*> sorted;
    for (const shared::ChannelId id : m_store.channels().ids(m_guildId)) {
        const shared::Channel* channel = m_store.channels().find(id);
        const bool archived = channel->threadMetadata.hasValue() && channel->threadMetadata->archived;
        if (!archived && m_store.permissions().canView(id)) sorted.append(channel);
    }
    // Threads come last, so that their channels are there already.
    std::sort(sorted.begin(), sorted.end(), [](const shared::Channel* a, const shared::Channel* b) {
        const bool threadA = shared::isThread(a->type);
        const bool threadB = shared::isThread(b->type);
        return threadA != threadB ? threadB : standsBefore(*a, *b);
    });
    auto root = std::make_unique<Node>();
    QHash<shared::ChannelId, Node*> nodes;
    const auto place = [&](const shared::Channel& channel, bool mustHaveParent) {
        Node* parent = nodes.value(channel.parentId.value());
        if (parent == nullptr && mustHaveParent) return;
        auto node = channelNode(channel);
        nodes.insert(channel.id, node.get());
        (parent == nullptr ? *root : *parent).add(std::move(node));
    };
    // Categories first, to be found as parents; they are put behind the others afterwards.
    std::vector<std::unique_ptr<Node>> categories;
    for (const shared::Channel* channel : sorted) {
        if (channel->type != ChannelType::GuildCategory) continue;
        categories.push_back(channelNode(*channel));
        nodes.insert(channel->id, categories.back().get());
    }
    for (const shared::Channel* channel : sorted)
        if (channel->type != ChannelType::GuildCategory) place(*channel, shared::isThread(channel->type));
    for (auto& category : categories)
        root->add(std::move(category));
    return root;
}

std::unique_ptr<ChannelTreeModel::Node> ChannelTreeModel::messagesTree() const {
    QList<const shared::Channel*> sorted;
    for (const shared::ChannelId id : m_store.channels().ids({}))
        sorted.append(m_store.channels().find(id));
    std::sort(sorted.begin(), sorted.end(), [](const shared::Channel* a, const shared::Channel* b) {
        const auto lastOf = [](const shared::Channel& channel) {
            return std::max(channel.lastMessageId.value().value(), channel.id.value());
        };
        return lastOf(*a) > lastOf(*b);
    });
    auto root = std::make_unique<Node>();
    for (const shared::Channel* channel : sorted)
        root->add(channelNode(*channel));
    return root;
}

void ChannelTreeModel::sync(Node& parent, const QModelIndex& parentIndex, std::vector<std::unique_ptr<Node>> wanted) {
    QList<ChannelRowKey> keys;
    for (const auto& node : wanted)
        keys.append(node->key());
    Steps steps{*this, parent, parentIndex, wanted};
    syncRows(steps, keys);
}

void ChannelTreeModel::rebuild() {
    std::unique_ptr<Node> wanted = m_guildId ? guildTree() : messagesTree();
    sync(*m_root, {}, std::move(wanted->children));
}

void ChannelTreeModel::handleChanges(const ChangeSet& changes) {
    bool concerned = changes.everything || changes.channels.contains(m_guildId) || changes.roles.contains(m_guildId) ||
                     changes.guilds.contains(m_guildId) || changes.voice.contains(m_guildId);
    for (const shared::ChannelId id : changes.readStates)
        concerned = concerned || m_store.channels().guildOf(id) == m_guildId;
    if (m_guildId.isNull()) concerned = concerned || !changes.users.isEmpty();
    if (concerned) rebuild();
}

}  // namespace app
