#include "server/services/MemberWrites.h"

#include "server/services/Rows.h"

namespace server {
namespace {

using shared::GatewayEvent;

bool wantsWelcome(const GuildGraph& graph) {
    const shared::Guild& guild = graph.guild();
    return guild.systemChannelId &&
           !guild.systemChannelFlags.has(shared::SystemChannelFlag::SuppressJoinNotifications) &&
           graph.channel(*guild.systemChannelId) != nullptr;
}

}  // namespace

shared::Result<MemberPtr> MemberWrites::add(Transaction& tx, const GuildGraph& graph, const PublicUser& user,
                                            const QList<shared::RoleId>& roles, shared::MemberFlags flags) const {
    if (user.isDeleted) return shared::ErrorCode::UnknownUser;
    shared::Member member;
    member.user = user.user;
    member.roles = graph.existing(roles);
    member.joinedAt = shared::Timestamp(tx.now());
    member.flags = flags;
    MemberRow row = toRow(member, user.version, user.json);
    row.lastSeenAt = tx.now();
    ASSIGN_OR_RETURN(const bool isNew, tx.members().insert(row));
    if (!isNew) return MemberPtr();

    MemberPtr made = GuildMember::fromModel(graph.id(), std::move(member), user.version);
    EventRoute route;
    route.subject = made->userId;
    route.exceptUser = made->userId;  // it gets the whole guild instead
    tx.emitEvent(GatewayEvent::GuildMemberAdd, guildMemberPayload(*made), route, made);
    tx.owe(StreamKey::user(made->userId), kOwedMembership, OwedMembership{graph.id(), true, row.joinedAt}.toBytes());
    if (wantsWelcome(graph)) {
        const OutgoingMessage welcome =
            MessageWriter::system(*made, *graph.guild().systemChannelId, shared::MessageType::UserJoin);
        RETURN_IF_ERROR(m_writer.post(tx, welcome));
    }
    return made;
}

shared::Result<bool> MemberWrites::remove(Transaction& tx, shared::GuildId guild, shared::UserId user) const {
    ASSIGN_OR_RETURN(const std::optional<MemberRow> row, tx.members().find(user));
    if (!row) return false;
    RETURN_IF_ERROR(tx.members().remove(user));
    tx.bumpGraphVersion();
    EventRoute route;
    route.subject = user;
    route.exceptUser = user;  // it gets GUILD_DELETE instead
    tx.emitEvent(GatewayEvent::GuildMemberRemove, guildUserPayload(guild, row->user), route);
    tx.owe(StreamKey::user(user), kOwedMembership, OwedMembership{guild, false, 0}.toBytes());
    return true;
}

shared::Result<MemberPtr> MemberWrites::update(Transaction& tx, const GuildGraph& graph, const MemberRow& row,
                                               shared::Member changed) {
    changed.roles = graph.existing(changed.roles);
    MemberRow next = toRow(changed, row.userVersion, row.user);
    next.lastSeenAt = row.lastSeenAt;
    RETURN_IF_ERROR(tx.members().update(next));
    if (next.roles != row.roles || next.timedOutUntil != row.timedOutUntil) tx.bumpGraphVersion();
    MemberPtr member = GuildMember::fromModel(graph.id(), std::move(changed), row.userVersion);
    EventRoute route;
    route.subject = member->userId;
    tx.emitEvent(GatewayEvent::GuildMemberUpdate, guildMemberPayload(*member), route, member);
    return member;
}

}  // namespace server
