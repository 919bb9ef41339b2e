#pragma once

#include <optional>
#include <utility>

#include <QtCore/QByteArray>
#include <QtCore/QList>

struct ssl_st;
struct ssl_ctx_st;

/** An answer as it came over the wire. */
struct RawResponse {
    int status = 0;
    QByteArray head;
    QByteArray body;

    /** In any case; empty if there is none. */
    QByteArray header(const QByteArray& name) const;
};

/** A client that sends exactly the bytes it is told to. Blocking, each wait bounded; plain or TLS. */
class RawClient {
 public:
    explicit RawClient(quint16 port, int timeoutMs = 5000);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool isConnected() const { return m_descriptor >= 0; }
    /** False if the handshake fails. */
    bool startTls();
    /** SHA-256 of the server's public key, after startTls(). */
    QByteArray peerKeyHash() const;

    bool send(const QByteArray& bytes);
    /** Some bytes; empty at the end, on an error or when nothing comes in time. */
    QByteArray receive();
    /** One whole answer by its Content-Length; unset if it does not come. */
    std::optional<RawResponse> response(bool bodyExpected = true);
    /** Reads until at least `size` bytes are there, and takes them. Shorter at the end. */
    QByteArray take(qsizetype size);
    /** Throws away what comes until the server closes; false if it does not within the time-out. */
    bool waitForClose();
    void shutdownWrite();
    /** Closes with a reset rather than in order. */
    void reset();
    void close();

 private:
    int m_descriptor = -1;
    bool m_timedOut = false;
    QByteArray m_buffer;
    ssl_ctx_st* m_context = nullptr;
    ssl_st* m_ssl = nullptr;
};
