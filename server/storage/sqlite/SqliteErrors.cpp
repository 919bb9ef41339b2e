#include "server/storage/sqlite/SqliteErrors.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace server {

using shared::Error;
using shared::ErrorCode;

Error sqliteError(int code, sqlite3* database) {
    using namespace std::chrono_literals;
    const QString detail = QString::fromUtf8(database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code));
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error::unavailable(
                u"Another program has locked the database. Close it (a database browser, a second server); the server "
                "goes on by itself."_s,
                1s);
        case SQLITE_FULL:
            return Error::unavailable(
                u"The disk that holds the database is full. Free some space; nothing that was acknowledged is lost."_s,
                30s);
        case SQLITE_READONLY:
            return Error::unavailable(
                u"The database is read-only. Give the server's user write permission to the data folder and the files "
                "in it."_s,
                30s);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Error::unavailable(
                u"The database file is damaged (%1). Stop the server, keep a copy of the data folder, and restore the "
                "newest backup."_s.arg(detail),
                1min);
        case SQLITE_IOERR:
            return Error::unavailable(
                u"The disk reported an error while the database was read or written (%1). Check the disk and its "
                "cables, and make a backup."_s.arg(detail),
                30s);
        case SQLITE_CANTOPEN:
            return Error::unavailable(
                u"The database file cannot be opened. Check that the data folder exists and that the server's user may "
                "read and write it."_s,
                30s);
        case SQLITE_INTERRUPT:
            return Error::unavailable(u"The database took too long to answer."_s, 1s);
        case SQLITE_NOMEM:
            return Error::unavailable(u"There is not enough memory for the database."_s, 5s);
        default:
            return Error(ErrorCode::InternalError, u"SQLite %1: %2"_s.arg(code).arg(detail));
    }
}

}  // namespace server
