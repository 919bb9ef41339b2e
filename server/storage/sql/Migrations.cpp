#include "server/storage/sql/Migrations.h"

#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Error;
using shared::Result;

/** The number of the newest migration that was applied; 0 for an empty database. */
Result<int> appliedNumber(SqlConnection& connection) {
    ASSIGN_OR_RETURN(const bool isThere, connection.hasTable(u"schema_migration"_s));
    if (!isThere) return 0;
    return findOne<int>(
               connection, [](Query& q) { return q.number(); }, "SELECT COALESCE(MAX(number), 0) FROM schema_migration")
        .transform([](const std::optional<int>& number) { return number.value_or(0); });
}

Result<void> apply(SqlConnection& connection, const Migration& migration, qint64 now) {
    RETURN_IF_ERROR(connection.beginSchemaChange());
    // Another process that started at the same moment may have been first.
    const Result<int> applied = appliedNumber(connection);
    Result<void> done = applied.has_value() ? Result<void>() : applied.error();
    const bool isDue = applied.has_value() && *applied < migration.number;
    if (isDue) done = connection.execute(connection.inDialect(migration.script));
    if (isDue && done.has_value()) {
        done = execute(connection, "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)",
                       migration.number, QString::fromUtf8(migration.name), now);
    }
    if (done.has_value()) done = connection.execute("COMMIT"_ba);
    if (done.has_value()) return {};
    if (connection.isInTransaction()) (void)connection.execute("ROLLBACK"_ba);
    return Error::unavailable(
        u"The database could not be brought to version %1: %2"_s.arg(migration.number).arg(done.error().message()),
        std::chrono::minutes(1));
}

}  // namespace

Result<void> migrate(SqlConnection& connection, std::span<const Migration> all, qint64 now) {
    ASSIGN_OR_RETURN(const int applied, appliedNumber(connection));
    const int newest = all.empty() ? 0 : all.back().number;
    if (applied > newest) {
        return Error::unavailable(
            u"The database was written by a newer version of this program (schema %1, this one knows %2). Start that "
            "version, or restore a backup made by this one."_s.arg(applied)
                .arg(newest),
            std::chrono::minutes(1));
    }
    for (const Migration& migration : all) {
        if (migration.number > applied) RETURN_IF_ERROR(apply(connection, migration, now));
    }
    return {};
}

}  // namespace server
