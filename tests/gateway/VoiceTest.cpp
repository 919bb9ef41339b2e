#include "tests/gateway/GatewayWorld.h"

using namespace Qt::StringLiterals;
using shared::Permission;

namespace tests {
namespace {

class VoiceTest : public GatewayWorld {
 protected:
    VoiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        bob = user(u"bob"_s);
        guildId = guild(owner)
                      .withRole(staff, {})
                      .withChannel(lobby, {}, shared::ChannelType::GuildVoice)
                      .withChannel(hidden, {}, shared::ChannelType::GuildVoice)
                      .withMember(ann, {staff})
                      .withMember(bob)
                      .with([this](shared::Guild& made, auto&, QList<shared::Channel>& channels) {
                          channels.last().permissionOverwrites = QList<shared::Overwrite>{
                              overwrite(made.id, shared::OverwriteType::Role, {}, Permission::ViewChannel),
                              overwrite(staff, shared::OverwriteType::Role, Permission::ViewChannel, {})};
                      })
                      .build();
    }
    void go(GatewayClient& client, shared::ChannelId where) {
        client.send(4, QJsonObject{{u"guild_id"_s, guildId.toString()},
                                   {u"channel_id"_s, where ? QJsonValue(where.toString()) : QJsonValue()},
                                   {u"self_mute"_s, false},
                                   {u"self_deaf"_s, false}});
    }
    /** The channels of the voice states that a client has heard of, in order; null channels are empty. */
    static QStringList heard(const GatewayClient& client) {
        QStringList channels;
        for (const auto& packet : client.dispatches(u"VOICE_STATE_UPDATE"_s))
            channels.append(packet.d["channel_id"_L1].toString());
        return channels;
    }
    static bool hears(GatewayClient& client, int count) {
        return client.box->wait([count](const Mailbox& all) {
            return std::ranges::count(all.packets, u"VOICE_STATE_UPDATE"_s, &Mailbox::Packet::t) >= count;
        });
    }

    shared::UserId owner, ann, bob;
    shared::RoleId staff;
    shared::GuildId guildId;
    shared::ChannelId lobby, hidden;
};

TEST_F(VoiceTest, OthersSeeWhoJoinsAndLeaves) {
    const auto other = connected(token(bob), {}, 1);
    const auto client = connected(token(ann));
    go(*client, lobby);
    ASSERT_TRUE(hears(*client, 1));
    ASSERT_TRUE(hears(*other, 1));
    const QJsonObject told = other->first(u"VOICE_STATE_UPDATE"_s);
    EXPECT_EQ(told["user_id"_L1].toString(), ann.toString());
    EXPECT_EQ(told["session_id"_L1].toString(), client->sessionId());
    // Who comes later is told by READY.
    const auto late = connected(token(owner));
    const QJsonArray states = late->first(u"READY"_s)["guilds"_L1][0]["voice_states"_L1].toArray();
    ASSERT_EQ(states.size(), 1);
    EXPECT_EQ(states[0]["channel_id"_L1].toString(), lobby.toString());
    EXPECT_FALSE(states[0].toObject().contains("guild_id"_L1));

    client->drop(true);
    ASSERT_TRUE(hears(*other, 2)) << "a session that has ended is still there";
    EXPECT_EQ(heard(*other), (QStringList{lobby.toString(), QString()}));
}

TEST_F(VoiceTest, WhoMaySeeTheChannelHearsOfItAndNobodyElse) {
    const auto seeing = connected(token(owner), {}, 1);
    const auto blind = connected(token(bob), {}, 1);
    const auto client = connected(token(ann));
    go(*client, lobby);
    ASSERT_TRUE(hears(*blind, 1));
    go(*client, hidden);
    ASSERT_TRUE(hears(*seeing, 2));
    ASSERT_TRUE(hears(*blind, 2));
    EXPECT_EQ(heard(*seeing), (QStringList{lobby.toString(), hidden.toString()})) << "a move is one event";
    EXPECT_EQ(heard(*blind), (QStringList{lobby.toString(), QString()})) << "for the others it is a leave";
    const auto late = connected(token(bob));
    EXPECT_TRUE(late->first(u"READY"_s)["guilds"_L1][0]["voice_states"_L1].toArray().isEmpty());
    go(*client, {});
    ASSERT_TRUE(hears(*seeing, 3));
    settle();
    EXPECT_EQ(heard(*blind).size(), 2);
}

TEST_F(VoiceTest, NonsenseClosesAndWhatIsForbiddenDoesNothing) {
    const auto client = connected(token(bob));
    go(*client, hidden);
    client->send(4, QJsonObject{{u"guild_id"_s, u"77"_s}, {u"channel_id"_s, u"78"_s}});
    go(*client, lobby);
    ASSERT_TRUE(hears(*client, 1));
    EXPECT_EQ(heard(*client), QStringList{lobby.toString()});
    client->send(4, u"nonsense"_s);
    EXPECT_EQ(client->closed(), 4002);
}

}  // namespace
}  // namespace tests
