#include "server/storage/sqlite/SqliteConnection.h"

#include <vector>

#include <sqlite3.h>

#include "server/storage/sql/Query.h"
#include "server/storage/sqlite/SqliteErrors.h"

namespace server {

using shared::Result;

namespace {

constexpr int kBusyTimeoutMs = 5000;
/** Virtual machine steps between two looks at the clock. */
constexpr int kProgressSteps = 2000;

}  // namespace

class SqliteStatement final : public SqlStatement {
 public:
    explicit SqliteStatement(sqlite3_stmt* statement) : m_statement(statement) {
        const int count = sqlite3_bind_parameter_count(statement);
        m_kept.resize(static_cast<size_t>(count));
        m_positions.resize(static_cast<size_t>(count) + 1);
        for (int n = 1; n <= count; ++n) {
            // "$n" is a name to SQLite: its position is that of its first appearance.
            m_positions[static_cast<size_t>(n)] =
                sqlite3_bind_parameter_index(statement, ("$" + std::to_string(n)).c_str());
        }
    }
    ~SqliteStatement() override { sqlite3_finalize(m_statement); }
    Q_DISABLE_COPY_MOVE(SqliteStatement)

    void bind(int index, qint64 value) override { sqlite3_bind_int64(m_statement, position(index), value); }
    void bind(int index, const QString& value) override {
        const QByteArray& bytes = keep(index, value.toUtf8());
        sqlite3_bind_text64(m_statement, position(index), bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()),
                            SQLITE_STATIC, SQLITE_UTF8);
    }
    void bind(int index, const QByteArray& value) override {
        const QByteArray& bytes = keep(index, value);
        sqlite3_bind_blob64(m_statement, position(index), bytes.constData() != nullptr ? bytes.constData() : "",
                            static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC);
    }
    void bindNull(int index) override { sqlite3_bind_null(m_statement, position(index)); }

    Result<bool> step() override {
        const int code = sqlite3_step(m_statement);
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        return sqliteError(code, sqlite3_db_handle(m_statement));
    }
    void reset() override {
        sqlite3_reset(m_statement);
        for (QByteArray& bytes : m_kept)
            bytes.clear();
    }

    qint64 integer(int column) const override { return sqlite3_column_int64(m_statement, column); }
    QString text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
        return QString::fromUtf8(bytes, sqlite3_column_bytes(m_statement, column));
    }
    QByteArray bytes(int column) const override {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        return QByteArray(bytes, sqlite3_column_bytes(m_statement, column));
    }
    bool isNull(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

 private:
    int position(int index) const { return m_positions[static_cast<size_t>(index)]; }
    const QByteArray& keep(int index, QByteArray bytes) {
        QByteArray& kept = m_kept[static_cast<size_t>(index - 1)];
        kept = std::move(bytes);
        return kept;
    }

    sqlite3_stmt* m_statement;
    std::vector<int> m_positions;
    std::vector<QByteArray> m_kept;  ///< what SQLite points to until the reset
};

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QByteArray& uri, Mode mode,
                                                                 const QByteArray& vfs) {
    sqlite3* database = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | (mode == Mode::Write ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(uri.constData(), &database, flags, vfs.isEmpty() ? nullptr : vfs.constData());
    if (code != SQLITE_OK) {
        const auto error = sqliteError(code, database);
        sqlite3_close(database);
        return error;
    }
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, kBusyTimeoutMs);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
    sqlite3_progress_handler(database, kProgressSteps, &SqliteConnection::onProgress, connection.get());
    if (mode == Mode::Read) RETURN_IF_ERROR(connection->execute("PRAGMA query_only = 1"));
    RETURN_IF_ERROR(connection->execute("PRAGMA temp_store = MEMORY"));
    return connection;
}

SqliteConnection::SqliteConnection(sqlite3* database) : m_database(database) {}

SqliteConnection::~SqliteConnection() {
    m_statements.clear();
    sqlite3_close_v2(m_database);
}

Result<SqlStatement*> SqliteConnection::prepare(SqlText sql) {
    auto& entry = m_statements[sql.text()];
    if (!entry) {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(m_database, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) {
            m_statements.erase(sql.text());
            return sqliteError(code, m_database);
        }
        entry = std::make_unique<SqliteStatement>(statement);
    }
    return entry.get();
}

Result<void> SqliteConnection::execute(const QByteArray& script) {
    const int code = sqlite3_exec(m_database, script.constData(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sqliteError(code, m_database);
    return {};
}

Result<void> SqliteConnection::beginWrite() {
    // Takes the lock at once: one that is taken later may be refused in the middle of a unit.
    return server::execute(*this, "BEGIN IMMEDIATE");
}

CommitOutcome SqliteConnection::commit() {
    auto done = server::execute(*this, "COMMIT");
    const auto fate = done.has_value() ? CommitOutcome::Fate::Committed : CommitOutcome::Fate::Undone;
    return {fate, std::move(done)};
}

Result<bool> SqliteConnection::hasTable(const QString& name) {
    return findOne<int>(
               *this, [](Query& q) { return q.number(); },
               "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1", name)
        .transform([](const std::optional<int>& count) { return count.value_or(0) > 0; });
}

qint64 SqliteConnection::changedRows() const {
    return sqlite3_changes64(m_database);
}

bool SqliteConnection::isInTransaction() const {
    return sqlite3_get_autocommit(m_database) == 0;
}

Result<QString> SqliteConnection::ask(const QByteArray& sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v2(m_database, sql.constData(), -1, &prepared, nullptr);
    if (code != SQLITE_OK) return sqliteError(code, m_database);
    SqliteStatement statement(prepared);
    ASSIGN_OR_RETURN(const bool hasRow, statement.step());
    return hasRow ? statement.text(0) : QString();
}

void SqliteConnection::interrupt() {
    sqlite3_interrupt(m_database);
}

int SqliteConnection::onProgress(void* self) {
    const auto deadline = static_cast<SqliteConnection*>(self)->m_deadline;
    return deadline != std::chrono::steady_clock::time_point() && std::chrono::steady_clock::now() > deadline ? 1 : 0;
}

}  // namespace server
