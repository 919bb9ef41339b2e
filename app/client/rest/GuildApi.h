#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/models/Ban.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Invite.h"
#include "shared/models/Member.h"
#include "shared/protocol/requests/ChannelRequests.h"
#include "shared/protocol/requests/GuildRequests.h"
#include "shared/protocol/requests/MemberRequests.h"

namespace app {

/** Guilds, their channels' order, roles, members and bans. `reason` goes into the audit log. */
class GuildApi {
 public:
    explicit GuildApi(RestClient& client) : m_client(client) {}

    Reply<shared::Guild> create(const shared::CreateGuild& body);
    Reply<shared::Guild> modify(shared::GuildId id, const shared::ModifyGuild& body, const QString& reason = {});
    Reply<void> remove(shared::GuildId id);
    Reply<void> ack(shared::GuildId id);
    Reply<QList<shared::Invite>> invites(shared::GuildId id);

    Reply<QList<shared::Channel>> channels(shared::GuildId id);
    Reply<shared::Channel> createChannel(shared::GuildId id, const shared::CreateChannel& body,
                                         const QString& reason = {});
    Reply<void> moveChannels(shared::GuildId id, const QList<shared::ChannelPosition>& body);

    Reply<shared::Role> createRole(shared::GuildId id, const shared::ModifyRole& body, const QString& reason = {});
    Reply<shared::Role> modifyRole(shared::GuildId id, shared::RoleId role, const shared::ModifyRole& body,
                                   const QString& reason = {});
    Reply<void> removeRole(shared::GuildId id, shared::RoleId role, const QString& reason = {});
    Reply<QList<shared::Role>> moveRoles(shared::GuildId id, const QList<shared::RolePosition>& body);

    Reply<shared::Member> modifyMember(shared::GuildId id, shared::UserId user, const shared::ModifyMember& body,
                                       const QString& reason = {});
    Reply<shared::Member> modifyOwnMember(shared::GuildId id, const shared::ModifyCurrentMember& body);
    Reply<void> addRole(shared::GuildId id, shared::UserId user, shared::RoleId role, const QString& reason = {});
    Reply<void> takeRole(shared::GuildId id, shared::UserId user, shared::RoleId role, const QString& reason = {});
    Reply<void> kick(shared::GuildId id, shared::UserId user, const QString& reason = {});
    Reply<void> ban(shared::GuildId id, shared::UserId user, const shared::CreateBan& body, const QString& reason = {});
    Reply<void> unban(shared::GuildId id, shared::UserId user, const QString& reason = {});
    Reply<QList<shared::Ban>> bans(shared::GuildId id);

 private:
    RestClient& m_client;
};

}  // namespace app
