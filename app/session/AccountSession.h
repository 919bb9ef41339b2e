#pragma once

#include <memory>

#include <QtCore/QObject>

#include "app/actions/AccountActions.h"
#include "app/actions/ChannelActions.h"
#include "app/actions/GuildActions.h"
#include "app/actions/InviteActions.h"
#include "app/actions/MediaActions.h"
#include "app/actions/MessageActions.h"
#include "app/actions/ReadActions.h"
#include "app/client/NetworkThread.h"
#include "app/client/gateway/GatewayClient.h"
#include "app/client/rest/RestClient.h"
#include "app/models/ChannelTreeModel.h"
#include "app/models/GuildListModel.h"
#include "app/models/MemberListModel.h"
#include "app/models/MessageListModel.h"
#include "app/models/StoreMentionNames.h"
#include "app/models/TypingNames.h"
#include "app/session/Accounts.h"
#include "app/session/Navigation.h"
#include "app/store/ClientStore.h"
#include "app/store/LocalCache.h"
#include "app/store/LocalCacheWriter.h"

namespace app {

/** What a session borrows from the application; all of it outlives the session. */
struct SessionParts {
    const shared::Clock& clock;
    shared::Random& random;
    Accounts& accounts;
    QString device;  ///< name of this machine, for the list of devices
    GatewayTiming gatewayTiming = {};
    RestTiming restTiming = {};
};

/**
 * One account at work: the composition root of everything that belongs to it. On the UI thread.
 *
 * open() shows what the local cache kept and connects; from then on store and models follow the server. Views read
 * models and store, and act through the actions; nothing else.
 */
class AccountSession final : public QObject {
    Q_OBJECT

 public:
    AccountSession(const AccountRecord& account, const QString& token, const SessionParts& parts,
                   QObject* parent = nullptr);
    ~AccountSession() override;

    void open();
    /** Ends the pause before the next attempt. While it is held: asks for its server instead (serverWanted). */
    void retryNow();
    /** The account's server is in this app and does not run: nothing is asked of whoever else is at its address. */
    void hold(const QString& why);
    /** It runs again, where account() says or after moveTo(). */
    void release();
    /** The server is at another address now (the hosted one was given another port). */
    void moveTo(const ServerAddress& address);
    /**
     * A new password ends every token of the account, this session's too; the new token that comes with the answer is
     * kept and used from then on.
     */
    Reply<shared::CurrentUser> changePassword(const QString& present, const QString& wanted);
    /** Ends the token's life on the server, forgets the account and its cache; `loggedOut` follows. */
    void logOut();
    /** What others see: Online, Idle, Dnd or Invisible. Kept in the account's settings. */
    void setStatus(shared::Status status);
    /** Waits on no one: acks and the cache that are due are sent and written. */
    void flush();

    const AccountRecord& account() const { return m_account; }
    const ServerAddress& server() const { return m_account.address; }
    const GatewayStatus& status() const { return m_status; }
    /** Something can be shown: from the cache or from the server. */
    bool hasContents() const { return !m_store.self().id.isNull(); }
    /** Until when the server told of what is shown, milliseconds since 1970; 0 = not known. Now, while it is live. */
    qint64 asOfMs() const { return m_status.isLive() ? m_store.clock().nowMs() : m_liveUntilMs; }

    ClientStore& store() { return m_store; }
    Navigation& navigation() { return m_navigation; }

    GuildListModel& guildModel() { return m_guildModel; }
    ChannelTreeModel& channelModel() { return m_channelModel; }
    MessageListModel& messageModel() { return m_messageModel; }
    MemberListModel& memberModel() { return m_memberModel; }
    TypingNames& typingNames() { return m_typingNames; }
    MentionNames& mentionNames() { return m_mentionNames; }

    MessageActions& messages() { return m_messages; }
    GuildActions& guilds() { return m_guilds; }
    ChannelActions& channels() { return m_channels; }
    InviteActions& invites() { return m_invites; }
    ReadActions& reads() { return m_reads; }
    AccountActions& own() { return m_own; }
    MediaActions& media() { return m_media; }

 Q_SIGNALS:
    void statusChanged(const app::GatewayStatus& status);
    /** Something can be shown for the first time: the cache's, or READY. */
    void contentsArrived();
    /** A message that the desktop should tell of: not muted, not our own, and meant for this account. */
    void messageForMe(const shared::Message& message);
    /** The token is not valid any more: log in again. */
    void loggedOut();
    /** The person wants to be connected, and this app would have to start the server. */
    void serverWanted();

 private:
    void openCache(const KeychainResult& key);
    void connectGateway();
    void takeToken(const QString& token);
    void wire();
    void handleEvents(const DispatchEvents& events);
    void handleStatus(const GatewayStatus& status);
    void handleChanges(const ChangeSet& changes);
    void showChannel(shared::ChannelId id);
    void ensureHistory(shared::ChannelId id);
    void ensureMembers(shared::GuildId id);
    void askForAuthors(const ChangeSet& changes);
    void requestMembers(shared::GuildId guild, const QList<shared::UserId>& users);
    void askForNewcomers();
    void tellStatus(shared::Status status);
    void announce(const shared::Message& message);
    void endToken();

    AccountRecord m_account;
    QString m_token;
    SessionParts m_parts;
    GatewayStatus m_status;
    qint64 m_liveUntilMs = 0;  ///< when the connection was lost, in this run or the one that wrote the cache
    bool m_hadContents = false;
    shared::Status m_toldStatus = shared::Status::Online;  ///< what the gateway was told last, and identifies with
    bool m_isChangingToken = false;                        ///< the end of the old token is no end
    bool m_isTokenOver = false;                            ///< it was told meanwhile
    bool m_isHeld = false;
    bool m_isEnding = false;
    bool m_hasEnded = false;

    NetworkThread m_thread;
    RestClient m_rest;
    GatewayClient* m_gateway;  ///< lives on m_thread
    ClientStore m_store;
    std::unique_ptr<LocalCache> m_cache;
    std::unique_ptr<LocalCacheWriter> m_cacheWriter;

    Navigation m_navigation;
    GuildListModel m_guildModel;
    ChannelTreeModel m_channelModel;
    MessageListModel m_messageModel;
    MemberListModel m_memberModel;
    TypingNames m_typingNames;
    StoreMentionNames m_mentionNames;

    MessageActions m_messages;
    GuildActions m_guilds;
    ChannelActions m_channels;
    InviteActions m_invites;
    ReadActions m_reads;
    AccountActions m_own;
    MediaActions m_media;

    shared::ChannelId m_shown;
    QSet<shared::GuildId> m_membersAsked;
    QSet<std::pair<shared::GuildId, shared::UserId>> m_authorsAsked;
    QHash<shared::GuildId, QList<shared::UserId>> m_newcomers;  ///< who joined lately: their presence is not told
    QTimer m_newcomersLater;
};

}  // namespace app
