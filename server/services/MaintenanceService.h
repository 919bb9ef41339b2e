#pragma once

#include "server/services/InviteService.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"

namespace server {

/** What has to be done from time to time. Blocking calls, for the jobs' thread; each does a bounded piece of work. */
class MaintenanceService {
 public:
    MaintenanceService(Storage& storage, InviteService& invites, const shared::Clock& clock)
        : m_storage(storage), m_invites(invites), m_clock(clock) {}

    /** Applies what a unit owed and could not be applied at once. @return rows that are left */
    shared::Result<int> repairOutbox() { return m_storage.repairOutbox(); }
    /** Forgets events that no session can still ask for. @param keep how long they are kept @return how many went */
    shared::Result<int> trimEventLog(std::chrono::milliseconds keep) {
        return m_storage.trimEventLog(m_clock.nowMs() - keep.count());
    }
    /** Ends invites that have expired, in a few guilds per call, going round. @return how many */
    shared::Result<int> removeExpiredInvites();

 private:
    Storage& m_storage;
    InviteService& m_invites;
    const shared::Clock& m_clock;
    quint64 m_nextGuild = 0;
};

}  // namespace server
