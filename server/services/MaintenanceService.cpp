#include "server/services/MaintenanceService.h"

#include "server/services/ChannelService.h"
#include "server/services/Pictures.h"

using namespace Qt::StringLiterals;
using shared::Result;

namespace server {
namespace {

constexpr int kKeysPerCall = 50;
constexpr int kChannelsPerKey = 10;
constexpr int kFilesPerKey = 100;
constexpr int kBlobsPerCall = 500;
constexpr int kEntriesPerKey = 500;
constexpr int kPiecesPerGuild = 50;
/** Discord's ids count from here, ms since 1970. */
constexpr qint64 kFirstSecond = 1420070400000;

const QString kAttachments = u"attachments/"_s;

}  // namespace

/** Calls `visit(key)`, which answers how much it did, for the next keys; after the last one it begins again. */
template <class Visit>
Result<int> MaintenanceService::goOn(Walk& walk, Visit&& visit) {
    ASSIGN_OR_RETURN(const QList<StreamKey> keys, m_parts.storage.listKeys(walk.kind, walk.next, kKeysPerCall));
    // First of all, so that a key that always fails does not keep the others from their turn.
    walk.next = keys.size() < kKeysPerCall ? 0 : keys.last().id;
    int total = 0;
    Result<void> worst;
    for (const StreamKey& key : keys) {
        const Result<int> done = visit(key);
        if (done.has_value()) {
            total += *done;
        } else {
            worst = done.error();
        }
    }
    if (!worst.has_value()) return worst.error();
    return total;
}

Result<int> MaintenanceService::removeExpiredInvites() {
    return goOn(m_invites, [this](const StreamKey& key) { return m_parts.invites.removeExpired(key.guildId()); });
}

Result<int> MaintenanceService::removeExpiredSessions() {
    const qint64 now = m_parts.clock.nowMs();
    return goOn(m_sessions, [&](const StreamKey& key) -> Result<int> {
        ASSIGN_OR_RETURN(const QList<SessionRow> sessions,
                         m_parts.storage.read(key, [](const ReadView& view) { return view.users().listSessions(); }));
        const bool hasExpired = std::ranges::any_of(
            sessions, [now](const SessionRow& one) { return one.expiresAt > 0 && one.expiresAt < now; });
        if (!hasExpired) return 0;
        return m_parts.storage.write(key, [now](Transaction& tx) { return tx.users().removeExpiredSessions(now); });
    });
}

Result<int> MaintenanceService::removeRemainsOfGuilds() {
    return goOn(m_remains, [this](const StreamKey& key) -> Result<int> {
        ASSIGN_OR_RETURN(const bool hasRemains, m_parts.storage.read(key, [](const ReadView& view) -> Result<bool> {
            ASSIGN_OR_RETURN(const auto guild, view.guilds().find());
            if (guild) return false;
            ASSIGN_OR_RETURN(const auto members, view.members().list({}, 1));
            if (!members.isEmpty()) return true;
            AuditLogQuery query;
            query.limit = 1;
            ASSIGN_OR_RETURN(const auto entries, view.auditLog().list(query));
            return !entries.isEmpty();
        }));
        int pieces = 0;
        bool isDone = !hasRemains;
        while (!isDone && pieces < kPiecesPerGuild) {
            ASSIGN_OR_RETURN(isDone, m_parts.guilds.removeRemains(key.guildId()));
            ++pieces;
        }
        return pieces;
    });
}

Result<int> MaintenanceService::removeMessagesOfChannels() {
    return goOn(m_channels, [this](const StreamKey& key) -> Result<int> {
        ASSIGN_OR_RETURN(const QList<shared::ChannelId> channels, m_parts.storage.read(key, [](const ReadView& view) {
            return view.channels().listRemoved(kChannelsPerKey);
        }));
        int removed = 0;
        for (const shared::ChannelId channel : channels) {
            ASSIGN_OR_RETURN(const int count, ChannelService::removeMessages(m_parts.storage, key, channel));
            removed += count;
        }
        return removed;
    });
}

Result<int> MaintenanceService::removeOrphansOf(const StreamKey& key, qint64 before) {
    ASSIGN_OR_RETURN(const QList<AttachmentRow> orphans, m_parts.storage.read(key, [&](const ReadView& view) {
        return view.attachments().listOrphans(before, kFilesPerKey);
    }));
    if (orphans.isEmpty()) return 0;
    // The file first: a row without its file is found again, a file without its row would not be.
    for (const AttachmentRow& orphan : orphans)
        RETURN_IF_ERROR(m_parts.blobs.remove(orphan.blob).and_then([](bool) -> Result<void> { return {}; }));
    RETURN_IF_ERROR(m_parts.storage.write(key, [&](Transaction& tx) -> Result<void> {
        for (const AttachmentRow& orphan : orphans) {
            ASSIGN_OR_RETURN(const bool removed, tx.attachments().remove(orphan.channelId, orphan.id));
            Q_UNUSED(removed)
        }
        return {};
    }));
    return static_cast<int>(orphans.size());
}

Result<int> MaintenanceService::removeOrphanedFiles(std::chrono::milliseconds age) {
    const qint64 before = m_parts.clock.nowMs() - age.count();
    const auto visit = [&](const StreamKey& key) { return removeOrphansOf(key, before); };
    ASSIGN_OR_RETURN(const int ofGuilds, goOn(m_guildFiles, visit));
    ASSIGN_OR_RETURN(const int ofDms, goOn(m_dmFiles, visit));
    return ofGuilds + ofDms;
}

/** "attachments/CHANNEL/ID/NAME" that no row names. */
Result<bool> MaintenanceService::isStray(const QString& blob) {
    const QStringList parts = blob.split(u'/');
    if (parts.size() != 4) return false;
    const auto channel = shared::ChannelId::fromString(parts[1]);
    const auto id = shared::AttachmentId::fromString(parts[2]);
    if (!channel || !id) return false;
    const auto key = m_parts.storage.keyOfChannel(*channel);
    if (!key.has_value()) {
        // The rows of a removed channel wait for removeOrphanedFiles, which does not miss the files.
        if (key.error().code() == shared::ErrorCode::UnknownChannel) return true;
        return key.error();
    }
    ASSIGN_OR_RETURN(const std::optional<AttachmentRow> row, m_parts.storage.read(*key, [&](const ReadView& view) {
        return view.attachments().find(*channel, *id);
    }));
    return !row;
}

Result<int> MaintenanceService::removeStrayFiles(std::chrono::milliseconds age) {
    const qint64 before = m_parts.clock.nowMs() - age.count();
    ASSIGN_OR_RETURN(const QList<BlobEntry> blobs, m_parts.blobs.list(m_lastBlob, kBlobsPerCall));
    m_lastBlob = blobs.size() < kBlobsPerCall ? QString() : blobs.last().name;
    int removed = 0;
    for (const BlobEntry& blob : blobs) {
        if (blob.modifiedAt >= before) continue;
        ASSIGN_OR_RETURN(const bool goes, blob.name.startsWith(kAttachments)
                                              ? isStray(blob.name)
                                              : isStrayPicture(m_parts.storage, m_parts.blobs, blob.name));
        if (!goes) continue;
        ASSIGN_OR_RETURN(const bool wasThere, m_parts.blobs.remove(blob.name));
        removed += wasThere ? 1 : 0;
    }
    return removed;
}

Result<int> MaintenanceService::trimAuditLogs(std::chrono::milliseconds keep) {
    const qint64 age = m_parts.clock.nowMs() - keep.count() - kFirstSecond;
    if (age <= 0) return 0;
    const shared::AuditLogEntryId oldest(static_cast<quint64>(age) << 22);
    return goOn(m_auditLogs, [&](const StreamKey& key) -> Result<int> {
        ASSIGN_OR_RETURN(const bool hasOld, m_parts.storage.read(key, [&](const ReadView& view) -> Result<bool> {
            AuditLogQuery query;
            query.before = oldest;
            query.limit = 1;
            ASSIGN_OR_RETURN(const auto entries, view.auditLog().list(query));
            return !entries.isEmpty();
        }));
        if (!hasOld) return 0;
        return m_parts.storage.write(key, [&](Transaction& tx) { return tx.auditLog().trim(oldest, kEntriesPerKey); });
    });
}

}  // namespace server
