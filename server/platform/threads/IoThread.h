#pragma once

#include <memory>

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QThread>

#include "server/platform/threads/Task.h"

namespace server {

class Poller;

/**
 * A thread with a Qt event loop and a Poller for sockets: the net thread, each gateway thread, the feed thread.
 *
 * What is posted runs on it, in the order of posting; posts of one turn wake it once. Set `QT_NO_GLIB=1` (daemon) or
 * `QT_NO_THREADED_GLIB=1` (app) in the environment before QCoreApplication is made: glib's loop costs twice.
 */
class IoThread {
 public:
    /** @param name shown by the system's tools; at most 15 ASCII letters are kept */
    explicit IoThread(const QString& name);
    /** Stops. */
    ~IoThread();
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    /** Starts the thread and waits until its loop takes posts. */
    void start();
    /**
     * Runs what was posted before, then ends the loop and joins; posts that come later are destroyed unrun.
     * Not from the thread itself. Calling it again does nothing.
     */
    void stop();

    /** Runs `task` on this thread, soon. Any thread. False if the thread has ended: the task is then gone. */
    bool post(Task task);
    /** Runs `task` on this thread and waits for its end; runs it at once if this is the thread. False as post(). */
    bool call(Task task);
    /** Runs `task` on this thread after about `ms` milliseconds. Any thread; dropped if the thread ends first. */
    bool postDelayed(int ms, Task task);
    /** Is the caller on this thread? */
    bool isCurrent() const;

    /** An object that lives on this thread: the context of timers and connections. Valid from start() to stop(). */
    QObject* context() const;
    /** The sockets of this thread; touched on this thread only. Valid from start() to stop(). */
    Poller& poller() const;
    QString name() const { return m_name; }

 private:
    struct Inbox;
    class Loop;
    QString m_name;
    std::shared_ptr<Inbox> m_inbox;
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<Poller> m_poller;
};

}  // namespace server
