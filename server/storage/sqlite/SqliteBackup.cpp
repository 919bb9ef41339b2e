#include "server/storage/sqlite/SqliteBackup.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <sqlite3.h>

#include "server/platform/files/DurableFile.h"
#include "server/storage/sqlite/SqliteErrors.h"
#include "server/storage/sqlite/SqliteStorage.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Error;
using shared::Result;

/** Copies one snapshot; a writer goes on beside it, for the source is in write-ahead mode. */
Result<void> copyAll(SqliteConnection& source, SqliteConnection& target) {
    sqlite3_backup* copy = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    if (copy == nullptr) return sqliteError(sqlite3_errcode(target.handle()), target.handle());
    const int code = sqlite3_backup_step(copy, -1);
    sqlite3_backup_finish(copy);
    if (code != SQLITE_DONE) return sqliteError(code, target.handle());
    return {};
}

/** Whoever opens the copy must know that it is one. */
Result<void> markAsCopy(SqliteConnection& copy) {
    ASSIGN_OR_RETURN(const QString mode, copy.ask("PRAGMA journal_mode = DELETE"_ba));
    Q_UNUSED(mode)
    RETURN_IF_ERROR(copy.execute("PRAGMA synchronous = FULL"_ba));
    return copy.execute(
        "INSERT INTO meta (name, value) VALUES ('is_copy', '1'), ('state', 'closed') ON CONFLICT (name) DO UPDATE SET "
        "value = excluded.value"_ba);
}

}  // namespace

Result<void> copyDatabase(SqliteConnection& source, const QString& path) {
    if (QFileInfo::exists(path)) {
        return Error(shared::ErrorCode::BadRequest, u"The backup file exists already; choose another name."_s);
    }
    const QString part = path + ".part"_L1;
    QFile::remove(part);
    const auto copied = [&]() -> Result<void> {
        ASSIGN_OR_RETURN(const auto target,
                         SqliteConnection::open(QFile::encodeName(part), SqliteConnection::Mode::Write, {}));
        RETURN_IF_ERROR(copyAll(source, *target));
        return markAsCopy(*target);
    }();
    if (!copied.has_value()) {
        QFile::remove(part);
        return copied;
    }
    if (!QFile::rename(part, path) || syncFolder(QFileInfo(path).absolutePath()) != 0) {
        QFile::remove(part);
        return Error::unavailable(u"The backup could not be put in place. Check the folder's rights and space."_s,
                                  std::chrono::seconds(30));
    }
    return {};
}

Result<void> SqliteStorage::backup(const QString& path) {
    const auto gate = m_database->readGate();
    ASSIGN_OR_RETURN(const auto source, SqliteConnection::open(m_uri, SqliteConnection::Mode::Read, m_options.vfs));
    return copyDatabase(*source, path);
}

}  // namespace server
