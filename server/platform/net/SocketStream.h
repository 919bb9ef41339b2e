#pragma once

#include <deque>
#include <memory>
#include <span>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include "server/platform/net/Poller.h"

struct ssl_st;

namespace server {

/** Hears of one SocketStream, on the thread of its Poller. It may destroy the stream in any of these calls. */
class SocketStreamListener {
 public:
    virtual ~SocketStreamListener() = default;
    /** There is something to read, or the end. */
    virtual void onReadable() = 0;
    /** The queue of unsent bytes has become empty. */
    virtual void onDrained() = 0;
    /** The connection has failed. Not called from inside a method of the stream. */
    virtual void onBroken() = 0;
};

/**
 * The bytes of one accepted connection, plain or TLS, without blocking.
 *
 * It moves between threads by detach() on the old and attach() on the new one. Writes go straight to the system,
 * unless the poller is held; what it does not take is queued.
 */
class SocketStream final : public Pollable {
 public:
    /** Takes over a connected, non-blocking descriptor. @param lease is let go of when the connection closes */
    SocketStream(qintptr descriptor, std::shared_ptr<void> lease);
    /** Closes. */
    ~SocketStream() override;
    SocketStream(const SocketStream&) = delete;
    SocketStream& operator=(const SocketStream&) = delete;

    void attach(Poller& poller, SocketStreamListener* listener);
    void detach();
    void setListener(SocketStreamListener* listener) { m_listener = listener; }

    /** From here on TLS, as its server. Takes the session over. Before the first read. */
    void startTls(ssl_st* session);
    bool isTls() const { return m_ssl != nullptr; }
    /** The first byte without taking it; -1: none yet; -2: the end. Plain streams only. */
    int peekByte() const;

    static constexpr qint64 kWouldBlock = 0;
    static constexpr qint64 kEnd = -1;
    static constexpr qint64 kFailed = -2;
    /** Bytes read, or one of the constants above. */
    qint64 read(char* buffer, qint64 size);
    /** Stops or goes on asking for onReadable. */
    void setReading(bool on);
    /** Calls onReadable in the next turn, for a reader that stopped before kWouldBlock. */
    void readAgain();

    /** Sends or queues. False once the connection has failed; onBroken follows. */
    bool write(const QByteArray& bytes);
    /** Sends or queues several parts in one call; what has to be queued of `parts` is copied unless it is `shared`. */
    bool write(std::span<const QByteArrayView> parts, const QByteArray& shared = {});
    qint64 queuedBytes() const { return m_queuedBytes; }

    /** Says that nothing follows (FIN; close_notify over TLS). After the queue has been sent. */
    void shutdownWrite();
    void close();
    /** Gives the connection up; onBroken follows in the next turn. */
    void fail();
    bool isOpen() const { return m_descriptor >= 0; }

 private:
    void onPoll(bool readable, bool writable, bool broken) override;
    void onRelease() override;
    void enqueue(QByteArrayView part, bool isShared, const QByteArray& shared);
    bool continueHandshake();
    qint64 writeSome(std::span<const QByteArrayView> parts);
    bool flushQueue();
    void updateInterest();

    qintptr m_descriptor;
    std::shared_ptr<void> m_lease;
    ssl_st* m_ssl = nullptr;
    Poller* m_poller = nullptr;
    Poller::Handle m_handle = Poller::kNone;
    SocketStreamListener* m_listener = nullptr;
    std::deque<QByteArray> m_queue;
    qint64 m_queueOffset = 0;  ///< bytes of m_queue's first that are sent
    qint64 m_queuedBytes = 0;
    bool m_isTailOwn = false;  ///< the last of m_queue is a copy, to which small parts may be added
    bool m_reading = true;
    bool m_handshaking = false;
    bool m_readWantsWrite = false;
    bool m_writeWantsRead = false;
    bool m_failed = false;
    bool m_shutdown = false;
    bool m_interestRead = true;
    bool m_interestWrite = false;
};

}  // namespace server
