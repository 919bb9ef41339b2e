#include <QtCore/QFile>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

#include "tests/client/RealServer.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::valueOf;
using tests::waitFor;

namespace {

/** Two people in one guild of a real server. */
class RealServerTest : public testing::Test {
 protected:
    void SetUp() override {
        mara = real.newcomer(u"mara"_s);
        ASSERT_TRUE(mara);
        guild = valueOf(mara->guilds().create(u"Night shift"_s)).id;
        ASSERT_TRUE(waitFor([&] { return mara->store().guilds().find(guild) != nullptr; }));
        mara->navigation().openGuild(guild);
        channel = mara->navigation().channel();
        ASSERT_TRUE(channel);
        ASSERT_TRUE(waitFor([&] { return mara->messageModel().isLoaded(); }));
    }

    void letTomIn() {
        tom = real.newcomer(u"tom"_s);
        ASSERT_TRUE(tom);
        const QString code = valueOf(mara->invites().create(channel)).code;
        const auto address = app::ServerAddress::parse(mara->invites().linkOf(code));
        ASSERT_TRUE(address);
        EXPECT_EQ(address->inviteCode(), code);
        EXPECT_EQ(valueOf(tom->invites().look(code)).guild->get()->name, u"Night shift"_s);
        valueOf(tom->invites().accept(code));
        ASSERT_TRUE(waitFor([&] { return tom->store().guilds().find(guild) != nullptr; }));
        tom->navigation().openChannel(channel);
        ASSERT_TRUE(waitFor([&] { return tom->messageModel().isLoaded(); }));
    }

    static QStringList contents(app::AccountSession& session) {
        QStringList list;
        for (int row = 0; row < session.messageModel().rowCount(); ++row)
            if (!app::isSystemMessage(session.messageModel().at(row)->type))
                list.append(session.messageModel().at(row)->content);
        return list;
    }
    static app::MessageRowPtr rowWith(app::AccountSession& session, const QString& content) {
        for (int row = session.messageModel().rowCount() - 1; row >= 0; --row)
            if (session.messageModel().at(row)->content == content) return session.messageModel().at(row);
        return nullptr;
    }
    /** Says it, and waits until the server has it. */
    app::MessageRowPtr say(app::AccountSession& session, const QString& content, shared::MessageId replyTo = {}) {
        app::OutgoingMessage message;
        message.content = content;
        message.replyTo = replyTo;
        session.messages().send(channel, message);
        EXPECT_TRUE(waitFor([&] {
            const auto row = rowWith(session, content);
            return row && row->state == app::MessageState::Sent;
        })) << qPrintable(content);
        return rowWith(session, content);
    }

    tests::RealServer real;
    std::unique_ptr<app::AccountSession> mara;
    std::unique_ptr<app::AccountSession> tom;
    shared::GuildId guild;
    shared::ChannelId channel;
};

TEST_F(RealServerTest, AConversation) {
    letTomIn();
    const auto first = say(*mara, u"hello"_s);
    ASSERT_TRUE(waitFor([&] { return rowWith(*tom, u"hello"_s) != nullptr; }));
    const auto answer = say(*tom, u"hi"_s, first->id);
    ASSERT_TRUE(waitFor([&] { return rowWith(*mara, u"hi"_s) != nullptr; }));
    ASSERT_TRUE(rowWith(*mara, u"hi"_s)->reply);
    EXPECT_EQ(rowWith(*mara, u"hi"_s)->reply->text, u"hello"_s);
    EXPECT_TRUE(rowWith(*mara, u"hi"_s)->mentionsMe);

    shared::PartialEmoji emoji;
    emoji.name = u"\U0001F44D"_s;
    mara->messages().toggleReaction(channel, answer->id, emoji);
    ASSERT_TRUE(waitFor([&] { return rowWith(*tom, u"hi"_s)->reactions.size() == 1; }));
    EXPECT_FALSE(rowWith(*tom, u"hi"_s)->reactions[0].mine);
    ASSERT_TRUE(waitFor([&] { return rowWith(*mara, u"hi"_s)->reactions.size() == 1; }));
    EXPECT_EQ(rowWith(*mara, u"hi"_s)->reactions[0].count, 1);
    EXPECT_TRUE(rowWith(*mara, u"hi"_s)->reactions[0].mine);
    mara->messages().toggleReaction(channel, answer->id, emoji);
    ASSERT_TRUE(waitFor([&] { return rowWith(*tom, u"hi"_s)->reactions.isEmpty(); }));

    tom->messages().edit(channel, answer->id, u"hi there"_s);
    ASSERT_TRUE(waitFor([&] { return rowWith(*mara, u"hi there"_s) != nullptr; }));
    EXPECT_GT(rowWith(*mara, u"hi there"_s)->editedMs, 0);
    tom->messages().remove(channel, answer->id);
    ASSERT_TRUE(waitFor([&] { return contents(*mara) == QStringList{u"hello"_s}; }));
    ASSERT_TRUE(waitFor([&] { return contents(*tom) == QStringList{u"hello"_s}; }));

    tom->messages().typing(channel);
    EXPECT_TRUE(waitFor([&] { return mara->typingNames().names() == QStringList{u"tom"_s}; }));
}

TEST_F(RealServerTest, ManyMessagesAtOnceKeepTheirOrderOnBothSides) {
    letTomIn();
    const QAbstractItemModelTester watchMara(&mara->messageModel(),
                                             QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QAbstractItemModelTester watchTom(&tom->messageModel(),
                                            QAbstractItemModelTester::FailureReportingMode::Fatal);
    QStringList maras;
    for (int i = 0; i < 12; ++i) {
        app::OutgoingMessage message;
        message.content = u"mara %1"_s.arg(i);
        maras.append(message.content);
        mara->messages().send(channel, message);
        message.content = u"tom %1"_s.arg(i);
        tom->messages().send(channel, message);
    }
    const auto settled = [](app::AccountSession& session) {
        return contents(session).size() == 24 && session.messages().pendingCount() == 0;
    };
    ASSERT_TRUE(waitFor([&] { return settled(*mara) && settled(*tom); }, 40s));
    EXPECT_EQ(contents(*mara), contents(*tom));
    EXPECT_EQ(contents(*mara).filter(u"mara"_s), maras);
}

TEST_F(RealServerTest, HistoryComesInPagesAndOneCanJump) {
    QList<shared::MessageId> ids;
    for (int i = 0; i < 8; ++i)
        ids.append(say(*mara, QString::number(i))->id);
    letTomIn();
    EXPECT_EQ(contents(*tom).first(8).last(), u"7"_s);
    QSignalSpy jumped(&tom->messages(), &app::MessageActions::loadedAround);
    tom->navigation().openMessage(channel, ids[2]);
    ASSERT_TRUE(waitFor([&] { return jumped.count() == 1; }));
    EXPECT_TRUE(jumped[0][2].toBool());
}

TEST_F(RealServerTest, ChannelsRolesAndPermissionsAreFollowed) {
    letTomIn();
    const auto category = valueOf(mara->channels().create(guild, u"Rooms"_s, shared::ChannelType::GuildCategory)).id;
    const auto hall = valueOf(mara->channels().create(guild, u"hall"_s, shared::ChannelType::GuildText, category)).id;
    ASSERT_TRUE(waitFor([&] { return tom->channelModel().indexOf(hall).isValid(); }));
    EXPECT_EQ(tom->channelModel().indexOf(hall).parent(), tom->channelModel().indexOf(category));
    EXPECT_FALSE(tom->store().permissions().inGuild(guild).has(shared::Permission::ManageChannels));
    EXPECT_TRUE(mara->store().permissions().isOwner(guild));

    shared::EditOverwrite deny;
    deny.type = shared::OverwriteType::Role;
    deny.deny = shared::Permissions(shared::Permission::ViewChannel);
    valueOf(mara->channels().putOverwrite(hall, guild.as<shared::OverwriteId>(), deny));
    ASSERT_TRUE(waitFor([&] { return !tom->channelModel().indexOf(hall).isValid(); }));
    EXPECT_TRUE(mara->channelModel().indexOf(hall).isValid());
    valueOf(mara->channels().remove(hall));
    ASSERT_TRUE(waitFor([&] { return !mara->channelModel().indexOf(hall).isValid(); }));
    valueOf(tom->guilds().leave(guild));
    EXPECT_TRUE(waitFor([&] { return tom->store().guilds().find(guild) == nullptr; }));
    EXPECT_TRUE(waitFor([&] { return mara->memberModel().rowOf(tom->store().self().id) < 0; }));
}

TEST_F(RealServerTest, MembersStandInTheListWithTheirPresence) {
    letTomIn();
    const shared::UserId id = tom->store().self().id;
    ASSERT_TRUE(waitFor([&] { return mara->memberModel().rowOf(id) >= 0; }));
    EXPECT_TRUE(waitFor([&] {
        const int row = mara->memberModel().rowOf(id);
        return row >= 0 && mara->memberModel().at(row).presence == app::PresenceKind::Online;
    }));
    tom.reset();
    EXPECT_TRUE(waitFor(
        [&] {
            const int row = mara->memberModel().rowOf(id);
            return row >= 0 && mara->memberModel().at(row).presence == app::PresenceKind::Offline;
        },
        30s));
}

TEST_F(RealServerTest, UnreadAndReadFollowOneOnEveryDevice) {
    letTomIn();
    valueOf(mara->channels().create(guild, u"other"_s, shared::ChannelType::GuildText));
    say(*tom, u"news"_s);
    ASSERT_TRUE(waitFor([&] { return mara->store().isUnread(channel); }));
    auto second = real.again(*mara);
    second->open();
    ASSERT_TRUE(waitFor([&] { return second->store().isReady(); }));
    EXPECT_TRUE(second->store().isUnread(channel));
    mara->reads().markRead(channel);
    EXPECT_FALSE(mara->store().isUnread(channel));
    EXPECT_TRUE(waitFor([&] { return !second->store().isUnread(channel); }));
}

TEST_F(RealServerTest, FilesGoUpWithProgressAndComeDownWhole) {
    letTomIn();
    QTemporaryDir folder;
    const QByteArray bytes = real.random().bytes(600'000);
    QFile file(folder.filePath(u"data.bin"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    app::OutgoingMessage message;
    message.content = u"see"_s;
    app::OutgoingFile outgoing;
    outgoing.path = file.fileName();
    outgoing.fileName = u"data.bin"_s;
    message.files.append(outgoing);
    mara->messages().send(channel, message);
    ASSERT_TRUE(waitFor([&] { return rowWith(*mara, u"see"_s) != nullptr; }));
    EXPECT_EQ(rowWith(*mara, u"see"_s)->state, app::MessageState::Uploading);
    ASSERT_TRUE(waitFor([&] {
        const auto row = rowWith(*tom, u"see"_s);
        return row && row->attachments.size() == 1;
    }));
    const app::AttachmentRow attachment = rowWith(*tom, u"see"_s)->attachments[0];
    EXPECT_EQ(attachment.fileName, u"data.bin"_s);
    EXPECT_EQ(attachment.size, bytes.size());
    const QString saved = folder.filePath(u"saved.bin"_s);
    valueOf(tom->media().save(attachment.url, saved));
    QFile copy(saved);
    ASSERT_TRUE(copy.open(QIODevice::ReadOnly));
    EXPECT_EQ(copy.readAll(), bytes);
}

TEST_F(RealServerTest, AfterARestartOfTheServerNothingIsMissingAndNothingTwice) {
    letTomIn();
    say(*mara, u"before"_s);
    ASSERT_TRUE(waitFor([&] { return rowWith(*tom, u"before"_s) != nullptr; }));
    real.stop();
    ASSERT_TRUE(waitFor([&] { return !mara->status().isLive() && !tom->status().isLive(); }));
    app::OutgoingMessage message;
    message.content = u"during"_s;
    mara->messages().send(channel, message);
    real.start();
    ASSERT_TRUE(waitFor([&] { return mara->status().isLive() && tom->status().isLive(); }, 30s));
    say(*tom, u"after"_s);
    const auto all = [](const QStringList& list) {
        return list.size() == 3 && list.contains(u"during"_s) && list.contains(u"after"_s);
    };
    EXPECT_TRUE(waitFor([&] { return all(contents(*mara)) && all(contents(*tom)); }, 30s))
        << qPrintable(contents(*mara).join(u'|') + u" / "_s + contents(*tom).join(u'|'));
    EXPECT_EQ(contents(*mara), contents(*tom));
}

TEST_F(RealServerTest, AStartWithoutTheServerShowsWhatWasKept) {
    say(*mara, u"remember me"_s);
    auto later = real.again(*mara);
    mara->flush();
    mara.reset();
    real.stop();
    QSignalSpy arrived(later.get(), &app::AccountSession::contentsArrived);
    later->open();
    ASSERT_TRUE(waitFor([&] { return arrived.count() == 1; }));
    EXPECT_FALSE(later->store().isReady());
    EXPECT_EQ(later->navigation().guild(), guild);
    later->navigation().openChannel(channel);
    EXPECT_TRUE(waitFor([&] { return contents(*later).contains(u"remember me"_s); }));
    ASSERT_TRUE(waitFor([&] { return later->status().state == app::GatewayStatus::State::Waiting; }));
    real.start();
    later->retryNow();
    ASSERT_TRUE(waitFor([&] { return later->store().isReady(); }));
    EXPECT_TRUE(waitFor([&] { return contents(*later) == QStringList{u"remember me"_s}; }));
}

TEST_F(RealServerTest, DirectMessagesReachTheOther) {
    letTomIn();
    const auto dm = valueOf(mara->channels().openDm(tom->store().self().id, mara.get())).id;
    ASSERT_TRUE(waitFor([&] { return mara->store().channels().find(dm) != nullptr; }));
    mara->navigation().openChannel(dm);
    QSignalSpy told(tom.get(), &app::AccountSession::messageForMe);
    app::OutgoingMessage message;
    message.content = u"psst"_s;
    mara->messages().send(dm, message);
    EXPECT_TRUE(waitFor([&] { return told.count() == 1; }));
    EXPECT_TRUE(waitFor([&] { return tom->guildModel().mentions() == 1; }));
}

TEST_F(RealServerTest, LoggingOutForgetsTheAccount) {
    const QString key = mara->account().key();
    ASSERT_NE(real.accounts().find(key), nullptr);
    QSignalSpy out(mara.get(), &app::AccountSession::loggedOut);
    mara->logOut();
    ASSERT_TRUE(waitFor([&] { return out.count() == 1; }));
    EXPECT_EQ(real.accounts().find(key), nullptr);
    EXPECT_FALSE(QFile::exists(real.accounts().cachePath(key)));
}

TEST(RealServerTrust, ThePinnedKeyIsEnoughAndNoOtherWillDo) {
    tests::RealServer real;
    const auto session = real.newcomer(u"mara"_s, real.pinned());
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->server().isSecure());

    app::LogIn wrong(real.clock(), real.random(), false);
    QSignalSpy untrusted(&wrong, &app::LogIn::untrusted);
    QSignalSpy reached(&wrong, &app::LogIn::reached);
    wrong.connectTo(real.pinned().withKeyHash(QByteArray(32, 'x')));
    ASSERT_TRUE(waitFor([&] { return untrusted.count() == 1; }));
    EXPECT_EQ(untrusted[0][0].toByteArray(), real.pinned().keyHash());
    EXPECT_EQ(reached.count(), 0);

    // A typed address: nobody vouches for the certificate, so a person looks at the fingerprint.
    app::LogIn typed(real.clock(), real.random(), false);
    QSignalSpy asked(&typed, &app::LogIn::untrusted);
    QSignalSpy in(&typed, &app::LogIn::reached);
    typed.connectTo(real.pinned().withKeyHash({}));
    ASSERT_TRUE(waitFor([&] { return asked.count() == 1; }));
    typed.trustKey(asked[0][0].toByteArray());
    EXPECT_TRUE(waitFor([&] { return in.count() == 1; }));

    app::GatewayClient gateway(real.clock(), real.random());
    app::GatewayTarget target;
    target.address = real.pinned().withKeyHash(QByteArray(32, 'x'));
    target.token = u"secret"_s;
    gateway.open(target);
    ASSERT_TRUE(waitFor([&] { return gateway.status().state == app::GatewayStatus::State::Failed; }));
    EXPECT_EQ(gateway.status().failure, app::GatewayStatus::Failure::Untrusted);
    EXPECT_EQ(gateway.status().keyHash, real.pinned().keyHash());
}

TEST(RealServerTrust, AWrongTokenLogsOut) {
    tests::RealServer real;
    app::AccountRecord account;
    account.address = real.address();
    account.userId = shared::UserId(1);
    app::AccountSession session(account, u"MQ.x.y"_s,
                                {real.clock(), real.random(), real.accounts(), QString(), {}, {}});
    QSignalSpy out(&session, &app::AccountSession::loggedOut);
    session.open();
    EXPECT_TRUE(waitFor([&] { return out.count() == 1; }));
    EXPECT_EQ(session.status().failure, app::GatewayStatus::Failure::Unauthorized);
}

TEST_F(RealServerTest, WhatIsWrittenWhileTheServerIsAwayWaitsAndGoesOutInOrder) {
    real.stop();
    ASSERT_TRUE(waitFor([&] { return !mara->status().isLive(); }));
    for (const QString& text : {u"first"_s, u"second"_s, u"third"_s}) {
        app::OutgoingMessage message;
        message.content = text;
        EXPECT_FALSE(mara->messages().send(channel, message).isEmpty());
    }
    ASSERT_EQ(mara->messages().pendingCount(), 3);
    ASSERT_TRUE(waitFor([&] { return rowWith(*mara, u"third"_s) != nullptr; }));
    for (const QString& text : {u"first"_s, u"second"_s, u"third"_s})
        EXPECT_EQ(rowWith(*mara, text)->state, app::MessageState::Sending);
    real.start();
    mara->retryNow();
    ASSERT_TRUE(waitFor([&] { return mara->messages().pendingCount() == 0; }));
    letTomIn();
    EXPECT_EQ(contents(*tom), (QStringList{u"first"_s, u"second"_s, u"third"_s}));
}

}  // namespace
