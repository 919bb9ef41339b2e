#include <gtest/gtest.h>

#include "shared/permissions/PermissionCalculator.h"
#include "shared/permissions/PermissionExplanation.h"

namespace shared {
namespace {

using P = Permission;

constexpr GuildId kGuild(100);
constexpr UserId kOwner(1);
constexpr UserId kMember(2);
constexpr RoleId kLow(201);
constexpr RoleId kHigh(202);
constexpr RoleId kForeign(203);

Role role(RoleId id, int position, Permissions permissions, bool managed = false) {
    Role role;
    role.id = id;
    role.position = position;
    role.permissions = permissions;
    role.managed = managed;
    return role;
}

Overwrite forRole(RoleId id, Permissions allow, Permissions deny) {
    return {id.as<OverwriteId>(), OverwriteType::Role, allow, deny};
}
Overwrite forEveryone(Permissions allow, Permissions deny) {
    return forRole(kGuild.as<RoleId>(), allow, deny);
}
Overwrite forMember(Permissions allow, Permissions deny) {
    return {kMember.as<OverwriteId>(), OverwriteType::Member, allow, deny};
}

constexpr Permissions kNone;
constexpr Permissions kBase = P::ViewChannel | P::SendMessages | P::ReadMessageHistory | Permissions(P::AddReactions) |
                              Permissions(P::AttachFiles) | Permissions(P::EmbedLinks) | Permissions(P::Connect) |
                              Permissions(P::Speak);

GuildPermissionTable guildWith(Permissions low = {}, Permissions high = {}, Permissions everyone = kBase) {
    return {kGuild,
            kOwner,
            {role(kGuild.as<RoleId>(), 0, everyone), role(kLow, 1, low), role(kHigh, 2, high),
             role(kForeign, 3, P::BanMembers)}};
}

const QList<RoleId>& bothRoles() {
    static const QList<RoleId> kRoles{kLow, kHigh};
    return kRoles;
}

Permissions inChannel(const GuildPermissionTable& guild, const QList<Overwrite>& overwrites,
                      ChannelType type = ChannelType::GuildText, bool timedOut = false, UserId who = kMember) {
    return channelPermissions(guild, ChannelPermissionTable(kGuild, overwrites), type,
                              PermissionSubject::of(who, bothRoles(), timedOut));
}

TEST(PermissionCalculatorTest, GuildIsEveryoneAndRoles) {
    const auto guild = guildWith(P::KickMembers, P::ManageRoles);
    const QList<RoleId> one{kLow};
    EXPECT_EQ(guildPermissions(guild, PermissionSubject::of(kMember, {})), kBase);
    EXPECT_EQ(guildPermissions(guild, PermissionSubject::of(kMember, one)), kBase | P::KickMembers);
    EXPECT_EQ(guildPermissions(guild, PermissionSubject::of(kMember, bothRoles())),
              kBase | P::KickMembers | P::ManageRoles);
    const QList<RoleId> unknown{RoleId(999)};
    EXPECT_EQ(guildPermissions(guild, PermissionSubject::of(kMember, unknown)), kBase);
}

TEST(PermissionCalculatorTest, OwnerAndAdministratorMayAll) {
    const QList<Overwrite> denied{forEveryone(kNone, kAllPermissions), forMember(kNone, kAllPermissions)};
    EXPECT_EQ(inChannel(guildWith(), denied, ChannelType::GuildText, false, kOwner), kAllPermissions);
    EXPECT_EQ(inChannel(guildWith(P::Administrator), denied), kAllPermissions);
    EXPECT_EQ(inChannel(guildWith(P::Administrator), denied, ChannelType::GuildText, true), kAllPermissions);
    EXPECT_EQ(guildPermissions(guildWith(), PermissionSubject::of(kOwner, {})), kAllPermissions);
    // An overwrite cannot make an administrator.
    EXPECT_FALSE(inChannel(guildWith(), {forMember(P::Administrator, kNone)}).has(P::BanMembers));
}

struct OverwriteCase {
    const char* what;
    QList<Overwrite> overwrites;
    Permissions expected;
};

TEST(PermissionCalculatorTest, OverwritesInTheirOrder) {
    const Permissions silent = kBase.without(P::SendMessages).without(kSendingPermissions);
    const OverwriteCase cases[] = {
        {"none", {}, kBase},
        {"@everyone denied", {forEveryone(kNone, P::SendMessages)}, silent},
        {"@everyone allowed", {forEveryone(P::ManageMessages, kNone)}, kBase | P::ManageMessages},
        {"a role over @everyone", {forEveryone(kNone, P::SendMessages), forRole(kLow, P::SendMessages, kNone)}, kBase},
        {"a role denies", {forRole(kLow, kNone, P::SendMessages)}, silent},
        {"allow beats deny, higher allows",
         {forRole(kLow, kNone, P::SendMessages), forRole(kHigh, P::SendMessages, kNone)},
         kBase},
        {"allow beats deny, lower allows",
         {forRole(kLow, P::SendMessages, kNone), forRole(kHigh, kNone, P::SendMessages)},
         kBase},
        {"the member over a role", {forRole(kLow, kNone, P::SendMessages), forMember(P::SendMessages, kNone)}, kBase},
        {"the member denied", {forRole(kLow, P::ManageMessages, kNone), forMember(kNone, P::ManageMessages)}, kBase},
        {"allow and deny in one overwrite", {forMember(P::AddReactions, P::AddReactions)}, kBase},
        {"a role that one lacks", {forRole(kForeign, P::ManageMessages, P::ViewChannel)}, kBase},
        {"another member", {{OverwriteId(77), OverwriteType::Member, kNone, P::ViewChannel}}, kBase},
        {"a member overwrite with a role's id",
         {{kLow.as<OverwriteId>(), OverwriteType::Member, kNone, P::ViewChannel}},
         kBase},
        {"invisible", {forEveryone(kNone, P::ViewChannel)}, kNone},
        {"invisible, whatever is allowed",
         {forEveryone(kNone, P::ViewChannel), forRole(kLow, P::SendMessages | P::ManageChannels, kNone)},
         kNone},
        {"seen by the member alone", {forEveryone(kNone, P::ViewChannel), forMember(P::ViewChannel, kNone)}, kBase},
    };
    for (const OverwriteCase& one : cases)
        EXPECT_EQ(inChannel(guildWith(), one.overwrites), one.expected) << one.what;
}

TEST(PermissionCalculatorTest, WithoutSendingNothingThatGoesWithIt) {
    const auto guild = guildWith({}, {}, kBase | P::MentionEveryone | P::SendTtsMessages | P::CreatePublicThreads);
    const Permissions silent = inChannel(guild, {forEveryone(kNone, P::SendMessages)});
    for (const P permission :
         {P::SendMessages, P::MentionEveryone, P::SendTtsMessages, P::AttachFiles, P::EmbedLinks}) {
        EXPECT_FALSE(silent.has(permission)) << nameOf(permission).data();
    }
    EXPECT_TRUE(silent.has(P::AddReactions | P::CreatePublicThreads));
}

TEST(PermissionCalculatorTest, ThreadsGoByTheirOwnSending) {
    const auto guild = guildWith({}, {}, kBase | P::SendMessagesInThreads);
    const QList<Overwrite> readOnly{forEveryone(kNone, P::SendMessages)};
    EXPECT_TRUE(inChannel(guild, readOnly, ChannelType::PublicThread).has(P::SendMessagesInThreads | P::AttachFiles));
    EXPECT_FALSE(inChannel(guild, readOnly, ChannelType::GuildAnnouncement).has(P::AttachFiles));
    const QList<Overwrite> noThreads{forEveryone(kNone, P::SendMessagesInThreads)};
    EXPECT_FALSE(inChannel(guild, noThreads, ChannelType::PrivateThread).hasAny(P::AttachFiles | P::EmbedLinks));
    EXPECT_TRUE(inChannel(guild, noThreads, ChannelType::GuildText).has(P::AttachFiles));
    EXPECT_EQ(sendPermission(ChannelType::AnnouncementThread), P::SendMessagesInThreads);
    EXPECT_EQ(sendPermission(ChannelType::GuildVoice), P::SendMessages);
}

TEST(PermissionCalculatorTest, WithoutConnectingNoVoice) {
    const auto guild = guildWith({}, {}, kBase | P::ManageChannels | P::Stream);
    const QList<Overwrite> closed{forEveryone(kNone, P::Connect)};
    EXPECT_FALSE(inChannel(guild, closed, ChannelType::GuildVoice).hasAny(P::Speak | P::Stream | P::ManageChannels));
    EXPECT_TRUE(inChannel(guild, closed, ChannelType::GuildVoice).has(P::ViewChannel));
    EXPECT_TRUE(inChannel(guild, closed, ChannelType::GuildText).has(P::ManageChannels));
}

TEST(PermissionCalculatorTest, TimedOutMembersMayOnlyRead) {
    const auto guild = guildWith(P::KickMembers);
    EXPECT_EQ(inChannel(guild, {}, ChannelType::GuildText, true), P::ViewChannel | P::ReadMessageHistory);
    EXPECT_EQ(inChannel(guild, {forEveryone(kNone, P::ViewChannel)}, ChannelType::GuildText, true), kNone);
    EXPECT_EQ(guildPermissions(guild, PermissionSubject::of(kMember, bothRoles(), true)),
              P::ViewChannel | P::ReadMessageHistory);
}

TEST(PermissionHierarchyTest, HighestRole) {
    const auto guild = guildWith();
    EXPECT_EQ(highestRole(guild, PermissionSubject::of(kMember, bothRoles())).id, kHigh);
    EXPECT_EQ(highestRole(guild, PermissionSubject::of(kMember, {})).id, kGuild.as<RoleId>());
    // At equal positions the older role is above.
    EXPECT_TRUE((RoleRank{1, RoleId(5)}.isAbove({1, RoleId(6)})));
    EXPECT_FALSE((RoleRank{1, RoleId(6)}.isAbove({1, RoleId(5)})));
    EXPECT_TRUE((RoleRank{2, RoleId(6)}.isAbove({1, RoleId(5)})));
    EXPECT_FALSE((RoleRank{1, RoleId(5)}.isAbove({1, RoleId(5)})));
}

TEST(PermissionHierarchyTest, RolesCanBeAssignedFromAboveOnly) {
    const GuildPermissionTable guild(kGuild, kOwner,
                                     {role(kGuild.as<RoleId>(), 0, kBase), role(kLow, 1, {}), role(kHigh, 2, {}),
                                      role(kForeign, 3, {}), role(RoleId(300), 1, {}, true)});
    const auto member = PermissionSubject::of(kMember, bothRoles());
    const auto owner = PermissionSubject::of(kOwner, {});
    EXPECT_TRUE(canAssignRole(guild, member, kLow));
    EXPECT_FALSE(canAssignRole(guild, member, kHigh)) << "the own highest role";
    EXPECT_FALSE(canAssignRole(guild, member, kForeign));
    EXPECT_TRUE(canAssignRole(guild, owner, kForeign));
    EXPECT_FALSE(canAssignRole(guild, owner, RoleId(300))) << "a managed role";
    EXPECT_TRUE(isRoleBelow(guild, owner, RoleId(300)));
    EXPECT_TRUE(isRoleBelow(guild, member, RoleId(300)));
    EXPECT_FALSE(canAssignRole(guild, owner, kGuild.as<RoleId>())) << "@everyone";
    EXPECT_FALSE(canAssignRole(guild, owner, RoleId(999)));
}

TEST(PermissionHierarchyTest, MembersAreManagedFromAboveOnly) {
    const auto guild = guildWith();
    const QList<RoleId> low{kLow};
    const auto manager = PermissionSubject::of(kMember, bothRoles());
    const auto plain = PermissionSubject::of(UserId(3), low);
    const auto peer = PermissionSubject::of(UserId(4), bothRoles());
    const auto owner = PermissionSubject::of(kOwner, {});
    EXPECT_TRUE(canManage(guild, manager, plain));
    EXPECT_FALSE(canManage(guild, plain, manager));
    EXPECT_FALSE(canManage(guild, manager, peer)) << "equals";
    EXPECT_FALSE(canManage(guild, manager, owner));
    EXPECT_FALSE(canManage(guild, owner, owner));
    EXPECT_TRUE(canManage(guild, owner, manager));
}

TEST(PermissionHierarchyTest, NobodyGivesWhatTheyLack) {
    constexpr Permissions own = P::ManageRoles | P::KickMembers;
    EXPECT_TRUE(mayChange(own, kNone, P::KickMembers));
    EXPECT_TRUE(mayChange(own, P::BanMembers, P::BanMembers)) << "what stays as it is";
    EXPECT_FALSE(mayChange(own, kNone, P::BanMembers));
    EXPECT_FALSE(mayChange(own, P::BanMembers, kNone)) << "taking is changing, too";
}

PermissionDecision decisionOf(const QList<PermissionDecision>& decisions, P permission) {
    for (const PermissionDecision& decision : decisions) {
        if (decision.permission == permission) return decision;
    }
    ADD_FAILURE() << "no decision";
    return {};
}

QList<PermissionDecision> explained(const GuildPermissionTable& guild, const QList<Overwrite>& overwrites,
                                    ChannelType type = ChannelType::GuildText, bool timedOut = false,
                                    UserId who = kMember) {
    return explainChannelPermissions(guild, ChannelPermissionTable(kGuild, overwrites), type,
                                     PermissionSubject::of(who, bothRoles(), timedOut));
}

TEST(PermissionExplanationTest, NamesWhatDecided) {
    using R = PermissionReason;
    const auto guild = guildWith(P::ManageMessages | P::KickMembers, P::KickMembers);
    EXPECT_EQ(decisionOf(explained(guild, {}), P::KickMembers),
              (PermissionDecision{P::KickMembers, true, R::Role, kHigh}));
    EXPECT_EQ(decisionOf(explained(guild, {}), P::ManageMessages),
              (PermissionDecision{P::ManageMessages, true, R::Role, kLow}));
    EXPECT_EQ(decisionOf(explained(guild, {}), P::SendMessages).reason, R::EveryoneRole);
    EXPECT_EQ(decisionOf(explained(guild, {}), P::BanMembers),
              (PermissionDecision{P::BanMembers, false, R::NotGiven, {}}));
    EXPECT_EQ(decisionOf(explained(guild, {forEveryone(kNone, P::SendMessages)}), P::SendMessages).reason,
              R::EveryoneOverwrite);
    EXPECT_EQ(
        decisionOf(explained(guild, {forRole(kHigh, kNone, P::SendMessages), forRole(kLow, P::SendMessages, kNone)}),
                   P::SendMessages),
        (PermissionDecision{P::SendMessages, true, R::RoleOverwrite, kLow}));
    EXPECT_EQ(
        decisionOf(explained(guild, {forRole(kHigh, kNone, P::SendMessages), forRole(kLow, kNone, P::SendMessages)}),
                   P::SendMessages),
        (PermissionDecision{P::SendMessages, false, R::RoleOverwrite, kHigh}));
    EXPECT_EQ(decisionOf(explained(guild, {forMember(kNone, P::SendMessages)}), P::SendMessages).reason,
              R::MemberOverwrite);
    EXPECT_EQ(decisionOf(explained(guild, {forEveryone(kNone, P::ViewChannel)}), P::SendMessages),
              (PermissionDecision{P::SendMessages, false, R::NoViewChannel, {}, true}));
    EXPECT_EQ(decisionOf(explained(guild, {forEveryone(kNone, P::SendMessages)}), P::AttachFiles).reason,
              R::NoSendMessages);
    EXPECT_EQ(decisionOf(explained(guild, {forEveryone(kNone, P::Connect)}, ChannelType::GuildVoice), P::Speak).reason,
              R::NoConnect);
    EXPECT_EQ(decisionOf(explained(guild, {}, ChannelType::GuildText, true), P::SendMessages).reason, R::TimedOut);
    EXPECT_EQ(decisionOf(explained(guild, {}, ChannelType::GuildText, false, kOwner), P::BanMembers).reason, R::Owner);
    EXPECT_EQ(decisionOf(explained(guildWith(P::Administrator), {}), P::BanMembers),
              (PermissionDecision{P::BanMembers, true, R::Administrator, kLow}));
}

TEST(PermissionExplanationTest, AgreesWithTheCalculatorOnAnything) {
    quint64 state = 12345;
    const auto random = [&state](quint64 limit) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return (state >> 33) % limit;
    };
    const auto bits = [&] {
        // Few bits that matter often, and some of all.
        Permissions some{random(1ull << 53) & random(1ull << 53)};
        if (random(3) == 0) some |= P::ViewChannel;
        return some.without(random(8) == 0 ? kNone : Permissions(P::Administrator)) & kAllPermissions;
    };
    const ChannelType types[] = {ChannelType::GuildText,    ChannelType::GuildVoice, ChannelType::GuildStageVoice,
                                 ChannelType::PublicThread, ChannelType::GuildForum, ChannelType::GuildCategory};
    for (int round = 0; round < 2000; ++round) {
        const auto guild = guildWith(bits(), bits(), bits() | P::ViewChannel);
        QList<Overwrite> overwrites;
        if (random(2)) overwrites.append(forEveryone(bits(), bits()));
        if (random(2)) overwrites.append(forRole(kLow, bits(), bits()));
        if (random(2)) overwrites.append(forRole(kHigh, bits(), bits()));
        if (random(2)) overwrites.append(forMember(bits(), bits()));
        const ChannelType type = types[random(std::size(types))];
        const bool timedOut = random(5) == 0;
        const UserId who = random(20) == 0 ? kOwner : kMember;
        Permissions allowed;
        for (const PermissionDecision& decision : explained(guild, overwrites, type, timedOut, who)) {
            if (decision.isAllowed) allowed |= decision.permission;
        }
        ASSERT_EQ(allowed, inChannel(guild, overwrites, type, timedOut, who)) << round;
        Permissions inGuild;
        const auto subject = PermissionSubject::of(who, bothRoles(), timedOut);
        for (const PermissionDecision& decision : explainGuildPermissions(guild, subject)) {
            if (decision.isAllowed) inGuild |= decision.permission;
        }
        ASSERT_EQ(inGuild, guildPermissions(guild, subject)) << round;
    }
}

TEST(FlatIdMapTest, FindsWhatWasPutInAndNothingElse) {
    EXPECT_EQ(FlatIdMap<int>().find(Snowflake(1)), nullptr);
    for (const size_t count : {size_t{1}, size_t{2}, size_t{3}, size_t{64}, size_t{250}}) {
        FlatIdMap<int> map(count);
        for (size_t i = 0; i < count; ++i)
            map.insert(Snowflake((i + 1) << 22), static_cast<int>(i));
        map.insert(Snowflake(1 << 22), 1000);
        for (size_t i = 0; i < count; ++i) {
            const int* const found = map.find(Snowflake((i + 1) << 22));
            ASSERT_NE(found, nullptr);
            EXPECT_EQ(*found, i == 0 ? 1000 : static_cast<int>(i));
        }
        EXPECT_EQ(map.find(Snowflake((count + 1) << 22)), nullptr);
        EXPECT_EQ(map.find(Snowflake(5)), nullptr);
    }
}

}  // namespace
}  // namespace shared
