#include "app/client/rest/GuildApi.h"

#include "app/client/rest/ApiRequest.h"

using shared::Route;

namespace app {

namespace {

RestRequest because(RestRequest request, const QString& reason) {
    request.auditReason = reason.toUtf8();
    return request;
}

}  // namespace

Reply<shared::Guild> GuildApi::create(const shared::CreateGuild& body) {
    return m_client.call<shared::Guild>(requestOf(Route::CreateGuild, {}, body));
}

Reply<shared::Guild> GuildApi::modify(shared::GuildId id, const shared::ModifyGuild& body, const QString& reason) {
    return m_client.call<shared::Guild>(because(requestOf(Route::UpdateGuild, {id.toString()}, body), reason));
}

Reply<void> GuildApi::remove(shared::GuildId id) {
    return m_client.call<void>(requestOf(Route::DeleteGuild, {id.toString()}));
}

Reply<void> GuildApi::ack(shared::GuildId id) {
    return m_client.call<void>(requestOf(Route::AckGuild, {id.toString()}, QJsonValue(QJsonObject())));
}

Reply<QList<shared::Invite>> GuildApi::invites(shared::GuildId id) {
    return m_client.call<QList<shared::Invite>>(requestOf(Route::ListGuildInvites, {id.toString()}));
}

Reply<QList<shared::Channel>> GuildApi::channels(shared::GuildId id) {
    return m_client.call<QList<shared::Channel>>(requestOf(Route::ListGuildChannels, {id.toString()}));
}

Reply<shared::Channel> GuildApi::createChannel(shared::GuildId id, const shared::CreateChannel& body,
                                               const QString& reason) {
    return m_client.call<shared::Channel>(because(requestOf(Route::CreateGuildChannel, {id.toString()}, body), reason));
}

Reply<void> GuildApi::moveChannels(shared::GuildId id, const QList<shared::ChannelPosition>& body) {
    return m_client.call<void>(requestOf(Route::BulkUpdateGuildChannels, {id.toString()}, body));
}

Reply<shared::Role> GuildApi::createRole(shared::GuildId id, const shared::ModifyRole& body, const QString& reason) {
    return m_client.call<shared::Role>(because(requestOf(Route::CreateGuildRole, {id.toString()}, body), reason));
}

Reply<shared::Role> GuildApi::modifyRole(shared::GuildId id, shared::RoleId role, const shared::ModifyRole& body,
                                         const QString& reason) {
    return m_client.call<shared::Role>(
        because(requestOf(Route::UpdateGuildRole, {id.toString(), role.toString()}, body), reason));
}

Reply<void> GuildApi::removeRole(shared::GuildId id, shared::RoleId role, const QString& reason) {
    return m_client.call<void>(because(requestOf(Route::DeleteGuildRole, {id.toString(), role.toString()}), reason));
}

Reply<QList<shared::Role>> GuildApi::moveRoles(shared::GuildId id, const QList<shared::RolePosition>& body) {
    return m_client.call<QList<shared::Role>>(requestOf(Route::BulkUpdateGuildRoles, {id.toString()}, body));
}

Reply<shared::Member> GuildApi::modifyMember(shared::GuildId id, shared::UserId user, const shared::ModifyMember& body,
                                             const QString& reason) {
    return m_client.call<shared::Member>(
        because(requestOf(Route::UpdateGuildMember, {id.toString(), user.toString()}, body), reason));
}

Reply<shared::Member> GuildApi::modifyOwnMember(shared::GuildId id, const shared::ModifyCurrentMember& body) {
    return m_client.call<shared::Member>(requestOf(Route::UpdateMyGuildMember, {id.toString()}, body));
}

Reply<void> GuildApi::addRole(shared::GuildId id, shared::UserId user, shared::RoleId role, const QString& reason) {
    return m_client.call<void>(
        because(requestOf(Route::AddGuildMemberRole, {id.toString(), user.toString(), role.toString()}), reason));
}

Reply<void> GuildApi::takeRole(shared::GuildId id, shared::UserId user, shared::RoleId role, const QString& reason) {
    return m_client.call<void>(
        because(requestOf(Route::DeleteGuildMemberRole, {id.toString(), user.toString(), role.toString()}), reason));
}

Reply<void> GuildApi::kick(shared::GuildId id, shared::UserId user, const QString& reason) {
    return m_client.call<void>(because(requestOf(Route::DeleteGuildMember, {id.toString(), user.toString()}), reason));
}

Reply<void> GuildApi::ban(shared::GuildId id, shared::UserId user, const shared::CreateBan& body,
                          const QString& reason) {
    return m_client.call<void>(
        because(requestOf(Route::BanUserFromGuild, {id.toString(), user.toString()}, body), reason));
}

Reply<void> GuildApi::unban(shared::GuildId id, shared::UserId user, const QString& reason) {
    return m_client.call<void>(because(requestOf(Route::UnbanUserFromGuild, {id.toString(), user.toString()}), reason));
}

Reply<QList<shared::Ban>> GuildApi::bans(shared::GuildId id) {
    return m_client.call<QList<shared::Ban>>(requestOf(Route::ListGuildBans, {id.toString()}));
}

}  // namespace app
