#pragma once

#include "shared/json/JsonType.h"

namespace shared {

/** A list of ids that may also come as one id, or as a text with commas. Written as one where it is one. */
template <class IdType>
struct OneOrMany {
    QList<IdType> ids;

    bool operator==(const OneOrMany&) const = default;
};

template <class IdType>
struct JsonCodec<OneOrMany<IdType>> {
    static void write(JsonWriter& writer, const OneOrMany<IdType>& value) {
        if (value.ids.size() == 1) {
            JsonCodec<IdType>::write(writer, value.ids.front());
        } else {
            JsonCodec<QList<IdType>>::write(writer, value.ids);
        }
    }
    static void read(JsonReader& reader, OneOrMany<IdType>& value) {
        if (reader.value().isArray()) {
            JsonCodec<QList<IdType>>::read(reader, value.ids);
            return;
        }
        const QString text = reader.value().toString();
        if (!text.contains(u',')) {
            if (!text.isEmpty() || !reader.value().isString()) JsonCodec<IdType>::read(reader, value.ids.emplaceBack());
            return;
        }
        for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
            const QJsonValue item(part.trimmed());
            JsonReader place(reader, value.ids.size(), item);
            JsonCodec<IdType>::read(place, value.ids.emplaceBack());
        }
    }
};

}  // namespace shared
