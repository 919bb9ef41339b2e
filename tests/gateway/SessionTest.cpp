#include "tests/gateway/GatewayWorld.h"

using namespace Qt::StringLiterals;
using shared::Intent;
using shared::Permission;

namespace tests {
namespace {

const auto kMessages = Intent::Guilds | Intent::GuildMessages | Intent::MessageContent;

class SessionTest : public GatewayWorld {
 protected:
    SessionTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        robot = bot();
        guildId = guild(owner).withChannel(talk).withMember(ann).withMember(robot).build();
    }
    std::unique_ptr<GatewayClient> openOnly() { return std::make_unique<GatewayClient>(thread()); }

    shared::UserId owner, ann, robot;
    shared::GuildId guildId;
    shared::ChannelId talk;
};

TEST_F(SessionTest, APersonGetsEverythingAtOnce) {
    const auto client = connected(token(ann));
    const QJsonObject ready = client->first(u"READY"_s);
    EXPECT_EQ(ready["v"_L1].toInt(), 10);
    EXPECT_EQ(ready["user"_L1]["id"_L1].toString(), ann.toString());
    EXPECT_EQ(ready["resume_gateway_url"_L1].toString(), u"ws://test/gateway"_s);
    EXPECT_EQ(ready["session_id"_L1].toString().size(), 32);
    for (const auto key :
         {"relationships"_L1, "private_channels"_L1, "read_state"_L1, "user_guild_settings"_L1, "sessions"_L1}) {
        EXPECT_TRUE(ready[key].isArray()) << key.data();
    }
    ASSERT_EQ(ready["guilds"_L1].toArray().size(), 1);
    const QJsonObject told = ready["guilds"_L1][0].toObject();
    EXPECT_EQ(told["id"_L1].toString(), guildId.toString());
    EXPECT_EQ(told["member_count"_L1].toInt(), 3);
    EXPECT_EQ(told["members"_L1].toArray().size(), 3);
    EXPECT_EQ(told["channels"_L1][0]["id"_L1].toString(), talk.toString());
    EXPECT_EQ(told["channels"_L1][0]["guild_id"_L1].toString(), guildId.toString());
    EXPECT_TRUE(told["joined_at"_L1].isString());
    // The app reads it with the same model that the documents are written in.
    const auto parsed = shared::fromJson<shared::Ready>(ready);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->guilds.first().channels.size(), 1);
    EXPECT_TRUE(client->dispatches(u"GUILD_CREATE"_s).isEmpty());
}

TEST_F(SessionTest, ABotGetsItsGuildsOneByOne) {
    const auto client = connected(botToken(robot), withIntents(kMessages));
    const QJsonObject ready = client->first(u"READY"_s);
    EXPECT_EQ(ready["guilds"_L1][0]["unavailable"_L1].toBool(), true);
    EXPECT_EQ(ready["application"_L1]["id"_L1].toString(), robot.toString());
    EXPECT_TRUE(ready["application"_L1]["flags"_L1].isDouble());
    EXPECT_FALSE(ready.contains("user_settings"_L1));
    ASSERT_TRUE(client->waitFor(u"GUILD_CREATE"_s));
    const QJsonObject told = client->first(u"GUILD_CREATE"_s);
    EXPECT_EQ(told["id"_L1].toString(), guildId.toString());
    EXPECT_EQ(told["members"_L1].toArray().size(), 1) << "without the intents: itself";
    EXPECT_EQ(told["members"_L1][0]["user"_L1]["id"_L1].toString(), robot.toString());
}

TEST_F(SessionTest, WhatIsSaidArrivesInOrderAndIsNumberedWithoutGaps) {
    const auto person = connected(token(ann));
    const auto other = connected(botToken(robot), withIntents(kMessages), 1);
    QStringList said;
    for (int i = 0; i < 30; ++i) {
        said.append(u"message %1"_s.arg(i));
        say(owner, talk, said.last());
    }
    for (const auto* client : {person.get(), other.get()}) {
        ASSERT_TRUE(const_cast<GatewayClient*>(client)->waitFor(u"MESSAGE_CREATE"_s, 30));
        EXPECT_EQ(client->contents(), said);
        const auto all = client->dispatches();
        for (qsizetype i = 0; i < all.size(); ++i)
            EXPECT_EQ(all[i].s, i + 1);
    }
    EXPECT_EQ(person->dispatches(u"MESSAGE_CREATE"_s).first().d["guild_id"_L1].toString(), guildId.toString());
}

TEST_F(SessionTest, IntentsDecideWhatABotGets) {
    const auto without = connected(botToken(robot), withIntents(Intent::Guilds));
    say(owner, talk, u"hello"_s);
    const auto made = channelService.create(actor(owner), guildId, {.name = u"new"_s});
    ASSERT_TRUE(made.has_value());
    ASSERT_TRUE(without->waitFor(u"CHANNEL_CREATE"_s));
    EXPECT_TRUE(without->contents().isEmpty());
}

TEST_F(SessionTest, ContentNeedsItsIntent) {
    const auto client = connected(botToken(robot), withIntents(Intent::Guilds | Intent::GuildMessages));
    say(owner, talk, u"secret"_s);
    say(owner, talk, u"<@%1> for you"_s.arg(robot.toString()));
    ASSERT_TRUE(client->waitFor(u"MESSAGE_CREATE"_s, 2));
    EXPECT_EQ(client->contents(), (QStringList{QString(), u"<@%1> for you"_s.arg(robot.toString())}));
}

TEST_F(SessionTest, CloseCodesAreTheDocumentedOnes) {
    struct Case {
        const char* what;
        int code;
        std::function<void(GatewayClient&)> act;
    };
    const QByteArray good = botToken(robot);
    const shared::UserId plain = bot(0);
    const QByteArray plainToken = botToken(plain);
    const QList<Case> cases{
        {"no JSON", 4002, [](auto& c) { c.sendBytes("{nonsense"); }},
        {"no object", 4002, [](auto& c) { c.sendBytes("[1]"); }},
        {"no opcode", 4002, [](auto& c) { c.sendBytes("{\"d\":1}"); }},
        {"unknown opcode", 4001, [](auto& c) { c.send(9999, {}); }},
        {"opcode of the server", 4001, [](auto& c) { c.send(0, {}); }},
        {"before IDENTIFY", 4003, [](auto& c) { c.send(3, QJsonObject()); }},
        {"IDENTIFY of no object", 4002, [](auto& c) { c.send(2, 5); }},
        {"wrong token", 4004, [](auto& c) { c.identify("not.a.token", withIntents(Intent::Guilds)); }},
        {"RESUME with a wrong token", 4004, [](auto& c) { c.resume("not.a.token", u"x"_s, 1); }},
        {"no intents", 4013, [&](auto& c) { c.identify(good); }},
        {"unknown intents", 4013,
         [&](auto& c) {
             c.identify(good, QJsonObject{{u"intents"_s, 1 << 30}});
         }},
        {"disallowed intents", 4014, [&](auto& c) { c.identify(plainToken, withIntents(Intent::GuildMembers)); }},
        {"bad shard", 4010,
         [&](auto& c) {
             QJsonObject more = withIntents(Intent::Guilds);
             more[u"shard"_s] = QJsonArray{3, 2};
             c.identify(good, more);
         }},
    };
    for (const Case& one : cases) {
        const auto client = openOnly();
        one.act(*client);
        EXPECT_EQ(client->closed(), one.code) << one.what;
    }
    const auto twice = connected(good, withIntents(Intent::Guilds));
    twice->identify(good, withIntents(Intent::Guilds));
    EXPECT_EQ(twice->closed(), 4005);

    server::ConnectionOptions old;
    old.version = 5;
    EXPECT_EQ(GatewayClient(thread(), old).closed(), 4012);
}

TEST_F(SessionTest, AClientNeedNotWaitForReady) {
    for (int i = 0; i < 10; ++i) {
        const auto client = openOnly();
        client->identify(token(ann), QJsonObject{{u"compress"_s, u"zlib-stream"_s}});
        client->send(8, QJsonObject{{u"guild_id"_s, guildId.toString()}, {u"query"_s, QString()}, {u"limit"_s, 0}});
        client->send(1, QJsonValue());
        ASSERT_TRUE(client->waitFor(u"GUILD_MEMBERS_CHUNK"_s));
        EXPECT_EQ(client->dispatches().first().t, u"READY"_s);
        client->drop(true);
    }
    const auto greedy = openOnly();
    greedy->identify(token(ann));
    const QJsonObject large{{u"nonce"_s, QString(12'000, u'x')}};
    for (int i = 0; i < 8 && !greedy->box->closeCode; ++i)
        greedy->send(8, large);
    EXPECT_NE(greedy->closed(), -1) << "what waits for READY is limited";
}

TEST_F(SessionTest, PayloadsAreCounted) {
    const auto client = connected(token(ann));
    for (int i = 0; i < 119; ++i)
        client->send(1, 1);
    client->drop();
    const auto again = connected(token(ann));
    for (int i = 0; i < 119; ++i)
        again->send(1, 1);
    EXPECT_FALSE(again->box->closeCode.has_value());
    again->send(1, 1);
    EXPECT_EQ(again->closed(), 4008);
}

TEST_F(SessionTest, IdentifyIsLimitedForBots) {
    const QByteArray good = botToken(robot);
    for (int i = 0; i < 3; ++i)
        connected(good, withIntents(Intent::Guilds));
    GatewayClient client(thread());
    client.identify(good, withIntents(Intent::Guilds));
    ASSERT_TRUE(client.waitForOp(9));
    clock.advance(std::chrono::seconds(6));
    client.identify(good, withIntents(Intent::Guilds));
    EXPECT_TRUE(client.waitFor(u"READY"_s));
}

TEST_F(SessionTest, AHeartbeatIsAnsweredAndASilentClientIsLetGo) {
    const auto client = connected(token(ann));
    client->send(1, client->lastSeq());
    ASSERT_TRUE(client->waitForOp(11));
    clock.advance(std::chrono::seconds(40));
    sweep();
    EXPECT_FALSE(client->box->closeCode.has_value());
    clock.advance(std::chrono::seconds(20));
    sweep();
    EXPECT_EQ(client->closed(), 4000);

    GatewayClient back(thread());
    back.resume(token(ann), client->sessionId(), client->lastSeq());
    EXPECT_TRUE(back.waitFor(u"RESUMED"_s));
}

TEST_F(SessionTest, OnlyHeartbeatsKeepAConnectionAndWhoNeverIdentifiesNeedsThemToo) {
    GatewayClient nobody(thread());
    ASSERT_TRUE(nobody.waitForOp(10));
    const auto talker = connected(token(ann));
    clock.advance(std::chrono::seconds(50));
    talker->send(
        3,
        QJsonObject{
            {u"since"_s, QJsonValue()}, {u"activities"_s, QJsonArray()}, {u"status"_s, u"idle"_s}, {u"afk"_s, false}});
    sweep();
    EXPECT_FALSE(talker->box->closeCode.has_value());
    clock.advance(std::chrono::seconds(2));
    sweep();
    EXPECT_EQ(nobody.closed(), 4000);
    EXPECT_EQ(talker->closed(), 4000);
    EXPECT_TRUE(shared::maySessionBeResumed(4000));
    EXPECT_FALSE(shared::maySessionBeResumed(4009));
}

TEST_F(SessionTest, ShardsGetTheirGuildsOnly) {
    QList<int> sizes;
    for (int shard = 0; shard < 2; ++shard) {
        QJsonObject more = withIntents(kMessages);
        more[u"shard"_s] = QJsonArray{shard, 2};
        const auto client = connected(botToken(robot), more);
        const QJsonObject ready = client->first(u"READY"_s);
        EXPECT_EQ(ready["shard"_L1].toArray(), (QJsonArray{shard, 2}));
        const bool isHome = (guildId.value() >> 22) % 2 == static_cast<quint64>(shard);
        EXPECT_EQ(ready["guilds"_L1].toArray().size(), isHome ? 1 : 0);
    }
}

TEST_F(SessionTest, EtfSaysTheSame) {
    server::ConnectionOptions options;
    options.encoding = server::ConnectionOptions::Encoding::Etf;
    GatewayClient client(thread(), options);
    ASSERT_TRUE(client.waitForOp(10));
    client.identify(token(ann));
    ASSERT_TRUE(client.waitFor(u"READY"_s));
    EXPECT_EQ(client.first(u"READY"_s)["user"_L1]["username"_L1].toString(), u"ann"_s);
    say(owner, talk, u"in terms"_s);
    ASSERT_TRUE(client.waitFor(u"MESSAGE_CREATE"_s));
    EXPECT_EQ(client.contents(), QStringList{u"in terms"_s});
    EXPECT_EQ(client.box->binaries.first().at(0), server::kEtfVersion);
}

TEST_F(SessionTest, MembersComeInChunks) {
    const auto client = connected(token(ann));
    const auto ask = [&](QJsonObject request) {
        request[u"guild_id"_s] = guildId.toString();
        request[u"nonce"_s] = u"n%1"_s.arg(client->dispatches(u"GUILD_MEMBERS_CHUNK"_s).size());
        const int before = static_cast<int>(client->dispatches(u"GUILD_MEMBERS_CHUNK"_s).size());
        client->send(8, request);
        EXPECT_TRUE(client->waitFor(u"GUILD_MEMBERS_CHUNK"_s, before + 1));
        const QJsonObject got = client->dispatches(u"GUILD_MEMBERS_CHUNK"_s).last().d.toObject();
        EXPECT_EQ(got["nonce"_L1], request["nonce"_L1]);
        return got;
    };
    const QJsonObject whole = ask({{u"query"_s, QString()}, {u"limit"_s, 0}});
    EXPECT_EQ(whole["members"_L1].toArray().size(), 3);
    EXPECT_EQ(whole["chunk_count"_L1].toInt(), 1);
    const QJsonObject found = ask({{u"query"_s, u"AN"_s}, {u"limit"_s, 5}, {u"presences"_s, true}});
    ASSERT_EQ(found["members"_L1].toArray().size(), 1);
    EXPECT_EQ(found["members"_L1][0]["user"_L1]["id"_L1].toString(), ann.toString());
    EXPECT_TRUE(found["presences"_L1].isArray());
    const QJsonObject byIds = ask({{u"user_ids"_s, QJsonArray{owner.toString(), u"12345"_s}}});
    EXPECT_EQ(byIds["members"_L1].toArray().size(), 1);
    EXPECT_EQ(byIds["not_found"_L1].toArray(), QJsonArray{u"12345"_s});
}

TEST_F(SessionTest, ALargeGuildComesInSeveralChunks) {
    const auto added =
        storage->write(server::StreamKey::guild(guildId), [&](server::Transaction& tx) -> shared::Result<void> {
            for (int i = 0; i < 1200; ++i) {
                shared::Member member;
                shared::User one;
                one.id = ids.next<shared::UserId>();
                one.username = u"crowd%1"_s.arg(i);
                member.user = one;
                RETURN_IF_ERROR(
                    tx.members().insert(server::toRow(member, 1)).and_then([](bool) -> shared::Result<void> {
                        return {};
                    }));
            }
            return {};
        });
    ASSERT_TRUE(added.has_value());
    graphs.forget(guildId);
    const auto client = connected(token(ann));
    const QJsonObject told = client->first(u"READY"_s)["guilds"_L1][0].toObject();
    EXPECT_TRUE(told["large"_L1].toBool());
    EXPECT_LT(told["members"_L1].toArray().size(), 10);
    client->send(8, QJsonObject{{u"guild_id"_s, guildId.toString()}, {u"query"_s, QString()}, {u"limit"_s, 0}});
    ASSERT_TRUE(client->waitFor(u"GUILD_MEMBERS_CHUNK"_s, 2));
    const auto chunks = client->dispatches(u"GUILD_MEMBERS_CHUNK"_s);
    EXPECT_EQ(chunks[0].d["members"_L1].toArray().size(), 1000);
    EXPECT_EQ(chunks[1].d["members"_L1].toArray().size(), 203);
    EXPECT_EQ(chunks[1].d["chunk_index"_L1].toInt(), 1);
    EXPECT_EQ(chunks[1].d["chunk_count"_L1].toInt(), 2);
}

TEST_F(SessionTest, ALogOutEndsTheSession) {
    const QByteArray mine = token(ann);
    const auto client = connected(mine);
    const auto other = connected(token(ann), {}, 1);
    const auto who = auth.authenticateGateway(mine);
    ASSERT_TRUE(who.has_value());
    ASSERT_TRUE(auth.logout(*who).has_value());
    EXPECT_EQ(client->closed(), 4004);
    settle();
    EXPECT_FALSE(other->box->closeCode.has_value());
    EXPECT_TRUE(other->dispatches(u"AUTH_SESSION_CHANGE"_s).isEmpty());
}

TEST_F(SessionTest, PresenceIsToldAndEndsWithTheLastSession) {
    const auto watcher = connected(token(owner));
    const auto client = connected(token(ann));
    const auto statusOf = [&](const Mailbox& box) {
        QString status;
        for (const auto& one : box.packets) {
            if (one.t == u"PRESENCE_UPDATE"_s && one.d["user"_L1]["id"_L1].toString() == ann.toString()) {
                status = one.d["status"_L1].toString();
            }
        }
        return status;
    };
    ASSERT_TRUE(watcher->box->wait([&](const Mailbox& box) { return statusOf(box) == u"online"_s; }));
    client->send(
        3,
        QJsonObject{
            {u"since"_s, QJsonValue()}, {u"activities"_s, QJsonArray()}, {u"status"_s, u"dnd"_s}, {u"afk"_s, false}});
    ASSERT_TRUE(watcher->box->wait([&](const Mailbox& box) { return statusOf(box) == u"dnd"_s; }));
    client->drop();
    sweep();
    settle();
    {
        const std::lock_guard lock(watcher->box->mutex);
        EXPECT_EQ(statusOf(*watcher->box), u"dnd"_s) << "a lost connection may come back";
    }
    clock.advance(std::chrono::seconds(9));
    sweep();
    EXPECT_TRUE(watcher->box->wait([&](const Mailbox& box) { return statusOf(box) == u"offline"_s; }));
}

}  // namespace
}  // namespace tests
