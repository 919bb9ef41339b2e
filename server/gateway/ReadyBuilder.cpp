#include "server/gateway/ReadyBuilder.h"

#include "server/services/Access.h"
#include "server/services/DmService.h"
#include "server/services/GuildService.h"
#include "server/services/ReadStateService.h"
#include "server/services/UserService.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using shared::Intent;
using shared::Result;

namespace server {
namespace {

constexpr int kGuildPage = 200;
/** Who has missed more than this is better off with a new session. */
constexpr qsizetype kMaxBacklog = 20'000;
/** A bot in more guilds must be sharded. Source: "Sharding". */
constexpr qsizetype kUnshardedGuilds = 2500;

void writeCommon(shared::JsonWriter& writer, const SessionTraits& traits, const shared::CurrentUser& user,
                 const QString& resumeUrl) {
    writer("v", traits.version);
    writer("user", user);
    writer("session_id", QString::fromLatin1(traits.id));
    writer("resume_gateway_url", resumeUrl);
    if (traits.isSharded) writer("shard", QList<int>{traits.shardId, traits.shardCount});
}

QLatin1StringView nameOf(ClientKind client) {
    switch (client) {
        case ClientKind::Mobile:
            return "mobile"_L1;
        case ClientKind::Web:
            return "web"_L1;
        default:
            return "desktop"_L1;
    }
}

}  // namespace

Result<ReadyResult> ReadyBuilder::build(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                        const QString& resumeUrl, quint64 applicationFlags, int thread) {
    ReadyResult result;
    auto filled = fill(traits, presence, resumeUrl, applicationFlags, thread, result);
    if (!filled.has_value()) giveUp(result.streams);
    return filled;
}

Result<ReadyResult> ReadyBuilder::fill(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                       const QString& resumeUrl, quint64 applicationFlags, int thread,
                                       ReadyResult& result) {
    const auto follow = [&](const StreamKey& key) {
        JoinedStream stream;
        stream.key = key;
        stream.token = m_router.subscribe(key, thread);
        result.streams.append(stream);
    };
    // The user's own stream first: who joins or leaves from now on is told there.
    follow(StreamKey::user(traits.actor.userId));
    ASSIGN_OR_RETURN(const StreamPosition own, m_parts.log.position(result.streams.first().key));
    ASSIGN_OR_RETURN(const QList<shared::GuildId> guilds, guildsOf(traits));
    for (const shared::GuildId guild : guilds)
        follow(StreamKey::guild(guild));
    QList<shared::Channel> dms;
    if (traits.coversDms() && traits.isPerson()) {
        ASSIGN_OR_RETURN(dms, m_parts.dms.listOpen(traits.actor));
        for (const shared::Channel& dm : dms)
            follow(StreamKey::channel(dm.id));
    } else if (traits.coversDms()) {
        ASSIGN_OR_RETURN(const QList<shared::ChannelId> ids, m_parts.dms.listAll(traits.actor));
        for (const shared::ChannelId id : ids)
            follow(StreamKey::channel(id));
    }

    QList<StreamKey> others;
    for (const JoinedStream& stream : std::as_const(result.streams).sliced(1))
        others.append(stream.key);
    ASSIGN_OR_RETURN(const QList<StreamPosition> positions, m_parts.log.positions(others));
    result.streams.first().from = own;
    for (qsizetype i = 0; i < positions.size(); ++i)
        result.streams[i + 1].from = positions[i];

    const bool withJson = traits.isPerson() || traits.has(Intent::Guilds);
    for (qsizetype i = 0; i < result.streams.size();) {
        JoinedStream& stream = result.streams[i];
        const auto filled = stream.key.kind == StreamKind::Guild ? fillGuild(traits, stream, withJson) : Result<void>();
        if (filled.has_value()) {
            ++i;
            continue;
        }
        if (filled.error().code() == shared::ErrorCode::ServiceUnavailable) return filled.error();
        // It has left the guild a moment ago; its own stream will say so.
        m_router.unsubscribe(stream.key, stream.token);
        result.streams.removeAt(i);
    }
    if (traits.isPerson()) {
        ASSIGN_OR_RETURN(result.ready, personReady(traits, presence, result.streams, dms, resumeUrl));
    } else {
        ASSIGN_OR_RETURN(result.ready, botReady(traits, result.streams, resumeUrl, applicationFlags));
    }
    return result;
}

Result<QList<shared::GuildId>> ReadyBuilder::guildsOf(const SessionTraits& traits) {
    QList<shared::GuildId> guilds;
    shared::GuildId after;
    qsizetype all = 0;
    while (true) {
        ASSIGN_OR_RETURN(const QList<shared::UserGuild> page,
                         m_parts.guilds.listOwn(traits.actor, {}, after, kGuildPage, false));
        for (const shared::UserGuild& guild : page) {
            if (traits.covers(guild.id)) guilds.append(guild.id);
        }
        all += page.size();
        if (page.size() < kGuildPage) break;
        after = page.last().id;
    }
    if (!traits.isPerson() && traits.shardCount == 1 && all > kUnshardedGuilds) return shared::ErrorCode::MaxGuilds;
    return guilds;
}

/** State, read after the position: it contains at least what came before. */
Result<void> ReadyBuilder::fillGuild(const SessionTraits& traits, JoinedStream& stream, bool withJson) {
    const shared::GuildId guild = stream.key.guildId();
    ASSIGN_OR_RETURN(stream.graph, m_parts.access.graphs().getAtLeast(guild, stream.from));
    ASSIGN_OR_RETURN(stream.member, m_parts.access.members().get(guild, traits.actor.userId));
    if (!withJson) return {};
    ASSIGN_OR_RETURN(stream.created, m_guildJson.write(traits, stream.graph, *stream.member));
    return {};
}

Result<QByteArray> ReadyBuilder::botReady(const SessionTraits& traits, const QList<JoinedStream>& streams,
                                          const QString& resumeUrl, quint64 applicationFlags) {
    ASSIGN_OR_RETURN(const shared::CurrentUser user, m_parts.users.current(traits.actor));
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writeCommon(writer, traits, user, resumeUrl);
    writer.key("guilds");
    writer.beginArray();
    for (const JoinedStream& stream : streams) {
        if (stream.key.kind != StreamKind::Guild) continue;
        writer.beginObject();
        writer("id", stream.key.guildId());
        writer("unavailable", true);
        writer.endObject();
    }
    writer.endArray();
    writer.key("application");
    writer.beginObject();
    writer("id", traits.actor.applicationId);
    writer.key("flags");
    writer.value(applicationFlags);
    writer.endObject();
    writer.key("private_channels");
    writer.raw("[]");
    writer.key("relationships");
    writer.raw("[]");
    writer.key("presences");
    writer.raw("[]");
    writer.endObject();
    return out;
}

Result<QByteArray> ReadyBuilder::personReady(const SessionTraits& traits, const shared::PresenceUpdate& presence,
                                             QList<JoinedStream>& streams, const QList<shared::Channel>& dms,
                                             const QString& resumeUrl) {
    const Actor& actor = traits.actor;
    ASSIGN_OR_RETURN(const shared::CurrentUser user, m_parts.users.current(actor));
    ASSIGN_OR_RETURN(const shared::UserSettings settings, m_parts.users.settings(actor));
    ASSIGN_OR_RETURN(const QList<shared::UserGuildSettings> guildSettings, m_parts.users.guildSettings(actor));
    ASSIGN_OR_RETURN(const QList<shared::ReadState> readStates, m_parts.readStates.list(actor));

    shared::Session session;
    session.sessionId = QString::fromLatin1(traits.id);
    session.clientInfo.client = nameOf(traits.client);
    session.clientInfo.os = traits.os.isEmpty() ? u"unknown"_s : traits.os.toLower();
    session.status = presence.status;
    session.activities = presence.activities;
    session.active = true;

    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writeCommon(writer, traits, user, resumeUrl);
    writer.key("guilds");
    writer.beginArray();
    for (JoinedStream& stream : streams) {
        if (stream.key.kind != StreamKind::Guild) continue;
        writer.raw(stream.created);
        stream.created.clear();  // said already
    }
    writer.endArray();
    writer("private_channels", dms);
    writer("relationships", QList<shared::Relationship>());
    writer("presences", QList<shared::Presence>());
    writer("read_state", readStates);
    writer("user_guild_settings", guildSettings);
    writer("user_settings", settings);
    writer("sessions", QList<shared::Session>{session});
    writer("session_type", u"normal"_s);
    writer("auth_session_id_hash", QString::fromLatin1(QByteArray::number(actor.tokenId, 16)));
    writer.endObject();
    return out;
}

Result<JoinedStream> ReadyBuilder::buildStream(const SessionTraits& traits, const StreamKey& key,
                                               const StreamPosition& from, int thread) {
    JoinedStream stream;
    stream.key = key;
    stream.token = m_router.subscribe(key, thread);
    stream.from = from;
    auto filled = catchUp(stream);
    if (filled.has_value() && key.kind == StreamKind::Guild) {
        filled = fillGuild(traits, stream, traits.has(Intent::Guilds));
    }
    if (filled.has_value()) return stream;
    m_router.unsubscribe(key, stream.token);
    return filled.error();
}

/** Reads what the log has after `from`, so that it is there at once and `from` is the stream's end. */
Result<void> ReadyBuilder::catchUp(JoinedStream& stream) {
    while (true) {
        ASSIGN_OR_RETURN(const EventPage page, m_parts.log.readAfter(stream.key, stream.from.seq, kEventLogPage));
        const bool isOther = stream.from.seq != 0 && page.head.epoch != stream.from.epoch;
        if (!page.isComplete || isOther || stream.backlog.size() > kMaxBacklog) return shared::ErrorCode::InvalidGuild;
        stream.backlog.append(page.events);
        if (!page.events.isEmpty()) stream.from.seq = page.events.last()->seq;
        stream.from.epoch = page.head.epoch;
        if (page.events.size() < kEventLogPage) return {};
    }
}

Result<QList<JoinedStream>> ReadyBuilder::takeUp(const SessionTraits& traits, QList<JoinedStream> streams, int thread) {
    QList<JoinedStream> taken;
    const auto fail = [&] {
        giveUp(taken);
        return shared::ErrorCode::InvalidGuild;
    };
    for (JoinedStream& stream : streams) {
        if (stream.key.kind == StreamKind::Guild) {
            const quint64 known = stream.from.graphVersion;
            auto graph = m_parts.access.graphs().getAtLeast(stream.key.guildId(), known);
            if (graph.has_value() && (*graph)->version() != known) return fail();
            const auto member = m_parts.access.members().find(stream.key.guildId(), traits.actor.userId);
            // Gone from the guild, or the guild is gone: the user's own stream says so.
            if (!graph.has_value() || !member.has_value() || *member == nullptr) continue;
            stream.graph = *graph;
            stream.member = *member;
        }
        stream.token = m_router.subscribe(stream.key, thread);
        taken.append(stream);
        if (!catchUp(taken.last()).has_value()) return fail();
    }
    return taken;
}

void ReadyBuilder::giveUp(const QList<JoinedStream>& streams) {
    for (const JoinedStream& stream : streams)
        m_router.unsubscribe(stream.key, stream.token);
}

}  // namespace server
