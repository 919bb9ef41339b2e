#pragma once

#include <functional>
#include <utility>

#include <QtCore/QObject>
#include <QtCore/QThread>

namespace app {

/**
 * The one network thread of an account. Objects that are given to it live and die there; only values cross over.
 *
 * The destructor ends the thread and waits for it; what still lives on it is deleted on it first.
 */
class NetworkThread {
 public:
    explicit NetworkThread(const QString& name);
    ~NetworkThread();
    NetworkThread(const NetworkThread&) = delete;
    NetworkThread& operator=(const NetworkThread&) = delete;

    /** Makes a QObject on this (the caller's) thread and moves it over. The thread owns it. */
    template <class T, class... Args>
    T* make(Args&&... args) {
        auto* object = new T(std::forward<Args>(args)...);
        adopt(object);
        return object;
    }

    /** Runs `job` on the network thread soon; never on a thread that has ended. */
    void post(std::function<void()> job);

    /** The thread's clock-work object: a context for connections that must run there. */
    QObject* context() { return m_context; }

 private:
    void adopt(QObject* object);

    QThread m_thread;
    QObject* m_context;
};

}  // namespace app
