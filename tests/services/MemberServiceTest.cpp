#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class MemberServiceTest : public ServiceWorld {
 protected:
    MemberServiceTest() {
        owner = user(u"owner"_s);
        guard = user(u"guard"_s);
        peer = user(u"peer"_s);
        ann = user(u"Annika"_s);
        bob = user(u"bob"_s);
        guildId = guild(owner)
                      .withRole(guards, Permission::KickMembers | Permission::ModerateMembers | Permission::BanMembers |
                                            Permission::ManageNicknames)
                      .withChannel(talk)
                      .withMember(guard, {guards})
                      .withMember(peer, {guards})
                      .withMember(ann)
                      .with([this](shared::Guild& guild, auto&, QList<shared::Channel>& channels) {
                          guild.systemChannelId = channels.first().id;
                      })
                      .build();
        probe.clear();
    }
    QList<GatewayEvent> eventsOf(const server::StreamKey& key) const {
        QList<GatewayEvent> types;
        for (const server::EventPtr& event : probe.all()) {
            if (event->key == key) types.append(event->type);
        }
        return types;
    }
    QString invite(const shared::CreateInvite& body = {}) {
        auto made = inviteService.create(actor(owner), talk, body);
        EXPECT_TRUE(isOk(made));
        return made.has_value() ? made->code : QString();
    }

    shared::UserId owner, guard, peer, ann, bob;
    shared::RoleId guards;
    shared::ChannelId talk;
    shared::GuildId guildId;
};

TEST_F(MemberServiceTest, AnInviteMakesAMemberAndTellsBothStreams) {
    const QString code = invite();
    probe.clear();
    const auto accepted = inviteService.accept(actor(bob), code);
    ASSERT_TRUE(isOk(accepted));
    EXPECT_TRUE(accepted->isNewMember);
    EXPECT_EQ((*accepted->invite.guild)->id, guildId);
    EXPECT_EQ(eventsOf(server::StreamKey::guild(guildId)),
              (QList{GatewayEvent::GuildMemberAdd, GatewayEvent::MessageCreate}));
    EXPECT_EQ(eventsOf(server::StreamKey::user(bob)), QList{GatewayEvent::GuildCreate});
    const server::EventPtr add = probe.last(GatewayEvent::GuildMemberAdd);
    EXPECT_EQ(add->exceptUser, bob);
    const QJsonObject payload = EventProbe::payloadOf(add);
    EXPECT_EQ(payload["guild_id"_L1].toString(), guildId.toString());
    EXPECT_EQ(payload["user"_L1].toObject()["username"_L1].toString(), u"bob"_s);
    EXPECT_EQ(probe.payload(GatewayEvent::MessageCreate)["type"_L1].toInt(), 7);
    const auto joined = server::GuildJoined::fromPayload(probe.last(GatewayEvent::GuildCreate)->payload);
    EXPECT_LE(joined->sourceSeq, add->seq);
    EXPECT_EQ(graphs.cached(guildId)->memberCount(), 5);

    probe.clear();
    EXPECT_FALSE(inviteService.accept(actor(bob), code)->isNewMember);
    EXPECT_TRUE(probe.all().isEmpty());
    EXPECT_TRUE(isRefused(inviteService.accept(botActor(bob), code), ErrorCode::BotsCannotUse));
}

TEST_F(MemberServiceTest, InvitesCountExpireAndAreReused) {
    shared::CreateInvite body;
    body.maxUses = 1;
    body.maxAge = 3600;
    const QString once = invite(body);
    EXPECT_EQ(invite(body), once);
    body.unique = true;
    const QString other = invite(body);
    EXPECT_NE(other, once);
    ASSERT_TRUE(isOk(inviteService.accept(actor(bob), once)));
    EXPECT_TRUE(isRefused(inviteService.accept(actor(user(u"late"_s)), once), ErrorCode::UnknownInvite));
    EXPECT_EQ(inviteService.get(other, true)->approximateMemberCount.value(), 5);
    EXPECT_TRUE(inviteService.get(other, false)->uses.isMissing());
    EXPECT_EQ(inviteService.listForGuild(actor(owner), guildId)->size(), 1);
    EXPECT_EQ(inviteService.listForChannel(actor(owner), talk)->first().maxUses.value(), 1);
    EXPECT_TRUE(isRefused(inviteService.listForChannel(actor(ann), talk), ErrorCode::MissingPermissions));
    clock.advance(3601s);
    EXPECT_TRUE(isRefused(inviteService.get(other, false), ErrorCode::UnknownInvite));
    const QString last = invite();
    EXPECT_TRUE(isRefused(inviteService.remove(actor(ann), last), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(inviteService.remove(actor(owner), last)));
    EXPECT_EQ(probe.payload(GatewayEvent::InviteDelete)["code"_L1].toString(), last);
    EXPECT_TRUE(isRefused(inviteService.get(last, false), ErrorCode::UnknownInvite));
}

TEST_F(MemberServiceTest, KickedAndLeftAreOut) {
    EXPECT_TRUE(isRefused(memberService.kick(actor(ann), guildId, peer), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.kick(actor(guard), guildId, peer), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.kick(actor(guard), guildId, owner), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.kick(actor(guard), guildId, bob), ErrorCode::UnknownMember));
    ASSERT_TRUE(isOk(memberService.kick(actor(guard), guildId, ann)));
    EXPECT_EQ(eventsOf(server::StreamKey::user(ann)), QList{GatewayEvent::GuildDelete});
    EXPECT_EQ(probe.payload(GatewayEvent::GuildMemberRemove)["user"_L1].toObject()["id"_L1].toString(), ann.toString());
    EXPECT_TRUE(isRefused(messageService.list(actor(ann), talk, {}), ErrorCode::MissingAccess));
    EXPECT_TRUE(isRefused(memberService.get(actor(guard), guildId, ann), ErrorCode::UnknownMember));
    EXPECT_EQ(guildService.listOwn(actor(ann), {}, {}, 200, false)->size(), 0);
    ASSERT_TRUE(isOk(memberService.leave(actor(peer), guildId)));
    EXPECT_TRUE(isRefused(guildService.get(actor(peer), guildId, false), ErrorCode::MissingAccess));
    EXPECT_EQ(graphs.cached(guildId)->memberCount(), 2);
}

TEST_F(MemberServiceTest, ATimeOutIsEnforcedAndLifted) {
    shared::ModifyMember body;
    body.communicationDisabledUntil = shared::Timestamp(clock.nowMs() + 60'000);
    EXPECT_TRUE(isRefused(memberService.modify(actor(ann), guildId, peer, body), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.modify(actor(guard), guildId, peer, body), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.modify(actor(guard), guildId, owner, body), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(memberService.modify(actor(guard), guildId, ann, body)));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, text(u"x"_s)), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isOk(messageService.list(actor(ann), talk, {})));
    const server::MessageView message = say(owner, talk, u"react"_s);
    EXPECT_TRUE(isRefused(reactionService.add(actor(ann), talk, message.id, u"👍"_s), ErrorCode::MissingPermissions));
    clock.advance(61s);
    EXPECT_TRUE(isOk(messageService.create(actor(ann), talk, text(u"x"_s))));
    body.communicationDisabledUntil = shared::Timestamp(clock.nowMs() + 29LL * 86'400'000);
    EXPECT_TRUE(isRefused(memberService.modify(actor(guard), guildId, ann, body), ErrorCode::InvalidFormBody));
}

TEST_F(MemberServiceTest, NicksAndRoles) {
    shared::ModifyMember body;
    body.nick = u"Nick Ä"_s;
    EXPECT_TRUE(isRefused(memberService.modify(actor(ann), guildId, guard, body), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(memberService.modify(actor(guard), guildId, ann, body)));
    EXPECT_EQ(probe.payload(GatewayEvent::GuildMemberUpdate)["nick"_L1].toString(), u"Nick Ä"_s);
    EXPECT_EQ(memberService.get(actor(ann), guildId, ann)->nick, u"Nick Ä"_s);
    body.nick = nullptr;
    ASSERT_TRUE(isOk(memberService.modify(actor(guard), guildId, ann, body)));
    EXPECT_TRUE(probe.payload(GatewayEvent::GuildMemberUpdate)["nick"_L1].isNull());
    shared::ModifyCurrentMember own;
    own.nick = u"me"_s;
    ASSERT_TRUE(isOk(memberService.modifySelf(actor(ann), guildId, own)));

    shared::ModifyMember roles;
    roles.roles = QList{guards};
    EXPECT_TRUE(isRefused(memberService.modify(actor(guard), guildId, ann, roles), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(memberService.modify(actor(owner), guildId, ann, roles)));
    EXPECT_EQ(memberService.get(actor(ann), guildId, ann)->roles, QList{guards});
    EXPECT_EQ(memberService.search(actor(ann), guildId, u"anni"_s, 10)->size(), 1);
    EXPECT_EQ(memberService.search(actor(ann), guildId, u"nobody"_s, 10)->size(), 0);
    EXPECT_EQ(memberService.list(actor(ann), guildId, {}, 2)->size(), 2);
}

TEST_F(MemberServiceTest, ABanRemovesForbidsAndCanBeTakenBack) {
    const server::MessageView spam = say(ann, talk, u"spam"_s);
    server::Actor who = actor(guard);
    who.auditReason = u"bad Ä behaviour"_s;
    EXPECT_TRUE(isRefused(banService.create(actor(ann), guildId, peer, 0), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(banService.create(who, guildId, peer, 0), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(banService.create(who, guildId, shared::UserId(77), 0), ErrorCode::UnknownUser));
    const QString code = invite();
    probe.clear();
    ASSERT_TRUE(isOk(banService.create(who, guildId, ann, 3600)));
    EXPECT_EQ(eventsOf(server::StreamKey::guild(guildId)),
              (QList{GatewayEvent::GuildMemberRemove, GatewayEvent::GuildBanAdd, GatewayEvent::MessageDeleteBulk,
                     GatewayEvent::GuildAuditLogEntryCreate}));
    EXPECT_EQ(banService.get(who, guildId, ann)->reason, u"bad Ä behaviour"_s);
    EXPECT_TRUE(isRefused(messageService.get(actor(owner), talk, spam.id), ErrorCode::UnknownMessage));
    EXPECT_TRUE(isRefused(inviteService.accept(actor(ann), code), ErrorCode::UserBanned));
    ASSERT_TRUE(isOk(banService.create(who, guildId, bob, 0)));  // not a member
    EXPECT_EQ(banService.list(who, guildId, {}, {}, 1000)->size(), 2);
    EXPECT_EQ(banService.list(who, guildId, {}, std::min(ann, bob), 1)->first().user.id, std::max(ann, bob));
    ASSERT_TRUE(isOk(banService.remove(who, guildId, ann)));
    EXPECT_TRUE(isRefused(banService.remove(who, guildId, ann), ErrorCode::UnknownBan));
    EXPECT_TRUE(isOk(inviteService.accept(actor(ann), code)));
    const auto bulk = banService.createMany(actor(owner), guildId, {ann, peer, owner}, 0);
    ASSERT_TRUE(isOk(bulk));
    EXPECT_EQ(bulk->bannedUsers.size(), 2);
    EXPECT_EQ(bulk->failedUsers, QList{owner});
}

TEST_F(MemberServiceTest, PruneTakesThoseWhoWereLongAway) {
    EXPECT_TRUE(isRefused(memberService.pruneCount(actor(guard), guildId, 7, {}), ErrorCode::MissingPermissions));
    clock.advance(30 * 24h);
    memberService.touch(guildId, owner);
    EXPECT_EQ(memberService.pruneCount(actor(owner), guildId, 7, {}).value(), 1);
    EXPECT_EQ(memberService.prune(actor(owner), guildId, 7, {guards}).value(), 3);
    EXPECT_EQ(memberService.list(actor(owner), guildId, {}, 100)->size(), 1);
}

TEST_F(MemberServiceTest, AChangedProfileReachesTheGuild) {
    shared::User changed = memberService.get(actor(owner), guildId, ann)->user.value();
    changed.globalName = u"Ann"_s;
    const auto sent =
        storage->write(server::StreamKey::user(ann), [&](server::Transaction& tx) -> shared::Result<void> {
            ASSIGN_OR_RETURN(server::AccountRow row, tx.users().get());
            row.globalName = u"Ann"_s;
            ASSIGN_OR_RETURN(const quint64 version, tx.users().update(row));
            tx.owe(server::StreamKey::guild(guildId), server::kOwedProfile,
                   server::OwedProfile{changed, version}.toBytes());
            return {};
        });
    ASSERT_TRUE(isOk(sent));
    EXPECT_EQ(probe.payload(GatewayEvent::GuildMemberUpdate)["user"_L1].toObject()["global_name"_L1].toString(),
              u"Ann"_s);
    EXPECT_EQ(memberService.get(actor(owner), guildId, ann)->user->globalName, u"Ann"_s);
}

}  // namespace
}  // namespace tests
