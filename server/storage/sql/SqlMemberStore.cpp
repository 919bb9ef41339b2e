#include <QtCore/QSet>

#include "server/storage/sql/Packing.h"
#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlStores.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::Result;
using shared::RoleId;
using shared::UserId;

MemberRow readMember(Query& q) {
    MemberRow row;
    row.userId = q.id<UserId>();
    row.userVersion = q.bits();
    row.isBot = q.flag();
    row.username = q.text();
    row.globalName = q.optionalText();
    row.nick = q.optionalText();
    row.avatar = q.optionalText();
    row.roles = unpackIds<RoleId>(q.text());
    row.joinedAt = q.integer();
    row.premiumSince = q.integer();
    row.timedOutUntil = q.integer();
    row.lastSeenAt = q.integer();
    row.isDeaf = q.flag();
    row.isMute = q.flag();
    row.isPending = q.flag();
    row.flags = q.bits();
    row.user = q.bytes();
    row.extra = q.bytes();
    return row;
}

QSet<QString> searchNames(const MemberRow& member) {
    QSet<QString> names{directoryName(member.username)};
    if (member.globalName) names.insert(directoryName(*member.globalName));
    if (member.nick) names.insert(directoryName(*member.nick));
    names.remove(QString());
    return names;
}

class SqlMemberStore final : public MemberStore {
 public:
    explicit SqlMemberStore(SqlContext& context) : m_c(context) {}

    Result<bool> insert(const MemberRow& m) override {
        ASSIGN_OR_RETURN(
            const qint64 inserted,
            executeCounting(
                m_c.sql,
                "INSERT INTO member (partition, guild_id, user_id, user_version, is_bot, username, global_name, nick, "
                "avatar, roles, joined_at, premium_since, timed_out_until, last_seen_at, is_deaf, is_mute, "
                "is_pending, flags, user_json, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                "$14, $15, $16, $17, $18, $19, $20) ON CONFLICT DO NOTHING",
                m_c.partition, m_c.key.id, m.userId, m.userVersion, m.isBot, m.username, m.globalName, m.nick, m.avatar,
                packIds(m.roles), m.joinedAt, m.premiumSince, m.timedOutUntil, m.lastSeenAt, m.isDeaf, m.isMute,
                m.isPending, m.flags, m.user, orNull(m.extra)));
        if (inserted == 0) return false;
        RETURN_IF_ERROR(writeNames(m.userId, {}, searchNames(m)));
        RETURN_IF_ERROR(writeRoles(m.userId, {}, m.roles));
        RETURN_IF_ERROR(countBy(1));
        return true;
    }
    Result<std::optional<MemberRow>> find(UserId id) const override {
        return findOne<MemberRow>(
            m_c.sql, readMember,
            "SELECT user_id, user_version, is_bot, username, global_name, nick, avatar, roles, joined_at, "
            "premium_since, timed_out_until, last_seen_at, is_deaf, is_mute, is_pending, flags, user_json, extra FROM "
            "member WHERE partition = $1 AND guild_id = $2 AND user_id = $3",
            m_c.partition, m_c.key.id, id);
    }
    Result<QList<MemberRow>> findMany(const QList<UserId>& ids) const override {
        QList<MemberRow> members;
        for (const UserId id : ids) {
            ASSIGN_OR_RETURN(auto member, find(id));
            if (member) members.append(std::move(*member));
        }
        return members;
    }
    Result<QList<MemberRow>> list(UserId after, int limit) const override {
        return collect<MemberRow>(
            m_c.sql, readMember,
            "SELECT user_id, user_version, is_bot, username, global_name, nick, avatar, roles, joined_at, "
            "premium_since, timed_out_until, last_seen_at, is_deaf, is_mute, is_pending, flags, user_json, extra FROM "
            "member WHERE partition = $1 AND guild_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4",
            m_c.partition, m_c.key.id, after, limit);
    }
    Result<QList<MemberRow>> search(const QString& prefix, int limit) const override {
        const QString from = directoryName(prefix);
        if (from.isEmpty()) return list(UserId(), limit);
        // U+10FFFF sorts after every character of a name, in UTF-8 as in code points.
        const QString until = from + QStringLiteral("\U0010FFFF");
        ASSIGN_OR_RETURN(const QList<UserId> ids,
                         collect<UserId>(
                             m_c.sql, [](Query& q) { return q.id<UserId>(); },
                             "SELECT DISTINCT user_id FROM member_name WHERE partition = $1 AND guild_id = $2 AND name "
                             ">= $3 AND name < $4 ORDER BY user_id LIMIT $5",
                             m_c.partition, m_c.key.id, from, until, limit));
        return findMany(ids);
    }
    Result<QList<MemberRow>> listWithRole(RoleId role, UserId after, int limit) const override {
        ASSIGN_OR_RETURN(const QList<UserId> ids,
                         collect<UserId>(
                             m_c.sql, [](Query& q) { return q.id<UserId>(); },
                             "SELECT user_id FROM member_role WHERE partition = $1 AND guild_id = $2 AND role_id = $3 "
                             "AND user_id > $4 ORDER BY user_id LIMIT $5",
                             m_c.partition, m_c.key.id, role, after, limit));
        return findMany(ids);
    }
    Result<QList<MemberRow>> listBots(int limit) const override {
        return collect<MemberRow>(
            m_c.sql, readMember,
            "SELECT user_id, user_version, is_bot, username, global_name, nick, avatar, roles, joined_at, "
            "premium_since, timed_out_until, last_seen_at, is_deaf, is_mute, is_pending, flags, user_json, extra FROM "
            "member WHERE partition = $1 AND guild_id = $2 AND is_bot = 1 ORDER BY user_id LIMIT $3",
            m_c.partition, m_c.key.id, limit);
    }
    Result<qint64> count() const override {
        ASSIGN_OR_RETURN(auto members, findOne<qint64>(
                                           m_c.sql, [](Query& q) { return q.integer(); },
                                           "SELECT members FROM guild_counter WHERE partition = $1 AND guild_id = $2",
                                           m_c.partition, m_c.key.id));
        return members.value_or(0);
    }
    Result<QList<UserId>> pruneCandidates(qint64 lastSeenBefore, const QList<RoleId>& includeRoles, UserId after,
                                          int limit) const override {
        Query q(m_c.sql,
                "SELECT user_id, roles FROM member WHERE partition = $1 AND guild_id = $2 AND user_id > $3 AND is_bot "
                "= 0 AND joined_at < $4 AND last_seen_at < $4 ORDER BY user_id",
                m_c.partition, m_c.key.id, after, lastSeenBefore);
        QList<UserId> ids;
        while (ids.size() < limit) {
            ASSIGN_OR_RETURN(const bool hasRow, q.next());
            if (!hasRow) break;
            const auto id = q.id<UserId>();
            const QList<RoleId> roles = unpackIds<RoleId>(q.text());
            const auto isIncluded = [&](RoleId role) { return includeRoles.contains(role); };
            if (std::all_of(roles.begin(), roles.end(), isIncluded)) ids.append(id);
        }
        return ids;
    }

    Result<void> update(const MemberRow& m) override {
        ASSIGN_OR_RETURN(const MemberRow old, get(m.userId));
        RETURN_IF_ERROR(execute(
            m_c.sql,
            "UPDATE member SET user_version = $4, is_bot = $5, username = $6, global_name = $7, nick = $8, avatar = "
            "$9, roles = $10, joined_at = $11, premium_since = $12, timed_out_until = $13, last_seen_at = $14, is_deaf "
            "= $15, is_mute = $16, is_pending = $17, flags = $18, user_json = $19, extra = $20 WHERE partition = $1 "
            "AND guild_id = $2 AND user_id = $3",
            m_c.partition, m_c.key.id, m.userId, m.userVersion, m.isBot, m.username, m.globalName, m.nick, m.avatar,
            packIds(m.roles), m.joinedAt, m.premiumSince, m.timedOutUntil, m.lastSeenAt, m.isDeaf, m.isMute,
            m.isPending, m.flags, m.user, orNull(m.extra)));
        RETURN_IF_ERROR(writeNames(m.userId, searchNames(old), searchNames(m)));
        return writeRoles(m.userId, old.roles, m.roles);
    }
    Result<bool> updateUser(const MemberRow& m) override {
        ASSIGN_OR_RETURN(auto row, find(m.userId));
        if (!row || row->userVersion >= m.userVersion) return false;
        row->userVersion = m.userVersion;
        row->user = m.user;
        row->username = m.username;
        row->globalName = m.globalName;
        RETURN_IF_ERROR(update(*row));
        return true;
    }
    Result<void> touch(UserId id, qint64 seenAt) override {
        return execute(m_c.sql,
                       "UPDATE member SET last_seen_at = $4 WHERE partition = $1 AND guild_id = $2 AND user_id = $3 "
                       "AND last_seen_at < $4",
                       m_c.partition, m_c.key.id, id, seenAt);
    }
    Result<bool> remove(UserId id) override {
        ASSIGN_OR_RETURN(const auto member, find(id));
        if (!member) return false;
        RETURN_IF_ERROR(writeNames(id, searchNames(*member), {}));
        RETURN_IF_ERROR(writeRoles(id, member->roles, {}));
        RETURN_IF_ERROR(execute(m_c.sql, "DELETE FROM member WHERE partition = $1 AND guild_id = $2 AND user_id = $3",
                                m_c.partition, m_c.key.id, id));
        RETURN_IF_ERROR(countBy(-1));
        return true;
    }

 private:
    Result<void> writeNames(UserId id, const QSet<QString>& old, const QSet<QString>& names) {
        for (const QString& name : old) {
            if (names.contains(name)) continue;
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "DELETE FROM member_name WHERE partition = $1 AND guild_id = $2 AND name = $3 AND "
                                    "user_id = $4",
                                    m_c.partition, m_c.key.id, name, id));
        }
        for (const QString& name : names) {
            if (old.contains(name)) continue;
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "INSERT INTO member_name (partition, guild_id, name, user_id) VALUES ($1, $2, $3, "
                                    "$4) ON CONFLICT DO NOTHING",
                                    m_c.partition, m_c.key.id, name, id));
        }
        return {};
    }
    Result<void> writeRoles(UserId id, const QList<RoleId>& old, const QList<RoleId>& roles) {
        for (const RoleId role : old) {
            if (roles.contains(role)) continue;
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "DELETE FROM member_role WHERE partition = $1 AND guild_id = $2 AND role_id = $3 "
                                    "AND user_id = $4",
                                    m_c.partition, m_c.key.id, role, id));
        }
        for (const RoleId role : roles) {
            if (old.contains(role)) continue;
            RETURN_IF_ERROR(execute(m_c.sql,
                                    "INSERT INTO member_role (partition, guild_id, role_id, user_id) VALUES ($1, $2, "
                                    "$3, $4) ON CONFLICT DO NOTHING",
                                    m_c.partition, m_c.key.id, role, id));
        }
        return {};
    }
    Result<void> countBy(int difference) {
        return execute(m_c.sql,
                       "INSERT INTO guild_counter (partition, guild_id, members) VALUES ($1, $2, $3) ON CONFLICT "
                       "(partition, guild_id) DO UPDATE SET members = guild_counter.members + excluded.members",
                       m_c.partition, m_c.key.id, difference);
    }

    SqlContext& m_c;
};

}  // namespace

std::unique_ptr<MemberStore> makeSqlMemberStore(SqlContext& context) {
    return std::make_unique<SqlMemberStore>(context);
}

}  // namespace server
