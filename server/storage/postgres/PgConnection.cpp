#include "server/storage/postgres/PgConnection.h"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <vector>

#include <QtCore/QDeadlineTimer>
#include <QtCore/QtEndian>
#include <libpq-fe.h>

#include "server/storage/postgres/PgErrors.h"
#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {

using shared::Error;
using shared::Result;

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, ClearResult>;

namespace {

// Types of parameters, by their numbers in pg_type; unknown lets the server find it out.
constexpr Oid kUnknown = 0;
constexpr Oid kBool = 16;
constexpr Oid kBytes = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;

constexpr int kBinary = 1;
/** The state of a statement that took too long. */
constexpr QByteArrayView kQueryCancelled = "57014";
/** Of the advisory lock: "GldH", as in the header of an SQLite file. */
constexpr qint64 kSchemaLock = 0x476c6448;

/** Nobody tells when a database is back, so it is looked at again. */
void waitBeforeNextLook() {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable().wait_for(lock, std::chrono::milliseconds(50));
}

bool isGood(const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

class PgStatement final : public SqlStatement {
 public:
    PgStatement(PgConnection& connection, const char* sql, QByteArray name)
        : m_connection(connection), m_sql(sql), m_name(std::move(name)) {}
    Q_DISABLE_COPY_MOVE(PgStatement)

    void bind(int index, qint64 value) override {
        QByteArray bytes(sizeof(value), Qt::Uninitialized);
        qToBigEndian(value, bytes.data());
        set(index, kInt8, std::move(bytes));
    }
    void bind(int index, const QString& value) override { set(index, kText, value.toUtf8()); }
    void bind(int index, const QByteArray& value) override { set(index, kBytes, value); }
    void bindNull(int index) override { set(index, kUnknown, QByteArray()); }

    Result<bool> step() override {
        if (!m_result) RETURN_IF_ERROR(run());
        ++m_row;
        return m_row < PQntuples(m_result.get());
    }
    void reset() override {
        m_result.reset();
        m_parameters.clear();
    }

    qint64 integer(int column) const override {
        const char* bytes = PQgetvalue(m_result.get(), m_row, column);
        switch (PQftype(m_result.get(), column)) {
            case kInt8:
                return qFromBigEndian<qint64>(bytes);
            case kInt4:
                return qFromBigEndian<qint32>(bytes);
            case kInt2:
                return qFromBigEndian<qint16>(bytes);
            case kBool:
                return bytes[0];
            default:
                Q_ASSERT_X(isNull(column), m_sql, "a column that is no whole number");
                return 0;
        }
    }
    QString text(int column) const override { return QString::fromUtf8(view(column)); }
    QByteArray bytes(int column) const override { return view(column).toByteArray(); }
    bool isNull(int column) const override { return PQgetisnull(m_result.get(), m_row, column) != 0; }

 private:
    struct Parameter {
        Oid type = kUnknown;
        bool isNull = true;
        QByteArray bytes;
    };

    void set(int index, Oid type, QByteArray bytes) {
        if (m_parameters.size() < static_cast<std::size_t>(index)) m_parameters.resize(static_cast<std::size_t>(index));
        m_parameters[static_cast<std::size_t>(index) - 1] = {type, type == kUnknown, std::move(bytes)};
    }
    QByteArrayView view(int column) const {
        return {PQgetvalue(m_result.get(), m_row, column), PQgetlength(m_result.get(), m_row, column)};
    }

    /** The types are those of the first run; a parameter that is null there gets that of its column. */
    Result<void> prepareOnce() {
        if (m_generation == m_connection.m_generation) return {};
        std::vector<Oid> types;
        for (const Parameter& parameter : m_parameters)
            types.push_back(parameter.type);
        const ResultPointer prepared(
            PQprepare(m_connection.m_session, m_name.constData(), m_sql, static_cast<int>(types.size()), types.data()));
        if (!isGood(prepared.get())) return m_connection.errorOf(prepared.get());
        m_generation = m_connection.m_generation;
        return {};
    }
    Result<void> run() {
        const auto deadline = m_connection.m_deadline;
        if (deadline != decltype(deadline)() && std::chrono::steady_clock::now() > deadline) {
            return pgError(kQueryCancelled, QString());
        }
        RETURN_IF_ERROR(prepareOnce());
        std::vector<const char*> values;
        std::vector<int> lengths;
        for (const Parameter& parameter : m_parameters) {
            // An empty value is not null: its bytes must be somewhere.
            const char* bytes = parameter.bytes.constData() != nullptr ? parameter.bytes.constData() : "";
            values.push_back(parameter.isNull ? nullptr : bytes);
            lengths.push_back(static_cast<int>(parameter.bytes.size()));
        }
        const std::vector<int> formats(values.size(), kBinary);
        m_result.reset(PQexecPrepared(m_connection.m_session, m_name.constData(), static_cast<int>(values.size()),
                                      values.data(), lengths.data(), formats.data(), kBinary));
        m_row = -1;
        if (!isGood(m_result.get())) {
            const Error error = m_connection.errorOf(m_result.get());
            m_result.reset();
            return error;
        }
        // A transaction in which something failed is rolled back by its COMMIT, and that is no error to the server.
        if (std::strcmp(PQcmdStatus(m_result.get()), "ROLLBACK") == 0 && std::strcmp(m_sql, "COMMIT") == 0) {
            return Error::unavailable(u"The database has given the transaction up."_s, std::chrono::seconds(1));
        }
        m_connection.m_changedRows = QByteArrayView(PQcmdTuples(m_result.get())).toLongLong();
        return {};
    }

    PgConnection& m_connection;
    const char* m_sql;
    const QByteArray m_name;
    int m_generation = 0;  ///< in which it was prepared
    std::vector<Parameter> m_parameters;
    ResultPointer m_result;
    int m_row = -1;
};

Result<std::unique_ptr<PgConnection>> PgConnection::open(const Options& options) {
    std::unique_ptr<PgConnection> connection(new PgConnection(options));
    RETURN_IF_ERROR(connection->reconnect());
    return connection;
}

Result<void> PgConnection::reconnect() {
    const Options& options = m_options;
    const bool reads = options.mode == Mode::Read;
    const QByteArray limit = QByteArray::number(std::max<qint64>(1, options.connectLimit.count() / 1000));
    // What the operator writes into the URL counts for the place, these for the session.
    const QByteArray settings =
        "-c statement_timeout=" + QByteArray::number(options.statementLimit.count()) +
        " -c lock_timeout=" + QByteArray::number(options.lockLimit.count()) +
        " -c idle_in_transaction_session_timeout=60000 -c synchronous_commit=on" +
        " -c default_transaction_isolation=" + (reads ? "repeatable\\ read" : "read\\ committed") +
        " -c default_transaction_read_only=" + (reads ? "on" : "off");
    const char* keys[] = {"dbname", "connect_timeout", "client_encoding", "application_name", "options", nullptr};
    const char* values[] = {options.conninfo.constData(), limit.constData(),    "UTF8",
                            "guildhall-server",           settings.constData(), nullptr};
    PQfinish(m_session);
    m_session = PQconnectdbParams(keys, values, 1);
    ++m_generation;
    if (isBroken()) {
        const QString detail = QString::fromUtf8(PQerrorMessage(m_session)).trimmed();
        return Error::unavailable(u"The database cannot be reached: %1"_s.arg(detail), std::chrono::seconds(1));
    }
    PQsetNoticeProcessor(
        m_session, [](void*, const char*) {}, nullptr);
    return {};
}

PgConnection::PgConnection(Options options) : m_options(std::move(options)) {}

PgConnection::~PgConnection() {
    m_statements.clear();
    PQfinish(m_session);
}

Result<SqlStatement*> PgConnection::prepare(SqlText sql) {
    auto& entry = m_statements[sql.text()];
    if (!entry) {
        entry = std::make_unique<PgStatement>(*this, sql.text(), "s" + QByteArray::number(m_statements.size()));
    }
    return entry.get();
}

Result<void> PgConnection::execute(const QByteArray& script) {
    const ResultPointer result(PQexec(m_session, script.constData()));
    if (!isGood(result.get()) && PQresultStatus(result.get()) != PGRES_EMPTY_QUERY) return errorOf(result.get());
    return {};
}

Result<void> PgConnection::beginWrite() {
    if (isBroken()) RETURN_IF_ERROR(reconnect());
    const ResultPointer begun(PQexec(m_session, "BEGIN; SELECT pg_current_xact_id()"));
    if (!isGood(begun.get())) return errorOf(begun.get());
    m_transaction = PQgetvalue(begun.get(), 0, 0);
    return {};
}

CommitOutcome PgConnection::commit() {
    auto done = server::execute(*this, "COMMIT");
    if (done.has_value()) return {};
    const auto fate = isBroken() ? askForFate() : CommitOutcome::Fate::Undone;
    if (fate == CommitOutcome::Fate::Committed) return {};
    return {fate, std::move(done)};
}

/** Of m_transaction, whose session was lost at its COMMIT. */
CommitOutcome::Fate PgConnection::askForFate() {
    const QDeadlineTimer deadline(m_options.fateLimit);
    while (!deadline.hasExpired()) {
        if (isBroken() && !reconnect().has_value()) {
            waitBeforeNextLook();
            continue;
        }
        const char* parameter = m_transaction.constData();
        const ResultPointer answer(
            PQexecParams(m_session, "SELECT pg_xact_status($1::xid8)", 1, nullptr, &parameter, nullptr, nullptr, 0));
        if (!isGood(answer.get())) continue;
        const QByteArrayView status(PQgetvalue(answer.get(), 0, 0));
        if (status == "committed") return CommitOutcome::Fate::Committed;
        if (status == "aborted") return CommitOutcome::Fate::Undone;
        waitBeforeNextLook();  // the old session still works on it
    }
    return CommitOutcome::Fate::Unknown;
}

Result<void> PgConnection::beginSchemaChange() {
    // Another process may be at it for as long as it takes to rewrite a large table.
    return execute("BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(" +
                   QByteArray::number(kSchemaLock) + ")");
}

Result<bool> PgConnection::hasTable(const QString& name) {
    return findOne<int>(
               *this, [](Query& q) { return q.number(); },
               "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1", name)
        .transform([](const std::optional<int>& count) { return count.value_or(0) > 0; });
}

QByteArray PgConnection::inDialect(const QByteArray& script) const {
    QByteArray text = script;
    text.replace(" WITHOUT ROWID", "");
    text.replace("INTEGER NOT NULL PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
    text.replace(" BLOB", " BYTEA");
    // Sorted by bytes, as everywhere else, whatever the cluster's locale is.
    text.replace(" TEXT", " TEXT COLLATE \"C\"");
    return text;
}

bool PgConnection::isInTransaction() const {
    const PGTransactionStatusType status = PQtransactionStatus(m_session);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool PgConnection::isBroken() const {
    return PQstatus(m_session) == CONNECTION_BAD;
}

Error PgConnection::errorOf(const pg_result* result) const {
    const char* state = result != nullptr && !isBroken() ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* message = result != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    const QString detail = QString::fromUtf8(message != nullptr ? message : PQerrorMessage(m_session)).trimmed();
    return pgError(state != nullptr ? state : "", detail);
}

}  // namespace server
