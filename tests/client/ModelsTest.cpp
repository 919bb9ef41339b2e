#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

#include "app/models/ChannelTreeModel.h"
#include "app/models/GuildListModel.h"
#include "app/models/MemberListModel.h"
#include "app/models/MessageListModel.h"
#include "app/models/TypingNames.h"
#include "shared/core/Random.h"
#include "tests/client/StoreFixture.h"

using namespace Qt::StringLiterals;

namespace {

class ModelsTest : public testing::Test, public tests::StoreFixture {
 protected:
    /** The tester watches every step of a model and complains to the test. */
    static std::unique_ptr<QAbstractItemModelTester> watch(QAbstractItemModel& model) {
        return std::make_unique<QAbstractItemModelTester>(&model,
                                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    }
    static QStringList names(const QAbstractItemModel& model, const QModelIndex& parent = {}) {
        QStringList list;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            list.append(index.data().toString());
            const QStringList inner = names(model, index);
            for (const QString& name : inner)
                list.append(u"  "_s + name);
        }
        return list;
    }
    void flush() { store.changes().flush(); }
};

TEST_F(ModelsTest, MessagesFollowTheWindow) {
    app::MessageListModel model(store);
    const auto tester = watch(model);
    model.setChannel(kLobby);
    EXPECT_FALSE(model.isLoaded());
    load(10, 12, true);
    flush();
    EXPECT_TRUE(model.isLoaded());
    EXPECT_TRUE(model.hasOlder());
    EXPECT_EQ(names(model), (QStringList{u"10"_s, u"11"_s, u"12"_s}));
    EXPECT_EQ(model.rowOf(shared::MessageId(11)), 1);

    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    create(message(13, kTom, u"13"_s));
    create(message(14, kTom, u"14"_s));
    store.apply(shared::MessageDeleteEvent{{shared::MessageId(10), kLobby, {}}});
    flush();
    EXPECT_EQ(names(model), (QStringList{u"11"_s, u"12"_s, u"13"_s, u"14"_s}));
    EXPECT_EQ(inserted.count(), 2);
    EXPECT_EQ(reset.count(), 0);
    model.setChannel(kTalk);
    EXPECT_EQ(model.rowCount(), 0);
    model.setChannel(kLobby);
    EXPECT_EQ(model.rowCount(), 4);
}

TEST_F(ModelsTest, AModelThatComesBetweenChangeAndDeliveryDoesNotCountTwice) {
    load(1, 3);
    create(message(4, kMara, u"4"_s));
    app::MessageListModel model(store);
    const auto tester = watch(model);
    model.setChannel(kLobby);
    EXPECT_EQ(model.rowCount(), 4);
    flush();
    EXPECT_EQ(model.rowCount(), 4);
}

TEST_F(ModelsTest, RowsKnowNamesColoursAndAbilities) {
    app::MessageListModel model(store);
    model.setChannel(kLobby);
    load(1, 1);
    shared::Message own = message(2, kMe, u"mine"_s);
    own.author = user(kMe, u"me"_s);
    create(own);
    flush();
    const app::MessageRowPtr first = model.at(0);
    EXPECT_EQ(first->author.name, u"mara"_s);
    EXPECT_EQ(first->author.colour, 0x336699u);
    EXPECT_FALSE(first->can.edit);
    EXPECT_TRUE(first->can.reply);
    EXPECT_TRUE(model.at(1)->can.edit);
    EXPECT_TRUE(model.at(1)->mine);
    EXPECT_EQ(model.lastOwn(), shared::MessageId(2));

    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    shared::MemberOfGuild mara;
    static_cast<shared::Member&>(mara) = member(kMara, u"mara"_s, {kKeepers});
    mara.nick = u"The Keeper"_s;
    mara.guildId = kGuild;
    store.apply(shared::GuildMemberUpdateEvent{mara});
    flush();
    EXPECT_EQ(model.at(0)->author.name, u"The Keeper"_s);
    EXPECT_EQ(changed.count(), 1);
}

TEST_F(ModelsTest, RepliesShowWhatTheyAnswerAndThatItIsGone) {
    app::MessageListModel model(store);
    const auto tester = watch(model);
    model.setChannel(kLobby);
    load(1, 1);
    shared::Message reply = message(2, kTom, u"yes"_s);
    reply.type = shared::MessageType::Reply;
    shared::MessageReference reference;
    reference.messageId = shared::MessageId(1);
    reply.messageReference = shared::Box<shared::MessageReference>(reference);
    create(reply);
    flush();
    ASSERT_TRUE(model.at(1)->reply);
    EXPECT_EQ(model.at(1)->reply->text, u"1"_s);
    EXPECT_EQ(model.at(1)->reply->author.name, u"mara"_s);
    store.apply(shared::MessageDeleteEvent{{shared::MessageId(1), kLobby, {}}});
    flush();
    EXPECT_TRUE(model.at(0)->reply->gone);
}

TEST_F(ModelsTest, TheLineOfAReplyIsPlainText) {
    shared::Message answered = message(1, kMara, u"<@3>, **look** into <#202>\nor ||the cellar||"_s);
    EXPECT_EQ(app::RowBuilder(store).plainContent(kGuild, answered).section(u' ', 0, 4), u"@tom, look into #talk or"_s);
    EXPECT_FALSE(app::RowBuilder(store).plainContent(kGuild, answered).contains(u"cellar"_s));
    // Somebody whom only the message itself names.
    shared::MentionedUser stranger;
    static_cast<shared::User&>(stranger) = user(shared::UserId(77), u"stranger"_s);
    answered.mentions.append(stranger);
    answered.content = u"<@77> <@78>"_s;
    EXPECT_TRUE(app::RowBuilder(store).plainContent(kGuild, answered).startsWith(u"@stranger @"_s));
}

TEST_F(ModelsTest, UploadsShowTheirProgress) {
    app::MessageListModel model(store);
    model.setChannel(kLobby);
    load(1, 1);
    app::StoredMessage pending;
    pending.state = app::StoredMessage::State::Sending;
    pending.nonce = u"n"_s;
    pending.files = {{u"n/0"_s, {}, u"a.png"_s, u"image/png"_s, {}, 100, 0, 0},
                     {u"n/1"_s, {}, u"b.bin"_s, {}, {}, 50, 0, 0}};
    store.apply(app::MessagePending{kLobby, pending});
    store.apply(app::MessageProgress{kLobby, u"n"_s, 120, 150});
    flush();
    const app::MessageRowPtr row = model.at(1);
    EXPECT_EQ(row->state, app::MessageState::Uploading);
    EXPECT_EQ(row->attachments[0].uploaded, 100);
    EXPECT_EQ(row->attachments[1].uploaded, 20);
    store.apply(app::MessageFailed{kLobby, u"n"_s, u"no"_s});
    flush();
    EXPECT_EQ(model.at(1)->state, app::MessageState::Failed);
}

TEST_F(ModelsTest, ChannelsStandAsATreeOfWhatOneMaySee) {
    app::ChannelTreeModel model(store);
    const auto tester = watch(model);
    EXPECT_EQ(names(model), QStringList{u"mara"_s});
    model.setGuild(kGuild);
    EXPECT_EQ(names(model), (QStringList{u"lobby"_s, u"Rooms"_s, u"  talk"_s}));
    EXPECT_EQ(model.firstTextChannel(), kLobby);
    EXPECT_EQ(model.indexOf(kTalk).parent(), model.indexOf(kCategory));

    store.apply(shared::ChannelCreateEvent{
        channel(shared::ChannelId(210), shared::ChannelType::GuildText, u"attic"_s, 1, kCategory)});
    store.apply(shared::ChannelCreateEvent{
        channel(shared::ChannelId(211), shared::ChannelType::GuildVoice, u"voice"_s, 0, kCategory)});
    flush();
    EXPECT_EQ(names(model), (QStringList{u"lobby"_s, u"Rooms"_s, u"  talk"_s, u"  attic"_s, u"  voice"_s}));

    store.apply(shared::ChannelUpdateEvent{
        channel(shared::ChannelId(210), shared::ChannelType::GuildText, u"cellar"_s, -1, kCategory)});
    store.apply(shared::ChannelUpdateEvent{channel(kTalk, shared::ChannelType::GuildText, u"talk"_s, 5)});
    flush();
    EXPECT_EQ(names(model), (QStringList{u"lobby"_s, u"talk"_s, u"Rooms"_s, u"  cellar"_s, u"  voice"_s}));

    shared::VoiceState voice;
    voice.guildId = kGuild;
    voice.channelId = shared::ChannelId(211);
    voice.userId = kTom;
    store.apply(shared::VoiceStateUpdateEvent{voice});
    flush();
    EXPECT_EQ(names(model),
              (QStringList{u"lobby"_s, u"talk"_s, u"Rooms"_s, u"  cellar"_s, u"  voice"_s, u"    tom"_s}));
    shared::Channel gone;
    gone.id = kCategory;
    gone.guildId = kGuild;
    store.apply(shared::ChannelDeleteEvent{gone});
    flush();
    EXPECT_EQ(model.rowCount(), 4);
    create(message(50, kTom, u"news"_s));
    flush();
    EXPECT_TRUE(model.indexOf(kLobby).data(app::ChannelRoles::UnreadRole).toBool());
}

TEST_F(ModelsTest, ChannelsSurviveRandomShuffles) {
    app::ChannelTreeModel model(store);
    const auto tester = watch(model);
    model.setGuild(kGuild);
    shared::SystemRandom random;
    for (int round = 0; round < 60; ++round) {
        const shared::ChannelId id(1000 + random.below(12));
        if (random.below(4) == 0) {
            shared::Channel gone;
            gone.id = id;
            gone.guildId = kGuild;
            store.apply(shared::ChannelDeleteEvent{gone});
        } else {
            const auto type =
                random.below(5) == 0 ? shared::ChannelType::GuildCategory : shared::ChannelType::GuildText;
            const bool inCategory = type != shared::ChannelType::GuildCategory && random.below(2) == 0;
            store.apply(
                shared::ChannelUpdateEvent{channel(id, type, u"c"_s + id.toString(), static_cast<int>(random.below(9)),
                                                   inCategory ? kCategory : shared::ChannelId())});
        }
        flush();
        app::ChannelTreeModel fresh(store);
        fresh.setGuild(kGuild);
        ASSERT_EQ(names(model), names(fresh));
    }
}

TEST_F(ModelsTest, TheRailShowsGuildsFoldersAndNews) {
    app::GuildListModel model(store);
    const auto tester = watch(model);
    EXPECT_EQ(model.rowCount(), 4);
    EXPECT_EQ(model.at(0).kind, app::GuildRowKind::DirectMessages);
    EXPECT_EQ(model.at(2).name, u"Night shift"_s);
    shared::GatewayGuild second = guild();
    second.id = shared::GuildId(500);
    second.name = u"Second"_s;
    second.channels.clear();
    store.apply(shared::GuildCreateEvent{second});
    flush();
    EXPECT_EQ(model.at(2).name, u"Second"_s);
    EXPECT_EQ(model.rowOf(kGuild), 3);
    create(message(50, kTom, u"news"_s));
    create(message(51, kMara, u"psst"_s, kDm));
    flush();
    EXPECT_TRUE(model.at(3).unread);
    EXPECT_EQ(model.mentions(), 1);
    store.apply(shared::UserSettingsUpdateEvent{
        QJsonObject{{u"guild_folders"_s,
                     QJsonArray{QJsonObject{
                         {u"id"_s, 7}, {u"name"_s, u"both"_s}, {u"guild_ids"_s, QJsonArray{u"100"_s, u"500"_s}}}}}}});
    flush();
    EXPECT_EQ(model.rowCount(), 4);
    EXPECT_EQ(model.at(2).kind, app::GuildRowKind::Folder);
    EXPECT_EQ(model.at(2).inside.size(), 2);
    store.apply(shared::GuildDeleteEvent{{kGuild, {}}});
    flush();
    EXPECT_EQ(model.at(2).inside.size(), 1);
}

TEST_F(ModelsTest, MembersStandUnderTheirHeadings) {
    app::MemberListModel model(store);
    const auto tester = watch(model);
    model.setChannel(kGuild, kLobby);
    EXPECT_EQ(names(model), (QStringList{u"Online"_s, u"me"_s, u"Offline"_s, u"mara"_s, u"tom"_s}));
    shared::Presence presence;
    presence.user.id = kMara;
    presence.status = shared::Status::Idle;
    store.apply(shared::PresenceUpdateEvent{presence});
    presence.user.id = kTom;
    presence.status = shared::Status::Online;
    store.apply(shared::PresenceUpdateEvent{presence});
    flush();
    EXPECT_EQ(names(model), (QStringList{u"Keepers"_s, u"mara"_s, u"Online"_s, u"me"_s, u"tom"_s}));
    EXPECT_EQ(model.at(0).count, 1);
    EXPECT_EQ(model.at(1).presence, app::PresenceKind::Away);
    EXPECT_TRUE(model.at(1).owner);
    shared::UserOfGuild gone;
    gone.guildId = kGuild;
    gone.user = user(kTom, u"tom"_s);
    store.apply(shared::GuildMemberRemoveEvent{gone});
    flush();
    EXPECT_EQ(model.rowOf(kTom), -1);
    // In a channel that only the owner sees.
    model.setChannel(kGuild, kSecret);
    EXPECT_EQ(names(model), (QStringList{u"Keepers"_s, u"mara"_s}));
    model.setChannel({}, kDm);
    EXPECT_EQ(model.rowCount(), 3);
}

TEST_F(ModelsTest, AThousandMembersAreGathered) {
    shared::MembersChunk chunk;
    chunk.guildId = kGuild;
    for (quint64 id = 10'000; id < 11'000; ++id)
        chunk.members.append(member(shared::UserId(id), u"user %1"_s.arg(id)));
    store.apply(shared::GuildMembersChunkEvent{chunk});
    app::MemberListModel model(store);
    const auto tester = watch(model);
    model.setChannel(kGuild, kLobby);
    EXPECT_EQ(model.rowCount(), 1005);
    for (quint64 id = 10'000; id < 10'100; ++id) {
        shared::Presence presence;
        presence.user.id = shared::UserId(id);
        presence.status = shared::Status::Online;
        store.apply(shared::PresenceUpdateEvent{presence});
        flush();
    }
    EXPECT_TRUE(tests::waitFor([&] { return model.at(0).title == u"Online"_s && model.at(0).count == 101; }));
}

TEST_F(ModelsTest, TypingNamesAreThoseOfTheChannel) {
    app::TypingNames typing(store);
    typing.setChannel(kLobby);
    QSignalSpy changed(&typing, &app::TypingNames::changed);
    shared::Typing start;
    start.channelId = kLobby;
    start.userId = kMara;
    store.apply(shared::TypingStartEvent{start});
    flush();
    EXPECT_EQ(typing.names(), QStringList{u"mara"_s});
    EXPECT_EQ(changed.count(), 1);
}

}  // namespace
