#pragma once

#include <memory>

#include "server/storage/MemberStore.h"
#include "shared/models/Member.h"

namespace server {

/**
 * A member as services and gateway use it: immutable, with the JSON that goes into messages ready made.
 */
struct GuildMember {
    shared::GuildId guildId;
    shared::UserId userId;
    bool isBot = false;
    shared::Member member;    ///< with its user; only roles that existed when it was loaded
    QByteArray userJson;      ///< the public user, as in a message's `author`
    QByteArray memberJson;    ///< without the user, as in a message's `member`
    quint64 userVersion = 0;  ///< of the copy of the user
    qint64 joinedAt = 0;      ///< ms since 1970
    qint64 timedOutUntil = 0;

    const shared::User& user() const { return member.user.value(); }
    const QList<shared::RoleId>& roles() const { return member.roles; }
    bool hasRole(shared::RoleId role) const { return member.roles.contains(role); }
    bool isTimedOut(qint64 nowMs) const { return timedOutUntil > nowMs; }

    static std::shared_ptr<const GuildMember> fromModel(shared::GuildId guild, shared::Member member,
                                                        quint64 userVersion);
};

using MemberPtr = std::shared_ptr<const GuildMember>;

}  // namespace server
