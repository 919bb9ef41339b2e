#pragma once

#include <memory>
#include <vector>

#include <QtCore/QObject>
#include <QtCore/QtGlobal>

namespace server {

/** Something that waits for a socket. */
class Pollable {
 public:
    virtual ~Pollable() = default;

 protected:
    friend class Poller;
    /** @param broken the other side is gone or the socket has failed; reading or writing will tell how */
    virtual void onPoll(bool readable, bool writable, bool broken) = 0;
    /** What was written while the poller was held may go out now. */
    virtual void onRelease() {}
};

/**
 * Tells many sockets of one thread apart by readiness, inside that thread's Qt event loop.
 *
 * On Linux one epoll set behind a single socket notifier, so that an idle connection costs nothing in each turn of
 * the loop (Qt's own dispatcher hands every socket to poll()). Elsewhere a pair of notifiers for each socket.
 * Level-triggered. Sockets may be added and removed inside onPoll.
 */
class Poller {
 public:
    using Handle = quint64;
    static constexpr Handle kNone = 0;

    /** Belongs to the thread that makes it. */
    Poller();
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    Handle add(qintptr descriptor, Pollable* target, bool read, bool write);
    void change(Handle handle, bool read, bool write);
    /** Before the descriptor is closed. `target` is not called again. */
    void remove(Handle handle);
    /** Calls onPoll(true, false, false) in the next turn, for bytes that are buffered above the socket. */
    void wake(Handle handle);

    /** From here on what is written waits, so that several small messages to a socket leave in one call. */
    void hold() { m_isHeld = true; }
    bool isHeld() const { return m_isHeld; }
    /** Has onRelease called by release(). */
    void sendOnRelease(Handle handle);
    /** Sends what has waited. */
    void release();
    /** A buffer that the readers of this thread share; what is read is used or copied before the call returns. */
    char* scratch();
    static constexpr qint64 kScratchBytes = 64 * 1024;

 private:
    class Private;
    std::unique_ptr<Private> d;
    bool m_isHeld = false;
};

}  // namespace server
