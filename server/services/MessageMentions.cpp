#include "server/services/MessageMentions.h"

#include <algorithm>
#include <map>

#include "shared/text/MentionParser.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

/** What the request lets through, asked per kind. */
class Filter {
 public:
    explicit Filter(const shared::AllowedMentions* allowed) : m_allowed(allowed) {}

    bool user(shared::UserId id) const {
        return m_allowed == nullptr || parses("users"_L1) || m_allowed->users.value().contains(id);
    }
    bool role(shared::RoleId id) const {
        return m_allowed == nullptr || parses("roles"_L1) || m_allowed->roles.value().contains(id);
    }
    bool everyone() const { return m_allowed == nullptr || parses("everyone"_L1); }
    bool repliedUser() const { return m_allowed == nullptr || m_allowed->repliedUser.valueOr(false); }

 private:
    bool parses(QLatin1StringView kind) const { return m_allowed->parse.value().contains(kind); }

    const shared::AllowedMentions* m_allowed;
};

bool canMention(const GuildGraph& graph, const ChannelAccess& access, shared::RoleId id) {
    const shared::Role* role = graph.role(id);
    if (role == nullptr || id.value() == graph.id().value()) return false;
    return role->mentionable || access.has(shared::Permission::MentionEveryone);
}

shared::MentionedUser mentioned(const shared::User& user) {
    shared::MentionedUser out;
    static_cast<shared::User&>(out) = user;
    return out;
}

}  // namespace

QList<MentionRow> ResolvedMentions::rows() const {
    QList<MentionRow> out;
    out.reserve(users.size() + roles.size() + 1);
    for (const shared::MentionedUser& user : users)
        out.append({MentionRow::Kind::User, user.id.value()});
    for (const shared::RoleId role : roles)
        out.append({MentionRow::Kind::Role, role.value()});
    if (everyone) out.append({MentionRow::Kind::Everyone, 0});
    return out;
}

QList<shared::UserId> ResolvedMentions::userIds() const {
    QList<shared::UserId> ids;
    ids.reserve(users.size());
    for (const shared::MentionedUser& user : users)
        ids.append(user.id);
    return ids;
}

shared::Result<ResolvedMentions> resolveMentions(const ServiceParts& parts, const ChannelAccess& access,
                                                 const QString& content, const shared::AllowedMentions* allowed,
                                                 shared::UserId repliedTo) {
    ResolvedMentions resolved;
    shared::Mentions found;
    // Most messages mention nobody, and one look at their characters tells.
    if (content.contains(u'@')) found = shared::parseMentions(content);
    const Filter filter(allowed);

    QList<shared::UserId> users;
    if (repliedTo && filter.repliedUser()) users.append(repliedTo);
    for (const shared::UserId id : found.users) {
        if (filter.user(id) && !users.contains(id)) users.append(id);
    }
    if (access.isGuild()) {
        for (const shared::RoleId id : found.roles) {
            if (filter.role(id) && canMention(*access.graph, access, id)) resolved.roles.append(id);
        }
        resolved.everyone =
            (found.everyone || found.here) && filter.everyone() && access.has(shared::Permission::MentionEveryone);
    }
    if (users.isEmpty()) return resolved;

    std::map<shared::UserId, MemberPtr> members;
    if (access.isGuild()) {
        ASSIGN_OR_RETURN(const QList<MemberPtr> known, parts.members().findMany(access.guildId(), users));
        for (const MemberPtr& member : known)
            members.emplace(member->userId, member);
    }
    for (const shared::UserId id : users) {
        if (const auto it = members.find(id); it != members.end()) {
            shared::MentionedUser user = mentioned(it->second->user());
            resolved.users.append(user);
            shared::Member partial = it->second->member;
            partial.user.reset();
            user.member = shared::Box<shared::Member>(std::move(partial));
            resolved.withMember.append(std::move(user));
        } else if (const auto user = parts.users().get(id); user.has_value()) {
            resolved.users.append(mentioned(user.value()->user));
            resolved.withMember.append(resolved.users.last());
        }
    }
    return resolved;
}

}  // namespace server
