#pragma once

#include <deque>
#include <map>

#include <QtCore/QHash>
#include <QtCore/QObject>

#include "app/actions/OutgoingMessage.h"
#include "app/client/rest/ChannelApi.h"
#include "app/client/rest/MessageApi.h"
#include "app/store/ClientStore.h"

namespace app {

/**
 * What one does with messages. Effects are seen in the store (and so in the models) at once; `failed` tells what the
 * server refused afterwards. On the UI thread.
 *
 * Messages of one channel go out one after the other, so that they arrive in the order they were written.
 */
class MessageActions final : public QObject {
    Q_OBJECT

 public:
    /** @param client, store, random must outlive the actions */
    MessageActions(RestClient& client, ClientStore& store, shared::Random& random, QObject* parent = nullptr);

    /** The message stands in the channel as pending until the server has it. @return its nonce; empty = nothing to say
     */
    QString send(shared::ChannelId channel, const OutgoingMessage& message);
    /** Whether the server answers. While it does not, what is sent waits, and goes out in order afterwards. */
    void setOnline(bool online);
    /** Sends a failed one again. */
    void retry(shared::ChannelId channel, const QString& nonce);
    /** Gives a failed one up, to write it anew. @return as it was to be sent; nothing if there is no such */
    std::optional<OutgoingMessage> takeBack(shared::ChannelId channel, const QString& nonce);
    /** Gives a pending or failed one up; an upload under way is cancelled. */
    void drop(shared::ChannelId channel, const QString& nonce);
    /** Ends the upload of a file, and with it the message it belongs to. */
    void cancelUpload(shared::ChannelId channel, const QString& uploadId);
    void edit(shared::ChannelId channel, shared::MessageId message, const QString& content);
    void remove(shared::ChannelId channel, shared::MessageId message);
    /** Adds one's own reaction, or takes it back. */
    void toggleReaction(shared::ChannelId channel, shared::MessageId message, const shared::PartialEmoji& emoji);
    void setPinned(shared::ChannelId channel, shared::MessageId message, bool pinned);
    Reply<QList<shared::Message>> pins(shared::ChannelId channel) { return m_api.pins(channel); }
    Reply<QList<shared::User>> reactors(shared::ChannelId channel, shared::MessageId message,
                                        const shared::PartialEmoji& emoji) {
        return m_api.reactors(channel, message, emoji);
    }

    /** Says that the person is writing; calls too often are left out. */
    void typing(shared::ChannelId channel);

    /** Pages of history into the window; calls while the same page is on its way do nothing. */
    void loadLatest(shared::ChannelId channel);
    void loadOlder(shared::ChannelId channel);
    void loadNewer(shared::ChannelId channel);
    /** The window around a message, to jump there. `loadedAround` follows. */
    void loadAround(shared::ChannelId channel, shared::MessageId message);

    /** Messages that are still on their way, over all channels: to ask before quitting. */
    qsizetype pendingCount() const { return static_cast<qsizetype>(m_pending.size()); }

 Q_SIGNALS:
    /** What did not work. @param what a whole sentence for people */
    void failed(const QString& what, const app::ApiError& error);
    /** @param found the message is in the window; false = it was deleted */
    void loadedAround(shared::ChannelId channel, shared::MessageId message, bool found);

 private:
    struct Pending {
        shared::ChannelId channel;
        OutgoingMessage message;
        shared::CreateMessage body;
        QList<UploadFile> files;
        std::optional<Reply<shared::Message>> reply;
        bool isFailed = false;
        qint64 triedMs = 0;  ///< when it was first on its way; 0 = not yet
    };

    QString newNonce();
    StoredMessage pendingRow(shared::ChannelId channel, const OutgoingMessage& message, const QString& nonce) const;
    Pending pendingCall(shared::ChannelId channel, const OutgoingMessage& message, const QString& nonce) const;
    void sendNext(shared::ChannelId channel);
    void finishSending(shared::ChannelId channel, const QString& nonce);
    void failSending(shared::ChannelId channel, const QString& nonce, const ApiError& error);
    void report(const Reply<void>& reply, const QString& what);
    void fetch(shared::ChannelId channel, const HistoryPage& page, HistoryLoaded::Page into);

    MessageApi m_api;
    ChannelApi m_channelApi;
    ClientStore& m_store;
    shared::Random& m_random;
    std::map<QString, Pending> m_pending;  ///< by nonce
    QHash<shared::ChannelId, std::deque<QString>> m_queues;
    bool m_isOnline = true;
    QSet<shared::ChannelId> m_sending;  ///< channels with one on its way
    QSet<shared::ChannelId> m_fetching;
    QHash<shared::ChannelId, int>
        m_wholePages;  ///< how often a whole window was asked for: earlier pages are void then
    QHash<shared::ChannelId, qint64> m_lastTypingMs;
};

}  // namespace app
