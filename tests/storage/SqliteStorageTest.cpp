// What only a database in a file can go through: upgrades, damage, other people's files, copies, sudden ends.

#include <atomic>
#include <thread>
#include <vector>

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <sys/stat.h>
#include <unistd.h>

#include "server/storage/sql/Migrations.h"
#include "server/storage/sqlite/SqliteConnection.h"
#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using namespace server;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::MessageId;
using shared::Result;

class SqliteFile : public StorageWorld {
 protected:
    SqliteFile() : StorageWorld(false) {}

    QString file() const { return folder.filePath(u"guildhall.db"_s); }
    std::unique_ptr<SqliteConnection> connection(const QString& path) {
        return valueOf(SqliteConnection::open(QFile::encodeName(path), SqliteConnection::Mode::Write, {}));
    }
    /** What opening says when it refuses. */
    QString refusal() {
        storage.reset();
        const auto opened = factory.openStorage(options);
        EXPECT_FALSE(opened.has_value());
        if (opened.has_value()) return {};
        EXPECT_EQ(opened.error().code(), ErrorCode::ServiceUnavailable);
        return opened.error().message();
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
    QStringList texts() {
        QStringList out;
        for (const auto& row :
             valueOf(read([](const ReadView& view) { return view.messages().listBefore(kChannel, {}, 100); }))) {
            out.prepend(row.content);
        }
        return out;
    }
};

TEST_F(SqliteFile, KeepsEverythingOverARestart) {
    EXPECT_GOOD(post(u"one"_s));
    const auto before = valueOf(storage->eventLog().position(kGuildKey));
    reopen();
    EXPECT_EQ(texts(), QStringList{u"one"_s});
    const auto after = valueOf(storage->eventLog().position(kGuildKey));
    EXPECT_EQ(after.seq, before.seq);
    EXPECT_EQ(after.epoch, before.epoch);
    EXPECT_TRUE(storage->status().wasCleanlyClosed);
}

/** A database file of each schema that was ever handed out. */
class SqliteOldFile : public SqliteFile, public testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Schema, SqliteOldFile, testing::Values(1, 2, 3));

TEST_P(SqliteOldFile, IsBroughtUpToDate) {
    storage.reset();
    ASSERT_TRUE(QFile::remove(file()));
    QFile fixture(QStringLiteral(TEST_DATA "/schema/%1.sql").arg(GetParam(), 4, 10, QChar(u'0')));
    ASSERT_TRUE(fixture.open(QIODevice::ReadOnly));
    EXPECT_GOOD(connection(file())->execute(fixture.readAll()));
    reopen();
    ASSERT_TRUE(storage);
    const shared::GuildId guild(175928847299117063);
    const auto channel = shared::ChannelId(guild.value() + 1);
    const auto key = valueOf(storage->keyOfChannel(channel));
    EXPECT_EQ(key, StreamKey::guild(guild));
    EXPECT_GOOD(storage->read(key, [&](const ReadView& view) -> Result<void> {
        ASSIGN_OR_RETURN(const auto graph, view.guilds().loadGraph());
        EXPECT_EQ(graph.guild.name, u"Old guild"_s);
        EXPECT_EQ(graph.guild.features, (QStringList{u"COMMUNITY"_s, u"NEWS"_s}));
        EXPECT_EQ(graph.channels.value(0).overwrites.size(), 1);
        EXPECT_EQ(graph.memberCount, 1);
        EXPECT_EQ(graph.position.seq, 2u);
        ASSIGN_OR_RETURN(const auto messages, view.messages().listBefore(channel, {}, 10));
        EXPECT_EQ(messages.value(0).content, u"kept since schema 1"_s);
        ASSIGN_OR_RETURN(const auto members, view.members().search(u"MAC"_s, 10));
        EXPECT_EQ(members.value(0).username, u"mason"_s);
        return {};
    }));
    EXPECT_EQ(valueOf(storage->lookUp(DirectoryKind::Username, u"mason"_s)),
              StreamKey::user(shared::UserId(80351110224678912)));
    const auto page = valueOf(storage->eventLog().readAfter(key, 0, 10));
    EXPECT_EQ(page.events.size(), 2);

    // The result has the same tables as a new database, and each migration is recorded once.
    const auto schema = [&](const QString& path) {
        return valueOf(connection(path)->ask(
            "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)"_ba));
    };
    QTemporaryDir fresh;
    StorageOptions other;
    other.folder = fresh.path();
    ASSERT_GOOD(factory.openStorage(other));
    EXPECT_EQ(schema(file()), schema(fresh.filePath(u"guildhall.db"_s)));
    EXPECT_EQ(valueOf(connection(file())->ask("SELECT COUNT(*) FROM schema_migration"_ba)).toInt(),
              static_cast<int>(migrations().size()));
}

TEST_F(SqliteFile, MigrationThatFailsChangesNothing) {
    QTemporaryDir elsewhere;
    const auto sql = connection(elsewhere.filePath(u"x.db"_s));
    const Migration good{1, "0001_good",
                         "CREATE TABLE schema_migration (number BIGINT PRIMARY KEY, name TEXT, applied_at BIGINT)"};
    const Migration bad{2, "0002_bad", "CREATE TABLE half (a BIGINT); CREATE TABLE half (a BIGINT)"};
    EXPECT_GOOD(migrate(*sql, std::array{good}, 1));
    EXPECT_GOOD(migrate(*sql, std::array{good}, 1));
    EXPECT_FALSE(migrate(*sql, std::array{good, bad}, 1).has_value());
    EXPECT_EQ(valueOf(sql->ask("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'half'"_ba)), u"0"_s);
    EXPECT_EQ(valueOf(sql->ask("SELECT MAX(number) FROM schema_migration"_ba)), u"1"_s);
}

TEST_F(SqliteFile, FromANewerVersionIsRefused) {
    storage.reset();
    EXPECT_GOOD(connection(file())->execute("INSERT INTO schema_migration VALUES (9999, 'future', 1)"_ba));
    EXPECT_TRUE(refusal().contains(u"newer version"_s));
}

TEST_F(SqliteFile, OfAnotherProgramIsRefused) {
    storage.reset();
    ASSERT_TRUE(QFile::remove(file()));
    EXPECT_GOOD(connection(file())->execute("CREATE TABLE contacts (a); PRAGMA application_id = 5"_ba));
    EXPECT_TRUE(refusal().contains(u"another program"_s));
}

TEST_F(SqliteFile, ThatIsNoDatabaseIsRefusedAndLeftAlone) {
    storage.reset();
    QFile garbage(file());
    ASSERT_TRUE(garbage.open(QIODevice::WriteOnly));
    garbage.write(QByteArray(8192, 'x'));
    garbage.close();
    EXPECT_TRUE(refusal().contains(u"damaged"_s));
    ASSERT_TRUE(garbage.open(QIODevice::ReadOnly));
    EXPECT_EQ(garbage.readAll(), QByteArray(8192, 'x'));
}

TEST_F(SqliteFile, DamagedAfterAnUncleanEndIsFoundAtStart) {
    for (int i = 0; i < 400; ++i)
        EXPECT_GOOD(post(QString(u'x').repeated(200)));
    storage.reset();
    EXPECT_GOOD(connection(file())->execute("UPDATE meta SET value = 'open' WHERE name = 'state'"_ba));
    {
        QFile raw(file());
        ASSERT_TRUE(raw.open(QIODevice::ReadWrite));
        const qint64 page = 4096;
        for (qint64 at = raw.size() / page / 2; at < raw.size() / page; ++at) {
            raw.seek(at * page);
            raw.write(QByteArray(64, '\x7f'));
        }
    }
    EXPECT_TRUE(refusal().contains(u"damaged"_s));
}

TEST_F(SqliteFile, AfterAnUncleanEndIsCheckedInFullBesideTheWork) {
    EXPECT_GOOD(post(u"one"_s));
    storage.reset();
    EXPECT_GOOD(connection(file())->execute("UPDATE meta SET value = 'open' WHERE name = 'state'"_ba));
    reopen();
    ASSERT_TRUE(storage);
    EXPECT_FALSE(storage->status().wasCleanlyClosed);
    EXPECT_GOOD(post(u"two"_s));
    EXPECT_EQ(texts().size(), 2);
    EXPECT_TRUE(storage->status().trouble.isEmpty());
}

TEST_F(SqliteFile, CopyBeginsANewEpoch) {
    EXPECT_GOOD(post(u"one"_s));
    const auto before = valueOf(storage->eventLog().position(kGuildKey));
    QTemporaryDir target;
    const QString copy = target.filePath(u"guildhall.db"_s);
    EXPECT_GOOD(storage->backup(copy));
    EXPECT_FALSE(storage->backup(copy).has_value()) << "it does not overwrite";
    EXPECT_FALSE(QFile::exists(copy + u".part"_s));
    EXPECT_GOOD(post(u"two"_s));
    EXPECT_EQ(valueOf(connection(copy)->ask("PRAGMA integrity_check"_ba)), u"ok"_s);

    options.folder = target.path();
    reopen();
    ASSERT_TRUE(storage);
    EXPECT_EQ(texts(), QStringList{u"one"_s});
    const auto after = valueOf(storage->eventLog().position(kGuildKey));
    EXPECT_EQ(after.seq, before.seq);
    EXPECT_GT(after.epoch, before.epoch);
    reopen();
    EXPECT_EQ(valueOf(storage->eventLog().position(kGuildKey)).epoch, after.epoch) << "only once";
}

TEST_F(SqliteFile, CopyIsOneSnapshotWhileManyWrite) {
    std::atomic<bool> isDone{false};
    std::thread writer([&] {
        for (int i = 0; !isDone; ++i)
            EXPECT_GOOD(post(QString::number(i)));
    });
    QTemporaryDir target;
    for (int i = 0; i < 3; ++i)
        EXPECT_GOOD(storage->backup(target.filePath(QString::number(i))));
    isDone = true;
    writer.join();
    for (int i = 0; i < 3; ++i) {
        const auto copy = connection(target.filePath(QString::number(i)));
        EXPECT_EQ(valueOf(copy->ask("PRAGMA integrity_check"_ba)), u"ok"_s);
        EXPECT_EQ(valueOf(copy->ask("SELECT COUNT(*) FROM message"_ba)),
                  valueOf(copy->ask("SELECT COALESCE(MAX(seq), 0) FROM stream"_ba)));
    }
}

TEST_F(SqliteFile, ReadThatTakesTooLongIsGivenUp) {
    options.readTimeLimit = std::chrono::milliseconds(1);
    reopen();
    EXPECT_GOOD(write([](Transaction& tx) -> Result<void> {
        for (int i = 0; i < 30'000; ++i) {
            MessageRow message;
            message.id = tx.nextId<MessageId>();
            message.channelId = kChannel;
            RETURN_IF_ERROR(tx.messages().insert(message));
        }
        return {};
    }));
    const auto slow =
        read([](const ReadView& view) { return view.messages().listIdsByAuthor(kChannel, shared::UserId(1), {}, 10); });
    ASSERT_FALSE(slow.has_value());
    EXPECT_EQ(slow.error().code(), ErrorCode::ServiceUnavailable);
    EXPECT_TRUE(slow.error().retryAfter().has_value());
}

TEST_F(SqliteFile, LockedByAnotherProgramIsSaidAndHealsByItself) {
    options.lockWaitLimit = std::chrono::milliseconds(20);
    reopen();
    const auto other = connection(file());
    EXPECT_GOOD(post(u"one"_s));
    EXPECT_GOOD(other->execute("BEGIN IMMEDIATE"_ba));
    const auto refused = post(u"two"_s);
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(refused.error().message().contains(u"locked"_s));
    EXPECT_FALSE(storage->status().isWritable);
    EXPECT_GOOD(other->execute("ROLLBACK"_ba));
    EXPECT_GOOD(post(u"three"_s));
    EXPECT_TRUE(storage->status().isWritable);
    EXPECT_EQ(texts(), (QStringList{u"one"_s, u"three"_s}));
}

TEST_F(SqliteFile, WhileItIsLockedOnlyAFewWaitAndReadsGoOn) {
    options.lockWaitLimit = std::chrono::seconds(30);
    options.patientWriters = 2;
    reopen();
    EXPECT_GOOD(post(u"before"_s));
    const auto other = connection(file());
    ASSERT_GOOD(other->execute("BEGIN IMMEDIATE"_ba));
    std::atomic<int> given{0};
    std::atomic<int> written{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < 12; ++i) {
        writers.emplace_back([&] {
            const auto done = post(u"meanwhile"_s);
            ++(done.has_value() ? written : given);
        });
    }
    // Ten give up after half a second; the other two are still there when the lock goes.
    const QDeadlineTimer deadline(10'000);
    while (given < 10 && !deadline.hasExpired())
        EXPECT_EQ(valueOf(read([](const ReadView& v) { return v.messages().listBefore(kChannel, {}, 50); })).size(), 1);
    EXPECT_EQ(given, 10);
    EXPECT_EQ(written, 0);
    EXPECT_GOOD(other->execute("ROLLBACK"_ba));
    for (std::thread& writer : writers)
        writer.join();
    EXPECT_EQ(given, 10);
    EXPECT_EQ(written, 2);
    EXPECT_EQ(valueOf(read([](const ReadView& v) { return v.messages().listBefore(kChannel, {}, 50); })).size(), 3);
}

TEST_F(SqliteFile, FullDiskRefusesAndLosesNothing) {
    EXPECT_GOOD(post(u"one"_s));
    // SQLite's own limit on the size of the file acts as the end of the disk.
    storage.reset();
    const int pages = valueOf(connection(file())->ask("PRAGMA page_count"_ba)).toInt();
    options.maxPages = pages + 8;
    reopen();
    QString said;
    int good = 0;
    for (int i = 0; i < 200 && said.isEmpty(); ++i) {
        const auto done = post(QString(u'x').repeated(1500));
        if (done.has_value()) {
            ++good;
        } else {
            said = done.error().message();
        }
    }
    EXPECT_TRUE(said.contains(u"full"_s));
    EXPECT_EQ(texts().size(), 1 + good);
    options.maxPages = 0;
    reopen();
    EXPECT_EQ(texts().size(), 1 + good);
    EXPECT_GOOD(post(u"again"_s));
}

TEST_F(SqliteFile, ReadOnlyFolderIsRefusedWithASentence) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    storage.reset();
    ::chmod(QFile::encodeName(file()).constData(), 0400);
    EXPECT_TRUE(refusal().contains(u"read-only"_s));
}

}  // namespace
}  // namespace tests
