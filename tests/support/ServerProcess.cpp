#include "tests/support/ServerProcess.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>

using namespace Qt::StringLiterals;

namespace tests {
namespace {

constexpr int kPatienceMs = 30'000;

/** It lies beside the tests. */
QString program() {
    return QDir(QCoreApplication::applicationDirPath()).filePath(u"guildhall-server"_s);
}

}  // namespace

bool ServerProcess::start(const QString& folder, const QStringList& more) {
    m_output.clear();
    m_errors.clear();
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.start(program(), QStringList{u"--data"_s, folder, u"--listen"_s, u"127.0.0.1:0"_s, u"--registration"_s,
                                           u"open"_s, u"--registration-limit"_s, u"0"_s} +
                                   more);
    const QDeadlineTimer deadline(kPatienceMs);
    while (!m_output.contains('\n')) {
        if (deadline.hasExpired() || m_process.state() == QProcess::NotRunning) return false;
        m_process.waitForReadyRead(100);
        output();
    }
    const QByteArray line = m_output.left(m_output.indexOf('\n'));
    if (!line.startsWith("ready http://127.0.0.1:") || !line.endsWith("/api")) return false;
    m_port = line.mid(23).chopped(4).toUShort();
    return m_port != 0;
}

int ServerProcess::run(const QStringList& arguments) {
    m_output.clear();
    m_errors.clear();
    m_process.start(program(), arguments);
    return waitForEnd();
}

void ServerProcess::kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

int ServerProcess::terminate() {
    askToEnd();
    return waitForEnd();
}

int ServerProcess::waitForEnd() {
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kPatienceMs)) return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray ServerProcess::output() {
    m_output += m_process.readAllStandardOutput();
    return m_output;
}

QByteArray ServerProcess::errors() {
    m_errors += m_process.readAllStandardError();
    return m_errors;
}

}  // namespace tests
