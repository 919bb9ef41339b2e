#include "tests/gateway/GatewayWorld.h"

using namespace Qt::StringLiterals;
using shared::Intent;
using shared::OverwriteType;
using shared::Permission;

namespace tests {
namespace {

class VisibilityTest : public GatewayWorld {
 protected:
    VisibilityTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        guildId = guild(owner).withRole(insiders, {}).withChannel(talk).withChannel(cellar).withMember(ann).build();
        hide();
    }
    void hide() {
        const auto everyone = guildId.as<shared::OverwriteId>();
        shared::EditOverwrite deny;
        deny.type = OverwriteType::Role;
        deny.deny = shared::Permissions(Permission::ViewChannel);
        ASSERT_TRUE(channelService.setOverwrite(actor(owner), cellar, everyone, deny).has_value());
        shared::EditOverwrite allow;
        allow.type = OverwriteType::Role;
        allow.allow = shared::Permissions(Permission::ViewChannel);
        ASSERT_TRUE(
            channelService.setOverwrite(actor(owner), cellar, insiders.as<shared::OverwriteId>(), allow).has_value());
    }
    QStringList idsOf(const QList<Mailbox::Packet>& packets) {
        QStringList found;
        for (const auto& one : packets)
            found.append(one.d["id"_L1].toString());
        return found;
    }

    shared::UserId owner, ann;
    shared::RoleId insiders;
    shared::GuildId guildId;
    shared::ChannelId talk, cellar;
};

TEST_F(VisibilityTest, WhatOneMayNotSeeIsNeitherToldNorSent) {
    const auto client = connected(token(ann));
    const QJsonArray channels = client->first(u"READY"_s)["guilds"_L1][0]["channels"_L1].toArray();
    ASSERT_EQ(channels.size(), 1);
    EXPECT_EQ(channels[0]["id"_L1].toString(), talk.toString());
    say(owner, cellar, u"hidden"_s);
    ASSERT_TRUE(channelService.modify(actor(owner), cellar, {.topic = u"still hidden"_s}).has_value());
    say(owner, talk, u"open"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_EQ(client->contents(), QStringList{u"open"_s});
    EXPECT_TRUE(client->dispatches(u"CHANNEL_UPDATE"_s).isEmpty());
}

TEST_F(VisibilityTest, ARoleMakesAChannelAppearAndVanish) {
    const auto client = connected(token(ann));
    ASSERT_TRUE(memberService.addRole(actor(owner), guildId, ann, insiders).has_value());
    say(owner, cellar, u"now seen"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_EQ(idsOf(client->dispatches(u"CHANNEL_CREATE"_s)), QStringList{cellar.toString()});
    EXPECT_EQ(client->contents(), QStringList{u"now seen"_s});

    ASSERT_TRUE(memberService.removeRole(actor(owner), guildId, ann, insiders).has_value());
    say(owner, cellar, u"hidden again"_s);
    say(owner, talk, u"end"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s, 2));
    EXPECT_EQ(client->contents(), (QStringList{u"now seen"_s, u"end"_s}));
    EXPECT_EQ(idsOf(client->dispatches(u"CHANNEL_DELETE"_s)), QStringList{cellar.toString()});
}

TEST_F(VisibilityTest, OverwritesAndRolePermissionsCount) {
    const auto client = connected(token(ann));
    shared::EditOverwrite personal;
    personal.type = OverwriteType::Member;
    personal.allow = shared::Permissions(Permission::ViewChannel);
    ASSERT_TRUE(channelService.setOverwrite(actor(owner), cellar, ann.as<shared::OverwriteId>(), personal).has_value());
    ASSERT_TRUE(client->waitFor(u"CHANNEL_CREATE"_s));
    ASSERT_TRUE(channelService.removeOverwrite(actor(owner), cellar, ann.as<shared::OverwriteId>()).has_value());
    ASSERT_TRUE(client->waitFor(u"CHANNEL_DELETE"_s));

    // Without VIEW_CHANNEL for @everyone nothing is left to see.
    shared::ModifyRole blind;
    blind.permissions = shared::Permissions(Permission::SendMessages);
    ASSERT_TRUE(roleService.modify(actor(owner), guildId, guildId.as<shared::RoleId>(), blind).has_value());
    ASSERT_TRUE(client->waitFor(u"CHANNEL_DELETE"_s, 2));
    EXPECT_EQ(idsOf(client->dispatches(u"CHANNEL_DELETE"_s)), (QStringList{cellar.toString(), talk.toString()}));
}

TEST_F(VisibilityTest, ADeletedChannelIsTakenLeaveOfByWhoSawIt) {
    const auto client = connected(token(ann));
    const auto all = connected(token(owner));
    ASSERT_TRUE(channelService.remove(actor(owner), cellar).has_value());
    ASSERT_TRUE(channelService.remove(actor(owner), talk).has_value());
    ASSERT_TRUE(client->waitFor(u"CHANNEL_DELETE"_s));
    ASSERT_TRUE(all->waitFor(u"CHANNEL_DELETE"_s, 2));
    EXPECT_EQ(idsOf(client->dispatches(u"CHANNEL_DELETE"_s)), QStringList{talk.toString()});
}

TEST_F(VisibilityTest, TheAuditLogIsForWhoMaySeeIt) {
    const auto client = connected(token(ann));
    const auto boss = connected(token(owner));
    ASSERT_TRUE(channelService.modify(actor(owner), talk, {.topic = u"news"_s}).has_value());
    ASSERT_TRUE(boss->waitFor(u"GUILD_AUDIT_LOG_ENTRY_CREATE"_s));
    say(owner, talk, u"end"_s);
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_TRUE(client->dispatches(u"GUILD_AUDIT_LOG_ENTRY_CREATE"_s).isEmpty());
}

TEST_F(VisibilityTest, ComingAndGoing) {
    const shared::UserId bob = user(u"bob"_s);
    const auto client = connected(token(bob));
    EXPECT_TRUE(client->first(u"READY"_s)["guilds"_L1].toArray().isEmpty());
    const auto witness = connected(token(ann));
    const auto invite = inviteService.create(actor(owner), talk, {});
    ASSERT_TRUE(invite.has_value());
    ASSERT_TRUE(inviteService.accept(actor(bob), invite->code).has_value());
    say(owner, talk, u"welcome"_s);
    ASSERT_TRUE(client->waitFor(u"GUILD_CREATE"_s));
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_EQ(client->first(u"GUILD_CREATE"_s)["id"_L1].toString(), guildId.toString());
    EXPECT_FALSE(client->first(u"GUILD_CREATE"_s).contains("source_seq"_L1));
    EXPECT_EQ(client->contents().last(), u"welcome"_s);
    EXPECT_TRUE(client->dispatches(u"GUILD_MEMBER_ADD"_s).isEmpty());
    ASSERT_TRUE(witness->waitFor(u"GUILD_MEMBER_ADD"_s));

    ASSERT_TRUE(memberService.kick(actor(owner), guildId, bob).has_value());
    ASSERT_TRUE(client->waitFor(u"GUILD_DELETE"_s));
    ASSERT_TRUE(witness->waitFor(u"GUILD_MEMBER_REMOVE"_s));
    const qsizetype before = client->dispatches().size();
    say(owner, talk, u"he is gone"_s);
    ASSERT_TRUE(witness->waitFor(u"MESSAGE_CREATE"_s, 2));
    settle();
    EXPECT_EQ(client->dispatches().size(), before);
}

TEST_F(VisibilityTest, AnewGuildIsToldToItsMakerAlone) {
    const auto client = connected(token(ann));
    const auto made = guildService.create(actor(ann), {.name = u"mine"_s});
    ASSERT_TRUE(made.has_value());
    ASSERT_TRUE(client->waitFor(u"GUILD_CREATE"_s));
    EXPECT_EQ(client->first(u"GUILD_CREATE"_s)["channels"_L1].toArray().size(), 4);
    ASSERT_TRUE(guildService.remove(actor(ann), made->id).has_value());
    ASSERT_TRUE(client->waitFor(u"GUILD_DELETE"_s));
    settle();
    EXPECT_EQ(client->dispatches(u"GUILD_DELETE"_s).size(), 1);
    EXPECT_EQ(client->dispatches(u"GUILD_CREATE"_s).size(), 1);
}

TEST_F(VisibilityTest, AFirstDirectMessageOpensTheChannelFirst) {
    const auto client = connected(token(ann));
    const auto dm = dms.open(actor(owner), ann);
    ASSERT_TRUE(dm.has_value());
    const auto sent = dmMessages.create(actor(owner), dm->id, text(u"between us"_s));
    ASSERT_TRUE(sent.has_value());
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s));
    ASSERT_TRUE(client->waitFor(u"CHANNEL_CREATE"_s));
    EXPECT_EQ(client->contents(), QStringList{u"between us"_s});
    const auto all = client->dispatches();
    const auto indexOf = [&](const QString& t) { return std::ranges::find(all, t, &Mailbox::Packet::t) - all.begin(); };
    EXPECT_LT(indexOf(u"CHANNEL_CREATE"_s), indexOf(u"MESSAGE_CREATE"_s));
    EXPECT_EQ(client->first(u"CHANNEL_CREATE"_s)["id"_L1].toString(), dm->id.toString());
    EXPECT_EQ(client->dispatches(u"MESSAGE_CREATE"_s).first().d["guild_id"_L1], QJsonValue(QJsonValue::Undefined));

    const auto later = connected(token(ann), {}, 1);
    EXPECT_EQ(later->first(u"READY"_s)["private_channels"_L1].toArray().size(), 1);
    ASSERT_TRUE(dmMessages.create(actor(owner), dm->id, text(u"again"_s)).has_value());
    ASSERT_TRUE(later->waitFor(u"MESSAGE_CREATE"_s));
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s, 2));
}

}  // namespace
}  // namespace tests
