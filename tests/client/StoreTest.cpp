#include "tests/client/StoreFixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class StoreTest : public testing::Test, public tests::StoreFixture {
 protected:
    StoreTest() {
        QObject::connect(&store.changes(), &app::Changes::delivered, &store,
                         [this](const app::ChangeSet& changes) { delivered.append(changes); });
    }
    QStringList contents() const {
        QStringList list;
        const app::MessageWindow* window = store.messages().find(kLobby);
        if (window == nullptr) return {u"(no window)"_s};
        for (const app::StoredMessagePtr& row : window->rows())
            list.append(row->message.content);
        return list;
    }

    QList<app::ChangeSet> delivered;
};

TEST_F(StoreTest, ReadyFillsEveryCache) {
    EXPECT_EQ(store.self().id, kMe);
    EXPECT_EQ(store.guilds().ids(), QList<shared::GuildId>{kGuild});
    EXPECT_EQ(store.roles().list(kGuild).first().id, kKeepers);
    EXPECT_EQ(store.channels().guildOf(kTalk), kGuild);
    EXPECT_EQ(store.channels().findDm(kMara)->id, kDm);
    EXPECT_EQ(store.members().list(kGuild).size(), 3);
    EXPECT_TRUE(store.members().isComplete(kGuild));
    EXPECT_TRUE(store.isReady());
}

TEST_F(StoreTest, ChangesComeOncePerTurnOfTheLoop) {
    load(1, 3);
    create(message(4, kMara, u"4"_s));
    create(message(5, kMara, u"5"_s));
    EXPECT_TRUE(delivered.isEmpty());
    tests::settle();
    ASSERT_EQ(delivered.size(), 1);
    ASSERT_EQ(delivered[0].messages.size(), 3u);
    EXPECT_EQ(delivered[0].messages[2].first, 4);
    tests::settle();
    EXPECT_EQ(delivered.size(), 1);
}

TEST_F(StoreTest, AMessageReplacesItsPendingRowOnce) {
    load(1, 1);
    app::StoredMessage pending;
    pending.state = app::StoredMessage::State::Sending;
    pending.nonce = u"n1"_s;
    pending.message = message(0, kMe, u"mine"_s);
    store.apply(app::MessagePending{kLobby, pending});
    EXPECT_EQ(contents(), (QStringList{u"1"_s, u"mine"_s}));
    shared::Message sent = message(2, kMe, u"mine"_s);
    sent.nonce = shared::Nonce{u"n1"_s, false};
    create(sent);
    store.apply(app::MessageAnswered{sent});
    create(sent);
    EXPECT_EQ(contents(), (QStringList{u"1"_s, u"mine"_s}));
    EXPECT_EQ(store.messages().find(kLobby)->sentCount(), 2);
}

TEST_F(StoreTest, TheAnswerMayOvertakeTheEventsOfEarlierMessages) {
    load(1, 1);
    store.apply(app::MessageAnswered{message(4, kMe, u"mine"_s)});
    create(message(2, kMara, u"2"_s));
    create(message(3, kMara, u"3"_s));
    create(message(2, kMara, u"2"_s));
    EXPECT_EQ(contents(), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"mine"_s}));
    EXPECT_EQ(store.messages().find(kLobby)->sentCount(), 4);
}

TEST_F(StoreTest, TheAnswerMayComeBeforeTheEventAndOthersBetween) {
    load(1, 1);
    app::StoredMessage pending;
    pending.state = app::StoredMessage::State::Sending;
    pending.nonce = u"n1"_s;
    pending.message = message(0, kMe, u"mine"_s);
    store.apply(app::MessagePending{kLobby, pending});
    create(message(2, kMara, u"2"_s));
    EXPECT_EQ(contents(), (QStringList{u"1"_s, u"2"_s, u"mine"_s}));
    shared::Message sent = message(3, kMe, u"mine"_s);
    sent.nonce = shared::Nonce{u"n1"_s, false};
    store.apply(app::MessageAnswered{sent});
    create(message(4, kMara, u"4"_s));
    create(sent);
    EXPECT_EQ(contents(), (QStringList{u"1"_s, u"2"_s, u"mine"_s, u"4"_s}));
}

TEST_F(StoreTest, AFailedMessageStaysUntilItIsRetriedOrDropped) {
    load(1, 1);
    app::StoredMessage pending;
    pending.state = app::StoredMessage::State::Sending;
    pending.nonce = u"n1"_s;
    store.apply(app::MessagePending{kLobby, pending});
    store.apply(app::MessageFailed{kLobby, u"n1"_s, u"no answer"_s});
    const auto& row = store.messages().find(kLobby)->rows().back();
    EXPECT_EQ(row->state, app::StoredMessage::State::Failed);
    EXPECT_EQ(row->failure, u"no answer"_s);
    load(1, 2);
    EXPECT_EQ(store.messages().find(kLobby)->size(), 3);
    store.apply(app::MessageRetried{kLobby, u"n1"_s});
    EXPECT_EQ(store.messages().find(kLobby)->rows().back()->state, app::StoredMessage::State::Sending);
    store.apply(app::MessageDropped{kLobby, u"n1"_s});
    EXPECT_EQ(store.messages().find(kLobby)->size(), 2);
}

TEST_F(StoreTest, TheWindowGrowsAtBothEndsAndKeepsItsLimit) {
    load(1001, 1050, true, true);
    for (int i = 0; i < 12; ++i) {
        app::HistoryLoaded older;
        older.channelId = kLobby;
        older.page = app::HistoryLoaded::Page::Older;
        const quint64 oldest = store.messages().find(kLobby)->oldestId().value();
        older.messages = page(oldest - 50, oldest - 1);
        older.hasOlder = true;
        store.apply(older);
    }
    const app::MessageWindow* window = store.messages().find(kLobby);
    EXPECT_EQ(window->size(), app::MessageWindow::kMostRows);
    EXPECT_EQ(window->oldestId().value(), 401u);
    EXPECT_TRUE(window->hasNewer());
    // Not at the living end: a new message is not shown here.
    create(message(2000, kMara, u"new"_s));
    EXPECT_EQ(window->newestId().value(), 900u);
    EXPECT_EQ(store.channels().find(kLobby)->lastMessageId.value().value(), 2000u);
    app::HistoryLoaded newer;
    newer.channelId = kLobby;
    newer.page = app::HistoryLoaded::Page::Newer;
    newer.messages = page(901, 950);
    newer.hasNewer = true;
    store.apply(newer);
    EXPECT_EQ(window->oldestId().value(), 451u);
    EXPECT_EQ(window->newestId().value(), 950u);
    for (size_t i = 1; i < window->rows().size(); ++i)
        ASSERT_EQ(window->rows()[i]->message.id.value(), window->rows()[i - 1]->message.id.value() + 1);
}

TEST_F(StoreTest, WhatHappensWhileAPageIsOnItsWayIsNotLost) {
    store.apply(app::HistoryLoading{kLobby, true, true});
    create(message(11, kMara, u"11"_s));
    create(message(12, kMara, u"12"_s));
    store.apply(shared::MessageDeleteEvent{{shared::MessageId(9), kLobby, {}}});
    shared::Message edited = message(8, kMara, u"8 edited"_s);
    edited.editedTimestamp = shared::Timestamp(5);
    store.apply(shared::MessageUpdateEvent{edited});
    load(8, 11);  // made before 12 was written, 9 deleted and 8 edited
    EXPECT_EQ(contents(), (QStringList{u"8 edited"_s, u"10"_s, u"11"_s, u"12"_s}));
}

TEST_F(StoreTest, EditsKeepReactionsAndDeletesTakeRowsAway) {
    load(1, 3);
    shared::ReactionOfMessage reaction;
    reaction.channelId = kLobby;
    reaction.messageId = shared::MessageId(2);
    reaction.userId = kMara;
    reaction.emoji.name = u"x"_s;
    store.apply(shared::MessageReactionAddEvent{reaction});
    shared::Message edited = message(2, kMara, u"two"_s);
    edited.editedTimestamp = shared::Timestamp(9);
    store.apply(shared::MessageUpdateEvent{edited});
    const shared::Message* two = store.messages().find(kLobby, shared::MessageId(2));
    EXPECT_EQ(two->content, u"two"_s);
    ASSERT_EQ(two->reactions.size(), 1);
    store.apply(shared::MessageDeleteBulkEvent{
        {{shared::MessageId(1), shared::MessageId(3), shared::MessageId(77)}, kLobby, {}}});
    EXPECT_EQ(contents(), QStringList{u"two"_s});
}

TEST_F(StoreTest, OwnReactionsCountOnceHoweverOftenTheyAreTold) {
    load(1, 1);
    shared::PartialEmoji emoji;
    emoji.name = u"x"_s;
    const auto reactions = [&] { return store.messages().find(kLobby, shared::MessageId(1))->reactions; };
    store.apply(app::OwnReaction{kLobby, shared::MessageId(1), emoji, true});
    shared::ReactionOfMessage told;
    told.channelId = kLobby;
    told.messageId = shared::MessageId(1);
    told.userId = kMe;
    told.emoji = emoji;
    store.apply(shared::MessageReactionAddEvent{told});
    ASSERT_EQ(reactions().size(), 1);
    EXPECT_EQ(reactions()[0].count, 1);
    EXPECT_TRUE(reactions()[0].me);
    told.userId = kMara;
    store.apply(shared::MessageReactionAddEvent{told});
    EXPECT_EQ(reactions()[0].count, 2);
    store.apply(app::OwnReaction{kLobby, shared::MessageId(1), emoji, false});
    told.userId = kMe;
    store.apply(shared::MessageReactionRemoveEvent{told});
    EXPECT_EQ(reactions()[0].count, 1);
    EXPECT_FALSE(reactions()[0].me);
}

TEST_F(StoreTest, UnreadAndMentions) {
    EXPECT_FALSE(store.isUnread(kLobby));
    create(message(10, kTom, u"hello"_s));
    EXPECT_TRUE(store.isUnread(kLobby));
    EXPECT_EQ(store.readStates().mentions(kLobby), 0);
    shared::Message named = message(11, kTom, u"<@1>"_s);
    shared::MentionedUser me;
    static_cast<shared::User&>(me) = user(kMe, u"me"_s);
    named.mentions.append(me);
    create(named);
    create(named);
    EXPECT_EQ(store.readStates().mentions(kLobby), 1);
    create(message(12, kMara, u"psst"_s, kDm));
    EXPECT_EQ(store.readStates().mentions(kDm), 1);
    store.apply(app::ChannelRead{kLobby, shared::MessageId(11)});
    EXPECT_FALSE(store.isUnread(kLobby));
    EXPECT_EQ(store.readStates().mentions(kLobby), 0);
    // Never backwards, unless by hand.
    store.apply(shared::MessageAckEvent{{kLobby, shared::MessageId(5), {}, {}}});
    EXPECT_FALSE(store.isUnread(kLobby));
    store.apply(shared::MessageAckEvent{{kLobby, shared::MessageId(5), {}, true}});
    EXPECT_TRUE(store.isUnread(kLobby));
    create(message(20, kMe, u"mine"_s));
    EXPECT_FALSE(store.isUnread(kLobby));
}

TEST_F(StoreTest, PermissionsFollowRolesAndOverwrites) {
    EXPECT_TRUE(store.permissions().canView(kLobby));
    EXPECT_TRUE(store.permissions().canSend(kLobby));
    EXPECT_FALSE(store.permissions().canView(kSecret));
    EXPECT_FALSE(store.permissions().isPublic(kSecret));
    shared::Role role = *store.roles().find(kGuild, kKeepers);
    role.permissions = shared::Permission::Administrator;
    store.apply(shared::GuildRoleUpdateEvent{{kGuild, role}});
    EXPECT_FALSE(store.permissions().canView(kSecret));
    shared::MemberOfGuild me;
    static_cast<shared::Member&>(me) = member(kMe, u"me"_s, {kKeepers});
    me.guildId = kGuild;
    store.apply(shared::GuildMemberUpdateEvent{me});
    EXPECT_TRUE(store.permissions().canView(kSecret));
    EXPECT_TRUE(store.permissions().inGuild(kGuild).has(shared::Permission::ManageGuild));
    store.apply(shared::GuildRoleDeleteEvent{{kGuild, kKeepers}});
    EXPECT_FALSE(store.permissions().canView(kSecret));
}

TEST_F(StoreTest, ATimeOutEndsByItself) {
    shared::MemberOfGuild me;
    static_cast<shared::Member&>(me) = member(kMe, u"me"_s);
    me.guildId = kGuild;
    me.communicationDisabledUntil = shared::Timestamp(clock.nowMs() + 60'000);
    store.apply(shared::GuildMemberUpdateEvent{me});
    EXPECT_FALSE(store.permissions().canSend(kLobby));
    clock.advance(61s);
    EXPECT_TRUE(store.permissions().canSend(kLobby));
}

TEST_F(StoreTest, TypingEndsByTimeOrByAMessage) {
    shared::Typing typing;
    typing.channelId = kLobby;
    typing.userId = kMara;
    store.apply(shared::TypingStartEvent{typing});
    typing.userId = kTom;
    store.apply(shared::TypingStartEvent{typing});
    typing.userId = kMe;
    store.apply(shared::TypingStartEvent{typing});
    EXPECT_EQ(store.typing().list(kLobby), (QList<shared::UserId>{kMara, kTom}));
    create(message(5, kMara, u"done"_s));
    EXPECT_EQ(store.typing().list(kLobby), QList<shared::UserId>{kTom});
    clock.advance(11s);
    store.apply(app::ClockTicked());
    EXPECT_TRUE(store.typing().list(kLobby).isEmpty());
}

TEST_F(StoreTest, AGuildThatGoesTakesAllWithIt) {
    load(1, 3);
    store.apply(shared::GuildDeleteEvent{{kGuild, true}});
    EXPECT_TRUE(store.guilds().find(kGuild)->unavailable);
    EXPECT_EQ(contents().size(), 3);
    store.apply(shared::GuildDeleteEvent{{kGuild, {}}});
    EXPECT_EQ(store.guilds().size(), 0);
    EXPECT_EQ(store.channels().find(kLobby), nullptr);
    EXPECT_EQ(store.messages().find(kLobby), nullptr);
    // What comes late for it changes nothing.
    store.apply(shared::ChannelCreateEvent{channel(shared::ChannelId(999), shared::ChannelType::GuildText, u"x"_s, 0)});
    EXPECT_EQ(store.channels().find(shared::ChannelId(999)), nullptr);
}

TEST_F(StoreTest, ANewSessionMakesWindowsStaleButKeepsWhatIsPending) {
    load(1, 3);
    app::StoredMessage pending;
    pending.state = app::StoredMessage::State::Sending;
    pending.nonce = u"n1"_s;
    store.apply(app::MessagePending{kLobby, pending});
    start();
    const app::MessageWindow* window = store.messages().find(kLobby);
    ASSERT_NE(window, nullptr);
    EXPECT_TRUE(window->isStale());
    EXPECT_EQ(window->size(), 4);
    create(message(9, kMara, u"9"_s));  // there may be a gap before it
    EXPECT_EQ(window->size(), 4);
    load(5, 9);
    EXPECT_FALSE(window->isStale());
    EXPECT_EQ(window->size(), 6);
}

TEST_F(StoreTest, SettingsAreMergedIntoWhatIsKnown) {
    store.apply(shared::UserSettingsUpdateEvent{QJsonObject{{u"theme"_s, u"light"_s}}});
    store.apply(shared::UserSettingsUpdateEvent{QJsonObject{{u"status"_s, u"dnd"_s}}});
    EXPECT_EQ(store.settings().theme, u"light"_s);
    EXPECT_EQ(store.settings().status, shared::Status::Dnd);
}

TEST_F(StoreTest, WindowsOfLongAgoMakeRoom) {
    for (int i = 0; i < app::MessageCache::kMostWindows + 5; ++i) {
        app::HistoryLoaded loaded;
        loaded.channelId = shared::ChannelId(5000 + static_cast<quint64>(i));
        store.apply(loaded);
    }
    EXPECT_EQ(store.messages().find(shared::ChannelId(5000)), nullptr);
    EXPECT_NE(store.messages().find(shared::ChannelId(5044)), nullptr);
    EXPECT_EQ(store.messages().channels().size(), app::MessageCache::kMostWindows);
}

}  // namespace
