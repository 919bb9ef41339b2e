#include "server/services/VoiceService.h"

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "server/platform/threads/WorkerPool.h"
#include "shared/json/JsonType.h"
#include "shared/permissions/PermissionCalculator.h"

namespace server {
namespace {

using shared::ChannelId;
using shared::ChannelType;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::GuildId;
using shared::Permission;
using shared::UserId;
using shared::VoiceState;

VoiceState withoutPlace(VoiceState state) {
    state.guildId.reset();
    state.member.reset();
    return state;
}

VoiceState goneFrom(VoiceState state) {
    state.channelId.reset();
    state.suppress = false;
    state.requestToSpeakTimestamp.reset();
    return state;
}

}  // namespace

void readJson(shared::JsonReader& reader, ModifyVoiceState& value) {
    if (!reader.enterObject()) return;
    reader("channel_id", value.channelId);
    reader("suppress", value.suppress);
    reader("request_to_speak_timestamp", value.requestToSpeakTimestamp);
}

/** Who is where, by guild and user, and what has yet to be done. */
class VoiceService::Board {
 public:
    struct Wish {
        Actor actor;
        QByteArray sessionId;
        std::optional<shared::UpdateVoiceState> state;  ///< none: the session is over
    };
    /** True if nobody is at work for the user. */
    bool push(Wish wish) {
        constexpr std::size_t kMostWishes = 32;
        const std::lock_guard lock(m_mutex);
        const auto [it, isNew] = m_wishes.try_emplace(wish.actor.userId);
        if (it->second.size() >= kMostWishes) it->second.pop_front();
        it->second.push_back(std::move(wish));
        return isNew;
    }
    std::optional<Wish> next(UserId user) {
        const std::lock_guard lock(m_mutex);
        const auto it = m_wishes.find(user);
        if (it == m_wishes.end()) return std::nullopt;
        if (it->second.empty()) {
            m_wishes.erase(it);
            return std::nullopt;
        }
        Wish wish = std::move(it->second.front());
        it->second.pop_front();
        return wish;
    }
    bool hasWishes(UserId user) const {
        const std::lock_guard lock(m_mutex);
        return m_wishes.contains(user);
    }

    std::optional<VoiceState> find(GuildId guild, UserId user) const {
        const std::lock_guard lock(m_mutex);
        const auto home = m_guilds.find(guild);
        if (home == m_guilds.end()) return std::nullopt;
        const auto it = home->second.find(user);
        return it == home->second.end() ? std::nullopt : std::optional(it->second);
    }
    /** @return what was there before */
    std::optional<VoiceState> put(GuildId guild, const VoiceState& state) {
        const std::lock_guard lock(m_mutex);
        auto& home = m_guilds[guild];
        const auto it = home.find(state.userId);
        if (it == home.end()) {
            home.emplace(state.userId, state);
            return std::nullopt;
        }
        return std::exchange(it->second, state);
    }
    std::optional<VoiceState> take(GuildId guild, UserId user) {
        const std::lock_guard lock(m_mutex);
        const auto home = m_guilds.find(guild);
        if (home == m_guilds.end()) return std::nullopt;
        const auto it = home->second.find(user);
        if (it == home->second.end()) return std::nullopt;
        std::optional<VoiceState> taken = std::move(it->second);
        home->second.erase(it);
        if (home->second.empty()) m_guilds.erase(home);
        return taken;
    }
    QList<VoiceState> in(GuildId guild) const {
        const std::lock_guard lock(m_mutex);
        QList<VoiceState> states;
        const auto home = m_guilds.find(guild);
        if (home == m_guilds.end()) return states;
        for (const auto& [user, state] : home->second)
            states.append(state);
        return states;
    }
    int countIn(GuildId guild, ChannelId channel, UserId except) const {
        int count = 0;
        for (const VoiceState& state : in(guild)) {
            if (state.channelId == channel && state.userId != except) ++count;
        }
        return count;
    }
    /** The guilds where the user is connected; of one session only, if it is named. */
    QList<GuildId> guildsOf(UserId user, const QByteArray& sessionId = {}) const {
        const std::lock_guard lock(m_mutex);
        QList<GuildId> guilds;
        for (const auto& [guild, home] : m_guilds) {
            const auto it = home.find(user);
            if (it == home.end()) continue;
            if (sessionId.isEmpty() || it->second.sessionId.toLatin1() == sessionId) guilds.append(guild);
        }
        return guilds;
    }
    void dropGuild(GuildId guild) {
        const std::lock_guard lock(m_mutex);
        m_guilds.erase(guild);
    }

 private:
    mutable std::mutex m_mutex;
    std::unordered_map<GuildId, std::unordered_map<UserId, VoiceState>> m_guilds;
    std::unordered_map<UserId, std::deque<Wish>> m_wishes;
};

VoiceService::VoiceService(ServiceParts parts, WorkerPool& workers)
    : m_parts(parts), m_workers(workers), m_board(std::make_unique<Board>()) {
    m_subscription = parts.bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onEvents(batch); });
}

VoiceService::~VoiceService() {
    m_subscription.reset();
}

// ---- what sessions ask for -------------------------------------------------------------------------------------

bool VoiceService::ask(const Actor& actor, const QByteArray& sessionId, const shared::UpdateVoiceState& wish) {
    return m_board->push({actor, sessionId, wish});
}

bool VoiceService::askToEnd(UserId user, const QByteArray& sessionId) {
    if (!m_board->hasWishes(user) && m_board->guildsOf(user, sessionId).isEmpty()) return false;
    Actor actor;
    actor.userId = user;
    return m_board->push({actor, sessionId, std::nullopt});
}

void VoiceService::settle(UserId user) {
    while (const auto wish = m_board->next(user)) {
        if (wish->state) {
            (void)update(wish->actor, wish->sessionId, *wish->state);  // refused: nobody has joined anything
            continue;
        }
        for (const GuildId guild : m_board->guildsOf(user, wish->sessionId))
            leave(guild, user);
    }
}

shared::Result<void> VoiceService::update(const Actor& actor, const QByteArray& sessionId,
                                          const shared::UpdateVoiceState& wish) {
    if (wish.guildId.hasValue() && wish.channelId.hasValue()) return connect(actor, sessionId, wish);
    if (wish.channelId.hasValue()) return ErrorCode::UnknownChannel;  // calls are not offered
    if (wish.guildId.hasValue()) {
        leave(*wish.guildId, actor.userId);
        return {};
    }
    for (const GuildId guild : m_board->guildsOf(actor.userId, sessionId))
        leave(guild, actor.userId);
    return {};
}

shared::Result<void> VoiceService::connect(const Actor& actor, const QByteArray& sessionId,
                                           const shared::UpdateVoiceState& wish) {
    const GuildId guild = *wish.guildId;
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, *wish.channelId));
    if (access.guildId() != guild || !shared::isVoice(access.channel->type)) return ErrorCode::UnknownChannel;
    const std::optional<VoiceState> old = m_board->find(guild, actor.userId);
    const bool isThere = old && old->channelId == access.channelId();
    if (!isThere) {
        if (!access.has(Permission::Connect)) return ErrorCode::MissingPermissions;
        const int places = access.channel->userLimit.valueOr(0);
        const bool isFull = places > 0 && m_board->countIn(guild, access.channelId(), actor.userId) >= places;
        if (isFull && !access.has(Permission::MoveMembers)) return ErrorCode::MissingPermissions;
    }
    if (!actor.isBot) {
        for (const GuildId other : m_board->guildsOf(actor.userId)) {
            if (other != guild) leave(other, actor.userId);
        }
    }
    VoiceState state = isThere ? *old : VoiceState();
    state.guildId = guild;
    state.channelId = access.channelId();
    state.userId = actor.userId;
    state.member = shared::Box<shared::Member>(access.member->member);
    state.sessionId = QString::fromLatin1(sessionId);
    state.deaf = access.member->member.deaf;
    state.mute = access.member->member.mute;
    state.selfMute = wish.selfMute;
    state.selfDeaf = wish.selfDeaf;
    state.selfVideo = wish.selfVideo.valueOr(false) && access.has(Permission::Stream);
    // An audience listens until it is let onto the stage.
    if (!isThere) state.suppress = access.channel->type == ChannelType::GuildStageVoice;
    put(state);
    // Whoever took the member or the channel away meanwhile has found no state to end.
    const auto still = m_parts.access.require(actor, access.channelId());
    if (!still.has_value()) leave(guild, actor.userId);
    return still.has_value() ? shared::Result<void>() : still.error();
}

// ---- reading and moderating ------------------------------------------------------------------------------------

QList<VoiceState> VoiceService::statesIn(GuildId guild) const {
    QList<VoiceState> states = m_board->in(guild);
    for (VoiceState& state : states)
        state = withoutPlace(std::move(state));
    return states;
}

bool VoiceService::isConnected(GuildId guild, UserId user) const {
    return m_board->find(guild, user).has_value();
}

shared::Result<VoiceState> VoiceService::get(const Actor& actor, GuildId guild, UserId user) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    const std::optional<VoiceState> state = m_board->find(guild, user);
    const bool isSeen = state && access.graph->canView(*state->channelId, *access.member, m_parts.clock.nowMs());
    if (!isSeen) return ErrorCode::UnknownVoiceState;
    return *state;
}

/** The state of somebody who is in a stage channel that the actor sees. @param may what the actor may do there */
shared::Result<VoiceState> VoiceService::inStage(const GuildAccess& access, UserId user, const ModifyVoiceState& body,
                                                 shared::Permissions& may) const {
    const std::optional<VoiceState> state = m_board->find(access.guildId(), user);
    if (!state) return ErrorCode::UnknownVoiceState;
    may = access.graph->permissionsIn(*state->channelId, *access.member, m_parts.clock.nowMs());
    const shared::Channel* channel = access.graph->channel(*state->channelId);
    const bool isAsked = !body.channelId.hasValue() || body.channelId.value() == state->channelId;
    if (channel == nullptr || !may.has(Permission::ViewChannel) || !isAsked) return ErrorCode::UnknownVoiceState;
    if (channel->type != ChannelType::GuildStageVoice) return ErrorCode::WrongChannelType;
    return *state;
}

shared::Result<void> VoiceService::modifySelf(const Actor& actor, GuildId guild, const ModifyVoiceState& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    shared::Permissions may;
    ASSIGN_OR_RETURN(VoiceState state, inStage(access, actor.userId, body, may));
    if (body.suppress.hasValue()) {
        if (!*body.suppress && !may.has(Permission::MuteMembers)) return ErrorCode::MissingPermissions;
        state.suppress = *body.suppress;
        if (!state.suppress) state.requestToSpeakTimestamp.reset();
    }
    if (body.requestToSpeakTimestamp.isPresent()) {
        if (body.requestToSpeakTimestamp.hasValue() && !may.has(Permission::RequestToSpeak)) {
            return ErrorCode::MissingPermissions;
        }
        state.requestToSpeakTimestamp = body.requestToSpeakTimestamp.toOptional();
    }
    put(state);
    return {};
}

shared::Result<void> VoiceService::modify(const Actor& actor, GuildId guild, UserId user,
                                          const ModifyVoiceState& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    shared::Permissions may;
    ASSIGN_OR_RETURN(VoiceState state, inStage(access, user, body, may));
    if (!may.has(Permission::MuteMembers)) return ErrorCode::MissingPermissions;
    if (!body.suppress.hasValue() || *body.suppress == state.suppress) return {};
    ASSIGN_OR_RETURN(const MemberPtr member, m_parts.members().get(guild, user));
    state.suppress = *body.suppress;
    state.requestToSpeakTimestamp.reset();
    // A person is invited and has yet to accept; a bot speaks at once.
    if (!state.suppress && !member->isBot) state.requestToSpeakTimestamp = shared::Timestamp(m_parts.clock.nowMs());
    put(state);
    return {};
}

shared::Result<void> VoiceService::checkMove(const GuildAccess& access, UserId user,
                                             const shared::Field<ChannelId>& to) {
    if (!to.hasValue()) return {};
    const shared::Channel* channel = access.graph->channel(*to);
    if (channel == nullptr || !shared::isVoice(channel->type)) return ErrorCode::UnknownChannel;
    const shared::Permissions needed = Permission::ViewChannel | Permission::Connect;
    const qint64 now = m_parts.clock.nowMs();
    if (!access.graph->permissionsIn(channel->id, *access.member, now).has(needed)) {
        return ErrorCode::MissingPermissions;
    }
    ASSIGN_OR_RETURN(const MemberPtr member, m_parts.members().get(access.guildId(), user));
    if (!access.graph->canView(channel->id, *member, now)) return ErrorCode::MissingPermissions;
    return {};
}

void VoiceService::follow(const GuildGraph& graph, const shared::Member& member, const shared::ModifyMember& body) {
    const UserId user = member.user.value().id;
    std::optional<VoiceState> state = m_board->find(graph.id(), user);
    if (!state) return;
    if (body.channelId.isNull()) return leave(graph.id(), user);
    state->mute = member.mute;
    state->deaf = member.deaf;
    state->member = shared::Box<shared::Member>(member);
    if (body.channelId.hasValue() && state->channelId != body.channelId.value()) {
        state->channelId = body.channelId.value();
        const shared::Channel* channel = graph.channel(*body.channelId);
        state->suppress = channel != nullptr && channel->type == ChannelType::GuildStageVoice;
        state->requestToSpeakTimestamp.reset();
    }
    put(*state);
}

// ---- telling ---------------------------------------------------------------------------------------------------

void VoiceService::put(const VoiceState& state) {
    const std::optional<VoiceState> before = m_board->put(*state.guildId, state);
    m_parts.bus.publish(news(before ? &*before : nullptr, state));
}

void VoiceService::leave(GuildId guild, UserId user) {
    const std::optional<VoiceState> before = m_board->take(guild, user);
    if (before) m_parts.bus.publish(news(&*before, goneFrom(*before)));
}

EventBatch VoiceService::news(const VoiceState* before, const VoiceState& now) const {
    EventBatch batch;
    if (before != nullptr && *before == now) return batch;
    const ChannelId from = before != nullptr ? before->channelId.value_or(ChannelId()) : ChannelId();
    const ChannelId to = now.channelId.value_or(ChannelId());
    if (from && !to) batch.append(eventOf(now, from, {}));
    if (from && to && from != to) batch.append(eventOf(goneFrom(now), from, to));
    if (to) batch.append(eventOf(now, to, {}));
    return batch;
}

EventPtr VoiceService::eventOf(const VoiceState& state, ChannelId seenIn, ChannelId unlessSeenIn) const {
    auto event = std::make_shared<Event>();
    event->key = StreamKey::guild(*state.guildId);
    event->type = GatewayEvent::VoiceStateUpdate;
    event->at = m_parts.clock.nowMs();
    event->channelId = seenIn;
    event->unlessChannelId = unlessSeenIn;
    event->subject = state.userId;
    event->payload = shared::toJson(state);
    return event;
}

void VoiceService::onEvents(const EventBatch& batch) {
    EventBatch told;
    const auto remove = [&](GuildId guild, UserId user) {
        const std::optional<VoiceState> before = m_board->take(guild, user);
        if (before) told += news(&*before, goneFrom(*before));
    };
    for (const EventPtr& event : batch) {
        if (event->key.kind != StreamKind::Guild) continue;
        const GuildId guild = event->key.guildId();
        if (event->type == GatewayEvent::GuildDelete) {
            m_board->dropGuild(guild);
        } else if (event->type == GatewayEvent::GuildMemberRemove) {
            remove(guild, event->subject);
        } else if (event->type == GatewayEvent::ChannelDelete) {
            for (const VoiceState& state : m_board->in(guild)) {
                if (state.channelId == event->channelId) remove(guild, state.userId);
            }
        }
    }
    if (told.isEmpty()) return;
    // Not from inside the bus's call; the bus outlives the workers.
    (void)m_workers.post([&bus = m_parts.bus, told] { bus.publish(told); });
}

}  // namespace server
