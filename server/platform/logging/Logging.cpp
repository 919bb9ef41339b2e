#include "server/platform/logging/Logging.h"

#include <cerrno>

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <unistd.h>

#include "shared/core/Clock.h"

namespace server {
namespace {

using namespace Qt::StringLiterals;

// Qt's message handler is a plain function, so what it needs cannot be a member of anything.
std::atomic<LogFormat> chosenFormat{LogFormat::Json};

QLatin1StringView levelName(QtMsgType type) {
    switch (type) {
        case QtDebugMsg:
            return "debug"_L1;
        case QtInfoMsg:
            return "info"_L1;
        case QtWarningMsg:
            return "warning"_L1;
        case QtCriticalMsg:
            return "error"_L1;
        case QtFatalMsg:
            return "fatal"_L1;
    }
    return "info"_L1;
}

void writeToStderr(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const QByteArrayView category = context.category ? QByteArrayView(context.category) : QByteArrayView("default");
    const QByteArray line = formatLogLine(chosenFormat.load(std::memory_order_relaxed), type, category, message,
                                          shared::SystemClock().nowMs());
    // One call for each line, so that lines of several threads do not mix.
    qsizetype written = 0;
    while (written < line.size()) {
        const ssize_t size =
            ::write(STDERR_FILENO, line.constData() + written, static_cast<std::size_t>(line.size() - written));
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        written += size;
    }
}

}  // namespace

QByteArray formatLogLine(LogFormat format, QtMsgType type, QByteArrayView category, const QString& message,
                         qint64 nowMs) {
    const QString time = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).toString(Qt::ISODateWithMs);
    if (format == LogFormat::Json) {
        const QJsonObject line{{u"time"_s, time},
                               {u"level"_s, QString(levelName(type))},
                               {u"category"_s, QString::fromUtf8(category)},
                               {u"message"_s, message}};
        return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    // A line break in a message must not look like a line of its own.
    QString oneLine = message;
    oneLine.replace(u'\n', u' ').replace(u'\r', u' ');
    return u"%1 %2 %3: %4\n"_s
        .arg(time, QString(levelName(type)).leftJustified(7), QString::fromUtf8(category), oneLine)
        .toUtf8();
}

void installLogging(LogFormat format, LogLevel level) {
    chosenFormat.store(format, std::memory_order_relaxed);
    QString rules;
    const auto silence = [&](QLatin1StringView type) { rules += "*."_L1 + type + "=false\n"_L1; };
    if (level > LogLevel::Debug) silence("debug"_L1);
    if (level > LogLevel::Info) silence("info"_L1);
    if (level > LogLevel::Warning) silence("warning"_L1);
    if (level == LogLevel::Debug) rules += "qt.*.debug=false\nserver.*.debug=true\n"_L1;
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeToStderr);
}

}  // namespace server
