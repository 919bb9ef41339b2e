#include "server/storage/sql/Migrations.h"

#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Error;
using shared::ErrorCode;
using shared::Result;

/** The number of the newest migration that was applied; 0 for an empty database. */
Result<int> appliedNumber(SqlConnection& connection) {
    auto found = findOne<int>(
        connection, [](Query& q) { return q.number(); }, "SELECT COALESCE(MAX(number), 0) FROM schema_migration");
    if (!found.has_value()) {
        // Without the table there is nothing to prepare against; anything else is a real error.
        if (found.error().code() == ErrorCode::InternalError) return 0;
        return std::move(found).error();
    }
    return found->value_or(0);
}

Result<void> apply(SqlConnection& connection, const Migration& migration, qint64 now) {
    RETURN_IF_ERROR(connection.execute("BEGIN IMMEDIATE"_ba));
    Result<void> done = connection.execute(migration.script);
    if (done.has_value()) {
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
