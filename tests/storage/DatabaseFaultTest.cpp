// A disk that is full, read-only or broken: refused with a sentence that says what to do, and what was acknowledged
// stays.

#include <sqlite3.h>

#include "tests/storage/FaultVfs.h"
#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::MessageId;
using shared::Result;

class DatabaseFault : public StorageWorld {
 protected:
    DatabaseFault() : StorageWorld(false) {
        options.vfs = "fault"_ba;
        reopen();
    }
    ~DatabaseFault() override {
        vfs.heal();
        storage.reset();
    }

    Result<void> post(const QString& text) {
        return write([&](Transaction& tx) -> Result<void> {
            MessageRow message;
            message.id = tx.nextId<MessageId>();
            message.channelId = kChannel;
            message.content = text;
            tx.emitEvent(GatewayEvent::MessageCreate, "{}"_ba);
            return tx.messages().insert(message);
        });
    }
    /** Posts; a success is noted as acknowledged. */
    Result<void> say(const QString& text) {
        auto done = post(text);
        if (done.has_value()) acknowledged.append(text);
        return done;
    }
    QStringList texts() {
        QStringList out;
        for (const auto& row :
             valueOf(read([](const ReadView& view) { return view.messages().listBefore(kChannel, {}, 1000); }))) {
            out.prepend(row.content);
        }
        return out;
    }
    /** The sentence with which a write is refused; the storage must say the same of itself. */
    QString refusal() {
        const auto refused = post(u"never"_s);
        EXPECT_FALSE(refused.has_value());
        if (refused.has_value()) return {};
        EXPECT_EQ(refused.error().code(), ErrorCode::ServiceUnavailable);
        EXPECT_TRUE(refused.error().retryAfter().has_value());
        EXPECT_FALSE(storage->status().isWritable);
        EXPECT_EQ(storage->status().trouble, refused.error().message());
        EXPECT_TRUE(refused.error().message().endsWith(u'.'));
        return refused.error().message();
    }
    /** What opening says when it refuses. */
    QString refusalToOpen() {
        storage.reset();
        const auto opened = factory.openStorage(options);
        EXPECT_FALSE(opened.has_value());
        return opened.has_value() ? QString() : opened.error().message();
    }
    /** All is well again: it goes on by itself, and a restart finds what was acknowledged and nothing else. */
    void expectRecovery() {
        vfs.heal();
        if (!storage) reopen();
        ASSERT_TRUE(storage);
        EXPECT_GOOD(say(u"after"_s));
        EXPECT_TRUE(storage->status().isWritable);
        EXPECT_TRUE(storage->status().trouble.isEmpty());
        EXPECT_EQ(texts(), acknowledged);
        reopen();
        ASSERT_TRUE(storage);
        EXPECT_EQ(texts(), acknowledged);
        EXPECT_EQ(valueOf(storage->eventLog().position(kGuildKey)).seq, static_cast<quint64>(acknowledged.size()));
    }

    FaultVfs vfs{"fault"};
    QStringList acknowledged;
};

TEST_F(DatabaseFault, AFullDiskRefusesWritesAndStillReads) {
    EXPECT_GOOD(say(u"one"_s));
    vfs.failWrites(SQLITE_FULL);
    EXPECT_TRUE(refusal().contains(u"Free some space"_s));
    EXPECT_EQ(texts(), acknowledged);
    expectRecovery();
}

TEST_F(DatabaseFault, ADiskThatBecameReadOnlyRefusesWrites) {
    EXPECT_GOOD(say(u"one"_s));
    vfs.failWrites(SQLITE_READONLY);
    EXPECT_TRUE(refusal().contains(u"read-only"_s));
    EXPECT_EQ(texts(), acknowledged);
    expectRecovery();
}

TEST_F(DatabaseFault, ADiskErrorIsSaidToBeOne) {
    EXPECT_GOOD(say(u"one"_s));
    vfs.failWrites(SQLITE_IOERR_WRITE);
    EXPECT_TRUE(refusal().contains(u"Check the disk"_s));
    expectRecovery();
}

TEST_F(DatabaseFault, WhatCouldNotBeSyncedIsNotAcknowledged) {
    EXPECT_GOOD(say(u"one"_s));
    vfs.failSyncs(SQLITE_IOERR_FSYNC);
    EXPECT_TRUE(refusal().contains(u"Check the disk"_s));
    expectRecovery();
}

TEST_F(DatabaseFault, AReadThatFailsIsRefusedWithASentence) {
    EXPECT_GOOD(say(u"one"_s));
    reopen();  // no page is in a cache
    ASSERT_TRUE(storage);
    vfs.failReads(SQLITE_IOERR_READ);
    const auto refused = read([](const ReadView& view) { return view.messages().listBefore(kChannel, {}, 10); });
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::ServiceUnavailable);
    EXPECT_TRUE(refused.error().message().contains(u"Check the disk"_s)) << refused.error().message().toStdString();
    expectRecovery();
}

TEST_F(DatabaseFault, AtTheStartAReadOnlyDatabaseIsRefused) {
    EXPECT_GOOD(say(u"one"_s));
    storage.reset();
    vfs.openReadOnly(false);
    const QString said = refusalToOpen();
    EXPECT_TRUE(said.contains(u"write permission"_s)) << said.toStdString();
    expectRecovery();
}

TEST_F(DatabaseFault, AtTheStartAReadOnlyFolderIsRefused) {
    EXPECT_GOOD(say(u"one"_s));
    storage.reset();
    vfs.openReadOnly(true);
    const QString said = refusalToOpen();
    EXPECT_TRUE(said.contains(u"may read and write it"_s)) << said.toStdString();
    expectRecovery();
}

TEST_F(DatabaseFault, AtTheStartAFullDiskIsRefused) {
    EXPECT_GOOD(say(u"one"_s));
    storage.reset();
    vfs.failWrites(SQLITE_FULL);
    const QString said = refusalToOpen();
    EXPECT_TRUE(said.contains(u"Free some space"_s)) << said.toStdString();
    expectRecovery();
}

/** Wherever the disk gives up, there is no half of a unit and no unit too many. */
TEST_F(DatabaseFault, AtAnyWriteTheAcknowledgedStays) {
    const QString large(3000, u'x');
    for (int number = 1; number <= 24; ++number) {
        vfs.failWrites(number % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE, number);
        int refused = 0;
        for (int i = 0; i < 12 && refused == 0; ++i)
            refused += say(QString::number(number) + u'.' + QString::number(i) + large).has_value() ? 0 : 1;
        EXPECT_EQ(refused, 1) << "write " << number << " did not fail";
        vfs.heal();
        EXPECT_EQ(texts(), acknowledged) << "the disk gave up at write " << number;
        if (number % 6 == 0) reopen();
        ASSERT_TRUE(storage);
        EXPECT_EQ(texts(), acknowledged) << "after a restart; the disk gave up at write " << number;
    }
    expectRecovery();
}

}  // namespace
}  // namespace tests
