#include "server/gateway/GuildJson.h"

#include <algorithm>

#include "server/services/Access.h"
#include "server/services/MemberService.h"
#include "server/services/PresenceService.h"
#include "server/services/VoiceService.h"
#include "shared/json/JsonType.h"

using shared::GatewayEvent;
using shared::Intent;

namespace server {
namespace {

constexpr std::size_t kMaxGuilds = 2000;
/** People get all members of a guild up to this size; the app asks for more of a larger one. */
constexpr int kPeopleThreshold = 250;
constexpr int kOnlineOfLarge = 100;

/** Splits at the value of a key that the writer puts in as `"key":value`. */
template <class Text>
bool splitAt(const QByteArray& json, QByteArrayView key, Text& text) {
    const qsizetype at = json.indexOf(key);
    if (at < 0) return false;
    const qsizetype value = at + key.size();
    qsizetype end = value;
    while (end < json.size() && json[end] != ',' && json[end] != '}')
        ++end;
    text.before = json.first(value);
    text.after = json.sliced(end);
    return true;
}

void appendList(QByteArray& out, const QByteArray& item) {
    if (out.back() != '[') out.append(',');
    out.append(item);
}

}  // namespace

GuildJson::GuildJson(EventBus& bus, MemberService& members, PresenceService& presence, VoiceService& voice,
                     Access& access)
    : m_members(members), m_presence(presence), m_voice(voice), m_access(access) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onEvents(batch); });
}

GuildJson::~GuildJson() {
    m_subscription.reset();
}

void GuildJson::onEvents(const EventBatch& batch) {
    for (const EventPtr& event : batch) {
        if (event->key.kind != StreamKind::Guild) continue;
        const bool concernsMembers =
            event->type == GatewayEvent::GuildMemberAdd || event->type == GatewayEvent::GuildMemberUpdate ||
            event->type == GatewayEvent::GuildMemberRemove || event->type == GatewayEvent::GuildRoleDelete;
        const bool isGone = event->type == GatewayEvent::GuildDelete;
        if (!concernsMembers && !isGone) continue;
        const std::lock_guard lock(m_mutex);
        const shared::GuildId guild = event->key.guildId();
        m_lists.erase(guild);
        if (isGone) m_pieces.erase(guild);
        m_changedAt[guild] = ++m_changes;
        if (m_changedAt.size() > 10 * kMaxGuilds) {
            m_changedAt.clear();
            m_lists.clear();
        }
    }
}

GuildJson::PiecesPtr GuildJson::piecesOf(const GuildGraphPtr& graph) {
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_pieces.find(graph->id());
        if (it != m_pieces.end() && it->second->graph == graph) return it->second;
    }
    auto made = std::make_shared<Pieces>();
    made->graph = graph;
    made->head = shared::toJson(graph->guild());
    made->head.chop(1);
    for (const auto* list : {&graph->channels(), &graph->threads()}) {
        for (const ChannelPtr& channel : *list) {
            ChannelText text;
            text.id = channel->id;
            text.isThread = shared::isThread(channel->type);
            const QByteArray json = shared::toJson(*channel);
            if (!splitAt(json, "\"last_message_id\":", text)) text.before = json;
            made->channels.push_back(std::move(text));
        }
    }
    const std::lock_guard lock(m_mutex);
    if (m_pieces.size() >= kMaxGuilds) m_pieces.clear();
    m_pieces[graph->id()] = made;
    return made;
}

shared::Result<QByteArray> GuildJson::allMembers(const SessionTraits& traits, shared::GuildId guild) {
    quint64 change = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_lists.find(guild); it != m_lists.end()) return it->second.json;
        if (const auto it = m_changedAt.find(guild); it != m_changedAt.end()) change = it->second;
    }
    ASSIGN_OR_RETURN(const QList<shared::Member> members, m_members.list(traits.actor, guild, {}, 1000));
    QByteArray json = shared::toJson(members);
    const std::lock_guard lock(m_mutex);
    const auto it = m_changedAt.find(guild);
    const bool isCurrent = it == m_changedAt.end() || it->second == change;
    if (isCurrent && m_lists.size() < kMaxGuilds) m_lists[guild] = {json, change};
    return json;
}

QByteArray GuildJson::someMembers(const GuildGraph& graph, const GuildMember& self,
                                  const QList<shared::Presence>& online) {
    QList<shared::UserId> ids;
    for (const shared::Presence& one : online) {
        if (one.user.id != self.userId) ids.append(one.user.id);
    }
    QByteArray out = "[";
    const auto add = [&out](const GuildMember& member) {
        QByteArray json = "{\"user\":" + member.userJson + ',';
        json.append(QByteArrayView(member.memberJson).sliced(1));
        appendList(out, json);
    };
    add(self);
    if (!ids.isEmpty()) {
        const auto members = m_access.members().findMany(graph.id(), ids);
        if (members.has_value()) {
            for (const MemberPtr& member : *members)
                add(*member);
        }
    }
    return out + ']';
}

shared::Result<QByteArray> GuildJson::write(const SessionTraits& traits, const GuildGraphPtr& graph,
                                            const GuildMember& member) {
    const PiecesPtr pieces = piecesOf(graph);
    const int count = graph->memberCount();
    const int threshold = traits.isPerson() ? kPeopleThreshold : std::clamp(traits.largeThreshold, 50, 250);
    const bool isLarge = count > threshold;
    const bool seesPresences = traits.has(Intent::GuildPresences);
    const QList<shared::Presence> online = seesPresences
                                               ? m_presence.onlineIn(graph->id(), isLarge ? kOnlineOfLarge : threshold)
                                               : QList<shared::Presence>();
    QByteArray members;
    if (!isLarge && (seesPresences || traits.has(Intent::GuildMembers))) {
        ASSIGN_OR_RETURN(members, allMembers(traits, graph->id()));
    } else {
        members = someMembers(*graph, member, online);
    }

    QByteArray channels = "[";
    QByteArray threads = "[";
    for (const ChannelText& text : pieces->channels) {
        if (!graph->canView(text.id, member, 0)) continue;
        QByteArray& out = text.isThread ? threads : channels;
        if (out.size() > 1) out.append(',');
        out.append(text.before);
        if (text.after.isEmpty()) continue;
        const shared::MessageId last = graph->lastMessage(text.id);
        out.append(last ? '"' + QByteArray::number(last.value()) + '"' : QByteArray("null"));
        out.append(text.after);
    }

    QList<shared::VoiceState> voices = m_voice.statesIn(graph->id());
    voices.removeIf([&](const shared::VoiceState& state) { return !graph->canView(*state.channelId, member, 0); });

    QByteArray out;
    out.reserve(pieces->head.size() + channels.size() + threads.size() + members.size() + 512 + online.size() * 160);
    out.append(pieces->head);
    out.append(",\"joined_at\":");
    out.append(shared::toJson(member.member.joinedAt));
    out.append(isLarge ? ",\"large\":true" : ",\"large\":false");
    out.append(",\"unavailable\":false,\"member_count\":").append(QByteArray::number(count));
    out.append(",\"voice_states\":").append(shared::toJson(voices));
    out.append(",\"members\":").append(members);
    out.append(",\"channels\":").append(channels);
    out.append("],\"threads\":").append(threads);
    out.append("],\"presences\":").append(shared::toJson(online));
    out.append(",\"stage_instances\":[],\"guild_scheduled_events\":[],\"soundboard_sounds\":[]}");
    return out;
}

}  // namespace server
