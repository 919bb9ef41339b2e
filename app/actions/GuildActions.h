#pragma once

#include "app/client/rest/GuildApi.h"
#include "app/client/rest/UserApi.h"

namespace app {

/** What one does with communities and their people. Dialogs wait for the replies with `then(this, ...)`. */
class GuildActions {
 public:
    explicit GuildActions(RestClient& client) : m_api(client), m_userApi(client) {}

    /** @param png the icon; empty = none */
    Reply<shared::Guild> create(const QString& name, const QByteArray& png = {}) {
        shared::CreateGuild body;
        body.name = name;
        if (!png.isEmpty()) body.icon = QStringLiteral("data:image/png;base64,") + QString::fromLatin1(png.toBase64());
        return m_api.create(body);
    }
    Reply<shared::Guild> modify(shared::GuildId id, const shared::ModifyGuild& changes) {
        return m_api.modify(id, changes);
    }
    Reply<void> remove(shared::GuildId id) { return m_api.remove(id); }
    Reply<void> leave(shared::GuildId id) { return m_userApi.leaveGuild(id); }
    Reply<QList<shared::Invite>> invites(shared::GuildId id) { return m_api.invites(id); }
    Reply<shared::UserGuildSettings> setNotifications(shared::GuildId id,
                                                      const shared::ModifyUserGuildSettings& changes) {
        return m_userApi.updateGuildSettings(id, changes);
    }

    Reply<shared::Role> createRole(shared::GuildId id, const shared::ModifyRole& role) {
        return m_api.createRole(id, role);
    }
    Reply<shared::Role> modifyRole(shared::GuildId id, shared::RoleId role, const shared::ModifyRole& changes) {
        return m_api.modifyRole(id, role, changes);
    }
    Reply<void> removeRole(shared::GuildId id, shared::RoleId role) { return m_api.removeRole(id, role); }
    Reply<QList<shared::Role>> moveRoles(shared::GuildId id, const QList<shared::RolePosition>& order) {
        return m_api.moveRoles(id, order);
    }

    Reply<shared::Member> modifyMember(shared::GuildId id, shared::UserId user, const shared::ModifyMember& changes,
                                       const QString& reason = {}) {
        return m_api.modifyMember(id, user, changes, reason);
    }
    Reply<shared::Member> setOwnNick(shared::GuildId id, const QString& nick) {
        shared::ModifyCurrentMember body;
        body.nick = nick;
        return m_api.modifyOwnMember(id, body);
    }
    Reply<void> addRole(shared::GuildId id, shared::UserId user, shared::RoleId role) {
        return m_api.addRole(id, user, role);
    }
    Reply<void> takeRole(shared::GuildId id, shared::UserId user, shared::RoleId role) {
        return m_api.takeRole(id, user, role);
    }
    Reply<void> kick(shared::GuildId id, shared::UserId user, const QString& reason = {}) {
        return m_api.kick(id, user, reason);
    }
    /** @param deleteSeconds also deletes their messages of so long; 0 = none */
    Reply<void> ban(shared::GuildId id, shared::UserId user, int deleteSeconds, const QString& reason = {}) {
        shared::CreateBan body;
        body.deleteMessageSeconds = deleteSeconds;
        return m_api.ban(id, user, body, reason);
    }
    Reply<void> unban(shared::GuildId id, shared::UserId user) { return m_api.unban(id, user); }
    Reply<QList<shared::Ban>> bans(shared::GuildId id) { return m_api.bans(id); }

 private:
    GuildApi m_api;
    UserApi m_userApi;
};

}  // namespace app
