#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/core/Snowflake.h"

namespace server {

/** A user in a guild. Times are ms since 1970, 0 = never. */
struct MemberRow {
    shared::UserId userId;
    QByteArray user;          ///< JSON of the public user as of `userVersion`
    quint64 userVersion = 0;  ///< AccountRow::version of that copy
    bool isBot = false;
    QString username;                   ///< of that copy; found by search
    std::optional<QString> globalName;  ///< of that copy; found by search
    std::optional<QString> nick;
    std::optional<QString> avatar;
    QList<shared::RoleId> roles;  ///< without @everyone
    qint64 joinedAt = 0;
    qint64 premiumSince = 0;
    qint64 timedOutUntil = 0;
    qint64 lastSeenAt = 0;  ///< eventual; for prune
    bool isDeaf = false;
    bool isMute = false;
    bool isPending = false;
    quint64 flags = 0;
    QByteArray extra;  ///< JSON object of the rest; empty = {}
};

/** Key: the guild. */
class MemberStore {
 public:
    virtual ~MemberStore() = default;

    /** False if the user was a member already; nothing is changed then. */
    virtual shared::Result<bool> insert(const MemberRow& member) = 0;
    virtual shared::Result<std::optional<MemberRow>> find(shared::UserId id) const = 0;
    /** Or UnknownMember. */
    shared::Result<MemberRow> get(shared::UserId id) const;
    /** Those of `ids` who are members, in no order. */
    virtual shared::Result<QList<MemberRow>> findMany(const QList<shared::UserId>& ids) const = 0;
    /** By user id, after `after`. */
    virtual shared::Result<QList<MemberRow>> list(shared::UserId after, int limit) const = 0;
    /** Whose user name, global name or nick begins with `prefix`, in any casing; by user id. */
    virtual shared::Result<QList<MemberRow>> search(const QString& prefix, int limit) const = 0;
    /** Holders of a role, by user id, after `after`. */
    virtual shared::Result<QList<MemberRow>> listWithRole(shared::RoleId role, shared::UserId after,
                                                          int limit) const = 0;
    /** By user id, at most `limit`. */
    virtual shared::Result<QList<MemberRow>> listBots(int limit) const = 0;
    /** A counter, not a scan. */
    virtual shared::Result<qint64> count() const = 0;
    /**
     * Who would be pruned: not seen since `lastSeenBefore`, joined before it too, no bot, and no roles but those of
     * `includeRoles`; by user id, after `after`.
     */
    virtual shared::Result<QList<shared::UserId>> pruneCandidates(qint64 lastSeenBefore,
                                                                  const QList<shared::RoleId>& includeRoles,
                                                                  shared::UserId after, int limit) const = 0;
    /** Or UnknownMember. */
    virtual shared::Result<void> update(const MemberRow& member) = 0;
    /** Takes a newer copy of the public user; an older one than is there changes nothing. True if it changed. */
    virtual shared::Result<bool> updateUser(const MemberRow& member) = 0;
    virtual shared::Result<void> touch(shared::UserId id, qint64 seenAt) = 0;
    /** True if there was one. */
    virtual shared::Result<bool> remove(shared::UserId id) = 0;
};

}  // namespace server
