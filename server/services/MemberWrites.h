#pragma once

#include "server/services/EventPayloads.h"
#include "server/services/MessageWriter.h"
#include "server/services/Outbox.h"

namespace server {

/**
 * How people come and go, within a unit on the guild's key: the row, the events, and what is owed to the user. Shared
 * by the services of members, bans, invites and guilds.
 */
class MemberWrites {
 public:
    explicit MemberWrites(const ServiceParts& parts) : m_writer(parts) {}

    /**
     * Makes the user a member: row, GUILD_MEMBER_ADD, the welcome in the system channel, the user's list of guilds.
     * @return the member; null if the user was one already
     */
    shared::Result<MemberPtr> add(Transaction& tx, const GuildGraph& graph, const PublicUser& user,
                                  const QList<shared::RoleId>& roles, shared::MemberFlags flags = {}) const;
    /** Raises the graph's version. @return false if the user was no member */
    shared::Result<bool> remove(Transaction& tx, shared::GuildId guild, shared::UserId user) const;
    /** Writes a changed member and emits GUILD_MEMBER_UPDATE. `row` is the row as it was read in this unit. */
    static shared::Result<MemberPtr> update(Transaction& tx, const GuildGraph& graph, const MemberRow& row,
                                            shared::Member changed);

 private:
    MessageWriter m_writer;
};

}  // namespace server
