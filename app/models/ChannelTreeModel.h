#pragma once

#include <memory>
#include <vector>

#include <QtCore/QAbstractItemModel>

#include "app/models/ChannelRoles.h"
#include "app/models/RowBuilder.h"
#include "app/store/ClientStore.h"

namespace app {

/**
 * The channels of one guild that the account may see, as a tree: see ChannelRow. For the null guild the DMs, the one
 * with the newest message first. Roles: ChannelRoles.
 */
class ChannelTreeModel final : public QAbstractItemModel {
    Q_OBJECT

 public:
    explicit ChannelTreeModel(ClientStore& store, QObject* parent = nullptr);
    ~ChannelTreeModel() override;

    void setGuild(shared::GuildId id);
    shared::GuildId guild() const { return m_guildId; }

    /** Invalid for a channel that is not shown. */
    QModelIndex indexOf(shared::ChannelId id) const;
    /** The first channel with messages, from the top; null = there is none. */
    shared::ChannelId firstTextChannel() const;
    /** The channels with messages in the order of the screen, for Alt Up and Down. */
    QList<shared::ChannelId> textChannels() const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
    struct Node;
    struct Steps;

    void handleChanges(const ChangeSet& changes);
    void rebuild();
    void sync(Node& parent, const QModelIndex& parentIndex, std::vector<std::unique_ptr<Node>> wanted);
    Node& nodeOf(const QModelIndex& index) const;

    std::unique_ptr<Node> guildTree() const;
    std::unique_ptr<Node> messagesTree() const;
    std::unique_ptr<Node> channelNode(const shared::Channel& channel) const;
    void addVoiceMembers(Node& node) const;

    ClientStore& m_store;
    RowBuilder m_builder;
    shared::GuildId m_guildId;
    std::unique_ptr<Node> m_root;
};

}  // namespace app
