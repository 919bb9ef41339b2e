#pragma once

#include <QtCore/QByteArray>

namespace shared {

/**
 * A piece of JSON that we keep and pass on but do not interpret.
 *
 * Holds complete, valid JSON text, or nothing, which is written as null. Read values are normalised (no white space,
 * keys sorted), so equal values have equal bytes.
 */
struct RawJson {
    QByteArray bytes;

    bool isEmpty() const { return bytes.isEmpty(); }
    bool operator==(const RawJson&) const = default;
};

}  // namespace shared
