#include "server/storage/postgres/PgErrors.h"

using namespace Qt::StringLiterals;

namespace server {

using shared::Error;
using shared::ErrorCode;

// Source: PostgreSQL, appendix "Error Codes"; the first two characters are the class.
Error pgError(QByteArrayView sqlState, const QString& detail) {
    using namespace std::chrono_literals;
    const QByteArrayView kind = sqlState.first(std::min<qsizetype>(2, sqlState.size()));
    if (sqlState.isEmpty() || kind == "08" || kind == "57") {
        if (sqlState == "57014") return Error::unavailable(u"The database took too long to answer."_s, 1s);
        return Error::unavailable(
            u"The connection to the database was lost. The server goes on by itself when it is back."_s, 1s);
    }
    if (sqlState == "53100") {
        return Error::unavailable(
            u"The disk that holds the database is full. Free some space; nothing that was acknowledged is lost."_s,
            30s);
    }
    if (kind == "53") {
        return Error::unavailable(u"The database has no room for this: %1."_s.arg(detail), 5s);
    }
    if (sqlState == "55P03" || kind == "40") {
        return Error::unavailable(u"Another program has locked a part of the database."_s, 1s);
    }
    if (sqlState == "25006") {
        return Error::unavailable(u"The database is read-only: it may be a standby. Name the primary."_s, 30s);
    }
    if (kind == "28" || sqlState == "42501") {
        return Error::unavailable(
            u"The database refuses the server's user: %1. Check its name, password and rights."_s.arg(detail), 30s);
    }
    if (kind == "3D") {
        return Error::unavailable(u"There is no such database: %1. Make it, or name another."_s.arg(detail), 30s);
    }
    if (kind == "58" || kind == "XX") {
        return Error::unavailable(
            u"The database reported damage or a fault of its disk (%1). Look into its log."_s.arg(detail), 30s);
    }
    return Error(ErrorCode::InternalError, u"PostgreSQL %1: %2"_s.arg(QString::fromLatin1(sqlState), detail));
}

}  // namespace server
