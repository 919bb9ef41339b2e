#include "server/platform/net/SocketStream.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace server {
namespace {

constexpr std::size_t kMaxParts = 32;
constexpr qint64 kTlsRecord = 16 * 1024;

bool wouldBlock() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

SocketStream::SocketStream(qintptr descriptor, std::shared_ptr<void> lease)
    : m_descriptor(descriptor), m_lease(std::move(lease)) {}

SocketStream::~SocketStream() {
    close();
}

void SocketStream::attach(Poller& poller, SocketStreamListener* listener) {
    m_poller = &poller;
    m_listener = listener;
    m_interestRead = m_reading || m_handshaking;
    m_interestWrite = !m_queue.empty();
    m_handle = poller.add(m_descriptor, this, m_interestRead, m_interestWrite);
    if (m_ssl && SSL_has_pending(m_ssl)) poller.wake(m_handle);
}

void SocketStream::detach() {
    if (m_poller) m_poller->remove(m_handle);
    m_poller = nullptr;
    m_handle = Poller::kNone;
    m_listener = nullptr;
}

void SocketStream::startTls(ssl_st* session) {
    m_ssl = session;
    SSL_set_fd(m_ssl, static_cast<int>(m_descriptor));
    SSL_set_accept_state(m_ssl);
    m_handshaking = true;
    // The hello is there already: what woke us was its first byte.
    if (m_poller) m_poller->wake(m_handle);
}

int SocketStream::peekByte() const {
    unsigned char byte = 0;
    const ssize_t size = ::recv(static_cast<int>(m_descriptor), &byte, 1, MSG_PEEK);
    if (size == 1) return byte;
    return size < 0 && (wouldBlock() || errno == EINTR) ? -1 : -2;
}

bool SocketStream::continueHandshake() {
    ERR_clear_error();
    const int result = SSL_do_handshake(m_ssl);
    if (result == 1) {
        m_handshaking = false;
        m_readWantsWrite = false;
        updateInterest();
        return true;
    }
    const int why = SSL_get_error(m_ssl, result);
    m_readWantsWrite = why == SSL_ERROR_WANT_WRITE;
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) m_failed = true;
    updateInterest();
    return false;
}

qint64 SocketStream::read(char* buffer, qint64 size) {
    if (m_descriptor < 0 || m_failed) return kFailed;
    if (!m_ssl) {
        ssize_t got = 0;
        do {
            got = ::recv(static_cast<int>(m_descriptor), buffer, static_cast<std::size_t>(size), 0);
        } while (got < 0 && errno == EINTR);
        if (got > 0) return got;
        if (got == 0) return kEnd;
        if (wouldBlock()) return kWouldBlock;
        m_failed = true;
        return kFailed;
    }
    if (m_handshaking && !continueHandshake()) return m_failed ? kFailed : kWouldBlock;
    ERR_clear_error();
    const int got = SSL_read(m_ssl, buffer, static_cast<int>(std::min<qint64>(size, 1 << 30)));
    if (got > 0) {
        m_readWantsWrite = false;
        return got;
    }
    const int why = SSL_get_error(m_ssl, got);
    if (why == SSL_ERROR_ZERO_RETURN) return kEnd;
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
        m_readWantsWrite = why == SSL_ERROR_WANT_WRITE;
        updateInterest();
        return kWouldBlock;
    }
    m_failed = true;
    return kFailed;
}

void SocketStream::setReading(bool on) {
    if (m_reading == on) return;
    m_reading = on;
    updateInterest();
    if (on && m_ssl && m_poller && SSL_has_pending(m_ssl)) m_poller->wake(m_handle);
}

/** Bytes taken by the system, 0 if it takes none now, or kFailed. */
qint64 SocketStream::writeSome(std::span<const QByteArrayView> parts) {
    if (m_ssl) {
        if (m_handshaking) return 0;
        // Small parts go into one record together; a large one is written from where it lies.
        QByteArray joined;
        QByteArrayView bytes = parts.front();
        if (parts.size() > 1 && bytes.size() < kTlsRecord) {
            joined.reserve(kTlsRecord);
            for (const QByteArrayView part : parts) {
                joined.append(part.first(std::min(part.size(), kTlsRecord - joined.size())));
                if (joined.size() >= kTlsRecord) break;
            }
            bytes = joined;
        }
        ERR_clear_error();
        const int sent = SSL_write(m_ssl, bytes.data(), static_cast<int>(std::min<qint64>(bytes.size(), 1 << 30)));
        m_writeWantsRead = false;
        if (sent > 0) return sent;
        const int why = SSL_get_error(m_ssl, sent);
        m_writeWantsRead = why == SSL_ERROR_WANT_READ;
        return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : kFailed;
    }
    ssize_t sent = 0;
    do {
        if (parts.size() == 1) {
            sent = ::send(static_cast<int>(m_descriptor), parts[0].data(), static_cast<std::size_t>(parts[0].size()),
                          MSG_NOSIGNAL);
        } else {
            std::array<iovec, kMaxParts> vectors;
            msghdr message{};
            message.msg_iov = vectors.data();
            for (const QByteArrayView part : parts.first(std::min(parts.size(), kMaxParts))) {
                iovec& vector = vectors[message.msg_iovlen++];
                vector.iov_base = const_cast<char*>(part.data());
                vector.iov_len = static_cast<std::size_t>(part.size());
            }
            sent = ::sendmsg(static_cast<int>(m_descriptor), &message, MSG_NOSIGNAL);
        }
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0) return sent;
    return wouldBlock() ? 0 : kFailed;
}

bool SocketStream::write(const QByteArray& bytes) {
    const QByteArrayView part(bytes);
    return write(std::span(&part, 1), bytes);
}

bool SocketStream::write(std::span<const QByteArrayView> parts, const QByteArray& shared) {
    if (m_descriptor < 0 || m_failed || m_shutdown) return false;
    qint64 total = 0;
    for (const QByteArrayView part : parts)
        total += part.size();
    const bool isHeld = m_poller != nullptr && m_poller->isHeld();
    const bool wasEmpty = m_queue.empty();
    qint64 sent = 0;
    if (wasEmpty && !isHeld) {
        // TLS takes a record at a time: go on while it takes something.
        std::array<QByteArrayView, kMaxParts> rest;
        while (sent < total) {
            std::size_t count = 0;
            qint64 skip = sent;
            for (const QByteArrayView part : parts) {
                if (skip < part.size()) rest[count++] = part.sliced(skip);
                skip = std::max<qint64>(0, skip - part.size());
            }
            const qint64 size = writeSome(std::span(rest.data(), count));
            if (size == kFailed) {
                fail();
                return false;
            }
            sent += size;
            if (size == 0) break;
        }
    }
    if (sent == total) return true;
    qint64 skip = sent;
    for (const QByteArrayView part : parts) {
        if (skip < part.size()) {
            const bool isShared = part.data() == shared.constData() && part.size() == shared.size();
            enqueue(part.sliced(skip), isShared && skip == 0, shared);
        }
        skip = std::max<qint64>(0, skip - part.size());
    }
    if (!isHeld) {
        updateInterest();
    } else if (wasEmpty) {
        m_poller->sendOnRelease(m_handle);
    }
    return true;
}

void SocketStream::enqueue(QByteArrayView part, bool isShared, const QByteArray& shared) {
    m_queuedBytes += part.size();
    if (isShared) {
        m_queue.push_back(shared);
    } else if (m_isTailOwn && !m_queue.empty()) {
        m_queue.back().append(part);
    } else {
        m_queue.push_back(part.toByteArray());
    }
    m_isTailOwn = !isShared;
}

void SocketStream::onRelease() {
    if (m_queue.empty() || m_handshaking) return;
    const bool isDone = flushQueue();
    if (m_failed) return fail();
    updateInterest();
    // The listener may destroy this.
    if (isDone) m_listener->onDrained();
}

/** True when the queue has become empty, or the connection has failed. */
bool SocketStream::flushQueue() {
    while (!m_queue.empty()) {
        std::array<QByteArrayView, kMaxParts> parts;
        std::size_t count = 0;
        for (const QByteArray& bytes : m_queue) {
            if (count == kMaxParts) break;
            parts[count] = count == 0 ? QByteArrayView(bytes).sliced(m_queueOffset) : QByteArrayView(bytes);
            ++count;
        }
        qint64 sent = writeSome(std::span(parts.data(), count));
        if (sent == kFailed) {
            m_failed = true;
            return true;
        }
        if (sent == 0) return false;
        m_queuedBytes -= sent;
        while (sent > 0) {
            const qint64 left = m_queue.front().size() - m_queueOffset;
            if (sent < left) {
                m_queueOffset += sent;
                break;
            }
            sent -= left;
            m_queue.pop_front();
            m_queueOffset = 0;
        }
    }
    return true;
}

void SocketStream::updateInterest() {
    if (!m_poller) return;
    const bool read = m_reading || m_handshaking || m_writeWantsRead;
    const bool write = !m_queue.empty() ? !m_writeWantsRead && !m_handshaking : false;
    const bool wantsWrite = write || m_readWantsWrite;
    if (read == m_interestRead && wantsWrite == m_interestWrite) return;
    m_interestRead = read;
    m_interestWrite = wantsWrite;
    m_poller->change(m_handle, read, wantsWrite);
}

void SocketStream::readAgain() {
    if (m_poller) m_poller->wake(m_handle);
}

void SocketStream::fail() {
    m_failed = true;
    if (m_poller) m_poller->wake(m_handle);
}

void SocketStream::onPoll(bool readable, bool writable, bool broken) {
    if (m_failed) {
        m_listener->onBroken();
        return;
    }
    if (m_handshaking) {
        if (!continueHandshake()) {
            if (m_failed || broken) m_listener->onBroken();
            return;
        }
        readable = readable || SSL_has_pending(m_ssl) != 0;
        writable = writable || !m_queue.empty();
    }
    if ((writable || (readable && m_writeWantsRead)) && !m_queue.empty() && flushQueue()) {
        updateInterest();
        if (m_failed) {
            m_listener->onBroken();
            return;
        }
        // The listener may destroy this: the poller's next turn tells it of what is to read.
        if (readable && m_poller) m_poller->wake(m_handle);
        m_listener->onDrained();
        return;
    }
    if (m_reading && (readable || (writable && m_readWantsWrite))) {
        m_listener->onReadable();
        return;
    }
    if (broken) {
        m_failed = true;
        m_listener->onBroken();
    }
}

void SocketStream::shutdownWrite() {
    if (m_shutdown || m_descriptor < 0) return;
    m_shutdown = true;
    if (m_ssl && !m_handshaking && !m_failed) {
        ERR_clear_error();
        SSL_shutdown(m_ssl);
    }
    ::shutdown(static_cast<int>(m_descriptor), SHUT_WR);
}

void SocketStream::close() {
    if (m_descriptor < 0) return;
    if (m_poller) m_poller->remove(m_handle);
    m_poller = nullptr;
    if (m_ssl) {
        if (!m_handshaking && !m_failed && !m_shutdown) {
            ERR_clear_error();
            SSL_shutdown(m_ssl);
        }
        SSL_free(m_ssl);
        m_ssl = nullptr;
    }
    ::close(static_cast<int>(m_descriptor));
    m_descriptor = -1;
    m_queue.clear();
    m_queuedBytes = 0;
    m_lease.reset();
}

}  // namespace server
