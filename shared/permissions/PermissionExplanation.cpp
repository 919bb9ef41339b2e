#include "shared/permissions/PermissionExplanation.h"

#include <algorithm>

namespace shared {
namespace {

/** The member's roles that the guild knows, highest first. */
QList<RoleRank> rankedRoles(const GuildPermissionTable& guild, const PermissionSubject& subject) {
    QList<RoleRank> ranks;
    for (const RoleId role : subject.roles) {
        if (const auto* const entry = guild.find(role)) ranks.append({entry->position, role});
    }
    std::ranges::sort(ranks, [](const RoleRank& a, const RoleRank& b) { return a.isAbove(b); });
    return ranks;
}

class Explainer {
 public:
    Explainer(const GuildPermissionTable& guild, const ChannelPermissionTable* channel, ChannelType type,
              const PermissionSubject& subject)
        : m_guild(guild), m_channel(channel), m_type(type), m_subject(subject), m_roles(rankedRoles(guild, subject)) {}

    QList<PermissionDecision> explain() const {
        QList<PermissionDecision> decisions;
        decisions.reserve(static_cast<qsizetype>(permissionNames().size()));
        for (const PermissionName& name : permissionNames())
            decisions.append(decide(name.permission));
        return decisions;
    }

 private:
    PermissionDecision decide(Permission permission) const {
        if (m_subject.id == m_guild.owner()) return {permission, true, PermissionReason::Owner, {}, false};
        const PermissionDecision administrator = byRoles(Permission::Administrator);
        if (administrator.isAllowed) {
            return {permission, true, PermissionReason::Administrator, administrator.source, false};
        }
        return implied(given(permission));
    }

    /** By roles and overwrites alone. */
    PermissionDecision given(Permission permission) const {
        PermissionDecision decision = byRoles(permission);
        if (m_channel) overwrite(decision);
        return decision;
    }

    PermissionDecision byRoles(Permission permission) const {
        for (const RoleRank& rank : m_roles) {
            if (m_guild.find(rank.id)->permissions.has(permission)) {
                return {permission, true, PermissionReason::Role, rank.id, false};
            }
        }
        if (m_guild.everyone().has(permission)) {
            const Snowflake id = permission == Permission::Administrator ? Snowflake(m_guild.id()) : Snowflake();
            return {permission, true, PermissionReason::EveryoneRole, id, false};
        }
        return {permission, false, PermissionReason::NotGiven, {}, false};
    }

    static bool apply(PermissionDecision& decision, const ChannelPermissionTable::Entry& entry, PermissionReason reason,
                      Snowflake source) {
        const bool allows = entry.allow.has(decision.permission);
        if (!allows && !entry.deny.has(decision.permission)) return false;
        decision = {decision.permission, allows, reason, source, false};
        return true;
    }

    void overwrite(PermissionDecision& decision) const {
        apply(decision, m_channel->everyone(), PermissionReason::EveryoneOverwrite, {});
        // Among roles an allow beats every deny, whichever role is higher.
        bool denied = false;
        for (const RoleRank& rank : m_roles) {
            const auto* const entry = m_channel->findRole(rank.id);
            if (!entry) continue;
            if (entry->allow.has(decision.permission)) {
                decision = {decision.permission, true, PermissionReason::RoleOverwrite, rank.id, false};
                break;
            }
            if (!denied) denied = apply(decision, *entry, PermissionReason::RoleOverwrite, rank.id);
        }
        if (const auto* const own = m_channel->findMember(m_subject.id)) {
            apply(decision, *own, PermissionReason::MemberOverwrite, {});
        }
    }

    PermissionDecision implied(PermissionDecision decision) const {
        if (!decision.isAllowed) return decision;
        const auto ruledOut = [&](PermissionReason reason) {
            return PermissionDecision{decision.permission, false, reason, {}, true};
        };
        if (m_channel) {
            if (!given(Permission::ViewChannel).isAllowed) return ruledOut(PermissionReason::NoViewChannel);
            if (isVoice(m_type) && kConnectedPermissions.has(decision.permission) &&
                !given(Permission::Connect).isAllowed) {
                return ruledOut(PermissionReason::NoConnect);
            }
            if (m_type != ChannelType::GuildCategory && kSendingPermissions.has(decision.permission) &&
                !given(sendPermission(m_type)).isAllowed) {
                return ruledOut(PermissionReason::NoSendMessages);
            }
        }
        if (m_subject.isTimedOut && !kTimedOutPermissions.has(decision.permission)) {
            return ruledOut(PermissionReason::TimedOut);
        }
        return decision;
    }

    const GuildPermissionTable& m_guild;
    const ChannelPermissionTable* m_channel;  // null: the guild as a whole
    ChannelType m_type;
    const PermissionSubject& m_subject;
    QList<RoleRank> m_roles;
};

}  // namespace

QList<PermissionDecision> explainGuildPermissions(const GuildPermissionTable& guild, const PermissionSubject& subject) {
    return Explainer(guild, nullptr, ChannelType::GuildText, subject).explain();
}

QList<PermissionDecision> explainChannelPermissions(const GuildPermissionTable& guild,
                                                    const ChannelPermissionTable& channel, ChannelType type,
                                                    const PermissionSubject& subject) {
    return Explainer(guild, &channel, type, subject).explain();
}

}  // namespace shared
