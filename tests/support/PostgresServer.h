#pragma once

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace tests {

/** A PostgreSQL server of the test's own: in a folder of its own, on a local socket, gone with the object. */
class PostgresServer {
 public:
    PostgresServer() = default;
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /** The one that all tests of this process share; started at the first call. A failure is a failure of the test. */
    static PostgresServer& shared();

    /** Makes the cluster and starts it. False, with a reason in error(), if it is not there within a minute. */
    bool start();
    /** Starts it again on the same data. */
    bool restart();
    /** kill -9 of the server and of all its sessions. */
    void kill();
    QString error() const { return m_error; }

    /** Makes an empty database. @return how libpq reaches it; empty if that failed */
    QByteArray makeDatabase();

 private:
    bool run(const QString& program, const QStringList& arguments);
    bool launch();
    /** PostgreSQL does not run as root. */
    void asServerUser(QProcess& process) const;
    QByteArray conninfo(const QByteArray& database) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_programs;
    QString m_error;
    int m_databases = 0;
};

}  // namespace tests
