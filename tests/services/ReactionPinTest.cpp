#include "server/services/ReactionEmoji.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class ReactionPinTest : public ServiceWorld {
 protected:
    ReactionPinTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        guildId = guild(owner).withChannel(talk).withMember(ann).build();
        message = say(owner, talk, u"look"_s).id;
        probe.clear();
    }
    QList<shared::Reaction> reactions(shared::UserId viewer) {
        return messageService.get(actor(viewer), talk, message)->toModel()->reactions;
    }
    shared::UserId owner, ann;
    shared::ChannelId talk;
    shared::GuildId guildId;
    shared::MessageId message;
};

TEST(UnicodeEmoji, IsToldFromText) {
    for (const QString& emoji : {u"👍"_s, u"🅰️"_s, u"👩‍👩‍👧‍👦"_s, u"🇩🇪"_s, u"1️⃣"_s,
                                 u"❤️"_s, u"👍🏽"_s, u"🏴󠁧󠁢󠁳󠁣󠁴󠁿"_s}) {
        EXPECT_TRUE(server::isUnicodeEmoji(emoji)) << emoji.toStdString();
    }
    for (const QString& text : {u""_s, u"x"_s, u"1"_s, u"👍x"_s, u"👍👍"_s, u"🇩"_s, u"<b>"_s}) {
        EXPECT_FALSE(server::isUnicodeEmoji(text)) << text.toStdString();
    }
}

TEST_F(ReactionPinTest, ReactionsAreCountedOncePerUser) {
    ASSERT_TRUE(isOk(reactionService.add(actor(ann), talk, message, u"🎉"_s)));
    ASSERT_TRUE(isOk(reactionService.add(actor(ann), talk, message, u"🎉"_s)));
    ASSERT_TRUE(isOk(reactionService.add(actor(owner), talk, message, u"🎉"_s)));
    EXPECT_EQ(probe.all(GatewayEvent::MessageReactionAdd).size(), 2);
    const QJsonObject payload = EventProbe::payloadOf(probe.all(GatewayEvent::MessageReactionAdd).first());
    EXPECT_EQ(payload["user_id"_L1].toString(), ann.toString());
    EXPECT_EQ(payload["guild_id"_L1].toString(), guildId.toString());
    EXPECT_EQ(payload["message_author_id"_L1].toString(), owner.toString());
    EXPECT_EQ(payload["member"_L1].toObject()["user"_L1].toObject()["id"_L1].toString(), ann.toString());
    ASSERT_EQ(reactions(ann).size(), 1);
    EXPECT_EQ(reactions(ann).first().count, 2);
    EXPECT_TRUE(reactions(ann).first().me);
    const auto users = reactionService.list(actor(ann), talk, message, u"🎉"_s, shared::ReactionType::Normal, {}, 25);
    EXPECT_EQ(users->size(), 2);
    EXPECT_EQ(reactionService.list(actor(ann), talk, message, u"🎉"_s, shared::ReactionType::Normal, {}, 1)->size(), 1);
    EXPECT_TRUE(
        isRefused(reactionService.remove(actor(ann), talk, message, u"🎉"_s, owner), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(reactionService.remove(actor(owner), talk, message, u"🎉"_s, ann)));
    ASSERT_TRUE(isOk(reactionService.removeOwn(actor(owner), talk, message, u"🎉"_s)));
    EXPECT_EQ(probe.all(GatewayEvent::MessageReactionRemove).size(), 2);
    EXPECT_TRUE(reactions(ann).isEmpty());
}

TEST_F(ReactionPinTest, OnlyNewEmojiNeedThePermission) {
    EXPECT_TRUE(
        isRefused(reactionService.add(actor(ann), talk, message, u"nothing:1000000000001"_s), ErrorCode::UnknownEmoji));
    EXPECT_TRUE(isRefused(reactionService.add(actor(ann), talk, message, u"abc"_s), ErrorCode::UnknownEmoji));
    EXPECT_TRUE(
        isRefused(reactionService.add(actor(ann), talk, shared::MessageId(5), u"👍"_s), ErrorCode::UnknownMessage));
    ASSERT_TRUE(isOk(reactionService.add(actor(owner), talk, message, u"👍"_s)));
    shared::EditOverwrite no;
    no.deny = shared::Permissions(Permission::AddReactions);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), no)));
    EXPECT_TRUE(isRefused(reactionService.add(actor(ann), talk, message, u"👎"_s), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isOk(reactionService.add(actor(ann), talk, message, u"👍"_s)));
    ASSERT_TRUE(isOk(reactionService.add(actor(owner), talk, message, u"👎"_s)));
    EXPECT_TRUE(isRefused(reactionService.clear(actor(ann), talk, message), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(reactionService.clearEmoji(actor(owner), talk, message, u"👍"_s)));
    EXPECT_EQ(reactions(ann).size(), 1);
    ASSERT_TRUE(isOk(reactionService.clear(actor(owner), talk, message)));
    EXPECT_TRUE(reactions(ann).isEmpty());
    EXPECT_TRUE(probe.last(GatewayEvent::MessageReactionRemoveAll));
    EXPECT_TRUE(probe.last(GatewayEvent::MessageReactionRemoveEmoji));
}

TEST_F(ReactionPinTest, TwentyDifferentEmojiAreEnough) {
    for (int i = 0; i < 20; ++i) {
        const char32_t c = 0x1F600 + static_cast<char32_t>(i);
        ASSERT_TRUE(isOk(reactionService.add(actor(owner), talk, message, QString::fromUcs4(&c, 1))));
    }
    EXPECT_TRUE(isRefused(reactionService.add(actor(owner), talk, message, u"👎"_s), ErrorCode::MaxReactions));
    const char32_t first = 0x1F600;
    EXPECT_TRUE(isOk(reactionService.add(actor(ann), talk, message, QString::fromUcs4(&first, 1))));
}

TEST_F(ReactionPinTest, PinsAreListedNewestFirstAndTold) {
    EXPECT_TRUE(isRefused(pinService.pin(actor(ann), talk, message), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(pinService.pin(actor(owner), talk, shared::MessageId(5)), ErrorCode::UnknownMessage));
    const shared::MessageId second = say(ann, talk, u"second"_s).id;
    probe.clear();
    ASSERT_TRUE(isOk(pinService.pin(actor(owner), talk, message)));
    EXPECT_EQ(probe.types(), (QList{GatewayEvent::MessageUpdate, GatewayEvent::ChannelPinsUpdate,
                                    GatewayEvent::MessageCreate, GatewayEvent::GuildAuditLogEntryCreate}));
    const QJsonObject notice = probe.payload(GatewayEvent::MessageCreate);
    EXPECT_EQ(notice["type"_L1].toInt(), 6);
    EXPECT_EQ(notice["message_reference"_L1].toObject()["message_id"_L1].toString(), message.toString());
    EXPECT_TRUE(messageService.get(actor(ann), talk, message)->toModel()->pinned);
    ASSERT_TRUE(isOk(pinService.pin(actor(owner), talk, second)));
    const auto page = pinService.list(actor(ann), talk, 0, 50);
    ASSERT_EQ(page->items.size(), 2);
    EXPECT_EQ(page->items.first().message.id, second);
    EXPECT_FALSE(page->hasMore);
    const auto first = pinService.list(actor(ann), talk, 0, 1);
    EXPECT_TRUE(first->hasMore);
    const auto rest = pinService.list(actor(ann), talk, first->items.first().pinnedAt, 1);
    EXPECT_EQ(rest->items.first().message.id, message);
    EXPECT_EQ(pinService.listMessages(actor(ann), talk)->size(), 2);
    ASSERT_TRUE(isOk(pinService.unpin(actor(owner), talk, second)));
    ASSERT_TRUE(isOk(pinService.unpin(actor(owner), talk, message)));
    EXPECT_TRUE(pinService.list(actor(ann), talk, 0, 50)->items.isEmpty());
    EXPECT_TRUE(probe.payload(GatewayEvent::ChannelPinsUpdate)["last_pin_timestamp"_L1].isNull());
}

}  // namespace
}  // namespace tests
