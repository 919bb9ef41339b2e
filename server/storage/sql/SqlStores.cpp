#include "server/storage/sql/SqlStores.h"

namespace server {

SqlStores::SqlStores(SqlConnection& connection)
    : m_context{connection, {}, 0, 0},
      m_events(makeSqlEventLogStore(m_context)),
      m_outbox(makeSqlOutboxStore(m_context)),
      m_users(makeSqlUserStore(m_context)),
      m_applications(makeSqlApplicationStore(m_context)),
      m_channels(makeSqlChannelStore(m_context)),
      m_roles(makeSqlRoleStore(m_context)),
      m_members(makeSqlMemberStore(m_context)),
      m_guilds(makeSqlGuildStore(m_context, *m_channels, *m_roles, *m_members, *m_events)),
      m_bans(makeSqlBanStore(m_context)),
      m_invites(makeSqlInviteStore(m_context)),
      m_messages(makeSqlMessageStore(m_context)),
      m_reactions(makeSqlReactionStore(m_context)),
      m_attachments(makeSqlAttachmentStore(m_context)),
      m_readStates(makeSqlReadStateStore(m_context)),
      m_auditLog(makeSqlAuditLogStore(m_context)),
      m_directory(makeSqlDirectoryStore(m_context)) {}

SqlStores::~SqlStores() = default;

StoreSet SqlStores::set() const {
    StoreSet set;
    set.users = m_users.get();
    set.applications = m_applications.get();
    set.guilds = m_guilds.get();
    set.channels = m_channels.get();
    set.roles = m_roles.get();
    set.members = m_members.get();
    set.bans = m_bans.get();
    set.invites = m_invites.get();
    set.messages = m_messages.get();
    set.reactions = m_reactions.get();
    set.attachments = m_attachments.get();
    set.readStates = m_readStates.get();
    set.auditLog = m_auditLog.get();
    set.directory = m_directory.get();
    return set;
}

}  // namespace server
