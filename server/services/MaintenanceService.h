#pragma once

#include "server/services/GuildService.h"
#include "server/services/InviteService.h"
#include "server/storage/BlobStore.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"

namespace server {

/**
 * What has to be done from time to time. Blocking calls, for the jobs' thread; each does a bounded piece of work, goes
 * round over guilds or users where it left off, and answers how much it removed.
 */
class MaintenanceService {
 public:
    struct Parts {
        Storage& storage;
        InviteService& invites;
        GuildService& guilds;
        BlobStore& blobs;
        const shared::Clock& clock;
    };
    explicit MaintenanceService(Parts parts) : m_parts(parts) {}

    /** Applies what a unit owed and could not be applied at once. @return rows that are left */
    shared::Result<int> repairOutbox() { return m_parts.storage.repairOutbox(); }
    /** Forgets events that no session can still ask for. @param keep how long they are kept */
    shared::Result<int> trimEventLog(std::chrono::milliseconds keep) {
        return m_parts.storage.trimEventLog(m_parts.clock.nowMs() - keep.count());
    }
    /** Ends invites that have expired. */
    shared::Result<int> removeExpiredInvites();
    /** Removes tokens that have expired; nobody could log in with them any more. */
    shared::Result<int> removeExpiredSessions();
    /** Takes out members and audit log of guilds that were removed. @return pieces of work */
    shared::Result<int> removeRemainsOfGuilds();
    /** Removes the messages of channels that were removed, of whole guilds too. */
    shared::Result<int> removeMessagesOfChannels();
    /** Removes files whose message has been gone for this long, or that were never sent. */
    shared::Result<int> removeOrphanedFiles(std::chrono::milliseconds age);
    /** Removes files of this age that no row names: left by a crash before the commit, or replaced since. */
    shared::Result<int> removeStrayFiles(std::chrono::milliseconds age);
    /** Removes entries of audit logs older than this. */
    shared::Result<int> trimAuditLogs(std::chrono::milliseconds keep);

 private:
    /** Where a walk over all keys of a kind goes on. */
    struct Walk {
        StreamKind kind;
        quint64 next = 0;
    };
    template <class Visit>
    shared::Result<int> goOn(Walk& walk, Visit&& visit);
    shared::Result<int> removeOrphansOf(const StreamKey& key, qint64 before);
    shared::Result<bool> isStray(const QString& blob);

    Parts m_parts;
    Walk m_invites{StreamKind::Guild};
    Walk m_sessions{StreamKind::User};
    Walk m_remains{StreamKind::Guild};
    Walk m_channels{StreamKind::Guild};
    Walk m_guildFiles{StreamKind::Guild};
    Walk m_dmFiles{StreamKind::Channel};
    Walk m_auditLogs{StreamKind::Guild};
    QString m_lastBlob;
};

}  // namespace server
