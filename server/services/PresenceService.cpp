#include "server/services/PresenceService.h"

#include <mutex>

#include <QtCore/QHash>
#include <QtCore/QSet>

#include "server/platform/threads/WorkerPool.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using shared::GatewayEvent;
using shared::Presence;
using shared::Status;
using shared::UserId;

namespace server {
namespace {

/** Longer than any session goes without a heartbeat; each change renews it. */
constexpr std::chrono::milliseconds kLife = 24h;

/** Do not disturb says most about what its user wants, then online, then idle. */
int weight(Status status) {
    switch (status) {
        case Status::Dnd:
            return 3;
        case Status::Online:
            return 2;
        case Status::Idle:
            return 1;
        default:
            return 0;
    }
}

/** What one session said, as it lies in the store. */
struct SessionSays {
    ClientKind client = ClientKind::Desktop;
    shared::PresenceUpdate presence;
};

QByteArray pack(const SessionSays& says) {
    return QByteArray::number(static_cast<int>(says.client)) + shared::toJson(says.presence);
}

std::optional<SessionSays> unpack(const QByteArray& bytes) {
    if (bytes.isEmpty()) return std::nullopt;
    auto presence = shared::fromJson<shared::PresenceUpdate>(QByteArrayView(bytes).sliced(1));
    if (!presence.has_value()) return std::nullopt;
    return SessionSays{static_cast<ClientKind>(bytes[0] - '0'), *std::move(presence)};
}

void setClient(shared::ClientStatus& status, ClientKind client, Status to) {
    shared::Field<Status>& field = client == ClientKind::Mobile ? status.mobile
                                   : client == ClientKind::Web  ? status.web
                                                                : status.desktop;
    if (!field.hasValue() || weight(field.value()) < weight(to)) field = to;
}

/** All sessions of a user as others see them; an invisible one is not there. */
Presence merge(UserId user, const QList<PresenceRow>& rows) {
    Presence merged;
    merged.user.id = user;
    // A bot's sessions are one program: what it said last counts. People's devices are weighed against each other.
    qint64 botSaidAt = 0;
    for (const PresenceRow& row : rows) {
        const auto says = unpack(row.presence);
        if (says && says->client == ClientKind::Web) botSaidAt = std::max(botSaidAt, row.setAt);
    }
    for (const PresenceRow& row : rows) {
        const auto says = unpack(row.presence);
        if (!says || weight(says->presence.status) == 0) continue;
        if (says->client == ClientKind::Web && row.setAt != botSaidAt) continue;
        setClient(merged.clientStatus, says->client, says->presence.status);
        if (merged.status == Status::Offline || weight(says->presence.status) > weight(merged.status)) {
            merged.status = says->presence.status;
        }
        if (!says->presence.activities.isEmpty()) merged.activities = says->presence.activities;
    }
    return merged;
}

}  // namespace

/** What this process has heard of everybody. */
class PresenceService::Board {
 public:
    /** False when somebody is about to tell already. */
    bool wantTelling(UserId user) {
        std::lock_guard lock(m_mutex);
        if (m_waiting.contains(user)) return false;
        m_waiting.insert(user);
        return true;
    }
    void beginTelling(UserId user) {
        std::lock_guard lock(m_mutex);
        m_waiting.remove(user);
    }
    void close() {
        std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    /** Runs `work` unless the service is gone; it cannot go meanwhile. */
    template <class F>
    void whileOpen(F&& work) {
        std::lock_guard lock(m_openMutex);
        {
            std::lock_guard inner(m_mutex);
            if (m_closed) return;
        }
        work();
    }
    std::mutex& openMutex() { return m_openMutex; }

    void set(shared::GuildId guild, const Presence& presence) {
        std::lock_guard lock(m_mutex);
        const UserId user = presence.user.id;
        if (presence.status == Status::Offline) {
            m_presences.remove(user);
            forget(guild, user);
            return;
        }
        Presence& kept = m_presences[user];
        kept = presence;
        kept.guildId.reset();
        m_byGuild[guild].insert(user);
        m_guildsOf[user].insert(guild);
    }
    /** Also of somebody who is in no guild yet: the first one they join will hear of it. */
    void note(const Presence& presence) {
        std::lock_guard lock(m_mutex);
        if (presence.status == Status::Offline) {
            m_presences.remove(presence.user.id);
        } else {
            m_presences[presence.user.id] = presence;
        }
    }
    void leave(shared::GuildId guild, UserId user) {
        std::lock_guard lock(m_mutex);
        forget(guild, user);
    }
    /** The guilds that have been told that this user is online. */
    QList<shared::GuildId> guildsThatKnow(UserId user) const {
        std::lock_guard lock(m_mutex);
        return m_guildsOf.value(user).values();
    }
    bool isOnline(UserId user) const {
        std::lock_guard lock(m_mutex);
        return m_presences.contains(user);
    }
    bool isKnownIn(shared::GuildId guild, UserId user) const {
        std::lock_guard lock(m_mutex);
        const auto users = m_byGuild.constFind(guild);
        return users != m_byGuild.constEnd() && users->contains(user);
    }
    Presence of(UserId user) const {
        std::lock_guard lock(m_mutex);
        const auto it = m_presences.constFind(user);
        if (it != m_presences.constEnd()) return *it;
        Presence offline;
        offline.user.id = user;
        return offline;
    }
    QList<Presence> online(const QList<UserId>& users) const {
        std::lock_guard lock(m_mutex);
        QList<Presence> found;
        for (const UserId user : users) {
            const auto it = m_presences.constFind(user);
            if (it != m_presences.constEnd()) found.append(*it);
        }
        return found;
    }
    QList<Presence> onlineIn(shared::GuildId guild, int limit) const {
        std::lock_guard lock(m_mutex);
        QList<Presence> found;
        const auto users = m_byGuild.constFind(guild);
        if (users == m_byGuild.constEnd()) return found;
        for (const UserId user : *users) {
            if (found.size() >= limit) break;
            const auto it = m_presences.constFind(user);
            if (it != m_presences.constEnd()) found.append(*it);
        }
        return found;
    }
    int onlineCount(shared::GuildId guild) const {
        std::lock_guard lock(m_mutex);
        const auto users = m_byGuild.constFind(guild);
        return users == m_byGuild.constEnd() ? 0 : static_cast<int>(users->size());
    }

 private:
    void forget(shared::GuildId guild, UserId user) {
        if (const auto users = m_byGuild.find(guild); users != m_byGuild.end()) {
            users->remove(user);
            if (users->isEmpty()) m_byGuild.erase(users);
        }
        if (const auto guilds = m_guildsOf.find(user); guilds != m_guildsOf.end()) {
            guilds->remove(guild);
            if (guilds->isEmpty()) m_guildsOf.erase(guilds);
        }
    }

    mutable std::mutex m_mutex;
    std::mutex m_openMutex;
    QHash<UserId, Presence> m_presences;
    QHash<shared::GuildId, QSet<UserId>> m_byGuild;
    QHash<UserId, QSet<shared::GuildId>> m_guildsOf;
    QSet<UserId> m_waiting;
    bool m_closed = false;
};

PresenceService::PresenceService(Storage& storage, EphemeralStore& store, EventBus& bus, WorkerPool& workers,
                                 const shared::Clock& clock)
    : m_storage(storage),
      m_store(store),
      m_bus(bus),
      m_workers(workers),
      m_clock(clock),
      m_board(std::make_shared<Board>()) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) { onEvents(batch); });
}

PresenceService::~PresenceService() {
    m_subscription.reset();
    std::lock_guard lock(m_board->openMutex());
    m_board->close();
}

void PresenceService::update(UserId user, const QByteArray& sessionId, ClientKind client,
                             const shared::PresenceUpdate& presence) {
    PresenceRow row;
    row.userId = user;
    row.sessionId = sessionId;
    row.presence = pack({client, presence});
    row.setAt = m_clock.nowMs();
    if (m_store.setPresence(row, kLife).has_value()) tellLater(user);
}

void PresenceService::end(UserId user, const QByteArray& sessionId) {
    if (m_store.removePresence(user, sessionId).has_value()) tellLater(user);
}

Presence PresenceService::of(UserId user) const {
    return m_board->of(user);
}
QList<Presence> PresenceService::online(const QList<UserId>& users) const {
    return m_board->online(users);
}
QList<Presence> PresenceService::onlineIn(shared::GuildId guild, int limit) const {
    return m_board->onlineIn(guild, limit);
}
int PresenceService::onlineCount(shared::GuildId guild) const {
    return m_board->onlineCount(guild);
}

void PresenceService::tellLater(UserId user) {
    if (!m_board->wantTelling(user)) return;
    const bool queued = m_workers.post([this, board = m_board, user] { board->whileOpen([&] { tell(user); }); });
    // A server that is too busy for this says it with the next change.
    if (!queued) m_board->beginTelling(user);
}

void PresenceService::tell(UserId user) {
    m_board->beginTelling(user);
    const auto rows = m_store.presences({user});
    if (!rows.has_value()) return;
    const Presence presence = merge(user, *rows);
    auto guilds = audienceOf(presence);
    if (!guilds.has_value()) return;

    // Who was told the same already is not told again: a resumed session changes nothing.
    const bool isNews = m_board->of(user) != presence;
    m_board->note(presence);
    if (!isNews) {
        const bool isOnline = presence.status != Status::Offline;
        guilds->removeIf([&](shared::GuildId guild) { return m_board->isKnownIn(guild, user) == isOnline; });
    }
    publish(presence, *guilds);
}

void PresenceService::publish(Presence presence, const QList<shared::GuildId>& guilds) {
    EventBatch batch;
    for (const shared::GuildId guild : guilds) {
        presence.guildId = guild;
        auto event = std::make_shared<Event>();
        event->key = StreamKey::guild(guild);
        event->type = GatewayEvent::PresenceUpdate;
        event->subject = presence.user.id;
        event->at = m_clock.nowMs();
        event->payload = shared::toJson(presence);
        event->model = presence;
        batch.append(std::move(event));
    }
    if (!batch.isEmpty()) m_bus.publish(batch);
}

void PresenceService::confirm(UserId user) {
    (void)m_workers.post([this, board = m_board, user] {
        board->whileOpen([&] {
            const auto rows = m_store.presences({user});
            const Presence presence = rows.has_value() ? merge(user, *rows) : Presence();
            if (!rows.has_value() || presence.status != Status::Offline) return;
            if (const auto guilds = guildsOf(user); guilds.has_value()) publish(presence, *guilds);
        });
    });
}

/** Who goes matters only where somebody was told that they had come. */
shared::Result<QList<shared::GuildId>> PresenceService::audienceOf(const Presence& presence) const {
    if (presence.status == Status::Offline) return m_board->guildsThatKnow(presence.user.id);
    return guildsOf(presence.user.id);
}

shared::Result<QList<shared::GuildId>> PresenceService::guildsOf(UserId user) const {
    ASSIGN_OR_RETURN(const QList<UserGuildRow> rows, m_storage.read(StreamKey::user(user), [](const ReadView& view) {
        return view.users().listGuilds();
    }));
    QList<shared::GuildId> guilds;
    for (const UserGuildRow& row : rows)
        guilds.append(row.guildId);
    return guilds;
}

void PresenceService::onEvents(const EventBatch& batch) {
    for (const EventPtr& event : batch) {
        if (event->type == GatewayEvent::PresenceUpdate && event->key.kind == StreamKind::Guild) {
            if (const auto* presence = std::any_cast<Presence>(&event->model)) {
                m_board->set(event->key.guildId(), *presence);
            } else if (const auto parsed = shared::fromJson<Presence>(event->payload); parsed.has_value()) {
                m_board->set(event->key.guildId(), *parsed);
            }
        } else if (event->key.kind == StreamKind::User && event->type == GatewayEvent::GuildCreate) {
            if (m_board->isOnline(event->key.userId())) tellLater(event->key.userId());
        } else if (event->key.kind == StreamKind::Guild && event->type == GatewayEvent::GuildMemberRemove) {
            m_board->leave(event->key.guildId(), event->subject);
        }
    }
}

}  // namespace server
