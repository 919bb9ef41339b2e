// Every store obeys its contract, on every engine: users, applications, the directory, guilds and who is in them.

#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::ErrorCode;
using shared::Result;
using shared::RoleId;
using shared::UserId;

class Stores : public StorageContract {};

template <class T>
ErrorCode codeOf(const Result<T>& result) {
    return result.has_value() ? ErrorCode{} : result.error().code();
}

AccountRow anAccount() {
    AccountRow account;
    account.id = kUser;
    account.username = u"ann"_s;
    account.globalName = u"Änn 🌱"_s;
    account.email = u"ann@example.org"_s;
    account.passwordHash = QByteArray("\0hash", 5);
    account.flags = 1ull << 62;
    account.profile = "{\"bio\":\"x\"}"_ba;
    return account;
}

TEST_P(Stores, AccountsComeBackAsTheyWere) {
    EXPECT_GOOD(write([](Transaction& tx) { return tx.users().insert(anAccount()); }, kUserKey));
    const auto got = valueOf(read([](const ReadView& view) { return view.users().get(); }, kUserKey));
    EXPECT_EQ(got.id, kUser);
    EXPECT_EQ(got.username, u"ann"_s);
    EXPECT_EQ(got.globalName, u"Änn 🌱"_s);
    EXPECT_FALSE(got.avatar.has_value());
    EXPECT_EQ(got.email, u"ann@example.org"_s);
    EXPECT_EQ(got.passwordHash, QByteArray("\0hash", 5));
    EXPECT_EQ(got.flags, 1ull << 62);
    EXPECT_EQ(got.profile, "{\"bio\":\"x\"}"_ba);

    auto changed = got;
    changed.avatar = u""_s;
    changed.email.reset();
    EXPECT_EQ(valueOf(write([&](Transaction& tx) { return tx.users().update(changed); }, kUserKey)), got.version + 1);
    const auto again = valueOf(read([](const ReadView& view) { return view.users().get(); }, kUserKey));
    EXPECT_EQ(again.avatar, u""_s);
    EXPECT_FALSE(again.email.has_value());

    const auto nobody = StreamKey::user(UserId(1));
    EXPECT_EQ(codeOf(read([](const ReadView& view) { return view.users().get(); }, nobody)), ErrorCode::UnknownUser);
    EXPECT_EQ(codeOf(write([&](Transaction& tx) { return tx.users().update(got); }, nobody)), ErrorCode::UnknownUser);
    // One id twice is a mistake of ours and leaves no trace.
    EXPECT_FALSE(write([](Transaction& tx) { return tx.users().insert(anAccount()); }, kUserKey).has_value());
}

TEST_P(Stores, SessionsAreFoundByTheirHash) {
    EXPECT_GOOD(write(
        [](Transaction& tx) -> Result<void> {
            for (const auto& hash : {"one"_ba, "two"_ba, "bot"_ba}) {
                SessionRow session;
                session.tokenHash = hash;
                session.userId = kUser;
                session.kind = hash == "bot"_ba ? SessionKind::Bot : SessionKind::User;
                session.createdAt = 5;
                session.client = "{}"_ba;
                RETURN_IF_ERROR(tx.users().insertSession(session));
            }
            return tx.users().touchSession("one"_ba, 77);
        },
        kUserKey));
    const auto one = valueOf(read([](const ReadView& view) { return view.users().findSession("one"_ba); }, kUserKey));
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->lastUsedAt, 77);
    EXPECT_EQ(one->client, "{}"_ba);
    EXPECT_FALSE(valueOf(read([](const ReadView& view) { return view.users().findSession("no"_ba); }, kUserKey)));
    EXPECT_GOOD(
        write([](Transaction& tx) { return tx.users().removeSessions(SessionKind::User, "two"_ba); }, kUserKey));
    const auto left = valueOf(read([](const ReadView& view) { return view.users().listSessions(); }, kUserKey));
    EXPECT_EQ(left.size(), 2);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.users().removeSession("bot"_ba); }, kUserKey)));
    EXPECT_FALSE(valueOf(write([](Transaction& tx) { return tx.users().removeSession("bot"_ba); }, kUserKey)));
}

TEST_P(Stores, UsersKeepTheirLists) {
    EXPECT_GOOD(write(
        [](Transaction& tx) -> Result<void> {
            auto& users = tx.users();
            RETURN_IF_ERROR(users.putGuild({kGuild, 5}));
            RETURN_IF_ERROR(users.putGuild({kGuild, 6}));
            RETURN_IF_ERROR(users.putDm({shared::ChannelId(1), 1, true, shared::MessageId(10), {UserId(9)}}));
            RETURN_IF_ERROR(
                users.putDm({shared::ChannelId(2), 3, false, shared::MessageId(20), {UserId(8), UserId(9)}}));
            RETURN_IF_ERROR(users.setNote(UserId(9), u"kind"_s));
            RETURN_IF_ERROR(users.setSettings(u"proto1"_s, "abc"_ba));
            RETURN_IF_ERROR(users.setSettings(u"proto1"_s, "abd"_ba));
            return tx.applications().putOwned(shared::ApplicationId(4));
        },
        kUserKey));
    EXPECT_GOOD(read(
        [](const ReadView& view) -> Result<void> {
            const auto guilds = valueOf(view.users().listGuilds());
            EXPECT_EQ(guilds.size(), 1);
            EXPECT_EQ(guilds.value(0).joinedAt, 6);
            const auto dms = valueOf(view.users().listDms());
            EXPECT_EQ(dms.size(), 2);
            EXPECT_EQ(dms.value(0).channelId, shared::ChannelId(2));
            EXPECT_EQ(dms.value(0).recipients, (QList{UserId(8), UserId(9)}));
            EXPECT_FALSE(dms.value(0).isOpen);
            EXPECT_EQ(valueOf(view.users().note(UserId(9))), u"kind"_s);
            EXPECT_EQ(valueOf(view.users().note(UserId(8))), QString());
            EXPECT_EQ(valueOf(view.users().settings(u"proto1"_s)), "abd"_ba);
            EXPECT_EQ(valueOf(view.users().settings(u"proto2"_s)), QByteArray());
            EXPECT_EQ(valueOf(view.applications().listOwned()), QList{shared::ApplicationId(4)});
            return {};
        },
        kUserKey));
    EXPECT_GOOD(write(
        [](Transaction& tx) -> Result<void> {
            RETURN_IF_ERROR(tx.users().setNote(UserId(9), {}));
            RETURN_IF_ERROR(tx.users().removeGuild(kGuild));
            return tx.users().removeDm(shared::ChannelId(1));
        },
        kUserKey));
    EXPECT_TRUE(valueOf(read([](const ReadView& view) { return view.users().listNotes(); }, kUserKey)).isEmpty());
    EXPECT_TRUE(valueOf(read([](const ReadView& view) { return view.users().listGuilds(); }, kUserKey)).isEmpty());
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.users().listDms(); }, kUserKey)).size(), 1);
}

TEST_P(Stores, ReadStatesGoForwardOnly) {
    const auto state = [](quint64 last, int mentions) {
        return ReadStateRow{kChannel, shared::MessageId(last), mentions, 0, 0, 0};
    };
    const auto advance = [&](quint64 last) {
        return valueOf(write([&](Transaction& tx) { return tx.readStates().advance(state(last, 0)); }, kUserKey));
    };
    EXPECT_TRUE(advance(10));
    EXPECT_FALSE(advance(10));
    EXPECT_FALSE(advance(9));
    EXPECT_TRUE(advance(11));
    const auto find = [&] {
        return valueOf(read([](const ReadView& view) { return view.readStates().find(kChannel); }, kUserKey));
    };
    EXPECT_EQ(find()->lastMessageId, shared::MessageId(11));
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.readStates().put(state(3, 2)); }, kUserKey));
    EXPECT_EQ(find()->lastMessageId, shared::MessageId(3));
    EXPECT_EQ(find()->mentionCount, 2);
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.readStates().remove(kChannel); }, kUserKey));
    EXPECT_FALSE(find().has_value());
}

TEST_P(Stores, ApplicationsComeBackAsTheyWere) {
    ApplicationRow application;
    application.id = shared::ApplicationId(kUser.value());
    application.name = u"Robot"_s;
    application.verifyKey = "key"_ba;
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.applications().insert(application); }, kUserKey));
    application.botId = kUser;
    application.icon = u"abc"_s;
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.applications().update(application); }, kUserKey));
    const auto got = valueOf(read([](const ReadView& view) { return view.applications().get(); }, kUserKey));
    EXPECT_EQ(got.name, u"Robot"_s);
    EXPECT_EQ(got.botId, kUser);
    EXPECT_EQ(got.icon, u"abc"_s);
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.applications().remove(); }, kUserKey));
    EXPECT_EQ(codeOf(read([](const ReadView& view) { return view.applications().get(); }, kUserKey)),
              ErrorCode::UnknownApplication);
}

TEST_P(Stores, NamesAreClaimedThenConfirmed) {
    const auto other = StreamKey::user(UserId(42));
    const QString name = directoryName(u"ANN"_s);
    EXPECT_EQ(name, directoryName(u"ann"_s));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Username, name, kUserKey)));
    EXPECT_FALSE(valueOf(storage->claim(DirectoryKind::Username, name, other)));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Username, name, kUserKey)));
    EXPECT_FALSE(valueOf(storage->lookUp(DirectoryKind::Username, name)).has_value());
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.directory().put(DirectoryKind::Username, name); }, kUserKey));
    EXPECT_EQ(valueOf(storage->lookUp(DirectoryKind::Username, name)), kUserKey);
    EXPECT_GOOD(storage->releaseClaim(DirectoryKind::Username, name, kUserKey));
    EXPECT_EQ(valueOf(storage->lookUp(DirectoryKind::Username, name)), kUserKey) << "it was confirmed";
    clock.advance(std::chrono::hours(24));
    EXPECT_FALSE(valueOf(storage->claim(DirectoryKind::Username, name, other)));
    EXPECT_FALSE(
        write([&](Transaction& tx) { return tx.directory().put(DirectoryKind::Username, name); }, other).has_value());
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.directory().remove(DirectoryKind::Username, name); }, other));
    EXPECT_EQ(valueOf(storage->lookUp(DirectoryKind::Username, name)), kUserKey);
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.directory().remove(DirectoryKind::Username, name); }, kUserKey));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Username, name, other)));
}

TEST_P(Stores, ClaimsExpire) {
    const auto other = StreamKey::user(UserId(42));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Email, u"a@b"_s, kUserKey, std::chrono::seconds(30))));
    clock.advance(std::chrono::seconds(31));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Email, u"a@b"_s, other)));
    EXPECT_FALSE(write([&](Transaction& tx) { return tx.directory().put(DirectoryKind::Email, u"a@b"_s); }, kUserKey)
                     .has_value());
    EXPECT_GOOD(storage->releaseClaim(DirectoryKind::Email, u"a@b"_s, other));
    EXPECT_TRUE(valueOf(storage->claim(DirectoryKind::Email, u"a@b"_s, kUserKey)));
}

TEST_P(Stores, ChannelsLeadToTheirKeys) {
    EXPECT_EQ(codeOf(storage->keyOfChannel(kChannel)), ErrorCode::UnknownChannel);
    EXPECT_GOOD(
        write([](Transaction& tx) { return tx.directory().put(DirectoryKind::Channel, directoryName(kChannel)); }));
    EXPECT_EQ(valueOf(storage->keyOfChannel(kChannel)), kGuildKey);
    EXPECT_EQ(valueOf(storage->keyOfChannel(kChannel)), kGuildKey);
    EXPECT_EQ(dmPairName(UserId(5), UserId(4)), dmPairName(UserId(4), UserId(5)));
}

TEST_P(Stores, GuildGraphIsReadInOneSnapshot) {
    GuildRow guild;
    guild.id = kGuild;
    guild.name = u"Home"_s;
    guild.ownerId = kUser;
    guild.features = {u"COMMUNITY"_s, u"NEWS"_s};
    guild.systemChannelId = kChannel;
    RoleRow everyone;
    everyone.id = kGuild.as<RoleId>();
    everyone.permissions = 1ull << 63 | 5;
    ChannelRow channel;
    channel.id = kChannel;
    channel.name = u"general"_s;
    channel.topic = u"all"_s;
    channel.overwrites = {{shared::OverwriteId(kGuild.value()), shared::OverwriteType::Role, shared::Permissions(3ull),
                           shared::Permissions(1ull << 40)},
                          {shared::OverwriteId(7), shared::OverwriteType::Member, {}, {}}};
    channel.lastMessageId = shared::MessageId(3);
    EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.guilds().insert(guild));
        RETURN_IF_ERROR(tx.roles().insert(everyone));
        RETURN_IF_ERROR(tx.channels().insert(channel));
        ChannelRow second;
        second.id = shared::ChannelId(1);
        second.position = 1;
        second.parentId = kChannel;
        return tx.channels().insert(second);
    }));
    const auto graph = valueOf(read([](const ReadView& view) { return view.guilds().loadGraph(); }));
    EXPECT_EQ(graph.guild.name, u"Home"_s);
    EXPECT_EQ(graph.guild.features, guild.features);
    EXPECT_EQ(graph.guild.systemChannelId, kChannel);
    EXPECT_FALSE(graph.guild.icon.has_value());
    ASSERT_EQ(graph.roles.size(), 1);
    EXPECT_EQ(graph.roles[0].permissions, everyone.permissions);
    ASSERT_EQ(graph.channels.size(), 2);
    EXPECT_EQ(graph.channels[0].id, kChannel);
    EXPECT_EQ(graph.channels[0].overwrites, channel.overwrites);
    EXPECT_EQ(graph.channels[0].topic, u"all"_s);
    EXPECT_EQ(graph.channels[0].lastMessageId, shared::MessageId(3));
    EXPECT_EQ(graph.channels[1].parentId, kChannel);
    EXPECT_NE(graph.position.epoch, 0u);

    channel.name = u"lobby"_s;
    channel.topic.reset();
    channel.lastMessageId = shared::MessageId(99);
    guild.name = u"House"_s;
    everyone.color = 7;
    EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.channels().update(channel));
        RETURN_IF_ERROR(tx.guilds().update(guild));
        return tx.roles().update(everyone);
    }));
    const auto changed = valueOf(read([](const ReadView& view) { return view.guilds().loadGraph(); }));
    EXPECT_EQ(changed.guild.name, u"House"_s);
    EXPECT_EQ(changed.roles[0].color, 7);
    EXPECT_EQ(changed.channels[0].name, u"lobby"_s);
    EXPECT_FALSE(changed.channels[0].topic.has_value());
    EXPECT_EQ(changed.channels[0].lastMessageId, shared::MessageId(3)) << "update() leaves it alone";

    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.guilds().remove(); })));
    EXPECT_EQ(codeOf(read([](const ReadView& view) { return view.guilds().loadGraph(); })), ErrorCode::UnknownGuild);
    EXPECT_TRUE(valueOf(read([](const ReadView& view) { return view.channels().list(); })).isEmpty());
    EXPECT_EQ(codeOf(write([&](Transaction& tx) { return tx.channels().update(channel); })), ErrorCode::UnknownChannel);
    EXPECT_EQ(codeOf(write([&](Transaction& tx) { return tx.roles().update(everyone); })), ErrorCode::UnknownRole);
}

TEST_P(Stores, DmsAreChannelsOfTheirOwnKey) {
    const auto key = StreamKey::channel(kChannel);
    ChannelRow dm;
    dm.id = kChannel;
    dm.type = 1;
    dm.recipients = {UserId(1), UserId(2)};
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.channels().insert(dm); }, key));
    const auto list = valueOf(read([](const ReadView& view) { return view.channels().list(); }, key));
    ASSERT_EQ(list.size(), 1);
    EXPECT_EQ(list[0].recipients, dm.recipients);
    EXPECT_EQ(codeOf(read([](const ReadView& view) { return view.channels().get(kChannel); })),
              ErrorCode::UnknownChannel);
    EXPECT_TRUE(valueOf(write([&](Transaction& tx) { return tx.channels().remove(kChannel); }, key)));
    EXPECT_FALSE(valueOf(write([&](Transaction& tx) { return tx.channels().remove(kChannel); }, key)));
}

MemberRow aMember(quint64 id, const QString& name, QList<RoleId> roles = {}) {
    MemberRow member;
    member.userId = UserId(id);
    member.username = name;
    member.user = "{}"_ba;
    member.userVersion = 1;
    member.joinedAt = 100;
    member.roles = std::move(roles);
    return member;
}

QList<quint64> idsOf(const Result<QList<MemberRow>>& members) {
    QList<quint64> ids;
    for (const auto& member : valueOf(members))
        ids.append(member.userId.value());
    return ids;
}

TEST_P(Stores, MembersAreListedSearchedAndCounted) {
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        auto zed = aMember(3, u"zed"_s, {RoleId(5), RoleId(6)});
        zed.nick = u"Annabel"_s;
        auto robot = aMember(4, u"robot"_s);
        robot.isBot = true;
        robot.globalName = u"ÄNNE"_s;
        for (const auto& member : {aMember(2, u"ann"_s, {RoleId(5)}), zed, robot, aMember(5, u"bo%b"_s)}) {
            EXPECT_TRUE(valueOf(tx.members().insert(member)));
        }
        EXPECT_FALSE(valueOf(tx.members().insert(aMember(2, u"other"_s))));
        return {};
    }));
    const auto search = [&](const QString& prefix, int limit = 10) {
        return idsOf(read([&](const ReadView& view) { return view.members().search(prefix, limit); }));
    };
    EXPECT_EQ(search(u"AN"_s), (QList<quint64>{2, 3}));
    EXPECT_EQ(search(u"AN"_s, 1), (QList<quint64>{2}));
    EXPECT_EQ(search(u"än"_s), (QList<quint64>{4}));
    EXPECT_EQ(search(u"%"_s), (QList<quint64>{}));
    EXPECT_EQ(search(u"bo%"_s), (QList<quint64>{5}));
    EXPECT_EQ(search(QString()).size(), 4);

    const auto count = [&] { return valueOf(read([](const ReadView& view) { return view.members().count(); })); };
    EXPECT_EQ(count(), 4);
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().list(UserId(2), 2); })),
              (QList<quint64>{3, 4}));
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().listWithRole(RoleId(5), {}, 10); })),
              (QList<quint64>{2, 3}));
    EXPECT_EQ(idsOf(read([](const ReadView& view) {
                  return view.members().findMany({UserId(5), UserId(77), UserId(2)});
              })),
              (QList<quint64>{5, 2}));

    auto zed = valueOf(read([](const ReadView& view) { return view.members().get(UserId(3)); }));
    EXPECT_EQ(zed.roles, (QList{RoleId(5), RoleId(6)}));
    zed.nick.reset();
    zed.roles = {RoleId(6), RoleId(7)};
    zed.timedOutUntil = 123;
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.members().update(zed); }));
    EXPECT_EQ(search(u"annab"_s), QList<quint64>{});
    EXPECT_EQ(search(u"ZED"_s), QList<quint64>{3});
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().listWithRole(RoleId(5), {}, 10); })),
              QList<quint64>{2});
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().listWithRole(RoleId(7), {}, 10); })),
              QList<quint64>{3});

    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.members().remove(UserId(3)); })));
    EXPECT_FALSE(valueOf(write([](Transaction& tx) { return tx.members().remove(UserId(3)); })));
    EXPECT_EQ(count(), 3);
    EXPECT_EQ(search(u"zed"_s), QList<quint64>{});
    EXPECT_EQ(codeOf(write([&](Transaction& tx) { return tx.members().update(zed); })), ErrorCode::UnknownMember);
}

TEST_P(Stores, MembersTakeOnlyNewerCopiesOfTheirUser) {
    auto member = aMember(2, u"ann"_s);
    member.userVersion = 5;
    member.nick = u"nick"_s;
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.members().insert(member); }));
    member.nick.reset();
    member.username = u"old"_s;
    member.userVersion = 4;
    EXPECT_FALSE(valueOf(write([&](Transaction& tx) { return tx.members().updateUser(member); })));
    member.username = u"new"_s;
    member.userVersion = 6;
    EXPECT_TRUE(valueOf(write([&](Transaction& tx) { return tx.members().updateUser(member); })));
    const auto got = valueOf(read([](const ReadView& view) { return view.members().get(UserId(2)); }));
    EXPECT_EQ(got.username, u"new"_s);
    EXPECT_EQ(got.nick, u"nick"_s);
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().search(u"new"_s, 5); })), QList<quint64>{2});
}

TEST_P(Stores, PruneTakesOnlyIdleMembersWithoutOtherRoles) {
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        auto recent = aMember(4, u"d"_s);
        recent.joinedAt = 5000;
        auto robot = aMember(5, u"e"_s);
        robot.isBot = true;
        for (const auto& member :
             {aMember(1, u"a"_s), aMember(2, u"b"_s, {RoleId(9)}), aMember(3, u"c"_s), recent, robot}) {
            EXPECT_TRUE(valueOf(tx.members().insert(member)));
        }
        return tx.members().touch(UserId(3), 4000);
    }));
    const auto prune = [&](const QList<RoleId>& roles) {
        return valueOf(
            read([&](const ReadView& view) { return view.members().pruneCandidates(1000, roles, UserId(), 10); }));
    };
    EXPECT_EQ(prune({}), QList{UserId(1)});
    EXPECT_EQ(prune({RoleId(9)}), (QList{UserId(1), UserId(2)}));
}

TEST_P(Stores, BansAreListedBothWays) {
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        for (quint64 id = 1; id <= 5; ++id) {
            BanRow ban;
            ban.userId = UserId(id);
            if (id == 3) ban.reason = u"spam"_s;
            EXPECT_TRUE(valueOf(tx.bans().insert(ban)));
        }
        EXPECT_FALSE(valueOf(tx.bans().insert({UserId(3), {}, u"again"_s, {}, 0})));
        return {};
    }));
    const auto ids = [](const Result<QList<BanRow>>& bans) {
        QList<quint64> out;
        for (const auto& ban : valueOf(bans))
            out.append(ban.userId.value());
        return out;
    };
    EXPECT_EQ(ids(read([](const ReadView& view) { return view.bans().listAfter(UserId(2), 2); })),
              (QList<quint64>{3, 4}));
    EXPECT_EQ(ids(read([](const ReadView& view) { return view.bans().listBefore(UserId(4), 2); })),
              (QList<quint64>{2, 3}));
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.bans().get(UserId(3)); })).reason, u"spam"_s);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.bans().remove(UserId(3)); })));
    EXPECT_EQ(codeOf(read([](const ReadView& view) { return view.bans().get(UserId(3)); })), ErrorCode::UnknownBan);
}

TEST_P(Stores, InvitesRunOut) {
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        InviteRow twice;
        twice.code = u"twice"_s;
        twice.channelId = kChannel;
        twice.maxUses = 2;
        InviteRow brief;
        brief.code = u"brief"_s;
        brief.expiresAt = 1000;
        RETURN_IF_ERROR(tx.invites().insert(twice));
        return tx.invites().insert(brief);
    }));
    const auto use = [&](const QString& code, qint64 now) {
        return write([&](Transaction& tx) { return tx.invites().use(code, now); });
    };
    EXPECT_EQ(valueOf(use(u"twice"_s, 5)).uses, 1);
    EXPECT_EQ(valueOf(use(u"twice"_s, 5)).uses, 2);
    EXPECT_EQ(codeOf(use(u"twice"_s, 5)), ErrorCode::UnknownInvite);
    EXPECT_GOOD(use(u"brief"_s, 999));
    EXPECT_EQ(codeOf(use(u"brief"_s, 1000)), ErrorCode::UnknownInvite);
    EXPECT_EQ(codeOf(use(u"none"_s, 0)), ErrorCode::UnknownInvite);
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.invites().listByChannel(kChannel); })).size(), 1);
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.invites().removeExpired(1000, 10); })), QList{u"brief"_s});
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.invites().list(); })).size(), 1);
}

TEST_P(Stores, TheAuditLogIsReadByFilterAndPage) {
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        for (quint64 i = 1; i <= 6; ++i) {
            AuditLogRow row;
            row.id = shared::AuditLogEntryId(i * 10);
            row.userId = UserId(i % 2 == 0 ? 8 : 9);
            row.targetId = i % 3 == 0 ? 77 : 0;
            row.actionType = i > 4 ? 22 : 20;
            row.entry = "{\"n\":" + QByteArray::number(i) + '}';
            RETURN_IF_ERROR(tx.auditLog().insert(row));
        }
        return {};
    }));
    const auto listed = [&](UserId user, quint64 target, int action, quint64 before, quint64 after, int limit) {
        const AuditLogQuery query{user, target, action, shared::AuditLogEntryId(before), shared::AuditLogEntryId(after),
                                  limit};
        QList<quint64> ids;
        for (const AuditLogRow& row : valueOf(read([&](const ReadView& view) { return view.auditLog().list(query); })))
            ids.append(row.id.value());
        return ids;
    };
    EXPECT_EQ(listed({}, 0, 0, 0, 0, 50), (QList<quint64>{60, 50, 40, 30, 20, 10})) << "the newest first";
    EXPECT_EQ(listed({}, 0, 0, 0, 0, 2), (QList<quint64>{60, 50}));
    EXPECT_EQ(listed({}, 0, 0, 30, 0, 50), (QList<quint64>{20, 10}));
    EXPECT_EQ(listed({}, 0, 0, 0, 20, 2), (QList<quint64>{30, 40})) << "rising";
    EXPECT_EQ(listed(UserId(8), 0, 0, 0, 0, 50), (QList<quint64>{60, 40, 20}));
    EXPECT_EQ(listed({}, 77, 0, 0, 0, 50), (QList<quint64>{60, 30}));
    EXPECT_EQ(listed({}, 0, 22, 0, 0, 50), (QList<quint64>{60, 50}));
    EXPECT_EQ(listed(UserId(8), 77, 22, 0, 0, 50), QList<quint64>{60});
    const auto all = valueOf(read([](const ReadView& view) { return view.auditLog().list({}); }));
    EXPECT_EQ(all.value(0).entry, "{\"n\":6}"_ba);
    EXPECT_EQ(all.value(0).userId, UserId(8));
    const auto elsewhere = StreamKey::guild(shared::GuildId(2));
    EXPECT_TRUE(valueOf(read([](const ReadView& view) { return view.auditLog().list({}); }, elsewhere)).isEmpty());

    const auto trim = [&](quint64 before, int limit) {
        return valueOf(
            write([&](Transaction& tx) { return tx.auditLog().trim(shared::AuditLogEntryId(before), limit); }));
    };
    EXPECT_EQ(trim(40, 2), 2);
    EXPECT_EQ(listed({}, 0, 0, 0, 0, 50), (QList<quint64>{60, 50, 40, 30})) << "the oldest go first";
    EXPECT_EQ(trim(40, 2), 1);
    EXPECT_EQ(trim(40, 2), 0);
    AuditLogRow twice;
    twice.id = shared::AuditLogEntryId(60);
    EXPECT_FALSE(write([&](Transaction& tx) { return tx.auditLog().insert(twice); }).has_value());
}

TEST_P(Stores, RemovedChannelsAreRememberedUntilTheirMessagesAreGone) {
    using shared::ChannelId;
    const auto removed = [&] {
        return valueOf(read([](const ReadView& view) { return view.channels().listRemoved(10); }));
    };
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        for (const quint64 id : {5, 6}) {
            ChannelRow channel;
            channel.id = ChannelId(id);
            RETURN_IF_ERROR(tx.channels().insert(channel));
        }
        return {};
    }));
    EXPECT_FALSE(valueOf(write([](Transaction& tx) { return tx.channels().remove(ChannelId(4)); })));
    EXPECT_TRUE(removed().isEmpty());
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.channels().remove(ChannelId(5)); })));
    EXPECT_EQ(removed(), QList<ChannelId>{ChannelId(5)});
    EXPECT_GOOD(write([](Transaction& tx) { return tx.guilds().remove(); }));
    EXPECT_EQ(removed(), (QList<ChannelId>{ChannelId(5), ChannelId(6)})) << "a guild takes its channels along";
    EXPECT_GOOD(write([](Transaction& tx) { return tx.channels().forgetRemoved(ChannelId(5)); }));
    EXPECT_EQ(removed(), QList<ChannelId>{ChannelId(6)});
}

TEST_P(Stores, ExpiredTokensAndBotsAreFound) {
    EXPECT_GOOD(write(
        [](Transaction& tx) -> Result<void> {
            for (const qint64 expiry : {0, 50, 500}) {
                SessionRow session;
                session.tokenHash = QByteArray::number(expiry);
                session.userId = kUser;
                session.expiresAt = expiry;
                RETURN_IF_ERROR(tx.users().insertSession(session));
            }
            return {};
        },
        kUserKey));
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.users().removeExpiredSessions(100); }, kUserKey)), 1);
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.users().listSessions(); }, kUserKey)).size(), 2);

    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        for (const quint64 id : {31, 32, 33}) {
            MemberRow member = aMember(id, QString::number(id));
            member.isBot = id != 32;
            RETURN_IF_ERROR(tx.members().insert(member));
        }
        return {};
    }));
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().listBots(10); })), (QList<quint64>{31, 33}));
    EXPECT_EQ(idsOf(read([](const ReadView& view) { return view.members().listBots(1); })), (QList<quint64>{31}));
}

TEST_P(Stores, GuildsDoNotSeeEachOther) {
    const auto other = StreamKey::guild(shared::GuildId(2));
    EXPECT_GOOD(write([](Transaction& tx) { return tx.members().insert(aMember(2, u"ann"_s)); }));
    EXPECT_TRUE(idsOf(read([](const ReadView& view) { return view.members().list({}, 10); }, other)).isEmpty());
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.members().count(); }, other)), 0);
}

INSTANTIATE_OVER_ENGINES(Stores);

}  // namespace
}  // namespace tests
