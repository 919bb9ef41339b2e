#include <algorithm>

#include "server/gateway/GatewayThread.h"
#include "server/gateway/handlers/Handlers.h"
#include "server/services/Access.h"
#include "server/services/MemberService.h"
#include "server/services/PresenceService.h"
#include "shared/json/JsonType.h"
#include "shared/protocol/Dispatches.h"

using shared::CloseCode;
using shared::Intent;

namespace server {
namespace {

/** Source: "Request Guild Members" and "Guild Members Chunk". */
constexpr int kChunkSize = 1000;
constexpr int kMostByQuery = 100;
constexpr qsizetype kMostByIds = 100;
constexpr qsizetype kMostNonceBytes = 32;

/** One request about one guild, checked. */
struct Wanted {
    SessionTraits traits;
    shared::GuildId guild;
    QString query;
    int limit = 0;
    QList<shared::UserId> ids;
    bool byIds = false;
    bool presences = false;
    QString nonce;
};

void writeMember(shared::JsonWriter& writer, const shared::Member& member) {
    writeJson(writer, member);
}
void writeMember(shared::JsonWriter& writer, const MemberPtr& member) {
    QByteArray json = "{\"user\":" + member->userJson + ',';
    writer.raw(json.append(QByteArrayView(member->memberJson).sliced(1)));
}
shared::UserId idOf(const shared::Member& member) {
    return member.user.value().id;
}
shared::UserId idOf(const MemberPtr& member) {
    return member->userId;
}

/** One payload. @param members of this chunk */
template <class M>
QByteArray chunk(const Wanted& wanted, const PresenceService& presence, const QList<M>& members, int index, int count,
                 const QList<shared::UserId>& notFound) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("guild_id", wanted.guild);
    writer.key("members");
    writer.beginArray();
    for (const M& member : members)
        writeMember(writer, member);
    writer.endArray();
    writer("chunk_index", index);
    writer("chunk_count", count);
    if (!notFound.isEmpty()) writer("not_found", notFound);
    if (wanted.presences) {
        QList<shared::UserId> ids;
        for (const M& member : members)
            ids.append(idOf(member));
        writer("presences", presence.online(ids));
    }
    if (!wanted.nonce.isEmpty()) writer("nonce", wanted.nonce);
    writer.endObject();
    return out;
}

template <class M>
QList<QByteArray> chunks(const Wanted& wanted, const PresenceService& presence, const QList<M>& members,
                         const QList<shared::UserId>& notFound) {
    QList<QByteArray> payloads;
    const int count = std::max<int>(1, static_cast<int>((members.size() + kChunkSize - 1) / kChunkSize));
    for (int i = 0; i < count; ++i) {
        payloads.append(chunk(wanted, presence, members.mid(qsizetype{i} * kChunkSize, kChunkSize), i, count,
                              i == 0 ? notFound : QList<shared::UserId>()));
    }
    return payloads;
}

shared::Result<QList<shared::Member>> all(const GatewayParts& parts, const Wanted& wanted) {
    QList<shared::Member> members;
    shared::UserId after;
    while (true) {
        const int limit =
            wanted.limit == 0 ? kChunkSize : std::min<int>(kChunkSize, wanted.limit - static_cast<int>(members.size()));
        ASSIGN_OR_RETURN(const QList<shared::Member> page,
                         parts.members.list(wanted.traits.actor, wanted.guild, after, limit));
        members.append(page);
        const bool isEnough = wanted.limit != 0 && members.size() >= wanted.limit;
        if (page.size() < limit || isEnough) return members;
        after = page.last().user.value().id;
    }
}

/** On a worker. */
shared::Result<QList<QByteArray>> answer(const GatewayParts& parts, const Wanted& wanted) {
    if (wanted.byIds) {
        ASSIGN_OR_RETURN(const QList<MemberPtr> members, parts.access.members().findMany(wanted.guild, wanted.ids));
        QList<shared::UserId> missing = wanted.ids;
        for (const MemberPtr& member : members)
            missing.removeAll(member->userId);
        return chunks(wanted, parts.presence, members, missing);
    }
    if (wanted.query.isEmpty()) {
        ASSIGN_OR_RETURN(const QList<shared::Member> members, all(parts, wanted));
        return chunks(wanted, parts.presence, members, {});
    }
    const int limit = wanted.limit == 0 ? kMostByQuery : std::min(wanted.limit, kMostByQuery);
    ASSIGN_OR_RETURN(const QList<shared::Member> members,
                     parts.members.search(wanted.traits.actor, wanted.guild, wanted.query, limit));
    return chunks(wanted, parts.presence, members, {});
}

}  // namespace

void handleRequestGuildMembers(Connection& connection, const QJsonValue& data) {
    const auto request = shared::fromJson<shared::RequestGuildMembers>(data);
    if (!request.has_value()) return connection.close(CloseCode::DecodeError);
    GatewayThread& thread = connection.thread();
    Session& session = *connection.session();
    Wanted wanted;
    wanted.traits = session.traits();
    wanted.byIds = request->userIds.hasValue();
    if (wanted.byIds) wanted.ids = request->userIds.value().ids.mid(0, kMostByIds);
    wanted.query = request->query.valueOr(QString());
    wanted.limit = std::max(request->limit, 0);
    wanted.presences = request->presences.valueOr(false) && wanted.traits.has(Intent::GuildPresences);
    wanted.nonce = request->nonce.valueOr(QString());
    if (wanted.nonce.toUtf8().size() > kMostNonceBytes) wanted.nonce.clear();
    // The whole list needs its intent.
    if (!wanted.byIds && wanted.query.isEmpty() && !wanted.traits.has(Intent::GuildMembers)) return;

    for (const shared::GuildId guild : request->guildId.ids) {
        if (session.find(StreamKey::guild(guild)) == nullptr) continue;
        wanted.guild = guild;
        // Where the workers are too busy no answer comes, as after a rate limit; clients ask again.
        (void)thread.work([&thread, id = session.id(), wanted] {
            const auto payloads = answer(thread.parts(), wanted);
            if (!payloads.has_value()) return;
            thread.post([&thread, id, payloads = *payloads] {
                Session* asking = thread.session(id);
                if (asking == nullptr) return;
                for (const QByteArray& payload : payloads) {
                    asking->dispatch(std::make_shared<OutEvent>(shared::GatewayEvent::GuildMembersChunk, payload,
                                                                OutEvent::Kind::Transient));
                }
            });
        });
    }
}

}  // namespace server
