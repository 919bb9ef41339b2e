#include "server/storage/sql/Meta.h"

#include "server/storage/sql/Query.h"

using namespace Qt::StringLiterals;

namespace server {

using shared::Result;

Result<QString> readMeta(SqlConnection& sql, const QString& name) {
    ASSIGN_OR_RETURN(auto value,
                     findOne<QString>(
                         sql, [](Query& q) { return q.text(); }, "SELECT value FROM meta WHERE name = $1", name));
    return value.value_or(QString());
}

Result<void> writeMeta(SqlConnection& sql, const QString& name, const QString& value) {
    return execute(sql,
                   "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = "
                   "excluded.value",
                   name, value);
}

Result<quint64> settleEpoch(SqlConnection& sql, qint64 now) {
    ASSIGN_OR_RETURN(const QString stored, readMeta(sql, u"epoch"_s));
    ASSIGN_OR_RETURN(const QString isCopy, readMeta(sql, u"is_copy"_s));
    quint64 epoch = stored.toULongLong();
    if (epoch != 0 && isCopy.isEmpty()) return epoch;
    epoch = std::max(epoch + 1, static_cast<quint64>(std::max<qint64>(now, 1)));
    RETURN_IF_ERROR(execute(sql, "UPDATE stream SET epoch = $1", epoch));
    RETURN_IF_ERROR(execute(sql, "DELETE FROM stream_event"));
    RETURN_IF_ERROR(execute(sql, "DELETE FROM meta WHERE name = 'is_copy'"));
    RETURN_IF_ERROR(writeMeta(sql, u"epoch"_s, QString::number(epoch)));
    return epoch;
}

}  // namespace server
