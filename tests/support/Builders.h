#pragma once

#include <algorithm>

#include <gtest/gtest.h>

#include "server/services/Accounts.h"
#include "server/services/Rows.h"
#include "server/storage/Storage.h"
#include "shared/core/SnowflakeGenerator.h"
#include "shared/json/JsonType.h"

/**
 * Accounts and guilds that stand in a storage before a test begins, put there without the services under test.
 * Whoever uses them links server_services.
 */
namespace tests {

/** `aUser(storage, ids).named(u"ann"_s).build()` */
class UserBuilder {
 public:
    UserBuilder(server::Storage& storage, shared::SnowflakeGenerator& ids) : m_storage(storage) {
        m_row.id = ids.next<shared::UserId>();
        m_row.username = QStringLiteral("user%1").arg(m_row.id.value());
    }
    UserBuilder& named(const QString& name) {
        m_row.username = name;
        return *this;
    }
    UserBuilder& bot() {
        m_row.isBot = true;
        return *this;
    }
    shared::UserId build() {
        const auto done = m_storage.write(server::StreamKey::user(m_row.id),
                                          [&](server::Transaction& tx) { return tx.users().insert(m_row); });
        EXPECT_TRUE(done.has_value()) << "user";
        return m_row.id;
    }

 private:
    server::Storage& m_storage;
    server::AccountRow m_row;
};
inline UserBuilder aUser(server::Storage& storage, shared::SnowflakeGenerator& ids) {
    return {storage, ids};
}

/**
 * `aGuild(storage, ids, owner).withRole(mods, Permission::KickMembers).withChannel(talk).withMember(ann, {mods})
 * .build()`; the names are ids that the builder fills in. @everyone has Discord's default permissions.
 */
class GuildBuilder {
 public:
    GuildBuilder(server::Storage& storage, shared::SnowflakeGenerator& ids, shared::UserId owner)
        : m_storage(storage), m_ids(ids) {
        m_guild.id = ids.next<shared::GuildId>();
        m_guild.name = QStringLiteral("guild");
        m_guild.ownerId = owner;
        shared::Role everyone;
        everyone.id = m_guild.id.as<shared::RoleId>();
        everyone.name = QStringLiteral("@everyone");
        everyone.permissions = shared::kDefaultEveryonePermissions;
        m_roles.append(everyone);
        m_members.append({owner, {}});
    }

    GuildBuilder& everyone(shared::Permissions permissions) {
        m_roles.first().permissions = permissions;
        return *this;
    }
    /** Every role stands above the one before. */
    GuildBuilder& withRole(shared::RoleId& id, shared::Permissions permissions) {
        shared::Role role;
        role.id = id = m_ids.next<shared::RoleId>();
        role.name = QStringLiteral("role%1").arg(m_roles.size());
        role.permissions = permissions;
        role.position = static_cast<int>(m_roles.size());
        m_roles.append(role);
        return *this;
    }
    GuildBuilder& withChannel(shared::ChannelId& id, const QList<shared::Overwrite>& overwrites = {},
                              shared::ChannelType type = shared::ChannelType::GuildText) {
        shared::Channel channel;
        channel.id = id = m_ids.next<shared::ChannelId>();
        channel.type = type;
        channel.name = QStringLiteral("channel%1").arg(m_channels.size());
        channel.position = static_cast<int>(m_channels.size());
        channel.permissionOverwrites = overwrites;
        m_channels.append(channel);
        return *this;
    }
    /** Any other change, by hand. */
    template <class F>
    GuildBuilder& with(F&& change) {
        change(m_guild, m_roles, m_channels);
        return *this;
    }
    GuildBuilder& withMember(shared::UserId user, const QList<shared::RoleId>& roles = {}) {
        m_members.append({user, roles});
        return *this;
    }

    shared::GuildId build() {
        for (auto& [user, roles] : m_members) {
            const auto account = m_storage.read(server::StreamKey::user(user),
                                                [](const server::ReadView& view) { return view.users().get(); });
            EXPECT_TRUE(account.has_value()) << "member";
            if (!account.has_value()) return {};
            shared::Member member;
            member.user = server::publicUser(account.value());
            member.roles = roles;
            member.joinedAt = shared::Timestamp(user.createdAtMs());
            m_rows.append(server::toRow(member, account->version));
        }
        const auto done =
            m_storage.write(server::StreamKey::guild(m_guild.id), [&](server::Transaction& tx) { return insert(tx); });
        EXPECT_TRUE(done.has_value()) << "guild";
        for (const auto& [user, roles] : m_members) {
            const auto listed = m_storage.write(server::StreamKey::user(user), [&](server::Transaction& tx) {
                return tx.users().putGuild({m_guild.id, tx.now()});
            });
            EXPECT_TRUE(listed.has_value()) << "list of guilds";
        }
        return m_guild.id;
    }

 private:
    shared::Result<void> insert(server::Transaction& tx) {
        RETURN_IF_ERROR(tx.guilds().insert(server::toRow(m_guild)));
        for (const shared::Role& role : m_roles)
            RETURN_IF_ERROR(tx.roles().insert(server::toRow(role)));
        for (const shared::Channel& channel : m_channels) {
            RETURN_IF_ERROR(tx.channels().insert(server::toRow(channel)));
            RETURN_IF_ERROR(tx.directory().put(server::DirectoryKind::Channel, server::directoryName(channel.id)));
        }
        for (const server::MemberRow& member : m_rows)
            RETURN_IF_ERROR(tx.members().insert(member));
        tx.emitEvent(shared::GatewayEvent::GuildCreate, shared::toJson(m_guild));
        return {};
    }

    struct Joined {
        shared::UserId user;
        QList<shared::RoleId> roles;
    };
    server::Storage& m_storage;
    shared::SnowflakeGenerator& m_ids;
    shared::Guild m_guild;
    QList<shared::Role> m_roles;
    QList<shared::Channel> m_channels;
    QList<Joined> m_members;
    QList<server::MemberRow> m_rows;
};
inline GuildBuilder aGuild(server::Storage& storage, shared::SnowflakeGenerator& ids, shared::UserId owner) {
    return {storage, ids, owner};
}

}  // namespace tests
