#include <gtest/gtest.h>

#include "shared/json/JsonType.h"
#include "shared/protocol/CloseCodes.h"
#include "shared/protocol/GatewayEvents.h"
#include "shared/protocol/GatewayPayloads.h"
#include "shared/protocol/Opcodes.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

TEST(GatewayEventsTest, TableIsInTheOrderOfTheEnumeratorsAndNamesAreUnique) {
    for (size_t i = 0; i < gatewayEvents().size(); ++i) {
        const GatewayEventRow& row = gatewayEvents()[i];
        EXPECT_EQ(static_cast<size_t>(row.event), i);
        EXPECT_EQ(gatewayEventByName(QString(row.name)), row.event) << row.name.data();
    }
    EXPECT_EQ(describe(GatewayEvent::MessageCreate).name, "MESSAGE_CREATE"_L1);
    EXPECT_FALSE(gatewayEventByName(u"NO_SUCH_EVENT"));
}

TEST(GatewayEventsTest, IntentsDecidePerPlace) {
    const GatewayEventRow& message = describe(GatewayEvent::MessageCreate);
    EXPECT_TRUE(message.inGuild.isMetBy(Intent::GuildMessages));
    EXPECT_FALSE(message.inGuild.isMetBy(Intent::DirectMessages));
    EXPECT_TRUE(message.inDm.isMetBy(Intent::DirectMessages));
    EXPECT_FALSE(message.inDm.isMetBy(Intent::GuildMessages));

    const GatewayEventRow& threads = describe(GatewayEvent::ThreadMembersUpdate);
    EXPECT_TRUE(threads.inGuild.isMetBy(Intent::Guilds));
    EXPECT_TRUE(threads.inGuild.isMetBy(Intent::GuildMembers));
    EXPECT_FALSE(threads.inGuild.isMetBy(Intent::GuildMessages));

    EXPECT_TRUE(describe(GatewayEvent::InteractionCreate).inGuild.isMetBy({}));
    EXPECT_FALSE(describe(GatewayEvent::GuildCreate).inDm.isMetBy(kAllIntents));
    EXPECT_EQ(describe(GatewayEvent::MessageAck).audience, EventAudience::People);
}

TEST(GatewayTest, IntentsAreThoseOfTheDocuments) {
    EXPECT_EQ(kAllIntents.bits(), 0x331ffffu);
    EXPECT_EQ(kPrivilegedIntents.bits(), (1u << 1) | (1u << 8) | (1u << 15));
    EXPECT_TRUE(kAllIntents.has(kPrivilegedIntents));
}

TEST(GatewayTest, CloseCodesTellWhetherToComeBack) {
    for (const int code : {4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 1000, 1006})
        EXPECT_TRUE(mayReconnect(code));
    for (const int code : {4004, 4010, 4011, 4012, 4013, 4014})
        EXPECT_FALSE(mayReconnect(code)) << code;
    EXPECT_TRUE(maySessionBeResumed(4000));
    EXPECT_TRUE(maySessionBeResumed(1006));
    EXPECT_FALSE(maySessionBeResumed(1000));
    EXPECT_FALSE(maySessionBeResumed(4007));
    EXPECT_FALSE(maySessionBeResumed(4004));
}

TEST(GatewayTest, OpcodesFromClients) {
    for (const int opcode : {1, 2, 3, 4, 6, 8, 31, 43})
        EXPECT_TRUE(mayComeFromClient(opcode)) << opcode;
    for (const int opcode : {0, 7, 9, 10, 11, 12, 9999, -1})
        EXPECT_FALSE(mayComeFromClient(opcode)) << opcode;
}

TEST(GatewayPayloadsTest, IdentifyOfABotAndOfAPerson) {
    const auto bot = fromJson<Identify>(QByteArray(
        R"({"token":"t","intents":513,"properties":{"os":"linux","browser":"lib","device":"lib"},"shard":[1,4],
            "presence":{"status":"dnd","since":null,"afk":false,"activities":[]},"large_threshold":250})"));
    ASSERT_TRUE(bot.has_value());
    EXPECT_EQ(bot->token, u"t"_s);
    EXPECT_EQ(bot->intents.value(), Intent::Guilds | Intent::GuildMessages);
    EXPECT_EQ(*bot->shard, (QList<int>{1, 4}));
    EXPECT_EQ(bot->presence->status, Status::Dnd);
    EXPECT_EQ(*bot->largeThreshold, 250);

    const auto person = fromJson<Identify>(QByteArray(R"({"token":"t"})"));
    ASSERT_TRUE(person.has_value());
    EXPECT_TRUE(person->intents.isMissing());
    EXPECT_FALSE(fromJson<Identify>(QByteArray("{}")).has_value());
    EXPECT_FALSE(fromJson<Identify>(QByteArray("[]")).has_value());
}

TEST(GatewayPayloadsTest, RequestGuildMembersTakesOneOrMany) {
    const auto one = fromJson<RequestGuildMembers>(QByteArray(R"({"guild_id":"5","user_ids":"7"})"));
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->guildId.ids, QList<GuildId>{GuildId(5)});
    EXPECT_EQ(one->userIds->ids, QList<UserId>{UserId(7)});
    const auto many =
        fromJson<RequestGuildMembers>(QByteArray(R"({"guild_id":"5","query":"","limit":0,"user_ids":["7","8"]})"));
    ASSERT_TRUE(many.has_value());
    EXPECT_EQ(many->userIds->ids, (QList<UserId>{UserId(7), UserId(8)}));
    EXPECT_EQ(fromJson<RequestGuildMembers>(toJson(*many)).value(), *many);
    EXPECT_EQ(fromJson<RequestGuildMembers>(toJson(*one)).value(), *one);
    EXPECT_FALSE(fromJson<RequestGuildMembers>(QByteArray(R"({"guild_id":"five"})")).has_value());
}

TEST(GatewayPayloadsTest, ReadyOfABotHasOnlyTheDocumentedKeys) {
    Ready ready;
    ready.sessionId = u"s"_s;
    ready.resumeGatewayUrl = u"ws://h"_s;
    GatewayGuild guild;
    guild.id = GuildId(5);
    guild.unavailable = true;
    ready.guilds.append(guild);
    ready.shard = QList<int>{0, 1};
    ready.application = ReadyApplication{ApplicationId(9), {}};
    const QJsonObject json = parseJson(toJson(ready)).value().toObject();
    EXPECT_EQ(json.keys(), (QStringList{u"application"_s, u"guilds"_s, u"resume_gateway_url"_s, u"session_id"_s,
                                        u"shard"_s, u"user"_s, u"v"_s}));
    EXPECT_EQ(json[u"guilds"_s].toArray().at(0).toObject(), (QJsonObject{{u"id"_s, u"5"_s}, {u"unavailable"_s, true}}));
    const auto read = fromJson<Ready>(toJson(ready));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->guilds, ready.guilds);
}

TEST(GatewayPayloadsTest, ReadyOfAPersonReadsBackWhole) {
    Ready ready;
    ready.user.id = UserId(1);
    GatewayGuild guild;
    guild.id = GuildId(5);
    guild.name = u"Guild"_s;
    guild.joinedAt = Timestamp(1700000000000);
    guild.memberCount = 3;
    guild.channels.append(Channel{.id = ChannelId(6)});
    guild.members.append(Member{});
    ready.guilds.append(guild);
    ready.relationships = QList<Relationship>{};
    ready.readState = QList<ReadState>{ReadState{.id = ChannelId(6), .lastMessageId = MessageId(8)}};
    ready.userSettings = UserSettings{};
    ready.sessions = QList<Session>{};
    const auto read = fromJson<Ready>(toJson(ready));
    ASSERT_TRUE(read.has_value()) << read.error().fields().value(0).path.toStdString();
    EXPECT_EQ(*read, ready);
}

}  // namespace
}  // namespace shared
