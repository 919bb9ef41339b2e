#pragma once

#include <deque>

#include <QtCore/QAbstractListModel>

#include "app/models/MessageRoles.h"
#include "app/models/RowBuilder.h"
#include "app/store/ClientStore.h"

namespace app {

/**
 * The window on one channel's messages, oldest first, pending ones last. Follows MessageCache; roles: MessageRoles.
 *
 * It loads nothing: whoever shows it asks MessageActions for older and newer pages near its ends.
 */
class MessageListModel final : public QAbstractListModel {
    Q_OBJECT

 public:
    explicit MessageListModel(ClientStore& store, QObject* parent = nullptr);

    /** Shows another channel; the null id shows nothing. */
    void setChannel(shared::ChannelId id);
    shared::ChannelId channel() const { return m_channelId; }

    int rowOf(shared::MessageId id) const;
    MessageRowPtr at(int row) const { return m_rows[static_cast<size_t>(row)].row; }
    /** The own sent message written last; null = there is none here. For Up in an empty composer. */
    shared::MessageId lastOwn() const;

    bool hasOlder() const { return m_window.hasOlder; }
    bool hasNewer() const { return m_window.hasNewer; }
    bool isLoadingOlder() const { return m_window.isLoadingOlder; }
    bool isLoadingNewer() const { return m_window.isLoadingNewer; }
    /** A page has been loaded: an empty model is an empty channel. */
    bool isLoaded() const { return m_window.isLoaded; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 Q_SIGNALS:
    /** hasOlder, hasNewer or the loading marks differ. */
    void windowChanged();

 private:
    struct Item {
        StoredMessagePtr stored;
        MessageRowPtr row;
    };
    struct Window {
        bool hasOlder = false;
        bool hasNewer = false;
        bool isLoadingOlder = false;
        bool isLoadingNewer = false;
        bool isLoaded = false;

        bool operator==(const Window&) const = default;
    };

    void handleChanges(const ChangeSet& changes);
    void applyChange(const MessageChange& change);
    void insert(int first, const std::vector<StoredMessagePtr>& rows);
    void update(int first, const std::vector<StoredMessagePtr>& rows);
    void reload();
    void readWindow();
    void rebuild(const QSet<shared::UserId>* of);
    void rebuildRepliesTo(shared::MessageId id);
    Item itemOf(const StoredMessagePtr& stored) const;

    ClientStore& m_store;
    RowBuilder m_builder;
    shared::ChannelId m_channelId;
    std::deque<Item> m_rows;
    quint64 m_version = 0;
    Window m_window;
};

}  // namespace app
