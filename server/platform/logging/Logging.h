#pragma once

#include <QtCore/QLoggingCategory>

#include "server/platform/config/ServerConfig.h"

namespace server {

/**
 * Sends everything that goes through Qt's logging to stderr, a line each: JSON ({"time","level","category","message"})
 * or text. Called by the daemon only; an embedded server leaves the app's logging alone.
 *
 * A room logs through its own category (`Q_LOGGING_CATEGORY(logGateway, "server.gateway")`), and never tokens, bodies,
 * e-mail addresses or passwords.
 */
void installLogging(LogFormat format, LogLevel level);

/** One line as installLogging would write it, with its line break. @param nowMs since 1970 */
QByteArray formatLogLine(LogFormat format, QtMsgType type, QByteArrayView category, const QString& message,
                         qint64 nowMs);

}  // namespace server
