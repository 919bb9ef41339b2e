#include "server/services/Users.h"

#include "server/services/AccountRemoval.h"
#include "server/services/Accounts.h"
#include "shared/json/JsonType.h"

namespace server {

Users::Users(Storage& storage, EventBus& bus, int maxUsers)
    : m_storage(storage), m_maxPerShard(static_cast<size_t>(std::max(maxUsers / kShards, 1))) {
    m_subscription = bus.subscribe(EventBus::Phase::Caches, [this](const EventBatch& batch) {
        for (const EventPtr& event : batch) {
            if (event->type == shared::GatewayEvent::UserUpdate && event->key.userId()) forget(event->key.userId());
            if (event->type == shared::GatewayEvent::AuthSessionChange && saysDeleted(*event)) {
                noteDeleted(event->key.userId());
                forget(event->key.userId());
            }
        }
    });
}

Users::~Users() {
    m_subscription.reset();
}

PublicUser Users::fromRow(const AccountRow& row) {
    PublicUser out;
    out.user = publicUser(row);
    out.version = row.version;
    out.isDeleted = row.deletedAt != 0;
    out.json = shared::toJson(out.user);
    out.ownJson = shared::toJson(currentUser(row));
    return out;
}

shared::Result<UserPtr> Users::get(shared::UserId id) {
    Shard& home = shard(id);
    quint64 generation = 0;
    {
        const std::lock_guard lock(home.mutex);
        if (const auto it = home.users.find(id); it != home.users.end()) return it->second;
        generation = home.generation;
    }
    ASSIGN_OR_RETURN(const AccountRow row,
                     m_storage.read(StreamKey::user(id), [](const ReadView& view) { return view.users().get(); }));
    UserPtr user = std::make_shared<const PublicUser>(fromRow(row));
    const std::lock_guard lock(home.mutex);
    if (home.generation == generation) {
        if (home.users.size() >= m_maxPerShard) home.users.erase(home.users.begin());
        home.users[id] = user;
    }
    return user;
}

UserPtr Users::cached(shared::UserId id) const {
    Shard& home = shard(id);
    const std::lock_guard lock(home.mutex);
    const auto it = home.users.find(id);
    return it == home.users.end() ? nullptr : it->second;
}

shared::Result<void> Users::loadDeleted() {
    ASSIGN_OR_RETURN(const QList<shared::UserId> gone, m_storage.read(kServerKey, readDeletedUsers));
    for (const shared::UserId id : gone)
        noteDeleted(id);
    return {};
}

bool Users::isDeleted(shared::UserId id) const {
    if (!m_hasDeleted.load(std::memory_order_relaxed)) return false;
    const std::shared_lock lock(m_deletedMutex);
    return m_deleted.contains(id);
}

void Users::noteDeleted(shared::UserId id) {
    const std::unique_lock lock(m_deletedMutex);
    m_deleted.insert(id);
    m_hasDeleted.store(true, std::memory_order_relaxed);
}

void Users::forget(shared::UserId id) {
    Shard& home = shard(id);
    const std::lock_guard lock(home.mutex);
    ++home.generation;
    home.users.erase(id);
}

}  // namespace server
