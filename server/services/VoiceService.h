#pragma once

#include <memory>

#include "server/services/Actor.h"
#include "server/services/ServiceParts.h"
#include "shared/models/VoiceState.h"
#include "shared/protocol/GatewayPayloads.h"
#include "shared/protocol/requests/MemberRequests.h"

namespace server {

class WorkerPool;

/** PATCH /guilds/{guild.id}/voice-states/...: stage channels only. */
struct ModifyVoiceState {
    shared::Field<shared::ChannelId> channelId;
    shared::Field<bool> suppress;
    shared::Field<shared::Timestamp> requestToSpeakTimestamp;  ///< of the actor's own state alone
};
void readJson(shared::JsonReader& reader, ModifyVoiceState& value);

/**
 * Who is in which voice channel, muted or deafened by themselves or by the guild. Publishes VOICE_STATE_UPDATE, which
 * is not in the log: the states live as long as the process and end with the gateway session that made them. They say
 * who is there; sound is not carried here.
 *
 * Whoever may not view a channel hears nothing of it: for them somebody who moves into it leaves. Any thread; blocks
 * when something has to be loaded.
 */
class VoiceService {
 public:
    VoiceService(ServiceParts parts, WorkerPool& workers);
    ~VoiceService();

    /**
     * Opcode 4, kept for settle(): a user's wishes are met one after the other. Never blocks.
     * @return true if settle() is to be called for the user, on a worker
     */
    bool ask(const Actor& actor, const QByteArray& sessionId, const shared::UpdateVoiceState& wish);
    /** The session is over: it leaves the channel that it was in. As ask(); false also where it is in none. */
    bool askToEnd(shared::UserId user, const QByteArray& sessionId);
    /** Meets all that was asked for by the user until now. Blocks. */
    void settle(shared::UserId user);
    /**
     * Join, move, mute, leave. A person is in one channel at a time, a bot in one of each guild. Joining needs
     * CONNECT, and a place where the channel is full (or MOVE_MEMBERS).
     */
    shared::Result<void> update(const Actor& actor, const QByteArray& sessionId, const shared::UpdateVoiceState& wish);

    /** Everybody in a guild's channels, as GUILD_CREATE has them: without guild_id and member. Never blocks. */
    QList<shared::VoiceState> statesIn(shared::GuildId guild) const;
    /** Or UnknownVoiceState, also where the actor may not view the channel. */
    shared::Result<shared::VoiceState> get(const Actor& actor, shared::GuildId guild, shared::UserId user);
    /** Of a speaker in a stage channel. Speaking by oneself needs MUTE_MEMBERS; asking for it REQUEST_TO_SPEAK. */
    shared::Result<void> modifySelf(const Actor& actor, shared::GuildId guild, const ModifyVoiceState& body);
    /** Needs MUTE_MEMBERS. */
    shared::Result<void> modify(const Actor& actor, shared::GuildId guild, shared::UserId user,
                                const ModifyVoiceState& body);

    bool isConnected(shared::GuildId guild, shared::UserId user) const;
    /** Where a member is to be moved: a voice channel that both may enter. Null disconnects. */
    shared::Result<void> checkMove(const GuildAccess& access, shared::UserId user,
                                   const shared::Field<shared::ChannelId>& to);
    /** After the member's row was written: mute, deaf and channel of a connected member follow it. */
    void follow(const GuildGraph& graph, const shared::Member& member, const shared::ModifyMember& body);

 private:
    class Board;

    shared::Result<void> connect(const Actor& actor, const QByteArray& sessionId, const shared::UpdateVoiceState& wish);
    shared::Result<shared::VoiceState> inStage(const GuildAccess& access, shared::UserId user,
                                               const ModifyVoiceState& body, shared::Permissions& may) const;
    /** Writes it and tells what changed. */
    void put(const shared::VoiceState& state);
    void leave(shared::GuildId guild, shared::UserId user);
    /** @param before null where nobody was */
    EventBatch news(const shared::VoiceState* before, const shared::VoiceState& now) const;
    EventPtr eventOf(const shared::VoiceState& state, shared::ChannelId seenIn, shared::ChannelId unlessSeenIn) const;
    void onEvents(const EventBatch& batch);

    ServiceParts m_parts;
    WorkerPool& m_workers;
    std::unique_ptr<Board> m_board;
    EventBus::Subscription m_subscription;
};

}  // namespace server
