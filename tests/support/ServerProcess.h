#pragma once

#include <QtCore/QProcess>
#include <QtCore/QStringList>

namespace tests {

/** The daemon as a process of its own, on loopback and a free port. Killed when this dies. */
class ServerProcess {
 public:
    ServerProcess() = default;
    ~ServerProcess() { kill(); }

    /** Starts it on a data folder and waits for its ready line. False if that does not come within 30 seconds. */
    bool start(const QString& folder, const QStringList& more = {});
    /** Runs it and waits for its end: for what is refused. @return the exit status, -1 if it did not end */
    int run(const QStringList& arguments);
    /** kill -9, and waits for its end. */
    void kill();
    /** SIGTERM. @return the exit status, -1 if it did not end in time or crashed */
    int terminate();
    /** Only sends SIGTERM. */
    void askToEnd() { m_process.terminate(); }
    int waitForEnd();

    quint16 port() const { return m_port; }
    /** All that it has written to stdout so far. */
    QByteArray output();
    QByteArray errors();

 private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
    quint16 m_port = 0;
};

}  // namespace tests
