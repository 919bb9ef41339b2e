#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class RoleServiceTest : public ServiceWorld {
 protected:
    RoleServiceTest() {
        owner = user(u"owner"_s);
        manager = user(u"manager"_s);
        ann = user(u"ann"_s);
        guildId = guild(owner)
                      .withRole(below, {})
                      .withRole(own, Permission::ManageRoles)
                      .withRole(above, Permission::BanMembers)
                      .withChannel(talk)
                      .withMember(manager, {own})
                      .withMember(ann)
                      .build();
        probe.clear();
    }
    shared::UserId owner, manager, ann;
    shared::RoleId below, own, above;
    shared::ChannelId talk;
    shared::GuildId guildId;
};

TEST_F(RoleServiceTest, ABareRoleHasDiscordsDefaults) {
    const auto role = roleService.create(actor(owner), guildId, {});
    ASSERT_TRUE(isOk(role));
    EXPECT_EQ(role->name, u"new role"_s);
    EXPECT_EQ(role->permissions, shared::kDefaultEveryonePermissions);
    EXPECT_FALSE(role->hoist || role->mentionable || role->managed);
    EXPECT_EQ(probe.payload(GatewayEvent::GuildRoleCreate)["role"_L1].toObject()["id"_L1].toString(),
              role->id.toString());
    EXPECT_EQ(roleService.get(actor(ann), guildId, role->id).value(), *role);
    graphs.forget(guildId);
    EXPECT_EQ(roleService.get(actor(ann), guildId, role->id).value(), *role);
}

TEST_F(RoleServiceTest, NobodyReachesAboveThemselves) {
    shared::ModifyRole rename;
    rename.name = u"x"_s;
    EXPECT_TRUE(isRefused(roleService.modify(actor(ann), guildId, below, rename), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(roleService.modify(actor(manager), guildId, above, rename), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(roleService.modify(actor(manager), guildId, own, rename), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(roleService.remove(actor(manager), guildId, above), ErrorCode::MissingPermissions));
    EXPECT_TRUE(
        isRefused(memberService.addRole(actor(manager), guildId, manager, above), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isOk(roleService.modify(actor(manager), guildId, below, rename)));
    EXPECT_TRUE(isOk(memberService.addRole(actor(manager), guildId, ann, below)));
    shared::ModifyRole grant;
    grant.permissions = shared::Permissions(Permission::BanMembers);
    EXPECT_TRUE(isRefused(roleService.modify(actor(manager), guildId, below, grant), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(roleService.create(actor(manager), guildId, grant), ErrorCode::MissingPermissions));
}

TEST_F(RoleServiceTest, ADeletedRoleIsGoneFromMembersAndOverwrites) {
    ASSERT_TRUE(isOk(memberService.addRole(actor(owner), guildId, ann, below)));
    EXPECT_EQ(roleService.memberCounts(actor(ann), guildId)->value(below.toString()), 1);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, below.as<shared::OverwriteId>(),
                                                 {{}, shared::Permissions(Permission::ManageMessages), {}})));
    ASSERT_TRUE(isOk(roleService.remove(actor(owner), guildId, below)));
    EXPECT_EQ(probe.payload(GatewayEvent::GuildRoleDelete)["role_id"_L1].toString(), below.toString());
    EXPECT_TRUE(isRefused(roleService.get(actor(ann), guildId, below), ErrorCode::UnknownRole));
    EXPECT_TRUE(memberService.get(actor(ann), guildId, ann)->roles.isEmpty());
    EXPECT_TRUE(channelService.get(actor(ann), talk)->permissionOverwrites->isEmpty());
    graphs.forget(guildId);
    EXPECT_TRUE(channelService.get(actor(ann), talk)->permissionOverwrites->isEmpty());
    EXPECT_TRUE(memberService.list(actor(ann), guildId, {}, 100)->last().roles.isEmpty());
    EXPECT_TRUE(
        isRefused(roleService.remove(actor(owner), guildId, guildId.as<shared::RoleId>()), ErrorCode::InvalidRole));
}

TEST_F(RoleServiceTest, PositionsAreWhereTheyAreWanted) {
    const auto order = [&] {
        QList<shared::RoleId> found;
        const auto roles = roleService.list(actor(ann), guildId);
        for (const shared::Role& role : roles.value())
            found.append(role.id);
        return found;
    };
    const auto everyone = guildId.as<shared::RoleId>();
    EXPECT_EQ(order(), (QList{everyone, below, own, above}));
    ASSERT_TRUE(isOk(roleService.setPositions(actor(owner), guildId, {{above, 1}})));
    EXPECT_EQ(order(), (QList{everyone, above, below, own}));
    ASSERT_TRUE(isOk(roleService.setPositions(actor(owner), guildId, {{above, 3}})));
    EXPECT_EQ(order(), (QList{everyone, below, own, above}));
    ASSERT_TRUE(isOk(roleService.setPositions(actor(owner), guildId, {{own, 1}, {below, 2}})));
    EXPECT_EQ(order(), (QList{everyone, own, below, above}));
    EXPECT_TRUE(
        isRefused(roleService.setPositions(actor(manager), guildId, {{above, 1}}), ErrorCode::MissingPermissions));
}

TEST_F(RoleServiceTest, ABotGetsARoleOfItsOwn) {
    const shared::UserId bot = aUser(*storage, ids).named(u"robot"_s).bot().build();
    EXPECT_TRUE(isRefused(memberService.addBot(actor(ann), guildId, bot, {}), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.addBot(actor(owner), guildId, ann, {}), ErrorCode::ApplicationHasNoBot));
    ASSERT_TRUE(isOk(memberService.addBot(actor(owner), guildId, bot, Permission::Administrator)));
    const auto member = memberService.get(actor(ann), guildId, bot);
    ASSERT_EQ(member->roles.size(), 1);
    const auto role = roleService.get(actor(ann), guildId, member->roles.first());
    EXPECT_TRUE(role->managed);
    EXPECT_EQ((*role->tags)->botId.value(), bot);
    EXPECT_TRUE(isOk(messageService.create(botActor(bot), talk, text(u"beep"_s))));
    EXPECT_TRUE(isRefused(roleService.remove(actor(owner), guildId, role->id), ErrorCode::InvalidRole));
    EXPECT_TRUE(isRefused(memberService.addRole(actor(owner), guildId, ann, role->id), ErrorCode::MissingPermissions));
    ASSERT_EQ(guildService.integrations(actor(owner), guildId)->size(), 1);
}

}  // namespace
}  // namespace tests
