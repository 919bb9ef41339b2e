#pragma once

#include <deque>
#include <unordered_map>

#include "server/gateway/FeedRouter.h"
#include "server/gateway/Session.h"
#include "server/gateway/Visibility.h"

namespace server {

class GatewayThread;

/** A stream that a session is to follow, with what was found out about it. */
struct JoinedStream {
    StreamKey key;
    FeedToken token = 0;  ///< subscribed and held
    StreamPosition from;
    GuildGraphPtr graph;  ///< guilds: the state that the client is told of
    MemberPtr member;     ///< guilds: the session's user
    QByteArray created;   ///< guilds: the payload of GUILD_CREATE, where one is sent
    EventBatch backlog;   ///< events before `from` that the session has not had
};

/**
 * Decides, on one gateway thread, which sessions get an event: stream, then intents, then whether its member may see
 * the channel. An event is made ready to be sent once, whoever gets it.
 *
 * A guild's events are never judged by an older graph than theirs: the stream waits while a worker reads the graph.
 */
class Dispatcher {
 public:
    explicit Dispatcher(GatewayThread& thread) : m_thread(thread) {}

    /** The session follows the stream; its events come from `stream.from` on. */
    void join(Session& session, const JoinedStream& stream);
    void leave(Session& session, const StreamKey& key);
    void leaveAll(Session& session);
    /** Everything a session follows, to be taken up elsewhere: its subscriptions, not live, ended here. */
    QList<JoinedStream> takeStreams(Session& session);
    /** Where a subscription stands now. */
    StreamPosition positionOf(const Subscription& subscription) const;

    void onEvent(const EventPtr& event);
    void onReleased(FeedToken token, const EventBatch& backlog);
    void onReset(FeedToken token);

 private:
    /** An event for all who are live, or the backlog of one who becomes so. */
    struct Item {
        EventPtr event;
        FeedToken token = 0;
        EventBatch backlog;

        quint64 graphVersion() const;
    };
    struct Stream {
        StreamKey key;
        StreamPosition position;  ///< of what has been handled
        GuildGraphPtr graph;      ///< guilds: as of the last event
        std::vector<Subscription*> live;
        int subscriptions = 0;                                              ///< live or not
        std::unordered_map<shared::ChannelId, std::vector<bool>> audience;  ///< who of `live` may view a channel
        std::deque<Item> waiting;
        bool isLoading = false;
    };
    class Outgoing;

    Stream* find(const StreamKey& key);
    void drain(const StreamKey& key);
    bool prepare(Stream& stream, quint64 version);
    void load(const StreamKey& key, quint64 version);
    void adopt(Stream& stream, GuildGraphPtr graph);
    void release(Stream& stream, Subscription& subscription, const EventBatch& backlog);
    void handle(Stream& stream, const EventPtr& event);
    void handleOne(Stream& stream, Subscription& subscription, const EventPtr& event);
    void handleUserEvent(const EventPtr& event, const std::vector<Subscription*>& to);
    void noteMember(Stream& stream, Subscription& subscription, const MemberPtr& member, bool tells);
    void tell(Subscription& subscription, const GuildGraph& graph, const QList<GraphDelta::Change>& changes);
    void deliver(Stream& stream, const Event& event);
    void send(Subscription& subscription, Outgoing& outgoing) const;
    bool mayView(const Stream& stream, const Subscription& subscription, const Event& event) const;
    const std::vector<bool>& audienceOf(Stream& stream, const Event& event);
    void endSessions(const Event& event, const std::vector<Subscription*>& to);
    void drop(Subscription& subscription);

    GatewayThread& m_thread;
    std::unordered_map<StreamKey, std::unique_ptr<Stream>> m_streams;
    std::unordered_map<FeedToken, Subscription*> m_byToken;
};

}  // namespace server
