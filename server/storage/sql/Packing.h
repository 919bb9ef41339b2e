#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/models/Overwrite.h"

namespace server {

/** Ids in one text column, a blank between them. */
QString packNumbers(const QList<quint64>& numbers);
QList<quint64> unpackNumbers(QStringView text);

template <class IdType>
QString packIds(const QList<IdType>& ids) {
    QList<quint64> numbers;
    numbers.reserve(ids.size());
    for (const IdType& id : ids)
        numbers.append(id.value());
    return packNumbers(numbers);
}

template <class IdType>
QList<IdType> unpackIds(QStringView text) {
    QList<IdType> ids;
    for (const quint64 number : unpackNumbers(text))
        ids.append(IdType(number));
    return ids;
}

/** A line each: "id type allow deny". */
QString packOverwrites(const QList<shared::Overwrite>& overwrites);
QList<shared::Overwrite> unpackOverwrites(QStringView text);

}  // namespace server
