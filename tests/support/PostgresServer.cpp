#include "tests/support/PostgresServer.h"

#include <csignal>
#include <thread>

#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <grp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace tests {
namespace {

constexpr int kPatienceMs = 60'000;
const QByteArray kClusterOwner = "guildhall"_ba;

/** Debian keeps them out of the path, a folder for each version. */
QString findPrograms() {
    QDir versions(u"/usr/lib/postgresql"_s);
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::ranges::sort(names, std::greater(), [](const QString& name) { return name.toInt(); });
    for (const QString& name : names) {
        const QString programs = versions.filePath(name + u"/bin"_s);
        if (QFile::exists(programs + u"/initdb"_s) && QFile::exists(programs + u"/postgres"_s)) return programs;
    }
    return {};
}

/** State and parent of a process; an empty state where there is none. Source: proc(5), "stat". */
std::pair<QByteArray, pid_t> stateOf(pid_t process) {
    QFile file(u"/proc/%1/stat"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray line = file.readAll();
    const QByteArrayList fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    return {fields.value(0), fields.value(1).toInt()};
}

bool isAlive(pid_t process) {
    const QByteArray state = stateOf(process).first;
    return !state.isEmpty() && state != "Z" && state != "X";
}

QList<pid_t> childrenOf(pid_t parent) {
    QList<pid_t> children;
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString& entry : entries) {
        const pid_t process = entry.toInt();
        if (process > 0 && stateOf(process).second == parent) children.append(process);
    }
    return children;
}

}  // namespace

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    static const bool isStarted = server.start();
    EXPECT_TRUE(isStarted) << server.error().toStdString();
    return server;
}

PostgresServer::~PostgresServer() {
    if (m_process.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);  // closes its sessions, and ends
    if (!m_process.waitForFinished(10'000)) kill();
}

void PostgresServer::asServerUser(QProcess& process) const {
    if (::geteuid() != 0) return;
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr) return;
    process.setChildProcessModifier([uid = user->pw_uid, gid = user->pw_gid] {
        if (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0) ::_exit(1);
    });
}

bool PostgresServer::run(const QString& program, const QStringList& arguments) {
    QProcess process;
    asServerUser(process);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(m_folder.path());
    process.start(program, arguments);
    const bool isEnded = process.waitForFinished(kPatienceMs);
    if (isEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return true;
    m_error = program + u": "_s + QString::fromUtf8(process.readAll());
    return false;
}

bool PostgresServer::start() {
    m_programs = findPrograms();
    if (m_programs.isEmpty()) {
        m_error = u"PostgreSQL is not installed (the package postgresql)."_s;
        return false;
    }
    if (!m_folder.isValid()) {
        m_error = m_folder.errorString();
        return false;
    }
    if (const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; user != nullptr) {
        if (::chown(QFile::encodeName(m_folder.path()).constData(), user->pw_uid, user->pw_gid) != 0) return false;
    }
    const QStringList cluster{u"-D"_s,         m_folder.filePath(u"data"_s),
                              u"-U"_s,         QString::fromLatin1(kClusterOwner),
                              u"-A"_s,         u"trust"_s,
                              u"-E"_s,         u"UTF8"_s,
                              u"--locale=C"_s, u"--no-sync"_s};
    return run(m_programs + u"/initdb"_s, cluster) && launch();
}

bool PostgresServer::restart() {
    kill();
    return launch();
}

bool PostgresServer::launch() {
    asServerUser(m_process);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"log"_s));
    m_process.setWorkingDirectory(m_folder.path());
    m_process.start(m_programs + u"/postgres"_s, {u"-D"_s, m_folder.filePath(u"data"_s), u"-k"_s, m_folder.path(),
                                                  u"-c"_s, u"listen_addresses="_s, u"-c"_s, u"max_connections=100"_s});
    const QDeadlineTimer deadline(kPatienceMs);
    while (!deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        if (PQping(conninfo("postgres").constData()) == PQPING_OK) return true;
        m_process.waitForFinished(20);
    }
    QFile log(m_folder.filePath(u"log"_s));
    m_error = u"PostgreSQL did not start: "_s +
              (log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString());
    return false;
}

void PostgresServer::kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    const auto server = static_cast<pid_t>(m_process.processId());
    // Its sessions would live on for a moment, and finish what they are at.
    ::kill(server, SIGSTOP);
    const QList<pid_t> sessions = childrenOf(server);
    for (const pid_t session : sessions)
        ::kill(session, SIGKILL);
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
    const QDeadlineTimer deadline(kPatienceMs);
    while (std::ranges::any_of(sessions, isAlive) && !deadline.hasExpired())
        std::this_thread::yield();
}

QByteArray PostgresServer::conninfo(const QByteArray& database) const {
    return "host=" + QFile::encodeName(m_folder.path()) + " user=" + kClusterOwner + " dbname=" + database;
}

QByteArray PostgresServer::makeDatabase() {
    const QByteArray name = "test" + QByteArray::number(++m_databases);
    PGconn* session = PQconnectdb(conninfo("postgres").constData());
    PGresult* made = PQexec(session, ("CREATE DATABASE " + name).constData());
    const bool isMade = PQresultStatus(made) == PGRES_COMMAND_OK;
    PQclear(made);
    PQfinish(session);
    return isMade ? conninfo(name) : QByteArray();
}

}  // namespace tests
