// What a PostgreSQL session does that the stores count on.

#include <limits>
#include <thread>

#include "server/storage/postgres/PgConnection.h"
#include "server/storage/sql/Migrations.h"
#include "server/storage/sql/Query.h"
#include "server/storage/sql/SqlReaders.h"
#include "tests/storage/StorageWorld.h"
#include "tests/support/PostgresServer.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using server::findOne;
using server::PgConnection;
using server::Query;
using server::SqlText;
using shared::ErrorCode;

class PgSession : public testing::Test {
 protected:
    PgSession() : database(PostgresServer::shared().makeDatabase()) {
        EXPECT_FALSE(database.isEmpty());
        session = open();
    }

    std::unique_ptr<PgConnection> open(PgConnection::Mode mode = PgConnection::Mode::Write,
                                       std::chrono::milliseconds limit = 5s) {
        PgConnection::Options options;
        options.conninfo = database;
        options.mode = mode;
        options.statementLimit = limit;
        options.lockLimit = 100ms;
        return valueOf(PgConnection::open(options));
    }
    static qint64 number(PgConnection& session, SqlText sql) {
        return valueOf(findOne<qint64>(
                           session, [](Query& q) { return q.integer(); }, sql))
            .value_or(-1);
    }

    QByteArray database;
    std::unique_ptr<PgConnection> session;
};

TEST_F(PgSession, ValuesComeBackAsTheyWent) {
    ASSERT_GOOD(session->execute("CREATE TABLE t (n BIGINT, w TEXT, b BYTEA, i INTEGER)"_ba));
    const qint64 least = std::numeric_limits<qint64>::min();
    const QString words = QString::fromUtf8("Grüße 🎉 'quoted' \\ \n $1");
    const QByteArray bytes("\0\xff\\x00'", 8);
    ASSERT_GOOD(execute(*session, "INSERT INTO t (n, w, b, i) VALUES ($1, $2, $3, 7)", least, words, bytes));
    ASSERT_GOOD(execute(*session, "INSERT INTO t (n, w, b, i) VALUES ($1, $2, $3, 8)", 5, QString(), QByteArray("")));
    EXPECT_EQ(session->changedRows(), 1);
    Query q(*session, "SELECT n, w, b, i, n > 0, COUNT(*) OVER () FROM t ORDER BY i");
    ASSERT_TRUE(valueOf(q.next()));
    EXPECT_EQ(q.integer(), least);
    EXPECT_EQ(q.text(), words);
    EXPECT_EQ(q.bytes(), bytes);
    EXPECT_EQ(q.integer(), 7);
    EXPECT_FALSE(q.flag());
    EXPECT_EQ(q.integer(), 2);
    ASSERT_TRUE(valueOf(q.next()));
    EXPECT_EQ(q.integer(), 5);
    EXPECT_EQ(q.optionalText(), std::optional(u""_s)) << "empty is not null";
    EXPECT_TRUE(q.bytes().isEmpty());
    EXPECT_FALSE(valueOf(q.next()));
}

TEST_F(PgSession, AParameterMayBeNullOneTimeAndNotTheOther) {
    ASSERT_GOOD(session->execute("CREATE TABLE t (i BIGINT, w TEXT, b BYTEA)"_ba));
    const auto insert = [&](int i, const std::optional<QString>& words, const QByteArray& bytes) {
        return execute(*session, "INSERT INTO t (i, w, b) VALUES ($1, $2, $3)", i, words, server::orNull(bytes));
    };
    ASSERT_GOOD(insert(1, std::nullopt, {}));
    ASSERT_GOOD(insert(2, u"two"_s, "b"));
    ASSERT_GOOD(insert(3, std::nullopt, {}));
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM t WHERE w IS NULL AND b IS NULL"), 2);
    EXPECT_EQ(number(*session, "SELECT i FROM t WHERE w = 'two' AND b = 'b'"), 2);
}

TEST_F(PgSession, AReaderSeesOneSnapshotAndMayNotWrite) {
    ASSERT_GOOD(session->execute("CREATE TABLE t (n BIGINT)"_ba));
    const auto reader = open(PgConnection::Mode::Read);
    ASSERT_GOOD(execute(*reader, "BEGIN"));
    EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM t"), 0);
    ASSERT_GOOD(session->execute("INSERT INTO t VALUES (1)"_ba));
    EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM t"), 0);
    ASSERT_GOOD(execute(*reader, "COMMIT"));
    EXPECT_EQ(number(*reader, "SELECT COUNT(*) FROM t"), 1);
    const auto refused = execute(*reader, "INSERT INTO t VALUES (2)");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::ServiceUnavailable);
}

TEST_F(PgSession, ACommitOfWhatHasFailedIsAnError) {
    ASSERT_GOOD(session->execute("CREATE TABLE t (n BIGINT PRIMARY KEY)"_ba));
    ASSERT_GOOD(session->beginWrite());
    ASSERT_GOOD(execute(*session, "INSERT INTO t VALUES ($1)", 1));
    EXPECT_FALSE(execute(*session, "INSERT INTO t VALUES ($1)", 1).has_value());
    EXPECT_TRUE(session->isInTransaction());
    EXPECT_FALSE(execute(*session, "COMMIT").has_value());
    EXPECT_FALSE(session->isInTransaction());
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM t"), 0);
    // A savepoint keeps what went before.
    ASSERT_GOOD(session->beginWrite());
    ASSERT_GOOD(execute(*session, "INSERT INTO t VALUES ($1)", 2));
    ASSERT_GOOD(execute(*session, "SAVEPOINT unit"));
    EXPECT_FALSE(execute(*session, "INSERT INTO t VALUES ($1)", 2).has_value());
    ASSERT_GOOD(execute(*session, "ROLLBACK TO unit"));
    ASSERT_GOOD(execute(*session, "COMMIT"));
    EXPECT_EQ(number(*session, "SELECT n FROM t"), 2);
}

TEST_F(PgSession, WhatTakesTooLongIsGivenUp) {
    const auto hasty = open(PgConnection::Mode::Write, 50ms);
    const auto slow = execute(*hasty, "SELECT pg_sleep(5)");
    ASSERT_FALSE(slow.has_value());
    EXPECT_EQ(slow.error().code(), ErrorCode::ServiceUnavailable);
    EXPECT_TRUE(slow.error().message().contains(u"too long"_s)) << slow.error().message().toStdString();
    EXPECT_FALSE(hasty->isBroken());
    hasty->setDeadline(std::chrono::steady_clock::now() - 1ms);
    EXPECT_FALSE(execute(*hasty, "SELECT 1").has_value());
    hasty->setDeadline({});
    EXPECT_GOOD(execute(*hasty, "SELECT 1"));

    ASSERT_GOOD(session->execute("CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (1)"_ba));
    ASSERT_GOOD(session->beginWrite());
    ASSERT_GOOD(execute(*session, "UPDATE t SET n = 2"));
    const auto other = open();
    const auto locked = execute(*other, "UPDATE t SET n = 3");
    ASSERT_FALSE(locked.has_value());
    EXPECT_TRUE(locked.error().message().contains(u"locked"_s)) << locked.error().message().toStdString();
    EXPECT_TRUE(locked.error().retryAfter().has_value());
}

TEST_F(PgSession, ALostSessionSaysSo) {
    const auto victim = open();
    const qint64 process = number(*victim, "SELECT pg_backend_pid()::bigint");
    ASSERT_GOOD(execute(*session, "SELECT pg_terminate_backend($1::int)", process));
    const auto lost = execute(*victim, "SELECT 1");
    ASSERT_FALSE(lost.has_value());
    EXPECT_EQ(lost.error().code(), ErrorCode::ServiceUnavailable);
    EXPECT_TRUE(victim->isBroken());
    EXPECT_FALSE(victim->isInTransaction());

    // A writer opens a new one, with the same statements.
    ASSERT_GOOD(victim->beginWrite());
    EXPECT_GOOD(execute(*victim, "SELECT 1"));
    EXPECT_EQ(victim->commit().fate, server::CommitOutcome::Fate::Committed);

    PgConnection::Options nowhere;
    nowhere.conninfo = database + " port=1 password=hidden";
    const auto refused = PgConnection::open(nowhere);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::ServiceUnavailable);
    EXPECT_FALSE(refused.error().message().contains(u"hidden"_s));
}

TEST_F(PgSession, TheFateOfATransactionWhoseSessionIsLostIsFoundOut) {
    ASSERT_GOOD(session->execute("CREATE TABLE t (n BIGINT)"_ba));
    const auto victim = open();
    const auto endSession = [&] {
        const qint64 process = number(*victim, "SELECT pg_backend_pid()::bigint");
        EXPECT_GOOD(execute(*session, "SELECT pg_terminate_backend($1::int)", process));
    };
    ASSERT_GOOD(victim->beginWrite());
    ASSERT_GOOD(execute(*victim, "INSERT INTO t VALUES ($1)", 1));
    endSession();
    const auto undone = victim->commit();
    EXPECT_EQ(undone.fate, server::CommitOutcome::Fate::Undone);
    EXPECT_FALSE(undone.reason.has_value());
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM t"), 0);

    // Committed on the server, but the answer never came: as if the session had gone in between.
    ASSERT_GOOD(victim->beginWrite());
    ASSERT_GOOD(execute(*victim, "INSERT INTO t VALUES ($1)", 2));
    ASSERT_GOOD(victim->execute("COMMIT"_ba));
    endSession();
    EXPECT_EQ(victim->commit().fate, server::CommitOutcome::Fate::Committed);
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM t"), 1);
}

TEST_F(PgSession, WhileTheDatabaseIsAwayNobodyCanTell) {
    PostgresServer own;
    ASSERT_TRUE(own.start()) << own.error().toStdString();
    PgConnection::Options options;
    options.conninfo = own.makeDatabase();
    options.fateLimit = 200ms;
    const auto writer = valueOf(PgConnection::open(options));
    ASSERT_GOOD(writer->execute("CREATE TABLE t (n BIGINT)"_ba));
    ASSERT_GOOD(writer->beginWrite());
    ASSERT_GOOD(execute(*writer, "INSERT INTO t VALUES (1)"));
    own.kill();
    EXPECT_EQ(writer->commit().fate, server::CommitOutcome::Fate::Unknown);
    EXPECT_FALSE(writer->beginWrite().has_value());
    ASSERT_TRUE(own.restart()) << own.error().toStdString();
    ASSERT_GOOD(writer->beginWrite());
    EXPECT_EQ(number(*writer, "SELECT COUNT(*) FROM t"), 0);
    EXPECT_EQ(writer->commit().fate, server::CommitOutcome::Fate::Committed);
}

TEST_F(PgSession, AReaderThatHasBrokenIsNotLentAgain) {
    server::SqlReaders::Options options;
    options.open = [this]() -> shared::Result<std::unique_ptr<server::SqlConnection>> {
        return std::unique_ptr<server::SqlConnection>(open(PgConnection::Mode::Read));
    };
    options.limit = 1;
    options.timeLimit = 300ms;
    server::SqlReaders readers(options);
    const auto processOf = [&]() -> qint64 {
        auto loan = readers.borrow();
        if (!loan.has_value()) return -1;
        EXPECT_FALSE(readers.borrow().has_value()) << "there is one only";
        (*loan)->connection->setDeadline({});
        return valueOf(
                   findOne<qint64>(
                       *(*loan)->connection, [](Query& q) { return q.integer(); }, "SELECT pg_backend_pid()::bigint"))
            .value_or(-1);
    };
    const qint64 first = processOf();
    ASSERT_GT(first, 0);
    EXPECT_EQ(processOf(), first);
    ASSERT_GOOD(execute(*session, "SELECT pg_terminate_backend($1::int)", first));
    {
        auto loan = readers.borrow();
        ASSERT_GOOD(loan);
        EXPECT_FALSE(execute(*(*loan)->connection, "SELECT 1").has_value());
    }
    const qint64 second = processOf();
    EXPECT_GT(second, 0);
    EXPECT_NE(second, first);
}

TEST_F(PgSession, ManyProcessesMayBringTheSchemaUpToDateAtOnce) {
    std::vector<std::thread> starters;
    for (int i = 0; i < 4; ++i) {
        starters.emplace_back([this] {
            const auto own = open();
            EXPECT_GOOD(server::migrate(*own, server::migrations(), 1));
        });
    }
    for (std::thread& starter : starters)
        starter.join();
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM schema_migration"), qint64(server::migrations().size()));
    EXPECT_EQ(number(*session, "SELECT COUNT(*) FROM message"), 0);
}

}  // namespace
}  // namespace tests
