#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "server/events/EventLog.h"
#include "server/events/FeedHub.h"
#include "server/gateway/ReplayBuffer.h"
#include "server/services/Actor.h"
#include "server/services/GuildGraph.h"
#include "server/services/GuildMember.h"
#include "server/services/PresenceService.h"
#include "shared/models/Presence.h"
#include "shared/protocol/Intents.h"

namespace server {

class Connection;
class Session;
struct StoredSession;

/** A stream that a session follows. */
struct Subscription {
    Session* session = nullptr;
    StreamKey key;
    FeedToken token = 0;
    bool isLive = false;  ///< released: it gets what its stream gets
    StreamPosition from;  ///< until then: where it will be released
    GuildGraphPtr graph;  ///< until then: what the client has been told of the guild
    MemberPtr member;     ///< the session's user, as of the last event that was handled; guilds only
    EventBatch backlog;   ///< until then: what was read from the log already, up to `from`
};

/** What IDENTIFY decided, for the whole life of a session. */
struct SessionTraits {
    QByteArray id;
    Actor actor;
    int version = 10;
    shared::Intents intents;  ///< of bots; people get everything
    int shardId = 0;
    int shardCount = 1;
    bool isSharded = false;  ///< the client named a shard
    int largeThreshold = 50;
    ClientKind client = ClientKind::Desktop;
    QString os;

    bool isPerson() const { return !actor.isBot; }
    bool has(shared::Intent intent) const { return isPerson() || intents.has(intent); }
    /** Whether a guild belongs to its shard. Source: "Sharding". */
    bool covers(shared::GuildId guild) const {
        return (guild.value() >> 22) % static_cast<quint64>(shardCount) == static_cast<quint64>(shardId);
    }
    /** DMs come to the first shard only. */
    bool coversDms() const { return shardId == 0; }
    /** Whether it gets events of that kind at all. */
    bool wants(const shared::GatewayEventRow& row, bool isGuild) const {
        if (isPerson()) return row.audience != shared::EventAudience::Bots;
        if (row.audience == shared::EventAudience::People) return false;
        return (isGuild ? row.inGuild : row.inDm).isMetBy(intents);
    }
};

/**
 * One logical connection of a client, which outlives its sockets: the numbers of what was sent, and what it follows.
 *
 * Belongs to one gateway thread at a time.
 */
class Session {
 public:
    explicit Session(SessionTraits traits) : m_traits(std::move(traits)) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const SessionTraits& traits() const { return m_traits; }
    const QByteArray& id() const { return m_traits.id; }
    const Actor& actor() const { return m_traits.actor; }
    /** The token that it was resumed with: its end is the session's. */
    void setTokenId(quint64 id) { m_traits.actor.tokenId = id; }

    quint64 seq() const { return m_seq; }
    void setSeq(quint64 seq) { m_seq = seq; }
    ReplayBuffer& buffer() { return m_buffer; }
    const ReplayBuffer& buffer() const { return m_buffer; }

    /** Numbers it, keeps it for a replay, and sends it if there is a connection. */
    void dispatch(const OutEventPtr& event);
    /** READY: numbered and sent, but not kept, since without it a client has nothing to resume. */
    void dispatchUnkept(const OutEventPtr& event);
    /** Sends what comes after `s` again, then RESUMED. Only if the buffer can. */
    void replayAfter(quint64 s);
    void dispatchResumed();

    Connection* connection() const { return m_connection; }
    void setConnection(Connection* connection) { m_connection = connection; }

    Subscription* find(const StreamKey& key) const;
    std::vector<std::unique_ptr<Subscription>>& subscriptions() { return m_subscriptions; }
    const std::vector<std::unique_ptr<Subscription>>& subscriptions() const { return m_subscriptions; }

    /** While positions of before a restart are caught up with: what has come, to be sent when all of it is here. */
    struct CatchingUp {
        std::set<StreamKey> open;  ///< streams that have not been released yet
        std::vector<std::pair<qint64, OutEventPtr>> events;
        std::shared_ptr<const StoredSession> stored;  ///< what it is made from, should it have to begin again
    };
    std::optional<CatchingUp> catchingUp;

    shared::PresenceUpdate presence;
    bool isPresent = false;                        ///< PresenceService knows of it
    std::chrono::steady_clock::time_point lostAt;  ///< when its connection went
    std::set<StreamKey> joining;                   ///< guilds and DMs whose state is being read

 private:
    SessionTraits m_traits;
    quint64 m_seq = 0;
    ReplayBuffer m_buffer;
    Connection* m_connection = nullptr;
    std::vector<std::unique_ptr<Subscription>> m_subscriptions;
};

}  // namespace server
