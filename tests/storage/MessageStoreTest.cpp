// Messages and what hangs on them: pages, pins, mentions, nonces, reactions, attachments.

#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::AttachmentId;
using shared::ErrorCode;
using shared::MessageId;
using shared::Result;
using shared::RoleId;
using shared::UserId;

class Messages : public StorageContract {
 protected:
    Messages() {
        EXPECT_GOOD(write([](Transaction& tx) {
            ChannelRow channel;
            channel.id = kChannel;
            return tx.channels().insert(channel);
        }));
    }

    static MessageRow aMessage(quint64 id, quint64 author = 1) {
        MessageRow message;
        message.id = MessageId(id);
        message.channelId = kChannel;
        message.authorId = UserId(author);
        message.author = "{\"id\":\"1\"}"_ba;
        message.content = u"nr "_s + QString::number(id);
        return message;
    }
    void insert(const MessageRow& message, const QList<MentionRow>& mentions = {}) {
        EXPECT_GOOD(write([&](Transaction& tx) { return tx.messages().insert(message, mentions); }));
    }
    void insertMany(quint64 first, quint64 last) {
        EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
            for (quint64 id = first; id <= last; ++id)
                RETURN_IF_ERROR(tx.messages().insert(aMessage(id)));
            return {};
        }));
    }
    Result<MessageRow> get(quint64 id) {
        return read([&](const ReadView& view) { return view.messages().get(kChannel, MessageId(id)); });
    }
    static QList<quint64> idsOf(const Result<QList<MessageRow>>& rows) {
        QList<quint64> ids;
        for (const auto& row : valueOf(rows))
            ids.append(row.id.value());
        return ids;
    }
};

TEST_P(Messages, ComeBackAsTheyWere) {
    auto message = aMessage(5);
    message.type = 19;
    message.flags = 4;
    message.content = QString(u"ä"_s).repeated(2000) + u"🌱"_s;
    message.isTts = true;
    message.mentionsEveryone = true;
    message.referencedId = MessageId(4);
    message.extra = "{\"embeds\":[]}"_ba;
    insert(message);
    const auto got = valueOf(get(5));
    EXPECT_EQ(got.channelId, kChannel);
    EXPECT_EQ(got.authorId, UserId(1));
    EXPECT_EQ(got.author, message.author);
    EXPECT_EQ(got.type, 19);
    EXPECT_EQ(got.flags, 4u);
    EXPECT_EQ(got.content, message.content);
    EXPECT_TRUE(got.isTts);
    EXPECT_TRUE(got.mentionsEveryone);
    EXPECT_FALSE(got.isPinned);
    EXPECT_FALSE(got.hasReactions);
    EXPECT_EQ(got.referencedId, MessageId(4));
    EXPECT_EQ(got.extra, message.extra);
    EXPECT_EQ(get(6).error().code(), ErrorCode::UnknownMessage);
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.channels().get(kChannel); })).lastMessageId,
              MessageId(5));
}

TEST_P(Messages, ArePagedInEveryDirection) {
    insertMany(1, 30);
    const auto page = [&](auto ask) { return idsOf(read(ask)); };
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listBefore(kChannel, {}, 3); }),
              (QList<quint64>{30, 29, 28}));
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listBefore(kChannel, MessageId(3), 5); }),
              (QList<quint64>{2, 1}));
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listAfter(kChannel, MessageId(10), 3); }),
              (QList<quint64>{13, 12, 11}));
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listAfter(kChannel, MessageId(30), 3); }),
              QList<quint64>{});
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listAround(kChannel, MessageId(10), 5); }),
              (QList<quint64>{12, 11, 10, 9, 8}));
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listAround(kChannel, MessageId(1), 5); }),
              (QList<quint64>{3, 2, 1}));
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listAround(kChannel, MessageId(30), 1); }),
              QList<quint64>{30});
    EXPECT_EQ(page([](const ReadView& v) { return v.messages().listBefore(shared::ChannelId(9), {}, 3); }),
              QList<quint64>{});
    EXPECT_EQ(valueOf(read([](const ReadView& v) { return v.messages().lastId(kChannel); })), MessageId(30));
}

TEST_P(Messages, AreEditedWithoutLosingTheirMarks) {
    insert(aMessage(5));
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().setPinned(kChannel, MessageId(5), 99); })));
    auto edited = aMessage(5);
    edited.content = u"new"_s;
    edited.editedAt = 77;
    edited.mentionsEveryone = true;
    edited.extra = "{}"_ba;
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.messages().update(edited); }));
    const auto got = valueOf(get(5));
    EXPECT_EQ(got.content, u"new"_s);
    EXPECT_EQ(got.editedAt, 77);
    EXPECT_TRUE(got.mentionsEveryone);
    EXPECT_TRUE(got.isPinned);
    EXPECT_EQ(write([&](Transaction& tx) { return tx.messages().update(aMessage(6)); }).error().code(),
              ErrorCode::UnknownMessage);
}

TEST_P(Messages, AreRemovedOneByOneAndInBulk) {
    insertMany(1, 10);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(10)); })));
    EXPECT_FALSE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(10)); })));
    const auto removed = valueOf(write([](Transaction& tx) {
        return tx.messages().removeMany(kChannel, {MessageId(2), MessageId(99), MessageId(4)});
    }));
    EXPECT_EQ(removed, (QList{MessageId(2), MessageId(4)}));
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.messages().removeAll(kChannel, 3); })), 3);
    EXPECT_EQ(idsOf(read([](const ReadView& v) { return v.messages().listBefore(kChannel, {}, 100); })),
              (QList<quint64>{9, 8, 7, 6}));
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.messages().removeAll(kChannel, 100); })), 4);
}

TEST_P(Messages, OfOneAuthorAreFound) {
    for (quint64 id = 1; id <= 6; ++id)
        insert(aMessage(id, id % 2));
    const auto ids = valueOf(read(
        [](const ReadView& view) { return view.messages().listIdsByAuthor(kChannel, UserId(1), MessageId(3), 10); }));
    EXPECT_EQ(ids, (QList{MessageId(3), MessageId(5)}));
}

TEST_P(Messages, ArePinnedNewestPinFirst) {
    insertMany(1, 5);
    const auto pin = [&](quint64 id, qint64 at) {
        return write([=](Transaction& tx) { return tx.messages().setPinned(kChannel, MessageId(id), at); });
    };
    EXPECT_TRUE(valueOf(pin(4, 100)));
    EXPECT_TRUE(valueOf(pin(1, 200)));
    EXPECT_TRUE(valueOf(pin(3, 300)));
    EXPECT_FALSE(valueOf(pin(3, 400)));
    EXPECT_EQ(pin(99, 1).error().code(), ErrorCode::UnknownMessage);
    const auto pins = [&](qint64 before, int limit) {
        QList<quint64> ids;
        for (const auto& row :
             valueOf(read([&](const ReadView& view) { return view.messages().listPins(kChannel, before, limit); }))) {
            EXPECT_TRUE(row.message.isPinned);
            ids.append(row.message.id.value());
        }
        return ids;
    };
    EXPECT_EQ(pins(0, 10), (QList<quint64>{3, 1, 4}));
    EXPECT_EQ(pins(300, 1), QList<quint64>{1});
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.messages().countPins(kChannel); })), 3);
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.channels().get(kChannel); })).lastPinAt, 300);
    EXPECT_TRUE(valueOf(pin(1, 0)));
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(3)); })));
    EXPECT_EQ(pins(0, 10), QList<quint64>{4});
    EXPECT_EQ(valueOf(read([](const ReadView& view) { return view.messages().countPins(kChannel); })), 1);
}

TEST_P(Messages, CountTheMentionsThatAreMeant) {
    const MentionRow user{MentionRow::Kind::User, kUser.value()};
    const MentionRow role{MentionRow::Kind::Role, 50};
    const MentionRow everyone{MentionRow::Kind::Everyone, 0};
    auto withExtra = aMessage(1);
    withExtra.extra = "{\"mentions\":[]}"_ba;
    insert(withExtra, {user, role, everyone});
    withExtra.id = MessageId(2);
    insert(withExtra, {role});
    withExtra.id = MessageId(3);
    insert(withExtra, {{MentionRow::Kind::User, 1}});
    auto own = aMessage(4, kUser.value());
    insert(own, {user});
    const auto count = [&](quint64 after, const QList<RoleId>& roles) {
        return valueOf(read([&](const ReadView& view) {
            return view.messages().countMentions(kChannel, MessageId(after), kUser, roles);
        }));
    };
    EXPECT_EQ(count(0, {}), 1);
    EXPECT_EQ(count(0, {RoleId(50)}), 2);
    EXPECT_EQ(count(1, {RoleId(50)}), 1);
    withExtra.id = MessageId(2);
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.messages().update(withExtra, QList{user}); }));
    EXPECT_EQ(count(1, {}), 1);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(2)); })));
    EXPECT_EQ(count(1, {RoleId(50)}), 0);
}

TEST_P(Messages, NoncesAreRemembered) {
    const NonceRow nonce{kChannel, kUser, u"123"_s};
    const auto find = [&](const NonceRow& row, qint64 since) {
        return valueOf(read([&](const ReadView& view) { return view.messages().findByNonce(row, since); }));
    };
    EXPECT_FALSE(find(nonce, 0).has_value());
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.messages().putNonce(nonce, MessageId(7), 1000); }));
    EXPECT_EQ(find(nonce, 1000), MessageId(7));
    EXPECT_FALSE(find(nonce, 1001).has_value());
    EXPECT_FALSE(find({kChannel, UserId(1), u"123"_s}, 0).has_value());
    const NonceRow later{kChannel, kUser, u"later"_s};
    EXPECT_GOOD(write([&](Transaction& tx) { return tx.messages().putNonce(later, MessageId(8), 100'000'000); }));
    EXPECT_FALSE(find(nonce, 0).has_value()) << "old ones go";
}

TEST_P(Messages, ReactionsAreCounted) {
    insertMany(1, 3);
    const auto react = [&](quint64 id, const QString& emoji, quint64 user) {
        return valueOf(write(
            [&](Transaction& tx) { return tx.reactions().insert(kChannel, MessageId(id), emoji, UserId(user), 1); }));
    };
    EXPECT_TRUE(react(1, u"🔥"_s, 1));
    EXPECT_FALSE(react(1, u"🔥"_s, 1));
    EXPECT_TRUE(react(1, u"a:5"_s, 2));
    EXPECT_TRUE(react(1, u"🔥"_s, 2));
    EXPECT_TRUE(react(3, u"👍"_s, 3));
    EXPECT_TRUE(valueOf(get(1)).hasReactions);
    EXPECT_FALSE(valueOf(get(2)).hasReactions);

    const auto counts = [&](quint64 viewer) {
        return valueOf(read([&](const ReadView& view) {
            return view.reactions().counts(kChannel, MessageId(1), MessageId(3), UserId(viewer));
        }));
    };
    const auto all = counts(1);
    ASSERT_EQ(all.size(), 3);
    EXPECT_EQ(all[0].emoji, u"🔥"_s);
    EXPECT_EQ(all[0].count, 2);
    EXPECT_TRUE(all[0].isMine);
    EXPECT_EQ(all[1].emoji, u"a:5"_s);
    EXPECT_FALSE(all[1].isMine);
    EXPECT_EQ(all[2].messageId, MessageId(3));
    const auto users = [&](quint64 after) {
        return valueOf(read([&](const ReadView& view) {
            return view.reactions().listUsers(kChannel, MessageId(1), u"🔥"_s, UserId(after), 10);
        }));
    };
    EXPECT_EQ(users(0), (QList{UserId(1), UserId(2)}));
    EXPECT_EQ(users(1), QList{UserId(2)});
    EXPECT_EQ(valueOf(read([](const ReadView& v) { return v.reactions().countEmojis(kChannel, MessageId(1)); })), 2);

    const auto unreact = [&](const QString& emoji, quint64 user) {
        return valueOf(
            write([&](Transaction& tx) { return tx.reactions().remove(kChannel, MessageId(1), emoji, UserId(user)); }));
    };
    EXPECT_TRUE(unreact(u"a:5"_s, 2));
    EXPECT_FALSE(unreact(u"a:5"_s, 2));
    EXPECT_EQ(counts(1).size(), 2);
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.reactions().removeAll(kChannel, MessageId(1), u"🔥"_s); })),
              2);
    EXPECT_EQ(counts(1).size(), 1);
    EXPECT_EQ(valueOf(write([](Transaction& tx) { return tx.reactions().removeAll(kChannel, MessageId(3), {}); })), 1);
    EXPECT_FALSE(valueOf(get(3)).hasReactions);
    EXPECT_TRUE(react(3, u"👍"_s, 3));
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(3)); })));
    EXPECT_TRUE(counts(1).isEmpty());
}

TEST_P(Messages, AttachmentsBecomeOrphansWithTheirMessage) {
    auto message = aMessage(1);
    message.extra = "{\"attachments\":[]}"_ba;
    insert(message);
    AttachmentRow sent;
    sent.id = AttachmentId(10);
    sent.channelId = kChannel;
    sent.messageId = MessageId(1);
    sent.filename = u"a b.png"_s;
    sent.blob = u"attachments/1/10"_s;
    sent.createdAt = clock.nowMs();
    auto pending = sent;
    pending.id = AttachmentId(11);
    pending.messageId = {};
    EXPECT_GOOD(write([&](Transaction& tx) -> Result<void> {
        RETURN_IF_ERROR(tx.attachments().insert(sent));
        return tx.attachments().insert(pending);
    }));
    const auto found =
        valueOf(read([](const ReadView& view) { return view.attachments().find(kChannel, AttachmentId(10)); }));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->filename, u"a b.png"_s);
    EXPECT_EQ(found->blob, u"attachments/1/10"_s);
    const auto orphans = [&] {
        QList<quint64> ids;
        for (const auto& row : valueOf(
                 read([&](const ReadView& view) { return view.attachments().listOrphans(clock.nowMs() + 1, 10); }))) {
            ids.append(row.id.value());
        }
        return ids;
    };
    EXPECT_EQ(orphans(), QList<quint64>{11});
    EXPECT_GOOD(
        write([](Transaction& tx) { return tx.attachments().setMessage(kChannel, AttachmentId(11), MessageId(1)); }));
    EXPECT_EQ(orphans(), QList<quint64>{});
    EXPECT_EQ(valueOf(read([](const ReadView& view) {
                  return view.attachments().listByMessage(kChannel, MessageId(1));
              })).size(),
              2);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.messages().remove(kChannel, MessageId(1)); })));
    EXPECT_EQ(orphans().size(), 2);
    EXPECT_TRUE(valueOf(write([](Transaction& tx) { return tx.attachments().remove(kChannel, AttachmentId(10)); })));
    EXPECT_EQ(orphans(), QList<quint64>{11});
}

INSTANTIATE_OVER_ENGINES(Messages);

}  // namespace
}  // namespace tests
