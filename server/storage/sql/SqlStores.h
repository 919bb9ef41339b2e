#pragma once

#include <memory>

#include "server/storage/EventLogStore.h"
#include "server/storage/OutboxStore.h"
#include "server/storage/Transaction.h"
#include "server/storage/sql/SqlConnection.h"

namespace server {

/** What the stores of one connection work on just now. */
struct SqlContext {
    SqlConnection& sql;
    StreamKey key;
    int partition = 0;
    qint64 now = 0;

    void setKey(const StreamKey& newKey) {
        key = newKey;
        partition = partitionOf(newKey);
    }
};

std::unique_ptr<UserStore> makeSqlUserStore(SqlContext& context);
std::unique_ptr<ApplicationStore> makeSqlApplicationStore(SqlContext& context);
std::unique_ptr<GuildStore> makeSqlGuildStore(SqlContext& context, ChannelStore& channels, RoleStore& roles,
                                              MemberStore& members, EventLogStore& events);
std::unique_ptr<ChannelStore> makeSqlChannelStore(SqlContext& context);
std::unique_ptr<RoleStore> makeSqlRoleStore(SqlContext& context);
std::unique_ptr<MemberStore> makeSqlMemberStore(SqlContext& context);
std::unique_ptr<BanStore> makeSqlBanStore(SqlContext& context);
std::unique_ptr<InviteStore> makeSqlInviteStore(SqlContext& context);
std::unique_ptr<MessageStore> makeSqlMessageStore(SqlContext& context);
std::unique_ptr<ReactionStore> makeSqlReactionStore(SqlContext& context);
std::unique_ptr<AttachmentStore> makeSqlAttachmentStore(SqlContext& context);
std::unique_ptr<ReadStateStore> makeSqlReadStateStore(SqlContext& context);
std::unique_ptr<AuditLogStore> makeSqlAuditLogStore(SqlContext& context);
std::unique_ptr<DirectoryStore> makeSqlDirectoryStore(SqlContext& context);
std::unique_ptr<OutboxStore> makeSqlOutboxStore(SqlContext& context);
std::unique_ptr<EventLogStore> makeSqlEventLogStore(SqlContext& context);

/** All the stores of one connection. */
class SqlStores {
 public:
    explicit SqlStores(SqlConnection& connection);
    ~SqlStores();

    SqlContext& context() { return m_context; }
    StoreSet set() const;
    OutboxStore& outbox() { return *m_outbox; }
    EventLogStore& events() { return *m_events; }

 private:
    SqlContext m_context;
    std::unique_ptr<EventLogStore> m_events;
    std::unique_ptr<OutboxStore> m_outbox;
    std::unique_ptr<UserStore> m_users;
    std::unique_ptr<ApplicationStore> m_applications;
    std::unique_ptr<ChannelStore> m_channels;
    std::unique_ptr<RoleStore> m_roles;
    std::unique_ptr<MemberStore> m_members;
    std::unique_ptr<GuildStore> m_guilds;
    std::unique_ptr<BanStore> m_bans;
    std::unique_ptr<InviteStore> m_invites;
    std::unique_ptr<MessageStore> m_messages;
    std::unique_ptr<ReactionStore> m_reactions;
    std::unique_ptr<AttachmentStore> m_attachments;
    std::unique_ptr<ReadStateStore> m_readStates;
    std::unique_ptr<AuditLogStore> m_auditLog;
    std::unique_ptr<DirectoryStore> m_directory;
};

/** The partition of a directory's entry: FNV-1a over UTF-8, then placementHash(); see docs/partitions.md. */
int partitionOfName(const QString& name);

// The directory belongs to no key, so its look-ups and claims take a connection. A claim alone is not found.

shared::Result<std::optional<StreamKey>> lookUpName(SqlConnection& sql, DirectoryKind kind, const QString& name);
shared::Result<bool> claimName(SqlConnection& sql, DirectoryKind kind, const QString& name, const StreamKey& target,
                               qint64 now, qint64 until);
/** Only if it is `target`'s. @param onlyClaim leave it if it has been confirmed */
shared::Result<void> releaseName(SqlConnection& sql, DirectoryKind kind, const QString& name, const StreamKey& target,
                                 bool onlyClaim);

}  // namespace server
