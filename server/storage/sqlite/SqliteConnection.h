#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>

#include "server/storage/sql/SqlConnection.h"

struct sqlite3;

namespace server {

class SqliteStatement;

/** One handle on an SQLite database, with the statements that it has prepared. */
class SqliteConnection final : public SqlConnection {
 public:
    /** What the connection is for. */
    enum class Mode { Write, Read };

    /** @param uri a path or a file: URI @param vfs name of a VFS, or empty */
    static shared::Result<std::unique_ptr<SqliteConnection>> open(const QByteArray& uri, Mode mode,
                                                                  const QByteArray& vfs);
    ~SqliteConnection() override;

    shared::Result<SqlStatement*> prepare(SqlText sql) override;
    shared::Result<void> execute(const QByteArray& script) override;
    shared::Result<void> beginWrite() override;
    CommitOutcome commit() override;
    shared::Result<bool> hasTable(const QString& name) override;
    shared::Result<void> beginSchemaChange() override { return beginWrite(); }
    qint64 changedRows() const override;
    bool isInTransaction() const override;

    /** The first column of the first row of any statement, as text; for pragmas. */
    shared::Result<QString> ask(const QByteArray& sql);

    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_deadline = deadline; }
    /** Any thread: interrupts what is running. */
    void interrupt();

    sqlite3* handle() const { return m_database; }

 private:
    explicit SqliteConnection(sqlite3* database);
    static int onProgress(void* self);

    sqlite3* m_database;
    std::chrono::steady_clock::time_point m_deadline;
    std::unordered_map<const char*, std::unique_ptr<SqliteStatement>> m_statements;
};

}  // namespace server
