#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include "app/client/rest/GuildApi.h"
#include "app/client/rest/MessageApi.h"
#include "app/store/ClientStore.h"

namespace app {

/** Marks channels as read: here at once, on the server a moment later, once for many. On the UI thread. */
class ReadActions final : public QObject {
    Q_OBJECT

 public:
    /** @param client, store must outlive the actions */
    ReadActions(RestClient& client, ClientStore& store, QObject* parent = nullptr);

    /** Up to a message; null = up to the newest that is known. */
    void markRead(shared::ChannelId channel, shared::MessageId upTo = {});
    void markGuildRead(shared::GuildId guild);
    void markAllRead();
    /** The message and all after it are unread again. */
    void markUnreadFrom(shared::ChannelId channel, shared::MessageId message);
    /** Sends what is waiting now: before the connection is closed. */
    void flush();

 private:
    MessageApi m_api;
    ClientStore& m_store;
    QHash<shared::ChannelId, shared::MessageId> m_waiting;
    QTimer m_timer;
};

}  // namespace app
