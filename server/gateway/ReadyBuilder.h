#pragma once

#include "server/gateway/Dispatcher.h"
#include "server/gateway/GatewayParts.h"
#include "server/gateway/GuildJson.h"
#include "shared/protocol/GatewayPayloads.h"

namespace server {

/** What a new session begins with. */
struct ReadyResult {
    QByteArray ready;             ///< the payload of READY
    QList<JoinedStream> streams;  ///< all subscribed and held
};

/**
 * Reads all that a session is told at its start, and subscribes it to its streams before it reads, so that nothing is
 * lost in between. Blocking calls, for workers.
 */
class ReadyBuilder {
 public:
    ReadyBuilder(const GatewayParts& parts, GuildJson& guildJson, FeedRouter& router)
        : m_parts(parts), m_guildJson(guildJson), m_router(router) {}

    /** @param thread the gateway thread's number @param resumeUrl as READY names it */
    shared::Result<ReadyResult> build(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                      const QString& resumeUrl, quint64 applicationFlags, int thread);
    /**
     * A guild or DM that the session has just come into. `from` is where its events begin; the state is at least as
     * new. UnknownMember when the user has left again.
     */
    shared::Result<JoinedStream> buildStream(const SessionTraits& traits, const StreamKey& key,
                                             const StreamPosition& from, int thread);
    /**
     * Graphs and members for streams that are taken up where they were left. InvalidGuild when a guild's graph is not
     * the one that the client knows any more, or its events are gone: then it has to begin anew.
     */
    shared::Result<QList<JoinedStream>> takeUp(const SessionTraits& traits, QList<JoinedStream> streams, int thread);

    /** Ends subscriptions that nobody will use. */
    void giveUp(const QList<JoinedStream>& streams);

 private:
    shared::Result<QList<shared::GuildId>> guildsOf(const SessionTraits& traits);
    shared::Result<void> catchUp(JoinedStream& stream);
    shared::Result<void> fillGuild(const SessionTraits& traits, JoinedStream& stream, bool withJson);
    shared::Result<QByteArray> botReady(const SessionTraits& traits, const QList<JoinedStream>& streams,
                                        const QString& resumeUrl, quint64 applicationFlags);
    shared::Result<QByteArray> personReady(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                           QList<JoinedStream>& streams, const QList<shared::Channel>& dms,
                                           const QString& resumeUrl);
    shared::Result<ReadyResult> fill(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                     const QString& resumeUrl, quint64 applicationFlags, int thread,
                                     ReadyResult& result);

    const GatewayParts m_parts;
    GuildJson& m_guildJson;
    FeedRouter& m_router;
};

}  // namespace server
