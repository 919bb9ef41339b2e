#pragma once

#include <deque>
#include <list>
#include <optional>

#include <QtCore/QHash>

#include "app/store/Changes.h"
#include "app/store/StoredMessage.h"

namespace app {

/**
 * A gapless run of one channel's messages, oldest first, then the own ones that are still pending.
 *
 * It is a window on a history that may be endless: it grows at both ends by pages and drops rows at the other end when
 * it passes kMostRows. Every change is noted in Changes with the rows it touched.
 */
class MessageWindow {
 public:
    static constexpr int kMostRows = 500;
    /** What stays of a window that nobody looks at. */
    static constexpr int kRestingRows = 100;

    /** @param version above that of any earlier window of the channel */
    MessageWindow(shared::ChannelId channelId, Changes& changes, quint64 version)
        : m_channelId(channelId), m_changes(&changes), m_version(version) {}

    const std::deque<StoredMessagePtr>& rows() const { return m_rows; }
    int size() const { return static_cast<int>(m_rows.size()); }
    /** Rows that the server knows; the pending ones stand behind them. */
    int sentCount() const { return m_sentCount; }
    quint64 version() const { return m_version; }
    /** A page was loaded since the window was made or reset: what it holds is the server's word. */
    bool isLoaded() const { return m_loaded; }
    /** The window shows what the server had before the connection was lost; load() brings it up to date. */
    bool isStale() const { return m_stale; }
    bool hasOlder() const { return m_hasOlder; }
    /** False = the newest message of the channel is in the window. */
    bool hasNewer() const { return m_hasNewer; }
    bool isLoadingOlder() const { return m_loadingOlder; }
    bool isLoadingNewer() const { return m_loadingNewer; }
    /** Position of a message; -1 = not here. O(log n). */
    int indexOf(shared::MessageId id) const;
    int indexOfNonce(const QString& nonce) const;
    const shared::Message* find(shared::MessageId id) const;
    shared::MessageId oldestId() const;
    shared::MessageId newestId() const;

    // For reducers only.
    /** Another run takes the place of this one; pending rows stay. */
    void reset(QList<shared::Message> oldestFirst, bool hasOlder, bool hasNewer);
    void addOlder(QList<shared::Message> oldestFirst, bool hasOlder);
    void addNewer(QList<shared::Message> oldestFirst, bool hasNewer);
    /** A new message of the channel. Takes the place of the pending row with the same nonce of the same author. */
    void append(const shared::Message& message, shared::UserId self);
    void appendPending(StoredMessage pending);
    void replacePending(const QString& nonce, const StoredMessage& pending);
    void removePending(const QString& nonce);
    void update(shared::MessageId id, const shared::Message& message);
    void remove(shared::MessageId id);
    void setLoading(bool older, bool newer);
    void setStale(bool stale);
    void trimTo(int most);

 private:
    /** A page that is on its way may have been made before this happened. */
    bool mayOvertakePage() const { return m_loadingOlder || m_loadingNewer; }
    void takeEarly();
    void insertRows(int first, std::vector<StoredMessagePtr> rows);
    void removeRows(int first, int count);
    void replaceRow(int row, StoredMessagePtr with);
    void note(MessageChange change);

    shared::ChannelId m_channelId;
    Changes* m_changes;
    quint64 m_version;
    std::deque<StoredMessagePtr> m_rows;
    int m_sentCount = 0;
    bool m_loaded = false;
    bool m_stale = false;
    bool m_hasOlder = true;
    bool m_hasNewer = false;
    bool m_loadingOlder = false;
    bool m_loadingNewer = false;
    QHash<shared::MessageId, shared::Message> m_early;  ///< created or edited while a page was on its way
    QSet<shared::MessageId> m_earlyGone;                ///< deleted meanwhile
};

/** The windows of the channels that were looked at lately. */
class MessageCache {
 public:
    static constexpr int kMostWindows = 40;

    explicit MessageCache(Changes& changes) : m_changes(&changes) {}

    const MessageWindow* find(shared::ChannelId channelId) const;
    /** A message in any window. */
    const shared::Message* find(shared::ChannelId channelId, shared::MessageId id) const;
    QList<shared::ChannelId> channels() const { return m_windows.keys(); }

    // For reducers only.
    /** The window of a channel, made when it is not there; the one used longest ago makes room. */
    MessageWindow& open(shared::ChannelId channelId);
    MessageWindow* edit(shared::ChannelId channelId);
    void remove(shared::ChannelId channelId);
    /** After a lost session: everything may have happened meanwhile. Pending rows stay. */
    void markAllStale();

 private:
    quint64 nextVersion() { return ++m_generation << 32; }
    void noteGone(shared::ChannelId channelId);

    Changes* m_changes;
    quint64 m_generation = 0;  ///< of windows: the upper half of their versions
    QHash<shared::ChannelId, std::shared_ptr<MessageWindow>> m_windows;
    std::list<shared::ChannelId> m_order;  ///< least recently opened first
};

}  // namespace app
