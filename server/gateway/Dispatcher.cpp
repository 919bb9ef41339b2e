#include "server/gateway/Dispatcher.h"

#include <algorithm>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include "server/gateway/GatewayThread.h"
#include "server/services/Access.h"
#include "server/services/DmService.h"
#include "server/services/EventPayloads.h"
#include "server/services/MessageContent.h"
#include "server/services/Outbox.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/Dispatches.h"

using namespace Qt::StringLiterals;
using shared::GatewayEvent;

namespace server {
namespace {

/** The member that GUILD_MEMBER_UPDATE tells of; null if it cannot be read. */
MemberPtr memberOf(const Event& event) {
    if (const auto* member = std::any_cast<MemberPtr>(&event.model)) return *member;
    auto parsed = shared::fromJson<shared::MemberOfGuild>(event.payload);
    if (!parsed.has_value() || !parsed->user.hasValue()) return nullptr;
    return GuildMember::fromModel(parsed->guildId, std::move(parsed).value(), 0);
}

bool isMessage(GatewayEvent type) {
    return type == GatewayEvent::MessageCreate || type == GatewayEvent::MessageUpdate;
}

/** What is said in a guild's stream for caches; each member hears of it in their own stream. */
bool isForCachesOnly(const Event& event) {
    return event.key.kind == StreamKind::Guild &&
           (event.type == GatewayEvent::GuildCreate || event.type == GatewayEvent::GuildDelete);
}

}  // namespace

/** An event in the forms in which sessions get it, each made when first needed. */
class Dispatcher::Outgoing {
 public:
    explicit Outgoing(const Event& event)
        : row(shared::describe(event.type)),
          isInGuild(event.key.kind != StreamKind::Channel),
          mayHide(isInGuild && isMessage(event.type)),
          m_event(event) {}

    const OutEventPtr& whole() {
        if (!m_whole) m_whole = std::make_shared<OutEvent>(m_event);
        return m_whole;
    }
    /** For a bot without MESSAGE_CONTENT. Most are not so much as named in a message, and share one form of it. */
    OutEventPtr hiddenFrom(shared::UserId reader) {
        if (m_event.payload.contains('"' + QByteArray::number(reader.value()) + '"')) {
            return std::make_shared<OutEvent>(m_event, withoutContent(m_event.payload, reader));
        }
        if (!m_hidden) m_hidden = std::make_shared<OutEvent>(m_event, withoutContent(m_event.payload, {}));
        return m_hidden;
    }
    const Event& event() const { return m_event; }

    const shared::GatewayEventRow& row;
    const bool isInGuild;
    const bool mayHide;

 private:
    const Event& m_event;
    OutEventPtr m_whole;
    OutEventPtr m_hidden;
};

quint64 Dispatcher::Item::graphVersion() const {
    if (event) return event->graphVersion;
    quint64 version = 0;
    for (const EventPtr& one : backlog)
        version = std::max(version, one->graphVersion);
    return version;
}

// ---- who follows what ------------------------------------------------------------------------------------------

Dispatcher::Stream* Dispatcher::find(const StreamKey& key) {
    const auto it = m_streams.find(key);
    return it == m_streams.end() ? nullptr : it->second.get();
}

void Dispatcher::join(Session& session, const JoinedStream& joined) {
    auto& stream = m_streams[joined.key];
    if (!stream) {
        stream = std::make_unique<Stream>();
        stream->key = joined.key;
    }
    ++stream->subscriptions;
    auto subscription = std::make_unique<Subscription>();
    subscription->session = &session;
    subscription->key = joined.key;
    subscription->token = joined.token;
    subscription->from = joined.from;
    subscription->graph = joined.graph;
    subscription->member = joined.member;
    subscription->backlog = joined.backlog;
    m_byToken[joined.token] = subscription.get();
    session.subscriptions().push_back(std::move(subscription));
    m_thread.router().release(joined.key, joined.token, joined.from);
}

void Dispatcher::drop(Subscription& subscription) {
    m_byToken.erase(subscription.token);
    const auto found = m_streams.find(subscription.key);
    if (found == m_streams.end()) return;
    Stream& stream = *found->second;
    if (subscription.isLive) {
        std::erase(stream.live, &subscription);
        stream.audience.clear();
    }
    if (--stream.subscriptions == 0) m_streams.erase(found);
}

void Dispatcher::leave(Session& session, const StreamKey& key) {
    auto& all = session.subscriptions();
    const auto it = std::ranges::find_if(all, [&](const auto& one) { return one->key == key; });
    if (it == all.end()) return;
    m_thread.router().unsubscribe(key, (*it)->token);
    drop(**it);
    all.erase(it);
}

void Dispatcher::leaveAll(Session& session) {
    for (const auto& one : session.subscriptions()) {
        m_thread.router().unsubscribe(one->key, one->token);
        drop(*one);
    }
    session.subscriptions().clear();
}

StreamPosition Dispatcher::positionOf(const Subscription& subscription) const {
    const auto found = m_streams.find(subscription.key);
    if (!subscription.isLive || found == m_streams.end()) return subscription.from;
    StreamPosition position = found->second->position;
    if (const GuildGraphPtr& graph = found->second->graph) position.graphVersion = graph->version();
    return position;
}

QList<JoinedStream> Dispatcher::takeStreams(Session& session) {
    QList<JoinedStream> streams;
    for (const auto& one : session.subscriptions()) {
        JoinedStream taken;
        taken.key = one->key;
        taken.from = positionOf(*one);
        taken.member = one->member;
        taken.graph = one->graph;
        taken.backlog = one->backlog;
        if (const Stream* stream = find(one->key); stream != nullptr && one->isLive) taken.graph = stream->graph;
        streams.append(taken);
    }
    leaveAll(session);
    return streams;
}

// ---- what comes in ---------------------------------------------------------------------------------------------

void Dispatcher::onEvent(const EventPtr& event) {
    Stream* stream = find(event->key);
    if (stream == nullptr) return;
    if (stream->waiting.empty() && !stream->isLoading && prepare(*stream, event->graphVersion)) {
        handle(*stream, event);
        return;
    }
    stream->waiting.push_back({event, 0, {}});
    drain(event->key);
}

void Dispatcher::onReleased(FeedToken token, const EventBatch& backlog) {
    const auto found = m_byToken.find(token);
    if (found == m_byToken.end()) return;  // it has left meanwhile
    const StreamKey key = found->second->key;
    find(key)->waiting.push_back({nullptr, token, backlog});
    drain(key);
}

void Dispatcher::onReset(FeedToken token) {
    const auto found = m_byToken.find(token);
    if (found == m_byToken.end()) return;
    // The hub has ended this subscription. What has been missed is not known, so the client has to begin anew.
    Subscription* lost = found->second;
    Session& session = *lost->session;
    drop(*lost);
    std::erase_if(session.subscriptions(), [lost](const auto& one) { return one.get() == lost; });
    m_thread.invalidate(session);
}

/** Takes what waits, as far as the graph allows. A handler may end sessions, and with them the stream. */
void Dispatcher::drain(const StreamKey& key) {
    while (Stream* stream = find(key)) {
        if (stream->waiting.empty() || stream->isLoading) return;
        const auto of = m_byToken.find(stream->waiting.front().token);
        Subscription* subscription = of == m_byToken.end() ? nullptr : of->second;
        quint64 version = stream->waiting.front().graphVersion();
        if (subscription != nullptr && subscription->graph) {
            version = std::max(version, subscription->graph->version());
        }
        if (!prepare(*stream, version)) return load(key, version);
        const Item item = std::move(stream->waiting.front());
        stream->waiting.pop_front();
        if (item.event) {
            handle(*stream, item.event);
        } else if (subscription != nullptr) {
            release(*stream, *subscription, item.backlog);
        }
    }
}

/** Whether the stream can judge events of that version; takes a newer graph from the cache where it is needed. */
bool Dispatcher::prepare(Stream& stream, quint64 version) {
    if (stream.key.kind != StreamKind::Guild) return true;
    if (stream.graph && stream.graph->version() >= version) return true;
    GuildGraphPtr cached = m_thread.parts().access.graphs().cached(stream.key.guildId());
    if (!cached || cached->version() < version) return false;
    adopt(stream, std::move(cached));
    return true;
}

void Dispatcher::load(const StreamKey& key, quint64 version) {
    find(key)->isLoading = true;
    const bool queued = m_thread.work([this, key, version] {
        auto graph = m_thread.parts().access.graphs().getAtLeast(key.guildId(), version);
        m_thread.post([this, key, version, graph] {
            Stream* stream = find(key);
            if (stream == nullptr) return;
            stream->isLoading = false;
            if (graph.has_value() && (*graph)->version() >= version) {
                if (!stream->graph || stream->graph->version() < (*graph)->version()) adopt(*stream, *graph);
            } else if (graph.has_value() || graph.error().code() != shared::ErrorCode::UnknownGuild) {
                // The database is out of reach: tried again, since nothing may be skipped.
                stream->isLoading = true;
                m_thread.postDelayed(500, [this, key] {
                    if (Stream* again = find(key)) again->isLoading = false;
                    drain(key);
                });
                return;
            } else {
                stream->waiting.clear();  // the guild is gone, and nobody may see anything of it
            }
            drain(key);
        });
    });
    if (queued) return;
    m_thread.postDelayed(100, [this, key] {
        if (Stream* again = find(key)) again->isLoading = false;
        drain(key);
    });
}

/** From here on the stream is judged by this graph. Who sees other channels than before is told so. */
void Dispatcher::adopt(Stream& stream, GuildGraphPtr graph) {
    const GuildGraphPtr before = std::exchange(stream.graph, std::move(graph));
    stream.audience.clear();
    if (!before || stream.live.empty()) return;
    const GraphDelta delta(before, stream.graph);
    for (Subscription* one : std::vector(stream.live)) {
        if (one->member) tell(*one, *stream.graph, delta.changesFor(*one->member, *one->member));
    }
}

void Dispatcher::tell(Subscription& subscription, const GuildGraph& graph, const QList<GraphDelta::Change>& changes) {
    Session& session = *subscription.session;
    if (!session.traits().has(shared::Intent::Guilds)) return;
    for (const GraphDelta::Change& change : changes) {
        const GatewayEvent type = change.isVisible ? GatewayEvent::ChannelCreate : GatewayEvent::ChannelDelete;
        session.dispatch(std::make_shared<OutEvent>(type, shared::toJson(graph.snapshot(*change.channel))));
    }
}

void Dispatcher::release(Stream& stream, Subscription& subscription, const EventBatch& backlog) {
    Session& session = *subscription.session;
    const FeedToken token = subscription.token;
    const StreamKey key = stream.key;
    if (!stream.graph && subscription.graph) adopt(stream, subscription.graph);
    subscription.isLive = true;
    stream.live.push_back(&subscription);
    stream.audience.clear();
    const MemberPtr memberBefore = subscription.member;
    StreamPosition reached = subscription.from;
    const EventBatch all = std::exchange(subscription.backlog, {}) + backlog;
    for (const EventPtr& event : all) {
        if (event->isDurable()) reached = {event->seq, event->epoch, event->graphVersion};
        handleOne(stream, subscription, event);
        if (!m_byToken.contains(token) || find(key) == nullptr) return;  // it ended the session, or its stay
    }
    if (stream.position.seq < reached.seq || stream.position.epoch != reached.epoch) stream.position = reached;
    const GuildGraphPtr told = std::exchange(subscription.graph, nullptr);
    if (told && memberBefore && stream.graph != told) {
        const GraphDelta delta(told, stream.graph);
        tell(subscription, *stream.graph, delta.changesFor(*memberBefore, *subscription.member));
    } else if (told && memberBefore && hasOtherRoles(*memberBefore, *subscription.member)) {
        tell(subscription, *stream.graph, GraphDelta(told, told).changesFor(*memberBefore, *subscription.member));
    }
    m_thread.streamReleased(session, key);
}

void Dispatcher::handle(Stream& stream, const EventPtr& event) {
    if (event->isDurable()) stream.position = {event->seq, event->epoch, event->graphVersion};
    if (isForCachesOnly(*event)) return;
    if (stream.key.kind == StreamKind::User) return handleUserEvent(event, std::vector(stream.live));
    if (event->type == GatewayEvent::GuildMemberUpdate) {
        MemberPtr member;
        for (Subscription* one : std::vector(stream.live)) {
            if (one->session->actor().userId != event->subject) continue;
            if (!member) member = memberOf(*event);
            noteMember(stream, *one, member, true);
        }
    }
    deliver(stream, *event);
}

void Dispatcher::handleOne(Stream& stream, Subscription& subscription, const EventPtr& event) {
    if (isForCachesOnly(*event)) return;
    if (stream.key.kind == StreamKind::User) return handleUserEvent(event, {&subscription});
    const shared::UserId self = subscription.session->actor().userId;
    if (event->type == GatewayEvent::GuildMemberUpdate && event->subject == self) {
        noteMember(stream, subscription, memberOf(*event), false);
    }
    Outgoing outgoing(*event);
    const bool isHidden =
        stream.key.kind == StreamKind::Guild && event->channelId && !mayView(stream, subscription, *event);
    if (!isHidden) send(subscription, outgoing);
}

void Dispatcher::noteMember(Stream& stream, Subscription& subscription, const MemberPtr& member, bool tells) {
    if (!member || !subscription.member) return;
    const MemberPtr before = std::exchange(subscription.member, member);
    if (!hasOtherRoles(*before, *member)) return;
    stream.audience.clear();
    if (tells) tell(subscription, *stream.graph, GraphDelta(stream.graph, stream.graph).changesFor(*before, *member));
}

// ---- who gets it -----------------------------------------------------------------------------------------------

bool Dispatcher::mayView(const Stream& stream, const Subscription& subscription, const Event& event) const {
    if (!subscription.member || !stream.graph) return false;
    if (stream.graph->channel(event.channelId) != nullptr) {
        return stream.graph->canView(event.channelId, *subscription.member, 0);
    }
    const bool isFarewell = event.type == GatewayEvent::ChannelDelete || event.type == GatewayEvent::ThreadDelete;
    if (!isFarewell) return false;
    const auto gone = channelOf(event);
    if (!gone || (!shared::isThread(gone->type) && !gone->permissionOverwrites.hasValue())) return false;
    return stream.graph->permissionsIn(*gone, *subscription.member, 0).has(shared::Permission::ViewChannel);
}

const std::vector<bool>& Dispatcher::audienceOf(Stream& stream, const Event& event) {
    const auto [it, isNew] = stream.audience.try_emplace(event.channelId);
    if (isNew) {
        it->second.reserve(stream.live.size());
        for (const Subscription* one : stream.live)
            it->second.push_back(mayView(stream, *one, event));
    }
    return it->second;
}

void Dispatcher::deliver(Stream& stream, const Event& event) {
    Outgoing outgoing(event);
    if (stream.key.kind != StreamKind::Guild || !event.channelId) {
        for (std::size_t i = 0; i < stream.live.size(); ++i)
            send(*stream.live[i], outgoing);
        return;
    }
    const std::vector<bool>& audience = audienceOf(stream, event);
    for (std::size_t i = 0; i < stream.live.size(); ++i) {
        if (audience[i]) send(*stream.live[i], outgoing);
    }
}

void Dispatcher::send(Subscription& subscription, Outgoing& outgoing) const {
    const Event& event = outgoing.event();
    Session& session = *subscription.session;
    const SessionTraits& traits = session.traits();
    const shared::UserId self = traits.actor.userId;
    if (event.onlyUser && event.onlyUser != self) return;
    if (event.exceptUser && event.exceptUser == self) return;
    if (!traits.wants(outgoing.row, outgoing.isInGuild)) return;
    if (event.unlessChannelId) {
        const Stream& stream = *m_streams.at(event.key);
        if (!subscription.member || !stream.graph) return;
        if (stream.graph->canView(event.unlessChannelId, *subscription.member, 0)) return;
    }
    if (event.permissions != 0) {
        const Stream& stream = *m_streams.at(event.key);
        if (!subscription.member || !stream.graph) return;
        const qint64 now = m_thread.parts().clock.nowMs();
        const shared::Permissions has = event.channelId
                                            ? stream.graph->permissionsIn(event.channelId, *subscription.member, now)
                                            : stream.graph->permissions(*subscription.member, now);
        if (!has.has(shared::Permissions(event.permissions))) return;
    }
    const bool hides = outgoing.mayHide && !traits.has(shared::Intent::MessageContent);
    session.dispatch(hides ? outgoing.hiddenFrom(self) : outgoing.whole());
}

// ---- a user's own stream ---------------------------------------------------------------------------------------

void Dispatcher::handleUserEvent(const EventPtr& event, const std::vector<Subscription*>& to) {
    switch (event->type) {
        case GatewayEvent::AuthSessionChange:
            return endSessions(*event, to);
        case GatewayEvent::GuildCreate:
            if (const auto joined = GuildJoined::fromPayload(event->payload); joined.has_value()) {
                const StreamPosition from{std::max<quint64>(joined->sourceSeq, 1) - 1, joined->sourceEpoch, 0};
                for (const Subscription* one : to) {
                    m_thread.joinStream(*one->session, StreamKey::guild(joined->guildId), from);
                }
            }
            return;
        case GatewayEvent::GuildDelete: {
            const auto gone = shared::fromJson<shared::UnavailableGuild>(event->payload);
            if (!gone.has_value()) return;
            Outgoing outgoing(*event);
            for (Subscription* one : to) {
                Session& session = *one->session;
                if (!session.traits().covers(gone->id)) continue;
                leave(session, StreamKey::guild(gone->id));
                session.joining.erase(StreamKey::guild(gone->id));
                send(*one, outgoing);
            }
            return;
        }
        case GatewayEvent::ChannelCreate:
            if (const auto opened = shared::fromJson<DmOpened>(event->payload); opened.has_value()) {
                for (const Subscription* one : to)
                    m_thread.joinDm(*one->session, *opened);
            }
            return;
        case GatewayEvent::ChannelDelete: {
            const auto closed = shared::fromJson<shared::Channel>(event->payload);
            if (!closed.has_value()) return;
            Outgoing outgoing(*event);
            for (Subscription* one : to) {
                if (!one->session->traits().isPerson()) continue;
                leave(*one->session, StreamKey::channel(closed->id));
                one->session->joining.erase(StreamKey::channel(closed->id));
                send(*one, outgoing);
            }
            return;
        }
        default: {
            Outgoing outgoing(*event);
            for (Subscription* one : to)
                send(*one, outgoing);
        }
    }
}

void Dispatcher::endSessions(const Event& event, const std::vector<Subscription*>& to) {
    QList<quint64> ended;
    for (const QJsonValue& id : QJsonDocument::fromJson(event.payload).object().value("ended"_L1).toArray()) {
        ended.append(id.toString().toULongLong());
    }
    std::vector<Session*> sessions;
    for (const Subscription* one : to) {
        if (ended.contains(one->session->actor().tokenId)) sessions.push_back(one->session);
    }
    for (Session* session : sessions)
        m_thread.end(*session, shared::CloseCode::AuthenticationFailed);
}

}  // namespace server
