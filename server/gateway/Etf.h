#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QJsonValue>

#include "shared/core/Result.h"

namespace server {

/**
 * Erlang's external term format, in which `encoding=etf` speaks. A JSON value maps to it so: null, true and false are
 * atoms (`nil`), texts and keys binaries, numbers the shortest integer or a float. Source: "External Term Format" of
 * Erlang's documents.
 */
inline constexpr char kEtfVersion = static_cast<char>(131);

/** Appends a value without the version byte, so that terms can be put together. */
void appendEtf(QByteArray& out, const QJsonValue& value);
/** The same from JSON text; nothing is appended when it is none. */
void appendEtfFromJson(QByteArray& out, QByteArrayView json);
/** The head of a map of `size` pairs, and its keys. */
void appendEtfMap(QByteArray& out, quint32 size);
void appendEtfBinary(QByteArray& out, QByteArrayView text);
void appendEtfInteger(QByteArray& out, qint64 number);
void appendEtfNil(QByteArray& out);

/** Reads a whole term, version byte included. MalformedJson for what is none, nested deeper than 64, or no JSON. */
shared::Result<QJsonValue> parseEtf(QByteArrayView bytes);

}  // namespace server
