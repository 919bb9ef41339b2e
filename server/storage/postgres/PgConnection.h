#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>

#include "server/storage/sql/SqlConnection.h"

struct pg_conn;
struct pg_result;

namespace server {

class PgStatement;

/**
 * One session of a PostgreSQL server, with the statements that it has prepared. A session that was lost is opened anew
 * by beginWrite().
 */
class PgConnection final : public SqlConnection {
 public:
    enum class Mode {
        Write,
        Read,  ///< transactions see one snapshot and may not write
    };
    struct Options {
        QByteArray conninfo;  ///< what libpq takes: a URL or "key=value ..."
        Mode mode = Mode::Write;
        std::chrono::milliseconds connectLimit{5000};
        std::chrono::milliseconds statementLimit{5000};  ///< for each statement
        std::chrono::milliseconds lockLimit{2000};       ///< how long a statement waits for another's lock
        std::chrono::milliseconds fateLimit{10'000};     ///< how long commit() asks what became of a transaction
    };

    /** Error: a sentence for the operator, without the password. */
    static shared::Result<std::unique_ptr<PgConnection>> open(const Options& options);
    ~PgConnection() override;

    shared::Result<SqlStatement*> prepare(SqlText sql) override;
    shared::Result<void> execute(const QByteArray& script) override;
    shared::Result<void> beginWrite() override;
    /** A session that goes in the middle of it is opened anew, and asked for the transaction's fate. */
    CommitOutcome commit() override;
    shared::Result<void> beginSchemaChange() override;
    shared::Result<bool> hasTable(const QString& name) override;
    QByteArray inDialect(const QByteArray& script) const override;
    qint64 changedRows() const override { return m_changedRows; }
    bool isInTransaction() const override;
    bool isBroken() const override;
    /** Looked at before each statement; one that is running is ended by statementLimit. */
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_deadline = deadline; }

    /** Opens a lost session again. */
    shared::Result<void> reconnect();

 private:
    friend class PgStatement;
    explicit PgConnection(Options options);
    CommitOutcome::Fate askForFate();
    shared::Error errorOf(const pg_result* result) const;

    const Options m_options;
    pg_conn* m_session = nullptr;
    int m_generation = 0;  ///< rises with each session; statements are prepared in one
    QByteArray m_transaction;
    std::chrono::steady_clock::time_point m_deadline;
    qint64 m_changedRows = 0;
    std::unordered_map<const char*, std::unique_ptr<PgStatement>> m_statements;
};

}  // namespace server
