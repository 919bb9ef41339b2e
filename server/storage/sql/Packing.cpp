#include "server/storage/sql/Packing.h"

namespace server {

QString packNumbers(const QList<quint64>& numbers) {
    QString text;
    for (const quint64 number : numbers) {
        if (!text.isEmpty()) text += u' ';
        text += QString::number(number);
    }
    return text;
}

QList<quint64> unpackNumbers(QStringView text) {
    QList<quint64> numbers;
    for (const QStringView part : text.tokenize(u' ', Qt::SkipEmptyParts))
        numbers.append(part.toULongLong());
    return numbers;
}

QString packOverwrites(const QList<shared::Overwrite>& overwrites) {
    QString text;
    for (const shared::Overwrite& overwrite : overwrites) {
        if (!text.isEmpty()) text += u'\n';
        text += packNumbers({overwrite.id.value(), static_cast<quint64>(overwrite.type), overwrite.allow.bits(),
                             overwrite.deny.bits()});
    }
    return text;
}

QList<shared::Overwrite> unpackOverwrites(QStringView text) {
    QList<shared::Overwrite> overwrites;
    for (const QStringView line : text.tokenize(u'\n', Qt::SkipEmptyParts)) {
        const QList<quint64> numbers = unpackNumbers(line);
        if (numbers.size() != 4) continue;
        shared::Overwrite overwrite;
        overwrite.id = shared::OverwriteId(numbers[0]);
        overwrite.type = static_cast<shared::OverwriteType>(numbers[1]);
        overwrite.allow = shared::Permissions(numbers[2]);
        overwrite.deny = shared::Permissions(numbers[3]);
        overwrites.append(overwrite);
    }
    return overwrites;
}

}  // namespace server
