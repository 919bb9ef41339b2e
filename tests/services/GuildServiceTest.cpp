#include <QtCore/QJsonArray>

#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ChannelType;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class GuildServiceTest : public ServiceWorld {
 protected:
    GuildServiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
    }
    shared::Guild made() {
        shared::CreateGuild body;
        body.name = u" The house "_s;
        auto created = guildService.create(actor(owner), body);
        EXPECT_TRUE(isOk(created));
        return created.has_value() ? *created : shared::Guild();
    }
    shared::UserId owner, ann;
};

TEST_F(GuildServiceTest, ANewGuildStartsAsDiscordsDo) {
    const shared::Guild guild = made();
    EXPECT_EQ(guild.name, u"The house"_s);
    EXPECT_EQ(guild.ownerId, owner);
    ASSERT_EQ(guild.roles.size(), 1);
    EXPECT_EQ(guild.roles.first().id.value(), guild.id.value());
    EXPECT_EQ(guild.roles.first().name, u"@everyone"_s);
    EXPECT_EQ(guild.roles.first().permissions, shared::kDefaultEveryonePermissions);
    const QList<shared::Channel> channels = channelService.list(actor(owner), guild.id).value();
    QList<ChannelType> types;
    for (const shared::Channel& channel : channels)
        types.append(channel.type);
    std::ranges::sort(types);
    EXPECT_EQ(types, (QList{ChannelType::GuildText, ChannelType::GuildVoice, ChannelType::GuildCategory,
                            ChannelType::GuildCategory}));
    ASSERT_TRUE(guild.systemChannelId.has_value());
    EXPECT_EQ(channelService.get(actor(owner), *guild.systemChannelId)->name.value(), u"general"_s);

    // The owner's own stream says so, with where to join the guild's.
    const server::EventPtr told = probe.last(GatewayEvent::GuildCreate);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->key, server::StreamKey::user(owner));
    const auto joined = server::GuildJoined::fromPayload(told->payload);
    ASSERT_TRUE(isOk(joined));
    EXPECT_EQ(joined->guildId, guild.id);
    EXPECT_GE(joined->sourceSeq, 1U);
    const auto listed = guildService.listOwn(actor(owner), {}, {}, 200, true);
    ASSERT_EQ(listed->size(), 1);
    EXPECT_TRUE(listed->first().owner);
    EXPECT_EQ(listed->first().approximateMemberCount.value(), 1);
    EXPECT_TRUE(listed->first().permissions.has(Permission::Administrator));
}

TEST_F(GuildServiceTest, EveryGuildMayAnnounceAndOnlyACommunityHasAStage) {
    const shared::Guild guild = made();
    EXPECT_EQ(guild.features, QStringList{u"NEWS"_s});
    shared::CreateChannel body;
    body.name = u"news"_s;
    body.type = shared::ChannelType::GuildAnnouncement;
    EXPECT_TRUE(isOk(channelService.create(actor(owner), guild.id, body)));
    body.type = shared::ChannelType::GuildStageVoice;
    EXPECT_TRUE(isRefused(channelService.create(actor(owner), guild.id, body), shared::ErrorCode::InvalidFormBody));
}

TEST_F(GuildServiceTest, OnlyMembersSeeAGuildAndOnlyManagersChangeIt) {
    const shared::Guild guild = made();
    EXPECT_TRUE(isRefused(guildService.get(actor(ann), guild.id, false), ErrorCode::MissingAccess));
    EXPECT_TRUE(isRefused(guildService.get(actor(ann), shared::GuildId(5), false), ErrorCode::UnknownGuild));
    EXPECT_TRUE(isRefused(guildService.preview(actor(ann), guild.id), ErrorCode::UnknownGuild));
    const auto invite = inviteService.create(actor(owner), *guild.systemChannelId, {});
    ASSERT_TRUE(isOk(inviteService.accept(actor(ann), invite->code)));
    EXPECT_EQ(guildService.get(actor(ann), guild.id, true)->approximateMemberCount.value(), 2);
    shared::ModifyGuild body;
    body.name = u"mine"_s;
    EXPECT_TRUE(isRefused(guildService.modify(actor(ann), guild.id, body), ErrorCode::MissingPermissions));
    probe.clear();
    ASSERT_TRUE(isOk(guildService.modify(actor(owner), guild.id, body)));
    EXPECT_EQ(probe.payload(GatewayEvent::GuildUpdate)["name"_L1].toString(), u"mine"_s);
    EXPECT_EQ(guildService.get(actor(ann), guild.id, false)->name, u"mine"_s);
}

TEST_F(GuildServiceTest, SettingsAndCommunity) {
    const shared::Guild guild = made();
    shared::ModifyGuild body;
    body.verificationLevel = shared::VerificationLevel::Low;
    body.afkTimeout = 900;
    body.preferredLocale = u"de"_s;
    body.features = QList<QString>{u"COMMUNITY"_s};
    EXPECT_TRUE(isRefused(guildService.modify(actor(owner), guild.id, body), ErrorCode::InvalidFormBody));
    body.rulesChannelId = *guild.systemChannelId;
    body.publicUpdatesChannelId = *guild.systemChannelId;
    const auto changed = guildService.modify(actor(owner), guild.id, body);
    ASSERT_TRUE(isOk(changed));
    EXPECT_TRUE(changed->features.contains(u"COMMUNITY"_s));
    EXPECT_EQ(changed->afkTimeout, 900);
    graphs.forget(guild.id);
    EXPECT_EQ(guildService.get(actor(owner), guild.id, false).value(), *changed);
    EXPECT_TRUE(
        isRefused(channelService.remove(actor(owner), *guild.systemChannelId), ErrorCode::CommunityChannelRequired));
}

TEST_F(GuildServiceTest, TheOwnerHandsItOverAndOnlyTheOwnerDeletesIt) {
    const shared::Guild guild = made();
    const auto invite = inviteService.create(actor(owner), *guild.systemChannelId, {});
    ASSERT_TRUE(isOk(inviteService.accept(actor(ann), invite->code)));
    shared::ModifyGuild body;
    body.ownerId = ann;
    ASSERT_TRUE(isOk(guildService.modify(actor(owner), guild.id, body)));
    EXPECT_TRUE(isRefused(guildService.remove(actor(owner), guild.id), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(memberService.leave(actor(ann), guild.id), ErrorCode::InvalidGuild));
    probe.clear();
    ASSERT_TRUE(isOk(guildService.remove(actor(ann), guild.id)));
    QList<server::StreamKey> told;
    for (const server::EventPtr& event : probe.all(GatewayEvent::GuildDelete))
        told.append(event->key);
    EXPECT_TRUE(told.contains(server::StreamKey::guild(guild.id)));
    EXPECT_TRUE(told.contains(server::StreamKey::user(ann)));
    EXPECT_TRUE(told.contains(server::StreamKey::user(owner)));
    EXPECT_TRUE(isRefused(guildService.get(actor(ann), guild.id, false), ErrorCode::UnknownGuild));
    EXPECT_TRUE(isRefused(channelService.get(actor(ann), *guild.systemChannelId), ErrorCode::UnknownChannel));
    EXPECT_TRUE(isRefused(inviteService.get(invite->code, false), ErrorCode::UnknownInvite));
    EXPECT_EQ(guildService.listOwn(actor(ann), {}, {}, 200, false)->size(), 0);
}

TEST_F(GuildServiceTest, WhoMayNotMakeEmojisHearsThatFirst) {
    const shared::Guild guild = made();
    const shared::UserId ann = user(u"ann"_s);
    const auto invite = inviteService.create(actor(owner), *guild.systemChannelId, {});
    ASSERT_TRUE(isOk(invite));
    ASSERT_TRUE(isOk(inviteService.accept(actor(ann), invite->code)));
    server::EmojiRequest body;
    EXPECT_TRUE(isRefused(emojiService.create(actor(ann), guild.id, body), ErrorCode::MissingPermissions));
    body.name = u"made"_s;
    body.image = u"nonsense"_s;
    EXPECT_TRUE(isRefused(emojiService.create(actor(ann), guild.id, body), ErrorCode::MissingPermissions));
}

TEST_F(GuildServiceTest, EmojisComeAndGoAndCanBeUsed) {
    const shared::Guild guild = made();
    server::EmojiRequest body;
    body.name = u"made"_s;
    body.image = u"nonsense"_s;
    EXPECT_TRUE(isRefused(emojiService.create(actor(owner), guild.id, body), ErrorCode::InvalidFormBody));
    body.image = u"data:image/png;base64,AAAA"_s;
    const auto emoji = emojiService.create(actor(owner), guild.id, body);
    ASSERT_TRUE(isOk(emoji));
    EXPECT_EQ(probe.payload(GatewayEvent::GuildEmojisUpdate)["emojis"_L1].toArray().size(), 1);
    const server::MessageView message = say(owner, *guild.systemChannelId, u"look"_s);
    ASSERT_TRUE(
        isOk(reactionService.add(actor(owner), *guild.systemChannelId, message.id, u"made:"_s + emoji->id.toString())));
    server::EmojiRequest rename;
    rename.name = u"renamed"_s;
    ASSERT_TRUE(isOk(emojiService.modify(actor(owner), guild.id, emoji->id, rename)));
    const auto shown = messageService.get(actor(owner), *guild.systemChannelId, message.id)->toModel();
    ASSERT_EQ(shown->reactions.size(), 1);
    EXPECT_EQ(shown->reactions.first().emoji.name, u"renamed"_s);
    ASSERT_TRUE(isOk(emojiService.remove(actor(owner), guild.id, emoji->id)));
    EXPECT_TRUE(isRefused(emojiService.get(actor(owner), guild.id, emoji->id), ErrorCode::UnknownEmoji));
}

}  // namespace
}  // namespace tests
