#pragma once

#include <memory>

#include "server/events/EventBus.h"
#include "server/services/InviteService.h"
#include "server/storage/EphemeralStore.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"
#include "shared/models/Presence.h"

namespace server {

class WorkerPool;

/** The kind of client that a session runs in; becomes the key in `client_status`. */
enum class ClientKind : quint8 { Desktop, Mobile, Web };

/**
 * Who is online and what they do: what the sessions of a user say, merged, and told to all who share a guild.
 *
 * Eventual: changes are coalesced, nothing is durable. What a session says lies in the EphemeralStore, which all nodes
 * share; what others see is folded from PRESENCE_UPDATE events, so every node knows it. Any thread; nothing blocks but
 * the telling, which is done on a worker.
 */
class PresenceService final : public OnlineCounter {
 public:
    PresenceService(Storage& storage, EphemeralStore& store, EventBus& bus, WorkerPool& workers,
                    const shared::Clock& clock);
    ~PresenceService() override;

    /** A session began, or says something new. */
    void update(shared::UserId user, const QByteArray& sessionId, ClientKind client,
                const shared::PresenceUpdate& presence);
    /** A session ended; with the last one the user is offline. */
    void end(shared::UserId user, const QByteArray& sessionId);

    /** A session that was kept over a restart has not come back: unless the user has another, says that they are gone.
     */
    void confirm(shared::UserId user);

    /** As others see it; status Offline where there is none. Without guild_id. */
    shared::Presence of(shared::UserId user) const;
    /** Those of `users` who are not offline. */
    QList<shared::Presence> online(const QList<shared::UserId>& users) const;
    /** Members of a guild who are online now, at most `limit`. */
    QList<shared::Presence> onlineIn(shared::GuildId guild, int limit) const;
    int onlineCount(shared::GuildId guild) const;
    int onlineMembers(shared::GuildId guild) override { return onlineCount(guild); }

 private:
    class Board;

    void tellLater(shared::UserId user);
    void tell(shared::UserId user);
    shared::Result<QList<shared::GuildId>> audienceOf(const shared::Presence& presence) const;
    shared::Result<QList<shared::GuildId>> guildsOf(shared::UserId user) const;
    void publish(shared::Presence presence, const QList<shared::GuildId>& guilds);
    void onEvents(const EventBatch& batch);

    Storage& m_storage;
    EphemeralStore& m_store;
    EventBus& m_bus;
    WorkerPool& m_workers;
    const shared::Clock& m_clock;
    /** Shared with tasks on workers, which may outlive this object by a moment. */
    std::shared_ptr<Board> m_board;
    EventBus::Subscription m_subscription;
};

}  // namespace server
